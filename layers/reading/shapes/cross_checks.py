"""Checks that need the whole layer: features against each other, and against known ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.crs.gauss_kruger import CGCS2000
from geo.crs.known_ground import Boundary
from geo.crs.transform import CrsCandidate
from geo.errors import Problem
from layers.kinds import Kind, Rules
from layers.reading.crs.errors import OFFSET_MEASURED, WEB_MAP_SUSPECTED
from layers.reading.crs.georeference import CrsDecision
from layers.reading.crs.position import (
    candidate_of,
    hints,
    measured_offset,
    names_of,
    offset_problems,
    outside_district,
)
from layers.reading.raw import RawLayer
from layers.reading.shapes.checking import Geometry
from layers.reading.shapes.errors import NOT_COMPARED_YET
from layers.reading.shapes.neighbours import compare_neighbours, find_duplicates

# Without a kind nobody has said what is odd between features.
NO_KIND = Rules(overlap="info", sliver_m=None)
# Who only wants to see a large file for the first time does not wait for what its kind may allow.
COMPARED_WITHOUT_KIND = 20_000
Columns = Mapping[str, pd.Series]


def cross_check(
    raw: RawLayer,
    kind: Kind | None,
    geometry: Geometry,
    columns: Columns | None,
    key: str | None,
    crs: CrsDecision,
    known: Boundary | None,
) -> list[Problem]:
    """Findings about geometry that is in EPSG:4490 and valid."""
    rules = kind.rules if kind else NO_KIND
    rows = geometry.kept + 1
    repeated, first = find_duplicates(geometry.shapes, rows, columns or {}, key)
    if kind is None and len(geometry.shapes) > COMPARED_WITHOUT_KIND:
        neighbours = [Problem(NOT_COMPARED_YET, {"count": len(geometry.shapes)})]
    else:
        neighbours = compare_neighbours(geometry.shapes, rows, rules, first, geometry.plane)
    problems = [*repeated, *neighbours]
    return problems + check_position(raw, geometry, columns, crs, known, rules)


def check_position(
    raw: RawLayer,
    geometry: Geometry,
    columns: Columns | None,
    crs: CrsDecision,
    known: Boundary | None,
    rules: Rules,
) -> list[Problem]:
    """Offsets against the known boundary, what lies beyond it, and words that name a web map."""
    told: list[Problem] = [] if crs.report.shifted else list(hints(raw))
    if known is None:
        return told
    found = measured_offset(geometry.shapes, names_of(columns or {}, geometry.kept), known)
    if found is not None:
        problem = offset_problems(found, known)
        told = [problem] if problem.kind is WEB_MAP_SUSPECTED else [problem, *told]
        if problem.kind in (WEB_MAP_SUSPECTED, OFFSET_MEASURED):
            # Whatever sticks out does so because all of it lies off.
            return told
    return told + outside_district(geometry.shapes, geometry.kept + 1, known, rules)


def weigh_candidates(raw: RawLayer, crs: CrsDecision, known: Boundary | None) -> CrsDecision:
    """Undecided degrees are measured against the known boundary: a web map's shift is a candidate
    of its own."""
    plain = _plain_degrees(crs)
    if plain is None or known is None or raw.shapes is None:
        return crs
    usable = np.flatnonzero(raw.shapes.each(shapely.is_valid))
    table = {name: column.to_pandas() for name, column in _named(raw).items()}
    found = measured_offset(raw.shapes.chosen(usable), names_of(table, usable), known)
    if found is None or found.shift is None:
        return crs
    candidates = (candidate_of(found, known, plain), *crs.report.candidates)
    problems = (*crs.problems, offset_problems(found, known))
    return replace(crs, report=replace(crs.report, candidates=candidates), problems=problems)


def _plain_degrees(crs: CrsDecision) -> CrsCandidate | None:
    if crs.used is not None or not crs.report.candidates:
        return None
    best = crs.report.candidates[0]
    return best if best.epsg == CGCS2000 and not best.swapped else None


def _named(raw: RawLayer) -> dict[str, Any]:
    """The column that most likely holds names, under our word for it."""
    for name in raw.names:
        if name in raw.attributes and any(word in name.lower() for word in ("name", "名称", "mc")):
            return {"name": raw.attributes[name]}
    return {}


def with_places(problems: Iterable[Problem], geometry: Geometry) -> list[Problem]:
    """Findings about a row get a point of its geometry to go to, where it has one."""
    listed = list(problems)
    wanted = [p.feature - 1 for p in listed if p.feature is not None and p.place is None]
    if not wanted:
        return listed
    position = np.searchsorted(geometry.kept, wanted)
    inside = np.minimum(position, max(len(geometry.kept) - 1, 0))
    found: dict[int, tuple[float, float]] = {}
    for row, at in zip(wanted, inside.tolist(), strict=True):
        if len(geometry.kept) and geometry.kept[at] == row and row not in found:
            spot = _spot(geometry.shapes.at(at))
            if spot is not None:
                found[row] = spot
    return [
        replace(p, place=found.get(p.feature - 1)) if p.feature and p.place is None else p
        for p in listed
    ]


def _spot(shape: shapely.Geometry | None) -> tuple[float, float] | None:
    if shape is None or shape.is_empty:
        return None
    with np.errstate(invalid="ignore"):
        spot = shapely.point_on_surface(shape) if shape.is_valid else shape.centroid
    if spot.is_empty or not np.isfinite([spot.x, spot.y]).all():
        return None
    return (float(spot.x), float(spot.y))
