"""The features of a layer as parts of a drawing, class by class, and the lines of its legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import shapely

from geo.words import Text
from layers.kinds import Kind, LegendEntry
from layers.storage.sketches import CORNERS_OF_A_SKETCH
from projects.printed_maps.looks import LAND, Looks, faded, ground_looks, looks_of, symbol
from projects.printed_maps.marks import Mark, Marks
from projects.statements.picture.frame import View
from projects.statements.picture.scene import Area, Drawn, Look

SKETCH_FROM_PX, DOT = 10.0, 0.42
"""From which size on a sketch is drawn as a dot, and how large that is beside a symbol."""


@dataclass(frozen=True, slots=True)
class SheetLayer:
    """A layer on the sheet, EPSG:4490. `codes` by key where its classes are not those of its kind;
    `entries` are the lines of its legend, `sketched` draws outlines of few corners as dots."""

    title: Text
    kind: Kind
    key_field: str
    frame: gpd.GeoDataFrame
    entries: Sequence[LegendEntry]
    codes: Mapping[str, str] | None = None
    sketched: bool = False
    opacity: float = 1.0
    named: bool = True
    filled: float | None = None
    """How opaque areas are, where not as its kind says."""
    growing: bool = False
    """Whether its classes are ranges of a number, from small to large."""
    joint: bool = False
    """Whether its lines of the legend are those of other layers too, told once."""

    @property
    def is_ground(self) -> bool:
        return self.codes is None and self.kind.on_map.ground is not None

    @property
    def is_classed(self) -> bool:
        """Whether its lines of the legend are classes, and not the layer as a whole."""
        return self.codes is not None or len(self.entries) > 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the legend: how the class looks as area, line or symbol, and how many are seen."""

    look: Look
    shape: str
    title: Text
    count: int
    radius: float = 1.0


@dataclass(frozen=True, slots=True)
class Class:
    """A line of the legend of a layer with its shapes in the plane of the sheet."""

    entry: LegendEntry
    shapes: gpd.GeoSeries
    mark: Mark


def seen(layer: SheetLayer, view: View) -> SheetLayer:
    """Of the layer what the frame shows, in the plane of the sheet."""
    frame = layer.frame.to_crs(view.epsg)
    return replace(layer, frame=frame[frame.intersects(view.box)])


def land_of(layer: SheetLayer, view: View) -> Drawn:
    """The district lies lighter than what is around it."""
    return Drawn(Look(LAND), areas=tuple(_areas(layer.frame.geometry, view)))


def classes_of(layers: Sequence[SheetLayer]) -> list[list[Class]]:
    """Of each layer its classes with their marks; those that their theme judges choose first."""
    marks = Marks()
    found = [[pair for pair in _classes(layer) if len(pair[1])] for layer in layers]
    chosen: dict[int, list[Mark]] = {}
    for at in sorted(range(len(layers)), key=lambda at: not layers[at].kind.on_map.leads):
        layer, entries = layers[at], [entry for entry, _ in found[at]]
        if layer.is_ground:
            chosen[at] = [Mark()] * len(entries)
        else:
            chosen[at] = marks.of(entries, _drawn_as(layer), growing=layer.growing)
    return [
        [
            Class(entry, shapes, mark)
            for (entry, shapes), mark in zip(pairs, chosen[at], strict=True)
        ]
        for at, pairs in enumerate(found)
    ]


def _drawn_as(layer: SheetLayer) -> set[str]:
    words = {"Polygon": "area", "LineString": "line", "Point": "point"}
    return {words[one.removeprefix("Multi")] for one in layer.frame.geom_type.unique()}


def drawn_of(
    layer: SheetLayer, classes: Sequence[Class], view: View
) -> Iterator[tuple[Drawn, Line]]:
    """A layer of this view, each class that occurs with its line of the legend."""
    for one in classes:
        entry, mark, count = one.entry, one.mark, len(one.shapes)
        looks = _looks(layer, one)
        parts = [part for shape in one.shapes for part in shapely.get_parts(shape)]
        parts = [shapely.simplify(part, view.metres_per_px * 0.3) for part in parts]
        title = entry.label if layer.is_classed else layer.title
        lines = tuple(view.points(part) for part in parts if part.geom_type == "LineString")
        if lines:
            yield Drawn(looks.line, lines=lines), Line(looks.line, "line", title, count)
        areas = tuple(_areas(parts, view, dots=layer.sketched))
        if areas:
            yield Drawn(looks.area, areas=areas), Line(looks.area, "area", title, count)
        points = [view.points(part)[0] for part in parts if part.geom_type == "Point"]
        symbols = tuple(symbol(mark.shape, x, y, mark.radius) for x, y in points)
        if symbols:
            told = Line(looks.point, mark.shape, title, count, mark.radius)
            yield Drawn(looks.point, areas=symbols), told


def _classes(layer: SheetLayer) -> Iterator[tuple[LegendEntry, gpd.GeoSeries]]:
    """Shapes by line of the legend; what has no class looks like the kind itself."""
    geometry = layer.frame.geometry
    if not layer.is_classed:
        yield layer.entries[0], geometry
        return
    codes = _codes(layer)
    for entry in layer.entries:
        yield entry, geometry[codes == entry.value]
    rest = geometry[~codes.isin([entry.value for entry in layer.entries])]
    own = layer.kind.style
    yield LegendEntry(layer.title, own.colour, own.pattern, own.shape), rest


def _codes(layer: SheetLayer) -> pd.Series:
    """The class of each feature; a layer may have none for any."""
    frame, field = layer.frame, layer.kind.class_field
    if layer.codes is not None:
        return pd.Series(frame[layer.key_field].astype(str).map(layer.codes))
    if field not in frame:
        return pd.Series(None, frame.index, dtype="object")
    return pd.Series(frame[field].astype("object"))


def _looks(layer: SheetLayer, one: Class) -> Looks:
    """As pale as the layer was made."""
    ground = layer.kind.on_map.ground
    if layer.is_ground and ground is not None:
        looks = ground_looks(ground)
    else:
        looks = looks_of(layer.kind, one.entry, one.mark, layer.filled)
    pale = (faded(look, layer.opacity) for look in (looks.area, looks.line, looks.point))
    return Looks(*pale)


def _areas(shapes: Sequence[shapely.Geometry], view: View, *, dots: bool = False) -> Iterator[Area]:
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type != "Polygon" or part.is_empty:
                continue
            if dots and _is_sketch(part, view):
                ((x, y),) = view.points(part.representative_point())
                yield symbol("circle", x, y, DOT)
            else:
                yield Area(tuple(view.points(ring) for ring in (part.exterior, *part.interiors)))


def _is_sketch(part: shapely.Polygon, view: View) -> bool:
    west, south, east, north = part.bounds
    extent = max(east - west, north - south) / view.metres_per_px
    return len(part.exterior.coords) < CORNERS_OF_A_SKETCH and extent > SKETCH_FROM_PX
