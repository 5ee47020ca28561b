"""Kinds of layer, declared once as data; everything else derives from these declarations.

Every kind that a module of this package declares is found; there is no list of them.
"""

from __future__ import annotations

import sys

from geo.declared import declared_in
from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.kinds.model import (
    GEOMETRY_FAMILIES,
    Code,
    CodeStyle,
    Field,
    FieldType,
    GeometryFamily,
    Ground,
    Kind,
    Label,
    LegendEntry,
    OnMap,
    Pattern,
    Rules,
    Shape,
    Style,
)
from layers.kinds.themes import THEMES, Theme

__all__ = [
    "GEOMETRY_FAMILIES",
    "KINDS",
    "KIND_GROUPS",
    "KNOWN_GROUND",
    "THEMES",
    "UNKNOWN_KIND",
    "Code",
    "CodeStyle",
    "Field",
    "FieldType",
    "GeometryFamily",
    "Ground",
    "Kind",
    "Label",
    "LegendEntry",
    "OnMap",
    "Pattern",
    "Rules",
    "Shape",
    "Style",
    "Theme",
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


def _switch_order(kind: Kind) -> tuple[int, int]:
    """By group, and in it what is drawn on top first."""
    return list(KIND_GROUPS).index(kind.group), -kind.on_map.place


# In the order of the layer switch.
KINDS: dict[str, Kind] = {
    kind.id: kind for kind in sorted(declared_in(sys.modules[__name__], Kind), key=_switch_order)
}
# The kinds whose areas are the ground of the office.
KNOWN_GROUND: tuple[str, ...] = tuple(kind.id for kind in KINDS.values() if kind.known_ground)

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
