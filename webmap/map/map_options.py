"""What the map page hands to its scripts, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.crs.gauss_kruger import gauss_kruger_epsg, three_degree_meridian
from geo.words import Language, Text, in_language
from layers.kinds import THEMES, Theme
from webmap.edge.assets import asset_url
from webmap.map.map_layers import Bounds, LayerGroup, MapLayer, bounds_of, grouped
from webmap.map.map_page import NOWHERE, AssetUrls, MapParts, build_map
from webmap.map.theme_list import PROJECTS, PROJECTS_TITLE


def map_parts(layers: Sequence[MapLayer], language: Language) -> MapParts:
    """The Folium map of these layers, every wording in one language."""
    bounds = district_of(layers)
    drawn = [layer_values(one, language) for one in layers]
    return build_map(drawn, map_options(layers, bounds, language), bounds, page_assets())


def district_of(layers: Sequence[MapLayer]) -> Bounds | None:
    """The window of the district; that of all layers where its ground is not known."""
    return bounds_of([one for one in layers if one.kind.known_ground] or layers)


def map_options(
    layers: Sequence[MapLayer], bounds: Bounds | None, language: Language
) -> dict[str, Any]:
    """What the panels are given besides the layers."""
    return {
        "groups": [_group(group, language) for group in grouped(layers)],
        "themes": [
            *(_theme(theme, language) for theme in THEMES.values()),
            {"id": PROJECTS, "title": PROJECTS_TITLE.in_(language)},
        ],
        "plane": _plane(bounds or NOWHERE),
    }


def layer_values(layer: MapLayer, language: Language) -> dict[str, Any]:
    """A layer as the scripts of the map get it."""
    values: dict[str, Any] = in_language(layer.as_dict() | _class_title(layer), language)
    return values


def _class_title(layer: MapLayer) -> dict[str, Text | None]:
    field = layer.kind.field(layer.kind.class_field) if layer.kind.class_field else None
    return {"class_title": field.title if field else None}


def _group(group: LayerGroup, language: Language) -> dict[str, Any]:
    """The title in the reader's language, and beside it in the other."""
    other: Language = "en" if language == "zh" else "zh"
    return {
        "title": group.title.in_(language),
        "title_other": {"text": group.title.in_(other), "lang": "en" if other == "en" else "zh-CN"},
        "layers": [layer.id for layer in group.layers],
    }


def _theme(theme: Theme, language: Language) -> dict[str, str]:
    return {"id": theme.id, "title": theme.title.in_(language)}


def _plane(bounds: Bounds) -> dict[str, int]:
    middle = (bounds[0] + bounds[2]) / 2
    return {"epsg": gauss_kruger_epsg(middle), "meridian": three_degree_meridian(middle)}


def page_assets() -> AssetUrls:
    return AssetUrls(
        leaflet_js=asset_url("vendor/leaflet/leaflet.js"),
        protomaps_js=asset_url("vendor/protomaps-leaflet/protomaps-leaflet.js"),
        atlas_module=asset_url("js/map/atlas.js"),
    )
