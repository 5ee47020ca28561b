"""What the interface answers of sites and their checks."""

from __future__ import annotations

from webmap.edge.answers import Answer, Plain


class SiteLine(Answer):
    """The latest check of a site; counts: rows by verdict."""

    site: int
    check: int
    name: str
    project: str | None
    sentence: str
    counts: dict[str, int]


class SitesAnswer(Answer):
    sites: list[SiteLine]


class CheckAnswer(Answer):
    """A kept check. shape: GeoJSON in EPSG:4490. rows: each with its verdict, the rule it rests on
    and the feature; layers, sheets: versions that were read; whole: all layers could be read."""

    site: int
    check: int
    code: str
    sha256: str
    checked_at: str
    checked_by: str | None
    sentence: str
    counts: dict[str, int]
    form: int
    head: dict[str, str]
    day: str
    name: str
    project: str | None
    planned: Plain
    origin: Plain | str
    shape: Plain
    area_m2: float | None
    length_m: float | None
    rows: list[Plain]
    layers: list[Plain]
    sheets: list[str]
    whole: bool
    notes: list[str]
