"""Kinds of layer, declared once as data; everything else derives from these declarations."""

from __future__ import annotations

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.kinds import controls, rasters, required, sponge, supporting, tasks
from layers.kinds.model import (
    GEOMETRY_FAMILIES,
    Code,
    CodeStyle,
    Field,
    FieldType,
    GeometryFamily,
    Kind,
    LegendEntry,
    Pattern,
    Rules,
    Shape,
    Style,
)

__all__ = [
    "GEOMETRY_FAMILIES",
    "KINDS",
    "KIND_GROUPS",
    "UNKNOWN_KIND",
    "Code",
    "CodeStyle",
    "Field",
    "FieldType",
    "GeometryFamily",
    "Kind",
    "LegendEntry",
    "Pattern",
    "Rules",
    "Shape",
    "Style",
    "get_kind",
]

# In the order of the layer switch.
KIND_GROUPS: dict[str, Text] = {
    "sponge": Text("海绵城市", "Sponge city"),
    "corridor": Text("生态廊道", "Ecological corridors"),
    "protection": Text("保护区域", "Protected areas"),
    "water": Text("水体与断面", "Waters and sections"),
    "sewage": Text("污水处理", "Sewage treatment"),
    "base": Text("基础边界", "Base boundaries"),
}

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        required.ECOLOGICAL_CORRIDOR,
        required.SPONGE_ZONE,
        required.SEWAGE_PLANT,
        required.PROTECTED_WATER,
        required.MONITORING_SECTION,
        supporting.BUILT_UP_AREA,
        supporting.ADMIN_DIVISION,
        supporting.RIVER_BANK,
        supporting.LAKE,
        supporting.RIVER,
        supporting.SEWAGE_SERVICE_AREA,
        sponge.SPONGE_FACILITY,
        sponge.LAND_SURFACE,
        rasters.LAND_COVER,
        controls.OUTFALL,
        controls.ENTERPRISE,
        controls.ECOLOGICAL_REDLINE,
        tasks.WORKS,
        tasks.SHORELINE,
        tasks.COOPERATION_ZONE,
    )
}

UNKNOWN_KIND = declare(
    "unknown-kind",
    "error",
    Text("没有名为“{asked}”的图层类型。", "There is no kind of layer named '{asked}'."),
    Text("可用的类型：{known}。", "Use one of: {known}."),
    status=404,
)


def get_kind(kind_id: str) -> Kind:
    """The kind of this id; raises `unknown-kind` with the list of kinds."""
    if kind_id not in KINDS:
        raise EcoAtlasError(UNKNOWN_KIND, asked=kind_id, known=", ".join(KINDS))
    return KINDS[kind_id]
