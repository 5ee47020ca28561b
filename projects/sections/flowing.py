"""Which way the water goes at a section, and the districts that it lies between, as the map shows.

Nobody enters a direction. A line of the river has two; which of them is down follows from sections
on it that name the section where their water comes in. Lines without such a pair, or with two that
disagree, have no direction.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import shapely
from sqlalchemy.orm import Session

from layers.catalogue import VersionRef, live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.kinds.supporting import ADMIN_DIVISION, RIVER, RIVER_BANK
from layers.storage.store import Store
from layers.system.compared_text import plain
from projects.water.placed import Section, Sections

MAP = "EPSG:3857"
"""Directions are those of the map, which is drawn so."""
REACH_M = 2_000.0
"""A section in mid-stream is of the line of either bank, and the Yangtze is up to so wide."""
AROUND_M = 400.0
"""So far up and down a line is looked along: its smallest bends are of its drawing."""
AROUND_DEGREES = 0.5
NAMES = {RIVER.id: "name", RIVER_BANK.id: "river"}

Place = tuple[str, str]
"""The layer and the key of a feature."""
Points = Mapping[str, shapely.Point]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a river as it is drawn; `down`: 1 if that is the way of the water, -1 if it is the
    other, 0 if nobody can say."""

    river: str
    shape: shapely.LineString
    down: int = 0

    def foot(self, river: str | None, point: shapely.Point) -> float | None:
        """How far along the line the point lies beside it; None of another river, or off it."""
        if river is None or plain(river) != self.river or self.shape.distance(point) > REACH_M:
            return None
        along = float(self.shape.project(point))
        return along if 0.0 < along < self.shape.length else None

    def bearing(self, along: float) -> float:
        """Degrees from north, clockwise, of the water at this place."""
        ends = [self.shape.interpolate(max(0.0, along + one)) for one in (-AROUND_M, AROUND_M)]
        east, north = (self.down * (ends[1].x - ends[0].x), self.down * (ends[1].y - ends[0].y))
        return math.degrees(math.atan2(east, north)) % 360.0


def flows_of(session: Session, store: Store, sections: Sections) -> dict[str, float]:
    """By section the way of the water, in degrees from north; of those where it is known."""
    points = _points(session, store, sections)
    lines = [turned(one, sections, points) for one in _lines(session, store, points)]
    found: dict[str, float] = {}
    for key, point in points.items():
        river = sections.by_key[key].river
        known = [(line, line.foot(river, point)) for line in lines if line.down]
        beside = [(line, along) for line, along in known if along is not None]
        if beside:
            line, along = min(beside, key=lambda one: one[0].shape.distance(point))
            found[key] = round(line.bearing(along), 1)
    return found


def _points(session: Session, store: Store, sections: Sections) -> dict[str, shapely.Point]:
    found: dict[str, shapely.Point] = {}
    for layer in live_versions(session, MONITORING_SECTION.id):
        frame = store.frame(layer.sha256, columns=[layer.key_field]).to_crs(MAP)
        for key, shape in zip(frame[layer.key_field].astype(str), frame.geometry, strict=True):
            one = sections.by_key.get(key)
            if one is not None and one.layer == layer.layer_id and shape is not None:
                found[key] = shape.centroid
    return found


def _lines(session: Session, store: Store, points: Points) -> Iterator[Line]:
    """The lines of rivers around the sections; a surface has no direction."""
    if not points:
        return
    around = gpd.GeoSeries(list(points.values()), crs=MAP).to_crs("EPSG:4490").total_bounds
    west, south, east, north = (float(one) for one in around)
    wide = AROUND_DEGREES
    bbox = (west - wide, south - wide, east + wide, north + wide)
    for layer in live_versions(session, *NAMES):
        name = NAMES[layer.kind]
        if name in store.columns(layer.sha256):
            frame = store.frame(layer.sha256, bbox=bbox, columns=[name]).to_crs(MAP)
            for river, shape in zip(frame[name], frame.geometry, strict=True):
                yield from _parts(river, shape)


def _parts(river: object, shape: shapely.Geometry | None) -> Iterator[Line]:
    for one in shapely.get_parts(shape):
        if isinstance(one, shapely.LineString) and isinstance(river, str):
            yield Line(plain(river), one)


def turned(line: Line, sections: Sections, points: Points) -> Line:
    """The line with the way of the water that every pair of sections on it agrees on."""
    ways = {1 if here > there else -1 for there, here in _pairs(line, sections, points)}
    return Line(line.river, line.shape, ways.pop()) if len(ways) == 1 else line


def _pairs(line: Line, sections: Sections, points: Points) -> Iterator[tuple[float, float]]:
    """Where the water comes in and where it is judged, of sections with both on the line."""
    for key, point in points.items():
        one = sections.by_key[key]
        control = sections.named(one.control)
        if control is not None and control.key in points and control.key != key:
            there = line.foot(one.river, points[control.key])
            here = line.foot(one.river, point)
            if there is not None and here is not None and there != here:
                yield there, here


def districts_of(session: Session, store: Store, sections: Iterable[Section]) -> dict[str, Place]:
    """Where the districts that sections name lie in the layers of divisions, by their names."""
    wanted = {name for one in sections for name in (one.upstream, one.downstream) if name}
    found: dict[str, Place] = {}
    for layer in live_versions(session, ADMIN_DIVISION.id) if wanted else ():
        for name, key in _named(store, layer):
            if name in wanted:
                found.setdefault(name, (layer.layer_id, key))
    return found


def _named(store: Store, layer: VersionRef) -> Iterator[tuple[str, str]]:
    if "name" in store.columns(layer.sha256):
        columns = list(dict.fromkeys(("name", layer.key_field)))
        for row in store.attribute_table(layer.sha256, columns).to_pylist():
            yield str(row["name"]), str(row[layer.key_field])
