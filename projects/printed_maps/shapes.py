"""The features of a layer as parts of a drawing, class by class, and the lines of its legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely

from geo.words import Text
from layers.kinds import Kind, LegendEntry
from layers.storage.sketches import CORNERS_OF_A_SKETCH
from projects.printed_maps.looks import (
    LAND,
    faded,
    ground_line,
    ground_look,
    line_of,
    look_of,
    symbol,
)
from projects.statements.picture.frame import View
from projects.statements.picture.scene import Area, Drawn, Look

SKETCH_FROM_PX, DOT_PX = 10.0, 2.5


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

    @property
    def is_ground(self) -> bool:
        return self.codes is None and self.kind.on_map.ground is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the legend: how the class looks as area, line or symbol, and how many are seen."""

    look: Look
    shape: str
    title: Text
    count: int


def seen(layer: SheetLayer, view: View) -> SheetLayer:
    """Of the layer what the frame shows, in the plane of the sheet."""
    frame = layer.frame.to_crs(view.epsg)
    return SheetLayer(
        layer.title,
        layer.kind,
        layer.key_field,
        frame[frame.intersects(view.box)],
        layer.entries,
        layer.codes,
        layer.sketched,
        layer.opacity,
        layer.named,
        layer.filled,
    )


def land_of(layer: SheetLayer, view: View) -> Drawn:
    """The district lies lighter than what is around it."""
    return Drawn(Look(LAND), areas=tuple(_areas(layer.frame.geometry, view)))


def drawn_of(layer: SheetLayer, view: View) -> Iterator[tuple[Drawn, Line]]:
    """A layer of this view, each class that occurs with its line of the legend."""
    for entry, shapes in _classes(layer):
        if not len(shapes):
            continue
        look, thin = _looks(layer, entry)
        parts = [part for shape in shapes for part in shapely.get_parts(shape)]
        parts = [shapely.simplify(part, view.metres_per_px * 0.3) for part in parts]
        lines = tuple(view.points(one) for one in parts if one.geom_type == "LineString")
        title = layer.title if len(layer.entries) == 1 else entry.label
        if lines:
            yield Drawn(thin, lines=lines), Line(thin, "line", title, len(shapes))
        areas = tuple(_areas(parts, view, dots=layer.sketched))
        points = [view.points(one)[0] for one in parts if one.geom_type == "Point"]
        shape = entry.shape if points else "area"
        areas += tuple(symbol(entry.shape, x, y) for x, y in points)
        if areas:
            yield Drawn(look, areas=areas), Line(look, shape, title, len(shapes))


def _classes(layer: SheetLayer) -> Iterator[tuple[LegendEntry, gpd.GeoSeries]]:
    """Shapes by line of the legend; what has no class looks like the kind itself."""
    frame, geometry = layer.frame, layer.frame.geometry
    if len(layer.entries) == 1:
        yield layer.entries[0], geometry
        return
    if layer.codes is not None:
        codes = frame[layer.key_field].astype(str).map(layer.codes)
    else:
        codes = frame[layer.kind.class_field].astype("object")
    for entry in layer.entries:
        yield entry, geometry[codes == entry.value]
    rest = geometry[~codes.isin([entry.value for entry in layer.entries])]
    own = layer.kind.style
    yield LegendEntry(layer.title, own.colour, own.pattern, own.shape), rest


def _looks(layer: SheetLayer, entry: LegendEntry) -> tuple[Look, Look]:
    """As area or symbol, and as line."""
    ground = layer.kind.on_map.ground
    if layer.is_ground and ground is not None:
        looks = ground_look(ground), ground_line(ground)
    else:
        pair = (layer.kind, entry.colour, entry.pattern)
        looks = look_of(*pair, layer.filled), line_of(*pair)
    return faded(looks[0], layer.opacity), faded(looks[1], layer.opacity)


def _areas(shapes: Sequence[shapely.Geometry], view: View, *, dots: bool = False) -> Iterator[Area]:
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type != "Polygon" or part.is_empty:
                continue
            if dots and _is_sketch(part, view):
                ((x, y),) = view.points(part.representative_point())
                yield symbol("circle", x, y, DOT_PX)
            else:
                yield Area(tuple(view.points(ring) for ring in (part.exterior, *part.interiors)))


def _is_sketch(part: shapely.Polygon, view: View) -> bool:
    west, south, east, north = part.bounds
    extent = max(east - west, north - south) / view.metres_per_px
    return len(part.exterior.coords) < CORNERS_OF_A_SKETCH and extent > SKETCH_FROM_PX
