"""Which CRS the numbers are in: as declared, as a person says, or proposed and refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.boundary import Boundary
from geo.crs import CrsCandidate, identify_prj, in_china, is_old_datum, propose_crs
from geo.errors import EcoAtlasError, Problem
from geo.helmert import Helmert, parse_helmert
from geo.measure import ELLIPSOID
from geo.offset_evidence import UNSHIFT
from geo.words import Text
from geo.zones import CGCS2000
from layers.reading.carrying import Carrier, to_degrees
from layers.reading.crs_errors import (
    AXES_SWAPPED,
    CRS_INFERRED,
    CRS_MISMATCH,
    CRS_MISSING,
    CRS_NOT_UNDERSTOOD,
    CRS_OVERRIDDEN,
    CRS_UNKNOWN,
    CRS_UNREADABLE,
    DATUM_SHIFT,
    DATUM_SHIFT_LOCAL,
    OUTSIDE_CHINA,
    SAME_AS_CGCS2000,
    SHIFT_NOT_NEEDED,
    WEB_MAP_UNDONE,
)
from layers.reading.report import CrsReport

__all__ = ["CANDIDATES_SHOWN", "CrsDecision", "DeclaredCrs", "decide", "declared_by", "to_degrees"]

Floats = NDArray[np.float64]

CANDIDATES_SHOWN = 3
# Swapped axes are believed when the data then lie this near to the district.
FARTHEST_M = 3_000_000.0
_WKT = re.compile(r"^\s*[A-Z]+_?[A-Z]+\s*[\[(]", re.IGNORECASE)
_EPSG = re.compile(r"^(?:epsg\s*:\s*)?(\d{4,6})$", re.IGNORECASE)
_NONE_FOUND = Text("数值不像中国境内的任何坐标系。", "the numbers fit no CRS of China.")


@dataclass(frozen=True, slots=True)
class DeclaredCrs:
    """What the file says: nothing, a text that is no CRS, a CRS without code, or a code."""

    text: str | None = None
    epsg: int | None = None
    name: str | None = None
    exact: bool = True

    @property
    def label(self) -> str | None:
        return f"EPSG:{self.epsg}" if self.epsg else (self.name or None)


@dataclass(frozen=True, slots=True)
class CrsDecision:
    """`used` is None when a person has to decide; `swap` when x and y have to change places;
    `local` are parameters of an old datum that a person gave."""

    report: CrsReport
    problems: tuple[Problem, ...] = ()
    swap: bool = False
    local: Helmert | None = None

    @property
    def used(self) -> int | None:
        return self.report.used

    @property
    def carrier(self) -> Carrier | None:
        """The way to degrees, None while a person has to decide."""
        if self.used is None:
            return None
        return Carrier(self.used, self.swap, self.report.shifted, self.local)


def declared_by(text: str | None) -> DeclaredCrs:
    """What a .prj (or the CRS of a GeoPackage or GeoJSON, as WKT or EPSG:n) declares."""
    if text is None or not text.strip():
        return DeclaredCrs()
    code = _EPSG.match(text.strip())
    if code:
        return DeclaredCrs(text, int(code[1]), text.strip())
    if not _WKT.match(text):
        return DeclaredCrs(text)
    match = identify_prj(text)
    if match.epsg is None and match.name.lower().startswith(("undefined", "unknown")):
        return DeclaredCrs()
    return DeclaredCrs(text, match.epsg, match.name or "?", match.exact)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about the CRS, and what the numbers are weighed against.

    `asked` is EPSG:n, GCJ02 or BD09; `shift` the local parameters of an old datum.
    """

    district: tuple[float, float]
    asked: str | None = None
    shift: str | None = None
    accept: Collection[str] = ()
    known: Boundary | None = None


def decide(declared: DeclaredCrs, said: Said, x: Floats, y: Floats) -> CrsDecision:
    """The CRS to read the numbers in. x, y: a sample of the coordinates as they are in the file."""
    shifted = web_map(said.asked)
    problems: list[Problem] = []
    used = declared.epsg
    if shifted is not None:
        used = declared.epsg or CGCS2000
        problems.append(Problem(WEB_MAP_UNDONE, {"system": shifted}))
    elif said.asked is not None:
        used = _parsed(said.asked)
        if used is None:
            problem = Problem(CRS_NOT_UNDERSTOOD, {"crs": said.asked})
            return CrsDecision(CrsReport(declared.label), (problem,))
        problems += _overridden(declared, used)
    elif used is not None and not declared.exact:
        problems.append(Problem(CRS_INFERRED, {"name": declared.name, "epsg": used}))
    if used is None:
        return _undecided(declared, x, y, said)
    return _with_datum(declared, used, shifted, said, x, y, problems)


def web_map(asked: str | None) -> str | None:
    """ "GCJ02" or "BD09" when that is what a person says the coordinates are."""
    cleaned = re.sub(r"[\s_-]+", "", asked or "").upper()
    return cleaned if cleaned in UNSHIFT else None


def _with_datum(
    declared: DeclaredCrs,
    used: int,
    shifted: str | None,
    said: Said,
    x: Floats,
    y: Floats,
    problems: list[Problem],
) -> CrsDecision:
    """The fit of the numbers, with what is to be said about the datum."""
    try:
        local = parse_helmert(said.shift) if said.shift else None
    except EcoAtlasError as error:
        report = CrsReport(declared.label, None)
        return CrsDecision(report, (*problems, error.problem))
    problems += _datum_notes(used, local)
    if local is not None and not is_old_datum(used):
        return CrsDecision(CrsReport(declared.label, None), tuple(problems))
    found = _fit(declared, used, x, y, problems, said)
    report = replace(found.report, shifted=shifted if found.used else None)
    return replace(found, report=report, local=local)


def _parsed(asked: str) -> int | None:
    code = _EPSG.match(asked.strip())
    if code is None:
        return None
    try:
        system = CRS.from_epsg(int(code[1]))
    except CRSError:
        return None
    return int(code[1]) if system.is_geographic or system.is_projected else None


def _overridden(declared: DeclaredCrs, used: int) -> list[Problem]:
    if declared.label is None or declared.epsg == used:
        return []
    return [Problem(CRS_OVERRIDDEN, {"declared": declared.label, "used": used})]


def _datum_notes(epsg: int, local: Helmert | None) -> list[Problem]:
    system = CRS.from_epsg(epsg)
    about = {"epsg": epsg, "name": system.name}
    if is_old_datum(epsg) and local is not None:
        return [Problem(DATUM_SHIFT_LOCAL, about | {"count": local.parameters})]
    if is_old_datum(epsg):
        return [Problem(DATUM_SHIFT, about)]
    if local is not None:
        return [Problem(SHIFT_NOT_NEEDED, about)]
    base = system.geodetic_crs
    if base is not None and base.to_epsg() == 4326:
        return [Problem(SAME_AS_CGCS2000, {"epsg": epsg})]
    return []


def _undecided(declared: DeclaredCrs, x: Floats, y: Floats, said: Said) -> CrsDecision:
    candidates = _candidates(x, y, said)
    report = CrsReport(declared.label, None, tuple(candidates))
    values = {"candidates": _told(candidates), "example": _example(candidates)}
    if declared.name:
        problem = Problem(CRS_UNKNOWN, {**values, "name": declared.name})
    elif declared.text:
        problem = Problem(CRS_UNREADABLE, {**values, "content": _excerpt(declared.text)})
    else:
        problem = Problem(CRS_MISSING, values)
    return CrsDecision(report, (problem,))


def _fit(
    declared: DeclaredCrs,
    used: int,
    x: Floats,
    y: Floats,
    problems: list[Problem],
    said: Said,
) -> CrsDecision:
    """Whether the numbers can be in that CRS; single strays are found later, row by row."""
    if not len(x) or _share_in_china(used, x, y) > 0.5:
        return CrsDecision(CrsReport(declared.label, used), tuple(problems))
    if _share_in_china(used, y, x) > 0.5 and _is_near(used, y, x, said.district):
        return _swapped(declared, used, x, y, problems, said.accept)
    candidates = _candidates(x, y, said)
    report = CrsReport(declared.label, None, tuple(candidates))
    elsewhere = _is_of_elsewhere(used, x, y)
    if not elsewhere and any(not _is_same_kind(used, candidate) for candidate in candidates):
        values = {"bounds": _bounds(x, y), "epsg": used, "candidates": _told(candidates)}
        return CrsDecision(report, (*problems, Problem(CRS_MISMATCH, values)))
    lon, lat = to_degrees(used, x, y)
    place = _place(lon, lat) if np.isfinite(lon).any() else _bounds(x, y)
    problem = Problem(OUTSIDE_CHINA, {"place": place, "epsg": used})
    return CrsDecision(report, (*problems, problem))


def _candidates(x: Floats, y: Floats, said: Said) -> list[CrsCandidate]:
    return propose_crs(x, y, said.district, said.known.shape if said.known else None)


def _is_same_kind(epsg: int, candidate: CrsCandidate) -> bool:
    """Degrees that are declared as degrees are not mistaken, they lie elsewhere."""
    pair = (CRS.from_epsg(epsg), CRS.from_epsg(candidate.epsg))
    return all(system.is_geographic for system in pair)


def _is_of_elsewhere(epsg: int, x: Floats, y: Floats) -> bool:
    """A CRS of another country whose numbers lie in that country is no mistake."""
    area = CRS.from_epsg(epsg).area_of_use
    if area is None or _holds_china(area.west, area.south, area.east, area.north):
        return False
    lon, lat = to_degrees(epsg, x, y)
    inside = (area.west <= lon) & (lon <= area.east) & (area.south <= lat) & (lat <= area.north)
    return bool(area.east - area.west < 180.0 and np.mean(inside) > 0.5)


def _holds_china(west: float, south: float, east: float, north: float) -> bool:
    middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
    return bool(in_china(*middle)[0])


def _is_near(epsg: int, east: Floats, north: Floats, district: tuple[float, float]) -> bool:
    """The box around China reaches far into its neighbours; nobody's district lies there."""
    lon, lat = to_degrees(epsg, east, north)
    known = np.isfinite(lon) & np.isfinite(lat)
    middle = (float(np.median(lon[known])), float(np.median(lat[known])))
    return float(ELLIPSOID.inv(*middle, *district)[2]) < FARTHEST_M


def _swapped(
    declared: DeclaredCrs,
    used: int,
    x: Floats,
    y: Floats,
    problems: list[Problem],
    accept: Collection[str],
) -> CrsDecision:
    accepted = AXES_SWAPPED.code in accept
    problem = Problem(AXES_SWAPPED, {"place": _place(*to_degrees(used, y, x)), "epsg": used})
    report = CrsReport(declared.label, used if accepted else None)
    return CrsDecision(report, (*problems, problem), swap=accepted)


def _share_in_china(epsg: int, x: Floats, y: Floats) -> float:
    lon, lat = to_degrees(epsg, x, y)
    return float(np.mean(np.isfinite(lon) & np.isfinite(lat) & in_china(lon, lat)))


def _place(lon: Floats, lat: Floats) -> str:
    known = np.isfinite(lon) & np.isfinite(lat)
    return f"{np.median(lon[known]):.4f}°E, {np.median(lat[known]):.4f}°N"


def _bounds(x: Floats, y: Floats) -> str:
    return f"x {x.min():.6g} … {x.max():.6g}, y {y.min():.6g} … {y.max():.6g}"


def _excerpt(text: str) -> str:
    return " ".join(text.split())[:40]


def _told(candidates: list[CrsCandidate]) -> Text:
    if not candidates:
        return _NONE_FOUND
    shown = candidates[:CANDIDATES_SHOWN]
    return Text(
        "；".join(f"{c.asked}（{c.reason.zh.rstrip('。')}）" for c in shown) + "。",
        "; ".join(f"{c.asked} ({c.reason.en.rstrip('.')})" for c in shown) + ".",
    )


def _example(candidates: list[CrsCandidate]) -> Text | str:
    if not candidates:
        return ""
    asked = candidates[0].asked
    return Text(f"，例如 --crs {asked}", f", for example --crs {asked}")
