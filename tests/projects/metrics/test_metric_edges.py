"""Every metric on ground that programs stumble over: a figure that can be true, or a refusal.

The layers are made from the declarations: each role gets the same shapes, each field the codes of
its kind in turn. So a metric that is declared later is tried as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.errors import EcoAtlasError
from layers.kinds import get_kind
from projects.metrics.declaration import RATIO, Given, Metric, Role, kinds_for
from projects.metrics.inputs import read_parameters, with_chosen
from projects.metrics.registry import METRICS
from projects.metrics.results import canonical
from projects.metrics.roles import BOUNDARY
from projects.sheets import SHEET_KINDS, SheetInfo
from projects.sheets.shipped import shipped_rows

pytestmark = pytest.mark.slow

EAST, NORTH = 499_000.0, 3_380_000.0
VECTORS = {"point", "line", "polygon"}
ASKED: dict[str, Any] = {
    "threshold_m": 500.0,
    "landscape_m2": 1e12,
    "depth_mm": 25.0,
    "cell_m": 100.0,
    "short_record": "tell",
    "rules_on": "2024-01-01",
    "day": "2024-01-01",
    "scheme": "hubei",
    "year": 2024.0,
}
# For parameters that must be given and are not listed above; texts name a field of numbers.
NEEDED: dict[str, Any] = {"number": 500.0, "text": "amount", "choice": "01"}
# Figures that may fall below zero or pass one, because that is what they say.
SIGNED = ("balance_m2", "gap", "gap_m2", "change", "area_ratio", "alpha", "beta", "gamma")


def square(west: float, south: float, east: float, north: float) -> Polygon:
    return box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def ring(outer: float, inner: float) -> Polygon:
    return square(-outer, -outer, outer, outer).difference(square(-inner, -inner, inner, inner))


NESTED = MultiPolygon([ring(900, 700), ring(500, 300), square(-100, -100, 100, 100)])
BOW_TIE = Polygon(
    [(EAST, NORTH), (EAST + 900, NORTH + 900), (EAST + 900, NORTH), (EAST, NORTH + 900)]
)
POLYGONS: dict[str, list[Any]] = {
    "no features": [],
    "empty shapes": [Polygon(), MultiPolygon()],
    "nested holes": [NESTED, ring(1000, 600)],
    "touching at a point": [square(0, 0, 500, 500), square(500, 500, 900, 900)],
    "sharing an edge": [square(0, 0, 500, 500), square(500, 0, 900, 500)],
    "drawn twice": [NESTED, NESTED, square(0, 0, 300, 300), square(0, 0, 300, 300)],
    "one inside the other": [square(0, 0, 900, 900), square(300, 300, 400, 400)],
    "a sliver": [square(0, 0, 900, 0.02), square(0, 0.02, 900, 400)],
    "beside an empty one": [Polygon(), square(0, 0, 500, 500)],
}


def as_lines(polygons: list[Any]) -> list[Any]:
    """The borders of the parts, one line a polygon; a ring of two points where there is nothing."""
    return [
        LineString() if each.is_empty else shapely.get_exterior_ring(shapely.get_parts(each)[0])
        for each in polygons
    ]


def as_points(polygons: list[Any]) -> list[Any]:
    return [Point() if each.is_empty else each.representative_point() for each in polygons]


SHAPES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "polygon": list,
    "line": as_lines,
    "point": as_points,
}


# What makes a feature count, where a metric looks at some features only.
COUNTS: dict[str, dict[str, str]] = {
    "township_coverage": {"level": "township"},
    "units_with": {"level": "township"},
    "cooperation_zones": {"level": "city"},
    "lake_balance": {"grade": "lake_blue"},
}


def value_of(metric: Metric, role: Role, field: str, row: int) -> Any:
    """What counts, or the codes of a field in turn, or a number or a day where it has none."""
    counts = {"status": "completed"} | COUNTS.get(metric.id, {})
    if field in counts:
        return counts[field]
    for kind in kinds_for(role):
        declared = get_kind(kind).field(field)
        if declared is None:
            continue
        if declared.codes:
            return declared.codes[row % len(declared.codes)].value
        numbers = {"number": 0.5, "integer": 5, "boolean": row % 2 == 0, "date": "2020-01-01"}
        return numbers.get(str(declared.type), "示例")
    return {"nature": "natural", "amount": 5.0}.get(field)


@cache
def ground_of(family: str, shapes: tuple[Any, ...]) -> gpd.GeoSeries:
    """The same few shapes, hundreds of times; whoever is handed them has a copy."""
    drawn = np.array([*SHAPES[family](list(shapes)), None], dtype=object)[:-1]
    return gpd.GeoSeries(drawn, crs=4547).to_crs(4490)


def frame_of(metric: Metric, role: Role, family: str, shapes: list[Any]) -> gpd.GeoDataFrame:
    drawn = ground_of(family, tuple(shapes)).copy()
    columns: dict[str, list[Any]] = {
        "key": [f"K{row}" for row in range(len(drawn))],
        "name": ["示例"] * len(drawn),
    }
    for field in dict.fromkeys((*role.fields, *role.wanted)):
        columns[field] = [value_of(metric, role, field, row) for row in range(len(drawn))]
    typed = {name: pd.Series(values, dtype=object) for name, values in columns.items()}
    return gpd.GeoDataFrame(typed, geometry=drawn)


def sheet_of(kind_id: str) -> SheetInfo:
    kind = SHEET_KINDS[kind_id]
    rows = shipped_rows(kind_id) if kind.group == "rule" else ()
    return SheetInfo(kind.id, kind, kind.title, 0, "", rows)


def given(metric: Metric, shapes: Mapping[str, list[Any]], pick: int) -> Given:
    """Each role with its shapes; `pick` chooses among the geometries that a role may have."""
    asked = {one.name: NEEDED[one.type] for one in metric.parameters if one.required}
    asked |= {name: value for name, value in ASKED.items() if metric.parameter(name)}
    parameters = read_parameters(metric, asked)
    roles = [with_chosen(role, parameters) for role in metric.inputs]
    frames = {
        role.name: frame_of(
            metric, role, vectors(role)[pick % len(vectors(role))], shapes[role.name]
        )
        for role in roles
        if role.name in shapes
    }
    names = dict.fromkeys(frames, "layer")
    sheets = {one.name: sheet_of(one.kind) for one in metric.sheets if not one.optional}
    return Given(frames=frames, layers=names, hashes=names, parameters=parameters, sheets=sheets)


def vectors(role: Role) -> list[str]:
    return [family for family in role.geometry if family in VECTORS]


def vector_roles(metric: Metric) -> list[Role]:
    """Of the layers that a computation is handed: the boundary of a target is the engine's."""
    return [role for role in metric.inputs if vectors(role) and role.name != BOUNDARY.name]


def computed(made: Given, metric: Metric) -> dict[str, Any] | EcoAtlasError:
    try:
        figures = metric.compute(made).figures
    except EcoAtlasError as refusal:
        return refusal
    canonical(figures)  # as it is stored: no not-a-number
    return figures


SPATIAL = [
    metric.id
    for metric in METRICS.values()
    if vector_roles(metric)
    and all(role in vector_roles(metric) or role.optional for role in metric.inputs)
]
# Landscape layers and landscape figures are one or the other.
LEFT_OUT = {"corridor_connectivity": {"landscape"}}


def roles_of(metric: Metric) -> list[str]:
    left_out = LEFT_OUT.get(metric.id, set())
    return [role.name for role in vector_roles(metric) if role.name not in left_out]


def check_figures(figures: Mapping[str, Any], metric: Metric, *, empty: bool) -> None:
    tables = {table.name: table.columns for table in metric.tables}
    rows = [(metric.total, figures["total"])]
    rows += [(tables[name], row) for name in tables for row in figures.get(name, [])]
    for columns, row in rows:
        for column in columns:
            value = row.get(column.name)
            signed = column.name in SIGNED or "difference" in column.name
            if signed or value is None or isinstance(value, str):
                continue
            assert value >= 0, (column.name, value)
            if column.unit == RATIO:
                assert value <= 1, (column.name, value)
                assert not (empty and value == 0), f"{column.name}: 0 of nothing is no 0 %"


# Twice where a role may also hold another geometry.
PICKS = [(each, 0) for each in SPATIAL] + [
    (each, 1) for each in SPATIAL if any(len(vectors(role)) > 1 for role in METRICS[each].inputs)
]


@pytest.mark.parametrize("layout", POLYGONS)
@pytest.mark.parametrize(("metric_id", "pick"), PICKS)
def test_the_same_odd_ground_in_every_layer(metric_id: str, layout: str, pick: int) -> None:
    metric = METRICS[metric_id]
    made = given(metric, dict.fromkeys(roles_of(metric), POLYGONS[layout]), pick)
    result = computed(made, metric)
    # townships are counted, with or without a shape
    counted = metric_id in ("township_coverage", "units_with") and layout == "empty shapes"
    nothing = layout in ("no features", "empty shapes")
    if not isinstance(result, EcoAtlasError):
        check_figures(result, metric, empty=nothing and not counted)
    elif not nothing:
        allowed = ("corridors-lines-and-polygons", "corridor-banks-asked", "cooperation-cities")
        assert result.code.startswith(allowed), result.code


GOOD = POLYGONS["one inside the other"]


@pytest.mark.parametrize("layout", ["no features", "empty shapes"])
@pytest.mark.parametrize(
    ("metric_id", "role"), [(each, role) for each in SPATIAL for role in roles_of(METRICS[each])]
)
def test_one_layer_has_nothing_and_the_others_have(metric_id: str, role: str, layout: str) -> None:
    """A cover without shapes, zones without built-up area, banks without a line and so on."""
    metric = METRICS[metric_id]
    shapes = dict.fromkeys(roles_of(metric), GOOD) | {role: POLYGONS[layout]}
    result = computed(given(metric, shapes, 0), metric)
    if isinstance(result, EcoAtlasError):
        assert result.code in ("cooperation-cities-asked", "corridor-banks-asked"), result.code
    else:
        check_figures(result, metric, empty=False)


AWAY = [square(5000, 5000, 5100, 5100)]  # so that the banks have gaps, which have owners


# Of plants and outfalls only what they say is read, or a point of them.
POLYGON_ROLES = [
    (metric_id, role.name)
    for metric_id in SPATIAL
    for role in vector_roles(METRICS[metric_id])
    if role.geometry[0] == "polygon" and role.name in roles_of(METRICS[metric_id])
]


@pytest.mark.parametrize(("metric_id", "role"), POLYGON_ROLES)
def test_a_bow_tie_in_any_layer_is_refused_with_advice(metric_id: str, role: str) -> None:
    metric = METRICS[metric_id]
    shapes = dict.fromkeys(roles_of(metric), GOOD) | {"corridors": AWAY, role: [*GOOD, BOW_TIE]}
    result = computed(given(metric, shapes, 0), metric)
    assert isinstance(result, EcoAtlasError)
    assert result.code == "invalid-polygons"
    assert "修复" in result.fix.zh
