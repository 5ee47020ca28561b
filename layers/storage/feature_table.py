"""Features as they are read, stored and hashed: attributes, and the geometry beside them.

A GeoDataFrame holds all its geometry at once; here it may lie in a scratch file.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs.gauss_kruger import CGCS2000
from geo.plane.shape_column import ShapeColumn

GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """Attributes with an index from 0, and as many geometries (or None) in EPSG:4490."""

    attributes: pd.DataFrame
    shapes: ShapeColumn

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame) -> FeatureTable:
        """A frame in any CRS, which stays as it is."""
        degrees = frame.geometry if frame.crs == CGCS2000 else frame.geometry.to_crs(CGCS2000)
        attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name)).reset_index(drop=True)
        return cls(attributes, ShapeColumn.of(np.array(degrees, dtype=object)))

    def __len__(self) -> int:
        return len(self.shapes)

    def frame(self, rows: slice = slice(None)) -> gpd.GeoDataFrame:
        """Some features, the geometry last."""
        part = self.attributes.iloc[rows]
        geometry = gpd.GeoSeries(self.shapes[rows], index=part.index, crs=CGCS2000)
        return gpd.GeoDataFrame(part, geometry=geometry)

    def chosen(self, rows: NDArray[np.int64]) -> FeatureTable:
        """Features by position, in this order."""
        attributes = self.attributes.iloc[rows].reset_index(drop=True)
        return FeatureTable(attributes, self.shapes.chosen(rows))

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees; not-a-numbers where nothing has a place."""
        bounds = self.shapes.each(shapely.bounds)
        placed = bounds[~np.isnan(bounds).any(axis=1)]
        if not len(placed):
            return (np.nan,) * 4
        west, south = placed[:, :2].min(axis=0).tolist()
        east, north = placed[:, 2:].max(axis=0).tolist()
        return west, south, east, north
