"""What a basemap is: where its pictures come from, how they lie, and what is said beside them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from geo.words import Text

Source = Literal["tianditu", "address", "file"]
Grid = Literal["web", "gcj02", "degrees"]
Grade = Literal["public", "internal"]

SOURCES: dict[Source, Text] = {
    "tianditu": Text("天地图", "Tianditu"),
    "address": Text("网址模板（XYZ 或 WMTS）", "Address (XYZ or WMTS)"),
    "file": Text("本机文件（MBTiles 或 PMTiles）", "File of the office (MBTiles or PMTiles)"),
}
GRIDS: dict[Grid, Text] = {
    "web": Text("网络墨卡托（EPSG:3857），无偏移", "Web Mercator (EPSG:3857), not shifted"),
    "gcj02": Text(
        "网络墨卡托，GCJ-02 偏移坐标（高德、腾讯）",
        "Web Mercator shifted by GCJ-02 (Amap, Tencent)",
    ),
    "degrees": Text(
        "经纬度瓦片（CGCS2000 EPSG:4490 或 EPSG:4326，第 1 级 2×1 块）",
        "Tiles in degrees (CGCS2000 EPSG:4490 or EPSG:4326, two tiles at level 1)",
    ),
}
TIANDITU: dict[str, tuple[str, Text, int]] = {
    "vec": ("cva", Text("矢量", "vector"), 18),
    "img": ("cia", Text("影像", "imagery"), 18),
    "ter": ("cta", Text("地形", "terrain"), 14),
}
"""Pictures, the names that lie over them, and the last zoom."""
GRADES: tuple[Grade, ...] = get_args(Grade)
DEEPEST_ZOOM = 22
KEYED = re.compile(
    r"([?&](?:[tams]k|[^=&]*(?:key|token|secret|sig|auth|pass)[^=&]*)=)[^&]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Basemap:
    """One basemap as it is kept. `layer` and `key` belong to Tianditu, `template` to an address,
    `file` to a file of the office; the key is told by nothing that prints or records it."""

    id: str
    title: str
    source: Source
    attribution: str
    layer: str = ""
    key: str = field(default="", repr=False)
    template: str = field(default="", repr=False)
    file: str = ""
    grid: Grid = "web"
    zooms: tuple[int, int] = (1, 18)
    opacity: int = 100
    secrecy: Grade = "public"

    def as_dict(self) -> dict[str, Any]:
        """Everything, as it is kept."""
        return asdict(self) | {"zooms": list(self.zooms)}

    def told(self) -> dict[str, Any]:
        """What may stand in lists and in the audit log: everything but keys."""
        told = {name: value for name, value in self.as_dict().items() if name != "key"}
        return told | {"template": KEYED.sub(r"\1…", self.template)}


def held_zooms(least: int, most: int) -> tuple[int, int]:
    """The zooms that a file claims, within those that maps have."""
    low = min(max(least, 0), DEEPEST_ZOOM)
    return low, min(max(low, most), DEEPEST_ZOOM)


def from_kept(value: dict[str, Any]) -> Basemap:
    known = {one.name for one in fields(Basemap)}
    given = {name: one for name, one in value.items() if name in known}
    return Basemap(**(given | {"zooms": tuple(given["zooms"])}))
