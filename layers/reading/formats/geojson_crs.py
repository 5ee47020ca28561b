"""The `crs` member of a GeoJSON file, where GDAL does not understand it.

GDAL then takes WGS 84 without a word, also for `"crs": null`, which by the specification of 2008
says that nothing is known. Nobody should find Xian 1980 degrees on the map as WGS 84.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from layers.reading.described import DeclaredCrs

WGS84 = 4326
_HEAD_BYTES, _TAIL_BYTES = 1 << 16, 1 << 13
_FEATURES = re.compile(r'"features"\s*:')
_MEMBER = re.compile(r'"crs"\s*:\s*(?=[{n])')
# CRS84, EPSG:4326 and WGS 84 as urn, address or bare word.
_IS_WGS84 = re.compile(r"(.*[:/])?(CRS84|4326|WGS[\s_]*(19)?84)", re.IGNORECASE)
_ABSENT = object()


def stated_crs(path: Path, understood: DeclaredCrs) -> DeclaredCrs:
    """What a collection of features states. understood: the CRS as GDAL has read it."""
    if understood.epsg != WGS84:
        return understood
    member = _member(path)
    if member is _ABSENT:
        return understood
    if not isinstance(member, dict):
        return DeclaredCrs()
    told = _name(member)
    if _IS_WGS84.fullmatch(told):
        return understood
    return DeclaredCrs(text=told, name=told)


def _name(member: dict[str, Any]) -> str:
    properties = member.get("properties")
    about = properties if isinstance(properties, dict) else {}
    return str(about.get("name") or about.get("href") or json.dumps(member))[:200]


def _member(path: Path) -> Any:
    """The member as it is written, before the list of features or behind it."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(max(file.seek(0, 2) - _TAIL_BYTES, 0))
        tail = file.read()
    text = head.decode("utf-8", "replace")
    features = _FEATURES.search(text)
    if features is None:
        return _ABSENT
    found, _ = _read(text[: features.start()])
    return found if found is not _ABSENT else _behind(tail.decode("utf-8", "replace"))


def _behind(tail: str) -> Any:
    """Of the whole, not of the last feature: between it and the end of the list nothing opens, and
    after it nothing closes but the whole."""
    last = max((found.start() for found in _MEMBER.finditer(tail)), default=-1)
    if last < 0 or "]" not in tail[:last] or "{" in tail[:last].rpartition("]")[2]:
        return _ABSENT
    found, rest = _read(tail[last:])
    return _ABSENT if "]" in rest else found


def _read(text: str) -> tuple[Any, str]:
    """The value of the first such member, and what follows it."""
    found = _MEMBER.search(text)
    if found is None:
        return _ABSENT, ""
    try:
        value, end = json.JSONDecoder().raw_decode(text, found.end())
    except ValueError:
        return _ABSENT, ""
    return value, text[end:]
