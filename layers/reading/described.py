"""What is said of a file and of each layer in it, stage by stage, before it becomes a report."""

from __future__ import annotations

from dataclasses import dataclass

from geo.crs.transform import CrsCandidate
from geo.errors import Problem, Severity
from geo.words import Text


@dataclass(frozen=True, slots=True)
class EncodingReport:
    """`declared` by .cpg or language byte, `detected` from the bytes, `used` if decided."""

    declared: str | None = None
    detected: str | None = None
    used: str | None = None
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrsReport:
    """`declared` by the file, `used` (EPSG) if decided, candidates when it is not. `shifted` is
    "GCJ02" or "BD09" when a person says that the degrees are a web map's."""

    declared: str | None = None
    used: int | None = None
    candidates: tuple[CrsCandidate, ...] = ()
    shifted: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A canonical field that a field of the file could be; `score` is 0–1, to rank by."""

    field: str
    score: float
    reason: Text


@dataclass(frozen=True, slots=True)
class FieldReport:
    """A field of the file, the canonical field it maps to, or those that a person may choose."""

    name: str
    type: str
    maps_to: str | None = None
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem and the layer of the file it is about (None: the file as a whole)."""

    problem: Problem
    layer: str | None = None

    @property
    def severity(self) -> Severity:
        return self.problem.kind.severity


@dataclass(frozen=True, slots=True)
class LayerReport:
    """What one layer of the file holds."""

    name: str
    features: int = 0
    geometry_types: tuple[str, ...] = ()
    encoding: EncodingReport = EncodingReport()
    crs: CrsReport = CrsReport()
    fields: tuple[FieldReport, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredCrs:
    """What the file says: nothing, a text that is no CRS, a CRS without code, or a code.

    told: how it says so in its format, where a sentence is clearer than the text itself.
    """

    text: str | None = None
    epsg: int | None = None
    name: str | None = None
    exact: bool = True
    told: Text | None = None

    @property
    def label(self) -> str | None:
        return f"EPSG:{self.epsg}" if self.epsg else (self.name or None)


@dataclass(frozen=True, slots=True)
class EncodingDecision:
    """`used` is None when a person has to decide; the text is then not read."""

    report: EncodingReport
    problems: tuple[Problem, ...] = ()
    samples: tuple[bytes, ...] = ()
    """The report's sample as it stands in the file, where it cannot be told from the text."""

    @property
    def used(self) -> str | None:
        return self.report.used
