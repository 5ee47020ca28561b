"""Collections of several families: a label point beside its polygon, as map programs draw it.

Where exactly one family is one that the kind of layer wants, its parts are the feature; what else
is in the collection is told by row. Where two are wanted or none, nothing is chosen.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import shapely

from geo.plane.shape_column import Shapes
from geo.words import Text, counted
from layers.kinds import GeometryFamily, Kind
from layers.reading.rows import by_row
from layers.reading.shapes.checking import FAMILIES, Geometry
from layers.reading.shapes.errors import COLLECTION_PARTS_LEFT_OUT

_COLLECTION = 7
COUNTED = {
    "point": Text("点", "point|points"),
    "line": Text("线", "line|lines"),
    "polygon": Text("面", "polygon|polygons"),
    None: Text("几何集合", "geometry collection|geometry collections"),
}
_JOIN: dict[str, Any] = {
    "point": shapely.multipoints,
    "line": shapely.multilinestrings,
    "polygon": shapely.multipolygons,
}


def keep_wanted(geometry: Geometry, kind: Kind) -> None:
    """Collections become the parts of the one family that the kind wants; the rest is told."""
    if not geometry.shapes.each(lambda part: shapely.get_type_id(part) == _COLLECTION).any():
        return
    left_out: dict[int, Counter[GeometryFamily | None]] = {}

    def chosen(first: int, part: Shapes) -> Shapes:
        for at in np.flatnonzero(shapely.get_type_id(part) == _COLLECTION).tolist():
            shape, others = _wanted_of(part[at], kind)
            part[at] = shape
            if others:
                left_out[first + at] = others
        return part

    geometry.shapes.change(chosen)
    by_file_row = {int(geometry.kept[row]): parts for row, parts in sorted(left_out.items())}
    geometry.problems += by_row(
        COLLECTION_PARTS_LEFT_OUT,
        list(by_file_row),
        lambda row: {"parts": _listed(by_file_row[row]), "kept": kind.title},
    )


def _wanted_of(shape: Any, kind: Kind) -> tuple[Any, Counter[GeometryFamily | None]]:
    """The parts of the only wanted family, and how many there are of others; else all of it."""
    parts = _leaves(shape)
    families = [FAMILIES.get(int(number)) for number in shapely.get_type_id(parts)]
    wanted = {family for family in families if family in kind.geometry}
    if len(wanted) != 1:
        return shape, Counter()
    (family,) = wanted
    kept = parts[[own == family for own in families]]
    joined = kept[0] if len(kept) == 1 else _JOIN[str(family)](kept)
    return joined, Counter(own for own in families if own != family)


def _leaves(shape: Any) -> Shapes:
    """Single parts that are not empty, out of collections within collections."""
    parts = np.array([shape], dtype=object)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    leaves: Shapes = parts[~shapely.is_empty(parts)]
    return leaves


def _listed(counts: Counter[GeometryFamily | None]) -> Text:
    return counted((COUNTED[family], count) for family, count in counts.items())
