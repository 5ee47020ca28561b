"""Hits of a run with their decisions, as pages, commands and the interface give them."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from projects.metrics.aging import Aged
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import Decided, Hit
from webmap.edge.answers import Answer, BothLanguages, Cells


def hit_json(hit: Hit, aged: Aged, *, names: bool = True) -> dict[str, Any]:
    """The row of the table under its own names, and `decision`; `names`: who decided is told.

    `warning`: what has come after the law of its rule, in both languages.
    """
    decided = decided_json(hit.decided, names=names) if hit.decided else None
    warning = aged.hits.get(str(hit.row["key"]))
    said = {"decision": hit.decision, "decided": decided}
    return {**hit.row, **said, "warning": warning.as_dict() if warning else None}


def decided_json(decided: Decided, *, names: bool = True) -> dict[str, Any]:
    return {
        "decision": decided.decision,
        "title": DECISIONS[decided.decision].as_dict(),
        "reason": decided.reason,
        "by": decided.by if names else None,
        "at": decided.at.isoformat(timespec="seconds"),
        "number": decided.number,
    }


class DecidedAnswer(Answer):
    """number: of the decision, for `seen` of the next one."""

    decision: str
    title: BothLanguages
    reason: str | None
    by: str | None
    at: str
    number: int


class HitAnswer(Answer):
    """The columns of the table of hits of its metric under their own names, and the decision."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: Cells

    key: str
    decision: str
    decided: DecidedAnswer | None
    warning: BothLanguages | None


class HitsAnswer(Answer):
    run: int
    hits: list[HitAnswer]


class DecidedHit(HitAnswer):
    history: list[DecidedAnswer]
