"""Changed features as a map draws them: before and after, no finer than a screen can show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.versions.diff.model import Change

# What a browser draws at once without being slow; beyond it outlines are drawn coarser.
MOST_VERTICES = 40_000
FINEST_DEG, COARSEST_DEG = 1e-6, 0.05
DECIMALS = 7  # a centimetre


@dataclass(frozen=True, slots=True)
class Drawing:
    """`shapes` are GeoJSON by change: key, what, before, after (None where there is none).

    bounds: west, south, east, north in degrees (EPSG:4490); None where nothing is drawn.
    coarse: outlines were simplified.
    """

    shapes: tuple[dict[str, Any], ...]
    bounds: tuple[float, float, float, float] | None
    coarse: bool

    def as_dict(self) -> dict[str, Any]:
        return {"shapes": list(self.shapes), "bounds": self.bounds, "coarse": self.coarse}


def draw(changes: Sequence[Change], most: int = MOST_VERTICES) -> Drawing:
    """The shapes of these changes; where only attributes changed, the one shape is `after`."""
    pairs = np.array([_pair(change) for change in changes], dtype=object).reshape(-1, 2)
    drawn, coarse = _no_finer_than(pairs.ravel(), most)
    drawn = shapely.transform(drawn, lambda xy: np.round(xy, DECIMALS))
    sides = [None if shape is None else json.loads(shapely.to_geojson(shape)) for shape in drawn]
    shapes = tuple(
        {"key": change.key, "what": change.what[0], "before": before, "after": after}
        for change, before, after in zip(changes, sides[::2], sides[1::2], strict=True)
    )
    return Drawing(shapes, _bounds(drawn), coarse)


def _pair(change: Change) -> tuple[Any, Any]:
    stayed = change.what == ("attributes",)
    return (None if stayed else change.before), change.after


def _no_finer_than(shapes: NDArray[Any], most: int) -> tuple[NDArray[Any], bool]:
    drawn, tolerance = shapes, FINEST_DEG
    while shapely.get_num_coordinates(drawn).sum() > most and tolerance < COARSEST_DEG:
        drawn = shapely.simplify(shapes, tolerance, preserve_topology=True)
        tolerance *= 3
    return drawn, drawn is not shapes


def _bounds(shapes: NDArray[Any]) -> tuple[float, float, float, float] | None:
    if len(shapes) == 0:
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return None if np.isnan(west) else (west, south, east, north)
