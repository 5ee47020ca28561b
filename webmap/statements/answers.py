"""Statements as pages, commands and the interface tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import Field

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.accounts.accounts import AccountInfo
from projects.metrics.kept import MetricRun, way_of
from projects.metrics.ways import way_said
from projects.statements.asserting import Assertions
from projects.statements.chain import TALK
from projects.statements.delegating import DELEGATES, Delegation, delegation_of
from projects.statements.envelope import Envelope
from projects.statements.kept import (
    StatementInfo,
    get_statement,
    is_whole,
    list_statements,
    replacing,
)
from projects.statements.layout import Layout
from projects.statements.of_today import run_of_today
from projects.statements.points import Point
from projects.statements.since import Changed, Newer, changes, newer_inputs, successors_since
from projects.work.services import Services
from webmap.edge.answers import Answer, BothLanguages, Cell, Plain, Texts
from webmap.edge.language import language

"""Whose turn it is in each state."""


@dataclass(frozen=True)
class StatementCard:
    """A statement with everything its page shows; `whole` says that nobody changed it by hand."""

    statement: StatementInfo
    layout: Layout
    newer: Sequence[Newer]
    whole: bool
    aged: Sequence[Text] = ()
    """What has come after the laws of its rules since it was made."""
    delegation: Delegation | None = None
    replacing: Sequence[StatementInfo] = ()
    way: Text | None = None
    """How its run found areas, where it tells."""

    @property
    def outdated(self) -> Text | None:
        """That an earlier version of its metric computed it, where one did."""
        return next((one.outdated for one in self.newer if one.outdated is not None), None)

    @property
    def asserted(self) -> Assertions:
        """What signing it would assert."""
        return Assertions(self.statement, self.newer)

    @cached_property
    def anchored(self) -> Mapping[tuple[str, str], Sequence[Point]]:
        """The comments on each row and figure."""
        found: dict[tuple[str, str], list[Point]] = {}
        for one in self.statement.points:
            found.setdefault(one.anchor, []).append(one)
        return found


@dataclass(frozen=True, slots=True)
class Today:
    """A statement beside a run on the versions of today; no run where nobody has computed it."""

    statement: StatementInfo
    newer: Sequence[Newer]
    run: MetricRun | None
    changes: Sequence[Changed] = field(default=())
    refusal: EcoAtlasError | None = None


def statement_card(
    services: Services, statement_id: int, account: AccountInfo | None
) -> StatementCard:
    """What the page of a statement shows an account; without one nobody's name and no comment.

    Raises `unknown-statement`.
    """
    named, given = account is not None, None
    with services.reading() as session:
        found = get_statement(session, statement_id)
        newer, after = newer_inputs(session, found), successors_since(session, found)
        others = replacing(session, statement_id)
        way = way_said(way_of(session, found.run_id))
        if account is not None and account.role in DELEGATES:
            given = delegation_of(session, account.name)
    whole, envelope = is_whole(found), Envelope.of(found, language())
    if not named:
        found = replace(found, events=[])
        steps = (one for one in envelope.course if one["action"] not in TALK)
        course = [{**one, "by": "—", "body": None, "details": None} for one in steps]
        envelope = replace(envelope, content=unnamed(envelope.content), course=course)
    return StatementCard(found, envelope.layout, newer, whole, after, given, others, way)


def unnamed(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content without the names of people, for those who are not signed in."""
    return {
        **content,
        "made": {"at": content["made"]["at"], "by": "—"},
        "computed": content["computed"] | {"by": None},
    }


def statement_list(
    services: Services, state: str | None, maker: str | None = None
) -> list[StatementInfo]:
    with services.reading() as session:
        return list_statements(session, state, maker=maker)


def today(services: Services, statement_id: int) -> Today:
    """What would differ now, where somebody has computed it; raises `unknown-statement`."""
    with services.reading() as session:
        found = get_statement(session, statement_id)
        newer = newer_inputs(session, found)
        try:
            run = run_of_today(session, services.store, found)
        except EcoAtlasError as error:
            return Today(found, newer, None, refusal=error)
    if run is None:
        return Today(found, newer, None)
    return Today(found, newer, run, changes(found, run.result))


class EventAnswer(Answer):
    """A step of the course; its hash covers the one before. details: only where there are any."""

    number: int
    action: str
    at: str
    by: str | None
    body: str | None
    table: str | None
    row: str | None
    previous_hash: str
    hash: str
    details: Plain | None = None


class AskedPoint(EventAnswer):
    """A comment or a return: the event that asked, its state, and what was said to it;
    `number` is that of the point."""

    state: str
    replies: list[EventAnswer]


class ReplacedAnswer(Answer):
    """The statement in whose place it stands."""

    code: str
    sha256: str


class StatementAnswer(Answer):
    """A statement without its content. points: comments with their answers, for the office."""

    id: int
    url: str
    code: str
    sha256: str
    metric: str
    title: BothLanguages
    run: int
    state: str
    secrecy: str
    made_at: str
    made_by: str | None
    withdrawn: BothLanguages | None
    replaces: ReplacedAnswer | None
    waits_for: str | None
    points: list[AskedPoint]
    events: list[EventAnswer]


class StatementsAnswer(Answer):
    statements: list[StatementAnswer]


class NewerInput(Answer):
    id: str
    then: int | str | None
    now: int | str | None


class WholeStatement(StatementAnswer):
    """content: as it was frozen; text: its figures as they are written; whole: it fits its hash."""

    content: Plain
    text: Texts | None
    whole: bool
    newer: list[NewerInput]


class ChangedFigure(Answer):
    table: BothLanguages | None
    key: str | None
    name: str | None
    figure: str
    then: Cell
    now: Cell
    difference: float | None


class NowAnswer(Answer):
    """run: null where nobody has computed it with the versions of today."""

    run: int | None
    changes: list[ChangedFigure]


class AssertedPart(Answer):
    title: str
    lines: list[str]


class AssertedAnswer(Answer):
    """asserted: the hash to sign with; parts: what it says, in each language."""

    statement: int
    code: str
    asserted: str
    open: list[int]
    parts: dict[str, list[AssertedPart]]


class DelegationAnswer(Answer):
    """from, until: days; holds: today."""

    id: int
    by: str
    to: str
    from_: str = Field(alias="from")
    until: str
    reason: str | None
    holds: bool
    made_at: str
    ended_at: str | None
    ended_by: str | None


class DelegationsAnswer(Answer):
    delegations: list[DelegationAnswer]
