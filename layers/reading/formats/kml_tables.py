"""Attributes that a KML carries as a picture of a table.

ArcGIS and Google Earth write HTML into the description of a placemark, one row for each field.
"""

from __future__ import annotations

import html
import re

LONGEST_NAME = 80
_INNERMOST = r"<{0}\b[^>]*>((?:(?!<{0}\b).)*?)</{0}\s*>"
_FLAGS = re.IGNORECASE | re.DOTALL
_ROW = re.compile(_INNERMOST.format("tr"), _FLAGS)
_CELL = re.compile(_INNERMOST.format("t[dh]"), _FLAGS)
# Google Earth's own import of tables writes a list instead.
_LISTED = re.compile(
    r"""class=["']atr-name["'][^>]*>([^<]*)<.*?class=["']atr-value["'][^>]*>([^<]*)<""", _FLAGS
)
_TAG = re.compile(r"<[^>]*>")
_NOTHING = "<null>"


def fields_in(description: str) -> dict[str, str]:
    """Name -> value of each row of two cells, or of two rows of names and values; {} for none."""
    if "<" not in description:
        return {}
    rows = [[_text(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(description)]
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    if not pairs and len(rows) == 2 and len(rows[0]) == len(rows[1]):
        pairs = list(zip(rows[0], rows[1], strict=True))
    pairs = pairs or [(_text(name), _text(value)) for name, value in _LISTED.findall(description)]
    return _named(pairs)


def _named(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        name = name.rstrip(":：").strip()
        if name and len(name) <= LONGEST_NAME:
            while name in found:
                name = f"{name}_2"
            found[name] = value
    return found


def _text(cell: str) -> str:
    plain = " ".join(html.unescape(_TAG.sub("", cell)).split())
    return "" if plain.lower() == _NOTHING else plain
