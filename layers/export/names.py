"""Names of exported files: what a person reads, safe on every system; and the names inside them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from layers.catalogue import VersionRef
from layers.export.registry import get_format

# What Windows does not allow in a name, and what moves or hides the rest of it.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\s]+')
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# A file name has at most 255 bytes, and a Chinese character takes three or four of them.
LONGEST_TITLE = 40


def file_name(version: VersionRef, format: str, epsg: int) -> str:
    """`标题_v3_EPSG4547.zip`; the layer id where nothing of the title can be kept."""
    return f"{_safe(version.title.zh) or version.layer_id}{_tail(version, format, epsg)}"


def plain_name(version: VersionRef, format: str, epsg: int) -> str:
    """The same in ASCII, with the layer id for the title."""
    return f"{version.layer_id}{_tail(version, format, epsg)}"


def disposition(version: VersionRef, format: str, epsg: int) -> str:
    """Content-Disposition of a download, the Chinese name as RFC 5987 and 6266 have it."""
    return _attachment(plain_name(version, format, epsg), file_name(version, format, epsg))


def diff_disposition(a: VersionRef, b: VersionRef, format: str) -> str:
    """The same of the difference of two versions: `标题_v1-v3.xlsx`."""
    tail = f"_v{a.number}-v{b.number}.{format}"
    return _attachment(f"{b.layer_id}{tail}", f"{_safe(b.title.zh) or b.layer_id}{tail}")


def _attachment(plain: str, name: str) -> str:
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def stem_of(layer_id: str) -> str:
    """The name of a table or of a shapefile's parts; ArcGIS takes letters, digits, underscores."""
    return re.sub(r"[^A-Za-z0-9_]", "_", layer_id)


def _tail(version: VersionRef, format: str, epsg: int) -> str:
    return f"_v{version.number}_EPSG{epsg}.{get_format(format).file_suffix}"


def _safe(title: str) -> str:
    shown = "".join(one for one in title if unicodedata.category(one) not in HIDDEN)
    return FORBIDDEN.sub("_", shown).strip("._ ")[:LONGEST_TITLE].rstrip("._ ")
