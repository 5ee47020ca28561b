"""Which geometries of a layer are the same."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.plane.shape_column import ShapeColumn, Shapes

Positions = NDArray[np.intp]


def duplicate_of(shapes: ShapeColumn) -> Positions:
    """For each geometry the position of the first that is exactly the same, or -1.

    Same means: the same vertices, wherever a ring begins, whichever way it runs and in whichever
    order the parts stand. Missing and empty geometries are no duplicates.
    """
    first = np.full(len(shapes), -1, dtype=np.intp)
    # Only what shares its box and its number of vertices is worth comparing; without a place the
    # box is of not-a-numbers.
    boxes = pd.DataFrame(shapes.each(shapely.bounds))
    boxes["vertices"] = shapes.each(shapely.get_num_coordinates)
    present = np.flatnonzero(boxes.notna().all(axis=1))
    boxes = boxes.iloc[present]
    rows = present[boxes.duplicated(keep=False).to_numpy()]
    if not len(rows):
        return first
    codes, _ = pd.factorize(shapes.chosen(rows).each(_form))
    where = pd.Series(rows).groupby(codes).transform("first").to_numpy()
    again = where != rows
    first[rows[again]] = where[again]
    return first


def _form(shapes: Shapes) -> NDArray[Any]:
    """The same for the same geometry, and short however many corners it has."""
    texts = shapely.to_wkb(shapely.normalize(shapes))
    return np.array([hashlib.sha256(text).digest() for text in texts], dtype=object)
