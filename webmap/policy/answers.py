"""What the interface answers of clauses, and of targets with their states."""

from __future__ import annotations

from webmap.edge.answers import Answer, Cell


class TargetOfClause(Answer):
    """text: indicator and value in one sentence. quote: as the document says it."""

    id: str
    text: str
    indicator: str
    value: str
    year: int | None
    scope: str
    quote: str


class AnyClause(Answer):
    """What a clause of a plan says. lead_unit, units: names of bureaus."""

    id: str
    url: str
    document: str
    document_title: str
    title: str
    summary: str
    quote: str
    deadline: str
    lead_unit: str | None
    units: list[str]


class ClauseAnswer(AnyClause):
    """A clause of a plan, with its targets."""

    targets: list[TargetOfClause]


class ProjectLine(Answer):
    """A project as lists have it; days as ISO 8601, money in 10,000 yuan."""

    code: str
    url: str
    name: str
    status: str
    status_text: str
    progress_percent: float | None
    lead_unit: str | None
    lead_unit_title: str | None
    start_date: str | None
    due_date: str | None
    investment_wan_yuan: float | None


class NamedPlace(Answer):
    id: str
    title: str


class StateFigure(Answer):
    """between: at least and at most, null where there is no end. data_on: of which day the data
    are."""

    value: float | None
    text: str | None
    between: list[float | None] | None
    met: bool | None
    outdated: str | None
    signed: bool
    run: int
    statement: int | None
    set_by: str | None
    day: str
    data_on: str | None


class StateEntry(Answer):
    """A value that was reported or approved; done: of a task."""

    value: float | None
    done: bool | None
    text: str | None
    period: str | None
    unit: str | None
    status: str
    since: str


class StateNumber(Answer):
    """The number that an authority set for a target."""

    value: float | None
    comparator: str | None
    set_by: str
    document: str | None
    since: str


class StateAnswer(Answer):
    """How a target stands on a day: by which rule, why, and what counts for it."""

    item: str | None
    subject: str
    subject_title: str
    jurisdiction: list[NamedPlace]
    soft: list[str]
    due: str | None
    judged_by: str | None
    on: str
    state: str
    state_title: str
    rule: str
    why: str | None
    counts: str | None
    counts_why: str | None
    figure: StateFigure | None
    reported: list[StateEntry]
    set_value: StateNumber | None
    replaced_by: list[str]


class TargetState(StateAnswer):
    """A target with what it asks."""

    id: str
    document: str
    items: list[str]
    indicator: str
    demand: str | None
    comparator: str | None
    value: Cell
    value_to: float | None
    unit: str | None
    year: int | None
    quote: str


class TargetStates(Answer):
    on: str
    targets: list[TargetState]


class TargetOfItem(StateAnswer, TargetOfClause):
    """A target of a clause with its state."""


class ClauseAsLink(Answer):
    id: str
    url: str
    title: str


class ItemAnswer(AnyClause):
    """A clause with its checks and projects; `answers`: clauses of the plan above."""

    targets: list[TargetOfItem]
    action: str
    spatial_checks: list[str]
    projects: list[ProjectLine]
    answers: list[ClauseAsLink]
    answered_by: list[ClauseAsLink]
    map: str | None
