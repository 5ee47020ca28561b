"""Layers cut at the boundary of a place, also those that are read by place and never whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.coverage.edges.compiled import Places
from geo.coverage.sharing import Source
from geo.patches.clipped import amounts, clipped
from geo.plane.arrays import Flags, Floats, Positions
from geo.plane.shapes import plane_of
from projects.metrics.results import share

NOTHING = 1e-9
"""A part of a layer below this is what two drawings of one border differ by."""


@dataclass(frozen=True, slots=True)
class CutRows:
    """`kept`: the rows that reach inside, cut; `touched`: which they are; `whole` and `there`: how
    much every row is and has inside, in m², m or features."""

    kept: gpd.GeoDataFrame
    touched: Flags
    whole: Floats
    there: Floats


def cut_rows(frame: gpd.GeoDataFrame, ground: gpd.GeoDataFrame) -> CutRows:
    """What of each row lies inside the ground; row by row, whatever stands beside it."""
    parts = clipped(frame, ground)
    plane = plane_of(ground, frame)
    whole, there = amounts(frame, plane), amounts(parts, plane)
    touched = ~parts.is_empty.to_numpy() & (there > NOTHING * whole)
    cut = frame.set_geometry(gpd.GeoSeries(parts.to_numpy(), index=frame.index, crs=parts.crs))
    return CutRows(cut[touched].reset_index(drop=True), touched, whole, there)


@dataclass(frozen=True, slots=True)
class CutSource:
    """A `Source` of which only what lies inside some ground is read."""

    whole: Source
    ground: gpd.GeoDataFrame
    bounds: Floats

    @property
    def crs(self) -> Any:
        return self.whole.crs

    @property
    def weights(self) -> Places:
        return self.whole.weights

    def __len__(self) -> int:
        return len(self.whole)

    def pieces(self, boxes: Floats) -> tuple[Places, Places]:
        return self.whole.pieces(boxes)

    def read(self, pieces: Positions, boxes: Floats) -> gpd.GeoDataFrame:
        frame = self.whole.read(pieces, boxes)
        return cut_rows(frame, self.ground).kept if len(frame) else frame


@dataclass(frozen=True, slots=True)
class Cut:
    """A source cut at a boundary, how much of it lies inside (None of an empty one), and how many
    features have nothing inside."""

    source: CutSource
    share: float | None
    left_out: int


def cut_at(source: Source, ground: gpd.GeoDataFrame) -> Cut:
    """Reads all of the source once, a piece at a time."""
    whole = there = 0.0
    touched, bounds = 0, np.full((1, 4), np.nan)
    for piece in range(len(source.weights)):
        frame = source.read(np.array([piece], dtype=np.intp), source.bounds[None])
        if not len(frame):
            continue
        cut = cut_rows(frame, ground)
        whole += float(cut.whole.sum())
        there += float(cut.there[cut.touched].sum())
        touched += len(cut.kept)
        bounds = np.concatenate([bounds, cut.kept.geometry.bounds.to_numpy()])
        bounds = _around(bounds)
    return Cut(CutSource(source, ground, bounds[0]), share(there, whole), len(source) - touched)


def _around(bounds: Floats) -> Floats:
    """(1, 4) around all of them; nan where there are none."""
    there = bounds[~np.isnan(bounds[:, 0])]
    if not len(there):
        return bounds[:1]
    return np.concatenate([there[:, :2].min(axis=0), there[:, 2:].max(axis=0)])[None]
