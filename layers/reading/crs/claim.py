"""Whether the numbers of a layer can be in the CRS that is claimed for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs.fit import beyond_zone, extent_of_use, metres_away, outside_area_of_use
from geo.crs.transform import CrsCandidate, in_china, propose_crs
from geo.errors import Problem
from geo.figures.said import ROUGH_KILOMETRES, place, said
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.reading.crs.decision import CrsDecision, Said
from layers.reading.crs.errors import (
    AXES_SWAPPED,
    CRS_MISMATCH,
    LAYER_FAR_OFF,
    OUTSIDE_AREA_OF_USE,
    OUTSIDE_CHINA,
)
from layers.reading.crs.reproject import to_degrees
from layers.reading.described import CrsReport, DeclaredCrs

Floats = NDArray[np.float64]

CANDIDATES_SHOWN = 3
# Swapped axes are believed when the data then lie this near to the district: the box around China
# reaches far into its neighbours, where nobody's district lies.
FARTHEST_M = 3_000_000.0
# The next 3-degree zone is 290 km away at 30°N and 215 km at 50°N. Where nothing is known of the
# ground but a place, that place may lie in the middle of a large city.
FAR_FROM_GROUND_M, FAR_FROM_PLACE_M = 100_000.0, 150_000.0
THE_DISTRICT = Text("本辖区中心", "the middle of the district")
_NO_BETTER = Text("没有更合适的坐标系。", "no CRS that fits better.")
_SENTENCE = Text("{said}。", "{said}.")
_NONE_FOUND = Text("数值不像中国境内的任何坐标系。", "the numbers fit no CRS of China.")


@dataclass(frozen=True)
class Claim:
    """Numbers that are said to be in a CRS, and what is known beside them."""

    declared: DeclaredCrs
    epsg: int
    said: Said
    x: Floats
    y: Floats

    def decided(self, *told: Problem, used: bool = True) -> CrsDecision:
        return CrsDecision(CrsReport(self.declared.label, self.epsg if used else None), told)

    def undecided(self, *told: Problem) -> CrsDecision:
        """With what the numbers could be in instead."""
        return CrsDecision(CrsReport(self.declared.label, None, tuple(self.candidates)), told)

    def share_in_china(self, *, swapped: bool = False) -> float:
        lon, lat = self.placed(swapped=swapped)
        return float(np.mean(np.isfinite(lon) & np.isfinite(lat) & in_china(lon, lat)))

    def placed(self, *, swapped: bool = False) -> tuple[Floats, Floats]:
        """In degrees, as claimed."""
        points = (self.y, self.x) if swapped else (self.x, self.y)
        return to_degrees(self.epsg, *points)

    def away_m(self, *, swapped: bool = False) -> float:
        return self._metres_away(*self.placed(swapped=swapped))

    def _metres_away(self, lon: Floats, lat: Floats) -> float:
        ground = self.said.known.shape if self.said.known else None
        return metres_away(lon, lat, self.said.district, ground)

    @property
    def far_m(self) -> float:
        return FAR_FROM_PLACE_M if self.said.known is None else FAR_FROM_GROUND_M

    @cached_property
    def candidates(self) -> list[CrsCandidate]:
        return candidates_of(self.x, self.y, self.said, self.epsg)

    @property
    def near(self) -> list[CrsCandidate]:
        """What would put the layer where it is expected."""
        return [c for c in self.candidates if c.bounds and self._away_m(c.bounds) <= self.far_m]

    def _away_m(self, bounds: tuple[float, float, float, float]) -> float:
        west, south, east, north = bounds
        corners = np.array([west, east]), np.array([south, north])
        return self._metres_away(*corners)


def fit(claim: Claim) -> CrsDecision:
    """Whether the numbers can be in that CRS; single strays are found later, row by row."""
    if not len(claim.x):
        return claim.decided()
    if claim.share_in_china() > 0.5:
        return _in_china(claim)
    if claim.share_in_china(swapped=True) > 0.5 and claim.away_m(swapped=True) < FARTHEST_M:
        return _swapped(claim)
    lon, lat = claim.placed()
    alike = all(_is_same_kind(claim.epsg, candidate) for candidate in claim.candidates)
    if not alike and not _is_of_elsewhere(claim.epsg, lon, lat):
        return _mismatch(claim)
    place = _place(lon, lat) if np.isfinite(lon).any() else bounds_of(claim.x, claim.y)
    return claim.undecided(Problem(OUTSIDE_CHINA, {"place": place, "epsg": claim.epsg}))


def _in_china(claim: Claim) -> CrsDecision:
    """China is wide: the wrong zone, swapped axes or the wrong datum still land somewhere in it."""
    lon, lat = claim.placed()
    beyond = np.mean(beyond_zone(claim.epsg, lon)) > 0.5
    away = claim.away_m()
    if (beyond or away > claim.far_m) and claim.away_m(swapped=True) <= claim.far_m:
        return _swapped(claim)
    if beyond:
        return _mismatch(claim)
    told: list[Problem] = []
    if away > claim.far_m:
        told.append(_far_off(claim, away))
    if outside_area_of_use(claim.epsg, lon, lat):
        told.append(_out_of_area(claim))
    decided = claim.decided(*told)
    shown = tuple(claim.candidates) if told else ()
    return replace(decided, report=replace(decided.report, candidates=shown))


def _mismatch(claim: Claim) -> CrsDecision:
    values = {
        "bounds": bounds_of(claim.x, claim.y),
        "epsg": claim.epsg,
        "candidates": told_of(claim.candidates),
    }
    return claim.undecided(Problem(CRS_MISMATCH, values))


def _far_off(claim: Claim, away_m: float) -> Problem:
    near = claim.near
    values = {
        "place": _place(*claim.placed()),
        "away": said(away_m / 1000, ROUGH_KILOMETRES),
        "epsg": claim.epsg,
        "known": claim.said.known.title if claim.said.known else THE_DISTRICT,
        "candidates": told_of(near) if near else _NO_BETTER,
    }
    return Problem(LAYER_FAR_OFF, values)


def _out_of_area(claim: Claim) -> Problem:
    values = {
        "epsg": claim.epsg,
        "name": CRS.from_epsg(claim.epsg).name,
        "area": extent_of_use(claim.epsg),
        "place": _place(*claim.placed()),
        "candidates": told_of([c for c in claim.candidates if c.epsg != claim.epsg]),
    }
    return Problem(OUTSIDE_AREA_OF_USE, values)


def candidates_of(x: Floats, y: Floats, said: Said, like: int | None = None) -> list[CrsCandidate]:
    return propose_crs(x, y, said.district, said.known.shape if said.known else None, like)


def _is_same_kind(epsg: int, candidate: CrsCandidate) -> bool:
    """Degrees that are declared as degrees are not mistaken, they lie elsewhere."""
    pair = (CRS.from_epsg(epsg), CRS.from_epsg(candidate.epsg))
    return all(system.is_geographic for system in pair)


def _is_of_elsewhere(epsg: int, lon: Floats, lat: Floats) -> bool:
    """A CRS of another country whose numbers lie in that country is no mistake."""
    area = CRS.from_epsg(epsg).area_of_use
    if area is None or _holds_china(area.west, area.south, area.east, area.north):
        return False
    inside = (area.west <= lon) & (lon <= area.east) & (area.south <= lat) & (lat <= area.north)
    return bool(area.east - area.west < 180.0 and np.mean(inside) > 0.5)


def _holds_china(west: float, south: float, east: float, north: float) -> bool:
    middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    return bool(in_china(*middle)[0])


def _swapped(claim: Claim) -> CrsDecision:
    accepted = AXES_SWAPPED.code in claim.said.accept
    values = {"place": _place(*claim.placed(swapped=True)), "epsg": claim.epsg}
    decided = claim.decided(Problem(AXES_SWAPPED, values), used=accepted)
    return replace(decided, swap=accepted)


def _place(lon: Floats, lat: Floats) -> Text:
    known = np.isfinite(lon) & np.isfinite(lat)
    return place(float(np.median(lon[known])), float(np.median(lat[known])), 4)


def bounds_of(x: Floats, y: Floats) -> Text:
    """The numbers as they run, east and north."""
    return listed(
        f"{axis} {_written(numbers.min())} … {_written(numbers.max())}"
        for axis, numbers in (("x", x), ("y", y))
    )


def _written(value: float) -> str:
    """Whole metres with every digit: the first two of an easting may be its zone."""
    return f"{value:.0f}" if 1000 <= abs(value) < 1e10 else f"{value:.6g}"


def told_of(candidates: list[CrsCandidate]) -> Text:
    if not candidates:
        return _NONE_FOUND
    shown = candidates[:CANDIDATES_SHOWN]
    each = [
        Text(f"{c.asked}（{c.reason.zh.rstrip('。')}）", f"{c.asked} ({c.reason.en.rstrip('.')})")
        for c in shown
    ]
    return _SENTENCE.format(said=listed(each, between=BETWEEN_CLAUSES))
