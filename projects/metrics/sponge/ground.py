"""What the ground of drainage zones is: surfaces by zone, from polygons or from a raster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import geopandas as gpd
import pandas as pd

from geo.errors import EcoAtlasError, declare
from geo.measure.ellipsoid import area_m2
from geo.overlay.partition import REST
from geo.plane.arrays import Floats
from geo.words import Text
from projects.metrics.columns import SURFACE_TITLES
from projects.metrics.declaration import Given
from projects.metrics.rasters import Covered, RasterInput, covered, raster_notes
from projects.metrics.results import listed, note
from projects.metrics.rules_in_force import Row, unverified_notes

SURFACE_WITHOUT_COEFFICIENT = declare(
    "surface-without-coefficient",
    "error",
    Text(
        "图层“{layer}”中的下垫面类型 {surfaces} 在规则表“雨量径流系数”中没有有效的一行。",
        "Surfaces {surfaces} of the layer “{layer}” have no row in force in the rule “runoff "
        "coefficients”.",
    ),
    Text("请在规则表中补上，或改正图层。", "Add a row to the rule, or correct the layer."),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """by_zone: (zones × surfaces) m², each place by one surface, `rest` without one; overlapping
    zones each have all of theirs. once: the same for all zones together, each place once.
    surface_overlap_m2: what surfaces share among themselves, counted for the one that sheds more.
    """

    by_zone: pd.DataFrame
    once: Mapping[str, float]
    zone_m2: Floats
    surface_overlap_m2: float


def refuse_without_coefficient(given: Given, surfaces: Sequence[str]) -> NoReturn:
    layer = given.layers["surfaces"]
    raise EcoAtlasError(SURFACE_WITHOUT_COEFFICIENT, layer=layer, surfaces=listed(surfaces))


def raster_ground(
    given: Given, zones: gpd.GeoDataFrame, coefficients: Mapping[str, Row]
) -> tuple[Ground, list[dict[str, Any]]]:
    """The surfaces that the rule makes of the classes of a raster; what it makes nothing of, and
    cells without a value, are ground without a surface. Raises `surface-without-coefficient`."""
    raster, rule = given.rasters["surfaces"], given.sheets["classes"]
    found = covered(raster, zones.geometry, rule, given.parameters["rules_on"])
    surface_of = {
        value: str(row["surface"])
        for value, row in found.rows.items()
        if value in found.classes and row["surface"]
    }
    unknown = sorted(set(surface_of.values()) - set(coefficients))
    if unknown:
        refuse_without_coefficient(given, unknown)
    by_zone = _by_surface(found, surface_of, coefficients)
    once = {str(name): float(m2) for name, m2 in by_zone.iloc[-1].items()}
    ground = Ground(by_zone.iloc[:-1], once, area_m2(zones.geometry), 0.0)
    used = [found.rows[value] for value in found.classes if value in found.rows]
    notes = [
        *raster_notes(raster, found, sum(once.values())),
        *_mapping_note(raster, surface_of),
        *unverified_notes(rule, used, "legend", "name"),
    ]
    return ground, notes


def _by_surface(
    found: Covered, surface_of: Mapping[int, str], coefficients: Mapping[str, Row]
) -> pd.DataFrame:
    """(zones and, last, all of them together × surfaces and REST) m²; the one that sheds most
    first."""
    every = pd.concat([found.by_zone, found.once.to_frame().T], ignore_index=True)
    wide = every.T.groupby([surface_of.get(int(value), REST) for value in every.columns]).sum().T
    if REST not in wide:
        wide[REST] = 0.0
    named = [str(name) for name in wide if name != REST]
    order = sorted(named, key=lambda name: (-coefficients[name]["used"], name))
    return wide[[*order, REST]]


SURFACE = Text("{value} {named} → {surface}", "{value} {named} → {surface}")


def _mapping_note(raster: RasterInput, surface_of: Mapping[int, str]) -> list[dict[str, Any]]:
    pairs = (
        SURFACE.format(value=value, named=raster.named(value), surface=SURFACE_TITLES[name])
        for value, name in sorted(surface_of.items())
    )
    return [
        note(
            "raster-classes-as-surfaces",
            "按规则“土地覆盖类别”归入下垫面：{pairs}。",
            "Classes as surfaces by the rule “land-cover classes”: {pairs}.",
            pairs=listed(pairs, 30),
        )
    ]
