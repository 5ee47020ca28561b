"""What a site check says: rows with a verdict each, and how a row is put together."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geo.words import Text
from layers.catalogue import VersionRef
from projects.metrics.results import area, length, share, text_or_none
from projects.metrics.rules_in_force import Row as RuleRow
from projects.sheets.laws import Laws

APPLIES, REVIEW, NOT, NO_LAYER = "applies", "review", "not", "no_layer"
VERDICTS: dict[str, Text] = {
    APPLIES: Text("适用", "applies"),
    REVIEW: Text("待核", "to review"),
    NOT: Text("不适用", "does not apply"),
    NO_LAYER: Text("此处无图层", "no layer here"),
}
"""In the order in which they are told. No verdict says that anything is against the law."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a row rests on: the row of the sheet, its words, and whether a law has come after it."""

    id: str
    article: str | None = None
    says: str | None = None
    source: str | None = None
    valid_from: str | None = None
    unverified: bool = False
    superseded: Text | None = None

    @classmethod
    def of(cls, id_: str, row: RuleRow, laws: Laws, day: dt.date) -> Rule:
        after = laws.superseded(laws.of(row), day.isoformat())
        return cls(
            id=id_,
            article=row.get("article"),
            says=row.get("says"),
            source=row.get("source"),
            valid_from=row.get("since") or row.get("valid_from"),
            unverified=row.get("basis") == "unverified",
            superseded=after.said if after else None,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a check. `key` stays from check to check, so that decisions and differences find
    it. distance_m: geodesic to the nearest such feature, None where none is near; area_m2, share:
    ground of the site that it takes; limit_m: distance within which the rule holds. `hit`: the row
    of the metric's table of hits, where there is one."""

    check: str
    about: Text
    verdict: str
    why: Text
    key: str = ""
    layer: str | None = None
    version: int | None = None
    title: Text | None = None
    feature: str | None = None
    name: str | None = None
    distance_m: float | None = None
    area_m2: float | None = None
    share: float | None = None
    limit_m: float | None = None
    rule: Rule | None = None
    hit: Mapping[str, Any] | None = None

    def at(self, version: VersionRef, feature: Any = None, name: Any = None) -> Row:
        """The same, found in this layer."""
        return replace(
            self,
            layer=version.layer_id,
            version=version.number,
            title=version.title,
            feature=text_or_none(feature),
            name=text_or_none(name),
        )

    def measured(
        self, distance_m: float | None, area_m2: float = 0.0, site_m2: float | None = None
    ) -> Row:
        """The same with its figures, rounded as those of metrics."""
        away = None if distance_m is None or distance_m != distance_m else length(distance_m)
        if not area_m2 > 0 or not site_m2:
            return replace(self, distance_m=away)
        return replace(self, distance_m=away, area_m2=area(area_m2), share=share(area_m2, site_m2))

    @property
    def place(self) -> str:
        """What the row is about, whatever its verdict: the check, the rule, the feature."""
        rule = self.rule.id if self.rule else self.about.en
        return "/".join(filter(None, (self.check, rule, self.layer, self.feature)))


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of thing that every check looks at; `rows` yields one at least, or it is a fault."""

    id: str
    title: Text
    kinds: tuple[str, ...]
    rows: Callable[[Any], Iterable[Row]]


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Rows with their keys, no two of them alike."""
    seen: dict[str, int] = {}
    made = []
    for row in rows:
        seen[row.place] = seen.get(row.place, 0) + 1
        number = seen[row.place]
        made.append(replace(row, key=row.place if number == 1 else f"{row.place}#{number}"))
    return made


def together(of_parts: Iterable[Iterable[Row]]) -> list[Row]:
    """Rows of one check on the areas, the lines and the points of a site, as those of the site.

    Of each thing the gravest verdict. What says only how far the nearest is, is left out where
    another part is in one, and else said of the nearest.
    """
    best: dict[str, Row] = {}
    for row in (row for rows in of_parts for row in numbered(rows)):
        best[row.key] = min(row, best.get(row.key, row), key=_gravity)
    met = {_asked(row) for row in best.values() if not _only_nearest(row)}
    nearest: dict[tuple[str, str], Row] = {}
    for row in filter(_only_nearest, best.values()):
        nearest[_asked(row)] = min(row, nearest.get(_asked(row), row), key=_gravity)
    away = [row for row in nearest.values() if _asked(row) not in met]
    return [row for row in best.values() if not _only_nearest(row) or row in away]


def _gravity(row: Row) -> tuple[int, float, float]:
    away = math.inf if row.distance_m is None else row.distance_m
    return list(VERDICTS).index(row.verdict), away, -(row.area_m2 or 0.0)


def _only_nearest(row: Row) -> bool:
    return row.verdict == NOT and row.hit is None


def _asked(row: Row) -> tuple[str, str]:
    return row.check, row.rule.id if row.rule else row.about.en
