"""Which geometries of a layer are the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]
Positions = NDArray[np.intp]


def duplicate_of(shapes: Shapes) -> Positions:
    """For each geometry the position of the first that is exactly the same, or -1.

    Same means: the same vertices, wherever a ring begins, whichever way it runs and in whichever
    order the parts stand. Missing and empty geometries are no duplicates.
    """
    first = np.full(len(shapes), -1, dtype=np.intp)
    present = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    # Only what shares its box and its number of vertices is worth comparing.
    boxes = pd.DataFrame(shapely.bounds(shapes[present]))
    boxes["vertices"] = shapely.get_num_coordinates(shapes[present])
    rows = present[boxes.duplicated(keep=False).to_numpy()]
    if not len(rows):
        return first
    forms = shapely.to_wkb(shapely.normalize(shapes[rows]))
    codes, _ = pd.factorize(np.asarray(forms, dtype=object))
    where = pd.Series(rows).groupby(codes).transform("first").to_numpy()
    again = where != rows
    first[rows[again]] = where[again]
    return first
