"""How far corridors cover a bank without a break: continuity = 1 − Σ gap ÷ total length.

A place of the reference line is covered when a corridor lies within `reach_m` of it, at right
angles to the line (`geo.lines.chainage`). Lengths are those on the CGCS2000
ellipsoid. Where several reference lines run on the same ground it counts once; where they meet end
to end a gap goes on across the joint, so that splitting a line changes nothing. No seed or standard
gives a tolerance: both are parameters and belong beside the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import transform as crs
from geo.lines import chainage, intervals
from geo.lines.chainage import Run
from geo.plane.groups import groups
from geo.plane.shapes import Floats, Frame, Positions, lon_lat, plane_lines, plane_of, plane_shapes

# Ends of lines nearer than this are one joint.
JOINT_M = 0.01
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Continuity:
    """Lengths in m on the ellipsoid; total_m = covered_m + bridged_m + gap_m.

    gap_m: gaps longer than the tolerance; bridged_m: those that are not. gaps: the former, the
    longest first, EPSG:4490, each with `length_m`, `rows` (positions of its reference lines),
    `from_m` (from the start of the first of them) and `lon`, `lat` (a place in its middle).
    by_line: one row a reference line with `row`, `total_m`, `gap_m`, `continuity`.
    """

    total_m: float
    covered_m: float
    bridged_m: float
    gap_m: float
    gaps: gpd.GeoDataFrame
    by_line: pd.DataFrame

    @property
    def continuity(self) -> float | None:
        """1 − Σ gap ÷ total, 0 … 1; None without a reference line."""
        return 1 - self.gap_m / self.total_m if self.total_m else None


def continuity(
    reference: Frame, corridors: Frame, *, reach_m: float = 0.0, tolerance_m: float = 0.0
) -> Continuity:
    """Continuity of corridors along reference lines.

    reference: lines; corridors: polygons or lines (or points, which cover nothing); any CRS; rows
    without geometry count as empty. reach_m: how far a corridor may miss the line; tolerance_m:
    gaps up to this length are none. Raises `no-crs`, `not-lines`, `invalid-polygons` and those of
    `geo.crs.transform.plane_epsg`. A line that doubles back on itself counts both ways.
    """
    epsg = plane_of(reference, corridors)
    lines = plane_lines(reference, epsg)
    owned = chainage.own_runs(lines)
    taken = chainage.covered(owned, plane_shapes(corridors, epsg), reach_m)
    open_ = _Open.of(owned, taken)
    gap = groups(len(open_.run), *open_.joints())
    length = np.bincount(gap, weights=open_.length_m)
    counted = length > tolerance_m
    by_line = _by_line(len(lines), owned, open_, counted[gap])
    total, gap_m = float(by_line["total_m"].sum()), float(length[counted].sum())
    bridged = float(length[~counted].sum())
    covered_m = max(total - gap_m - bridged, 0.0)
    table = _table(open_, gap, np.flatnonzero(counted), epsg)
    return Continuity(total, covered_m, bridged, gap_m, table, by_line)


@dataclass(frozen=True, slots=True)
class _Open:
    """Uncovered stretches: (n,) position of the run, (n, 2) from and to on it."""

    runs: list[Run]
    run: Positions
    stretch: Floats

    @classmethod
    def of(cls, runs: list[Run], taken: list[Floats]) -> _Open:
        free = [intervals.rest(each, run.length_m) for run, each in zip(runs, taken, strict=True)]
        run = np.repeat(np.arange(len(runs)), [len(each) for each in free])
        return cls(runs, run, np.concatenate([intervals.nothing(), *free]))

    @property
    def length_m(self) -> Floats:
        lengths: Floats = self.stretch[:, 1] - self.stretch[:, 0]
        return lengths

    def drawn(self, positions: Positions) -> Any:
        """These stretches as one line, if they join."""
        lines = [self.runs[self.run[k]].stretch(*self.stretch[k]) for k in positions]
        return shapely.line_merge(shapely.multilinestrings(lines)) if len(lines) > 1 else lines[0]

    def middle(self, positions: Positions) -> Floats:
        """(1, 2) the middle of the longest of these stretches."""
        longest = int(positions[self.length_m[positions].argmax()])
        run: Run = self.runs[self.run[longest]]
        return run.places(self.stretch[longest].mean(keepdims=True))

    def joints(self) -> tuple[Positions, Positions]:
        """Pairs of stretches that go on into each other where just two ends of runs meet."""
        ends = np.array([place for run in self.runs for place in (run.xy[0], run.xy[-1])])
        tips = shapely.points(ends.reshape(-1, 2))
        one, other = shapely.STRtree(tips).query(tips, predicate="dwithin", distance=JOINT_M)
        alone = np.bincount(one, minlength=len(tips)) == 2  # itself and one more
        pair = (one < other) & alone[one] & alone[other]
        at_end = self._stretch_at_ends()
        first, second = at_end[one[pair]], at_end[other[pair]]
        both = (first >= 0) & (second >= 0)
        return first[both], second[both]

    def _stretch_at_ends(self) -> Positions:
        """For start and end of every run the open stretch there, −1 for none."""
        lengths = np.array([run.length_m for run in self.runs])
        at = np.full(2 * len(self.runs), -1, dtype=np.intp)
        number = np.arange(len(self.run))
        from_start = self.stretch[:, 0] <= intervals.SAME_M
        to_end = self.stretch[:, 1] >= lengths[self.run] - intervals.SAME_M
        at[2 * self.run[from_start]] = number[from_start]
        at[2 * self.run[to_end] + 1] = number[to_end]
        return at


def _by_line(count: int, owned: list[Run], open_: _Open, counted: Flags) -> pd.DataFrame:
    row = np.array([run.row for run in owned], dtype=np.intp)
    total = np.bincount(row, weights=[run.length_m for run in owned], minlength=count)
    gap = np.bincount(row[open_.run], weights=open_.length_m * counted, minlength=count)
    with np.errstate(invalid="ignore"):
        share = np.where(total > 0, 1 - gap / total, np.nan)
    return pd.DataFrame(
        {"row": np.arange(count), "total_m": total, "gap_m": gap, "continuity": share}
    )


def _table(open_: _Open, gap: Positions, shown: Positions, epsg: int) -> gpd.GeoDataFrame:
    members = [np.flatnonzero(gap == each) for each in shown]
    members.sort(key=lambda each: -open_.length_m[each].sum())
    middles = [open_.middle(each) for each in members]
    lon, lat = lon_lat(np.concatenate([np.zeros((0, 2)), *middles]), epsg)
    table = {
        "length_m": [float(open_.length_m[each].sum()) for each in members],
        "rows": [tuple(sorted({open_.runs[r].row for r in open_.run[each]})) for each in members],
        "from_m": [float(open_.stretch[each[0], 0]) for each in members],
        "lon": lon,
        "lat": lat,
    }
    drawn = np.empty(len(members), dtype=object)
    drawn[:] = [open_.drawn(each) for each in members]
    return crs.to_geographic(gpd.GeoDataFrame(table, geometry=drawn, crs=epsg))
