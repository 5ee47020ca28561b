"""Hits of a run with their decisions, as pages, commands and the interface give them."""

from __future__ import annotations

from pydantic import ConfigDict

from webmap.edge.answers import Answer, BothLanguages, Cells


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
