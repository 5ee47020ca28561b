"""The map of a statement: its rows coloured by class, its other layers below, in the zone's plane.

The picture is drawn from the stored versions that the statement names, so it is the same whenever
it is drawn. It illustrates: figures come from the tables, and no file is compared by its picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from geo.crs.transform import plane_epsg
from geo.errors import EcoAtlasError
from geo.words import Language, Text
from layers.storage.store import Store
from projects.metrics.shapes import KEY, read_shapes
from projects.statements import words
from projects.statements.forms import is_earlier
from projects.statements.layout import Writer, beside
from projects.statements.picture.frame import View, furnish
from projects.statements.picture.looks import (
    BOUNDARY,
    CONTEXT,
    CONTEXT_LINE,
    ON_TOP,
    RIVER,
    RIVER_LINE,
    Classes,
    classes_of,
)
from projects.statements.picture.scene import Area, Drawn, Key, Look, Points, Scene

RIVER_KIND = "river"
MOST_FEATURES = 20_000
MOST_CONTEXT = 5_000
LINES = {CONTEXT: CONTEXT_LINE, RIVER: RIVER_LINE}
"""How lines of a layer are drawn whose areas have this look."""
CANNOT_DRAW = frozenset({"too-wide-for-one-zone", "no-extent", "outside-zones"})


@dataclass(frozen=True, slots=True)
class Layer:
    """Shapes by key in EPSG:4490, and how they are classed; `None` where they all look alike."""

    frame: gpd.GeoDataFrame
    title: str
    classes: Classes | None = None
    rows: Mapping[str, Mapping[str, Any]] | None = None
    look: Look = CONTEXT


def draw(content: Mapping[str, Any], store: Store, language: Language) -> Scene | None:
    """The scene of a statement; None where there is nothing that can be drawn."""
    main, below, left_out = _layers(content, store, language)
    above = list(_shapes(content, store, language))
    drawn = [one for one in (*below, main, *above) if one is not None]
    seen = [one for one in (main, *above) if one is not None] or drawn
    try:
        if not seen:
            return None
        epsg = plane_epsg(seen[0].frame)
        view = View.around([one.frame.to_crs(epsg) for one in seen], epsg)
    except EcoAtlasError as error:
        if error.code in CANNOT_DRAW:
            return None
        raise
    # Rivers below everything, boundaries above: they are lines and hide nothing.
    rivers, boundaries = _ground(content, store, language, view)
    classed = [list(_classed(one, view)) for one in (*rivers, *drawn, *boundaries)]
    parts = [part for group in classed for part, _ in group]
    keys = [key for group in reversed(classed) for _, key in group]
    title = Writer(language).say(content["metric"]["title"])
    return furnish(
        view, title, parts, keys, left_out, language, heading=_heading(content, language)
    )


def _heading(content: Mapping[str, Any], language: Language) -> str:
    """What stands above the map; earlier statements had nothing there."""
    if is_earlier(content):
        return ""
    said = words.MAP_TITLE.format(metric=Text(**content["metric"]["title"]))
    return str(content["head"]["area"] if language == "zh" else "") + Writer(language).say(said)


def _ground(
    content: Mapping[str, Any], store: Store, language: Language, view: View
) -> tuple[list[Layer], list[Layer]]:
    """Rivers and boundaries of the office that are seen on the map."""
    rivers: list[Layer] = []
    boundaries: list[Layer] = []
    for one in content.get("ground", ()):
        if one["features"] > MOST_CONTEXT:
            continue
        frame = store.frame(one["sha256"], columns=[one["key_field"]]).to_crs(view.epsg)
        seen = frame[frame.intersects(view.box)]
        river = one["kind"] == RIVER_KIND
        if len(seen):
            title = Writer(language).say(one["title"])
            layer = Layer(seen, title, look=RIVER if river else BOUNDARY)
            (rivers if river else boundaries).append(layer)
    return rivers, boundaries


def _layers(
    content: Mapping[str, Any], store: Store, language: Language
) -> tuple[Layer | None, list[Layer], list[str]]:
    """The layer whose features are rows, the others, and titles of those with too many features."""
    inputs = {one["role"]: one for one in content["inputs"]}
    tables: list[Mapping[str, Any]] = content["metric"]["tables"]
    table = next((one for one in tables if one["role"] in inputs), {})
    role = table.get("role") or next(iter(inputs), None)
    main, below, left_out = None, [], []
    for name, one in inputs.items():
        title = Writer(language).say(one["role_title"] or one["title"])
        if one["features"] > (MOST_FEATURES if name == role else MOST_CONTEXT):
            left_out.append(title)
            continue
        frame = _frame(store, one)
        if name != role:
            below.append(Layer(frame, title))
            continue
        rows = content["result"].get(table.get("name", "")) or []
        classes = classes_of(table, one["kind"], title, language, rows) if table else None
        main = Layer(frame, title, classes, {str(row["key"]): row for row in rows})
    return main, below, left_out


def _frame(store: Store, used: Mapping[str, Any]) -> gpd.GeoDataFrame:
    frame = store.frame(used["sha256"], columns=[used["key_field"]])
    frame[KEY] = frame[used["key_field"]].astype(str)
    return frame


def _shapes(content: Mapping[str, Any], store: Store, language: Language) -> Iterator[Layer]:
    """Shapes that the metric computed, above everything."""
    tables = {one["name"]: one for one in content["metric"]["tables"]}
    for number, (name, sha256) in enumerate(content["computed"]["shapes"].items()):
        colour = ON_TOP[number % len(ON_TOP)]
        look = Look(colour, stroke=colour, width_px=1.4)
        frame, title = read_shapes(store, sha256), tables.get(name, {}).get("title")
        yield Layer(frame, Writer(language).say(title) or name, look=look)


def _classed(layer: Layer, view: View) -> Iterator[tuple[Drawn, Key]]:
    """The shapes of each class that occurs, in the order of the legend."""
    frame = layer.frame.to_crs(view.epsg)
    shapes = frame.geometry.simplify(view.metres_per_px * 0.4)
    if layer.classes is None:
        yield from drawn_as(list(shapes), layer.look, layer.title, view)
        return
    rows = layer.rows or {}
    names = [layer.classes.of(rows.get(key)) for key in frame[KEY]]
    for name, one in layer.classes.classes.items():
        mine = [shape for shape, given in zip(shapes, names, strict=True) if given == name]
        if mine:
            title = beside(one.title, str(len(mine)))
            yield from drawn_as(mine, one.look, title, view)


def drawn_as(
    shapes: Sequence[shapely.Geometry], look: Look, title: str, view: View
) -> Iterator[tuple[Drawn, Key]]:
    """Shapes of the plane in one look; areas, lines and points each with their key."""
    parts = [part for shape in shapes if shape is not None for part in shapely.get_parts(shape)]
    areas = tuple(_area(one, view) for one in parts if one.geom_type == "Polygon")
    if areas:
        yield Drawn(look, areas=areas), Key(look, title)
    lines = tuple(view.points(one) for one in parts if one.geom_type == "LineString")
    if lines:
        thin = LINES.get(look) or Look(None, stroke=look.fill or look.stroke, width_px=2)
        yield Drawn(thin, lines=lines), Key(thin, title, "line")
    dots: Points = tuple(view.points(one)[0] for one in parts if one.geom_type == "Point")
    if dots:
        yield Drawn(look, dots=dots), Key(look, title, "dot")


def _area(polygon: shapely.Polygon, view: View) -> Area:
    return Area(tuple(view.points(ring) for ring in (polygon.exterior, *polygon.interiors)))
