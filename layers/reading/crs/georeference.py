"""Which CRS the numbers are in: as declared, as a person says, or proposed and refused."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs.gauss_kruger import CGCS2000
from geo.crs.gcj02_evidence import UNSHIFT
from geo.crs.helmert import Helmert, parse_helmert
from geo.crs.transform import CrsCandidate, identify_prj, is_old_datum
from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.reading.crs.claim import CANDIDATES_SHOWN, Claim, candidates_of, fit, told_of
from layers.reading.crs.decision import CrsDecision, Said
from layers.reading.crs.errors import (
    CRS_INFERRED,
    CRS_MISSING,
    CRS_NOT_UNDERSTOOD,
    CRS_OVERRIDDEN,
    CRS_UNKNOWN,
    CRS_UNREADABLE,
    DATUM_SHIFT,
    DATUM_SHIFT_LOCAL,
    SAME_AS_CGCS2000,
    SHIFT_NOT_NEEDED,
    WEB_MAP_UNDONE,
)
from layers.reading.crs.reproject import to_degrees
from layers.reading.described import CrsReport, DeclaredCrs

__all__ = [
    "CANDIDATES_SHOWN",
    "CrsDecision",
    "Said",
    "decide",
    "declared_by",
    "to_degrees",
]

Floats = NDArray[np.float64]

_WKT = re.compile(r"^\s*[A-Z]+_?[A-Z]+\s*[\[(]", re.IGNORECASE)
_EPSG = re.compile(r"^(?:epsg\s*:\s*)?(\d{4,6})$", re.IGNORECASE)


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
    found = fit(Claim(declared, used, said, x, y))
    report = replace(found.report, shifted=shifted if found.used else None)
    return replace(found, report=report, problems=(*problems, *found.problems), local=local)


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
    candidates = candidates_of(x, y, said)
    report = CrsReport(declared.label, None, tuple(candidates))
    values = {"candidates": told_of(candidates), "example": _example(candidates)}
    if declared.name:
        problem = Problem(CRS_UNKNOWN, {**values, "name": declared.name})
    elif declared.text:
        problem = Problem(
            CRS_UNREADABLE, {**values, "content": declared.told or _excerpt(declared.text)}
        )
    else:
        problem = Problem(CRS_MISSING, {**values, "told": declared.told or ""})
    return CrsDecision(report, (problem,))


def _excerpt(text: str) -> str:
    return f"“{' '.join(text.split())[:40]}”"


def _example(candidates: list[CrsCandidate]) -> Text | str:
    if not candidates:
        return ""
    asked = candidates[0].asked
    return Text(f"，例如 --crs {asked}", f", for example --crs {asked}")
