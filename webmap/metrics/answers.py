"""What the interface answers of runs, of the figures that stand, and of their cards."""

from __future__ import annotations

from pydantic import Field

from webmap.edge.answers import Answer, BothLanguages, Cell, Texts
from webmap.metrics.result_answers import ANY_RESULT, Note


class StatementName(Answer):
    id: int | None
    code: str | None
    url: str


class StandingAnswer(Answer):
    """purpose: a target, else a metric. between: at least and at most, where the figure is such.

    set_by, reason: null for whom is not told.
    """

    purpose: str
    target: str | None
    metric: str
    metric_title: BothLanguages
    run: int
    url: str
    inputs: str
    value: float | None
    text: BothLanguages | None
    between: list[float | None] | None
    met: bool | None
    outdated: BothLanguages | None
    signed: bool
    statement: StatementName | None
    set_by: str | None
    set_at: str
    reason: str | None


class CodedStatement(Answer):
    id: int
    code: str


class WithdrawnAnswer(Answer):
    purpose: str
    statement: CodedStatement
    at: str
    by: str | None


class EveryStanding(Answer):
    figures: list[StandingAnswer]
    withdrawn: list[WithdrawnAnswer]


class RunAnswer(Answer):
    """A stored run. result: its figures as the metric declares them; text: each of them as it is
    written, in the places of the result. trial: it stands nowhere."""

    id: int
    url: str
    metric: str
    metric_title: str
    metric_version: int
    input_hash: str
    created_at: str
    created_on: str
    by: str | None
    standing: StandingAnswer | None
    trial: bool
    notes: list[str]
    warnings: list[Note]
    result: ANY_RESULT
    text: Texts


class RunsAnswer(Answer):
    runs: list[RunAnswer]


class CardStanding(StandingAnswer):
    mark: str
    chip: str
    said: str


class CardRun(Answer):
    id: int
    url: str
    created_on: str


class CardFigure(Answer):
    name: str
    title: str
    text: str
    spanned: bool


class CardTarget(Answer):
    """tick: where on a bar from 0 to 1 the demand is."""

    met: bool | None
    earlier: str | None
    by_data: str | None
    demand: str | None
    year: int | None
    gap: str | None
    tick: float | None


class CardPart(Answer):
    title: str
    text: str
    said: str
    share: float | None
    look: str


class CardLineAnswer(Answer):
    text: str
    confirms: bool


class CardAnswer(Answer):
    """A card of the map. Where no figure stands `run` is null, and what tells of one left out."""

    metric: str
    theme: str | None
    purpose: str
    title: str
    command: str
    run: CardRun | None
    standing: CardStanding | None
    withdrawn: str | None
    inputs: str | None = None
    areas: bool = False
    figure: CardFigure | None = None
    note: str | None = None
    target: CardTarget | None = None
    parts: list[CardPart] = Field(default_factory=list)
    lines: list[CardLineAnswer] = Field(default_factory=list)
    behind: str | None = None


class CardsAnswer(Answer):
    cards: list[CardAnswer]


class ColumnAnswer(Answer):
    name: str
    title: BothLanguages
    unit: BothLanguages


class RoleAnswer(Answer):
    """A layer that the metric takes: of which kinds, with which fields."""

    role: str
    title: BothLanguages
    kinds: list[str]
    geometry: list[str]
    fields: list[str]
    optional: bool


class SheetRoleAnswer(Answer):
    role: str
    title: BothLanguages
    kind: str
    optional: bool


class ChoiceAnswer(Answer):
    value: Cell
    title: BothLanguages


class ParameterAnswer(Answer):
    name: str
    title: BothLanguages
    type: str
    required: bool
    default: Cell | list[str]
    choices: list[ChoiceAnswer]
    unit: BothLanguages | None
    origin: BothLanguages


class MetricTable(Answer):
    name: str
    title: BothLanguages
    columns: list[ColumnAnswer]
    role: str | None
    shapes: bool


class FamilyAnswer(Answer):
    id: str
    title: BothLanguages


class CardTitle(Answer):
    title: BothLanguages


class MetricAnswer(Answer):
    """A metric as declared; checks: of the policy register that it computes."""

    id: str
    version: int
    title: BothLanguages
    summary: BothLanguages
    formula: BothLanguages
    source: BothLanguages
    unit: BothLanguages
    nulls: BothLanguages
    inputs: list[RoleAnswer]
    sheets: list[SheetRoleAnswer]
    parameters: list[ParameterAnswer]
    total: list[ColumnAnswer]
    tables: list[MetricTable]
    checks: list[str]
    family: FamilyAnswer
    asked_as: str | None
    card: CardTitle | None


class MetricsAnswer(Answer):
    metrics: list[MetricAnswer]
