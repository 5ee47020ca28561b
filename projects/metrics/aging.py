"""What is to be said of a stored run whose rules rest on a law that something has come after.

It follows from the sheet of laws as it is now, and is no part of the stored result: a run that was
kept before anybody knew of a successor says it too, and no figure and no hash changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system import china_time
from projects.metrics.kept import MetricRun
from projects.metrics.parameters import DAY, RULES_ON
from projects.metrics.rules_in_force import Row
from projects.sheets import SheetInfo, get_sheet, laws_of, ref_as_used
from projects.sheets.in_force import rows_in_force
from projects.sheets.laws import Laws, Superseded

HITS = "hits"
SAME = ("article", "says", "source")
"""What a hit has of the row of the rule that it is by."""
ROWS = Text("规则“{rule}”中有 {rows} 行。", "Of the rule “{rule}”, rows: {rows}.")
ROWS_AND_HITS = Text(
    "规则“{rule}”中有 {rows} 行，涉及命中 {hits} 条。",
    "Of the rule “{rule}”, rows: {rows}; hits by them: {hits}.",
)


@dataclass(frozen=True, slots=True)
class Aged:
    """`notes`: as a result has them, one for each rule and law. `hits`: by the key of the hit."""

    notes: Sequence[Mapping[str, Any]] = ()
    hits: Mapping[str, Text] = field(default_factory=dict)

    @property
    def said(self) -> list[Text]:
        return [Text(one["zh"], one["en"]) for one in self.notes]


def aged(session: Session, run: MetricRun) -> Aged:
    """What has come after the laws of the rules that a run has used, by the day it is for."""
    result = run.result
    rules = [_rule(session, one) for one in result.get("sheets", ())]
    if not any(rules):
        return Aged()
    laws = laws_of(session)
    notes: list[Mapping[str, Any]] = []
    hits: dict[str, Text] = {}
    for sheet in filter(None, rules):
        found = _Rule.of(sheet, laws, run)
        hit = found.hits(result.get(HITS) or ())
        hits |= {key: one.said for key, one in hit.items()}
        notes += found.notes(Counter(hit.values()), told=HITS in result)
    return Aged(tuple(notes), hits)


def day_of(run: MetricRun) -> str:
    """The day (ISO) that a run is for: the one asked for, else that of computing."""
    asked = (run.parameters.get(one.name) for one in (DAY, RULES_ON))
    return next((str(day) for day in asked if day), china_time.day(run.created_at).isoformat())


def _rule(session: Session, used: Mapping[str, Any]) -> SheetInfo | None:
    """The rule that was used; none for a series, or where the version is gone."""
    try:
        sheet = get_sheet(session, ref_as_used(used))
    except EcoAtlasError:
        return None
    return sheet if sheet.kind.group == "rule" else None


@dataclass(frozen=True, slots=True)
class _Rule:
    """The rows of a rule that a run took, each with what has come after its law."""

    sheet: SheetInfo
    rows: Sequence[tuple[Row, Superseded]]

    @classmethod
    def of(cls, sheet: SheetInfo, laws: Laws, run: MetricRun) -> _Rule:
        asked = next((run.parameters[n] for n in _days(run) if run.parameters[n]), None)
        held = rows_in_force(sheet, asked)
        day = day_of(run)
        found = ((row, laws.superseded(laws.of(row), day)) for row in held)
        return cls(sheet, [(row, one) for row, one in found if one is not None])

    def hits(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Superseded]:
        """By the key of the hit, where the row it is by is one of these."""
        by_row = {_same(row): one for row, one in self.rows}
        return {str(hit["key"]): by_row[_same(hit)] for hit in rows if _same(hit) in by_row}

    def notes(self, hits: Mapping[Superseded, int], *, told: bool) -> Iterator[dict[str, Any]]:
        for one, count in Counter(one for _, one in self.rows).items():
            values = {"rule": self.sheet.title, "rows": count, "hits": hits.get(one, 0)}
            where = (ROWS_AND_HITS if told else ROWS).format(**values)
            yield {
                "code": "law-superseded",
                "sheet": self.sheet.id,
                "law": one.law.id,
                "successor": one.by.id if one.by else None,
                "since": one.by.since if one.by else None,
                "rows": count,
                "hits": hits.get(one, 0) if told else None,
                "zh": one.said.zh + where.zh,
                "en": f"{one.said.en} {where.en}",
            }


def _days(run: MetricRun) -> list[str]:
    return [one.name for one in (DAY, RULES_ON) if one.name in run.parameters]


def _same(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in SAME)
