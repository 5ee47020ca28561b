"""What the interface answers of sites and their checks."""

from __future__ import annotations

from webmap.edge.answers import Answer, Cells, Geometry


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


class PlannedAnswer(Answer):
    """What is planned there: codes, the activity in words, the day it starts."""

    subject: str
    sector: str | None
    change: str | None
    activity: str | None
    started_on: str | None


class UsedVersion(Answer):
    layer: str
    version: int
    sha256: str


class SiteRule(Answer):
    """The rule that a row rests on."""

    id: str
    article: str | None
    says: str | None
    source: str | None
    valid_from: str | None
    unverified: bool
    superseded: str | None


class SiteRow(Answer):
    """A row of a check. distance_m: to the nearest such feature; area_m2, share: ground of the site
    that it takes; limit_m: within which the rule holds; hit: of the metric's table of hits."""

    check: str
    check_title: str
    about: str
    verdict: str
    verdict_title: str
    why: str
    key: str
    layer: str | None
    version: int | None
    title: str | None
    feature: str | None
    name: str | None
    distance_m: float | None
    area_m2: float | None
    share: float | None
    limit_m: float | None
    rule: SiteRule | None
    hit: Cells | None


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
    planned: PlannedAnswer
    origin: str
    shape: Geometry
    area_m2: float | None
    length_m: float | None
    rows: list[SiteRow]
    layers: list[UsedVersion]
    sheets: list[str]
    whole: bool
    notes: list[str]
