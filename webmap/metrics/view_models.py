"""What the pages of metrics show: the list, the form, the job, the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from geo.figures.units import NO_UNIT
from geo.words import Text
from layers.jobs import Job
from projects.metrics.checks.readiness import Need
from projects.metrics.declaration import Column, Metric, Parameter, Record
from projects.metrics.families import Family
from projects.metrics.figured import Reading, given_text, parts_of
from projects.metrics.titled import titled
from projects.metrics.ways import way_said
from projects.sheets import SheetInfo
from projects.standing.figures import StandingFigure
from projects.standing.lists import ListedRun
from projects.statements.kept import StatementInfo
from projects.statements.words import STATES as STATEMENT_STATES
from webmap.edge.chips import STATE_CHIPS
from webmap.edge.forms import Form
from webmap.metrics.cards import RunCard, part_look
from webmap.metrics.declared import run_command
from webmap.metrics.first_steps import Able, Step, first_steps
from webmap.metrics.forms import MetricForm
from webmap.metrics.hits_progress import HitsWorked
from webmap.metrics.run_tables import MOST_ROWS, TableShown
from webmap.metrics.standing_view import StandingView
from webmap.metrics.words import PHASES, PHRASES
from webmap.policy.policy import CheckCard

BESIDE = 3


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric of the list, with what it needs and the figures that stand."""

    metric: Metric
    needs: Sequence[Need]
    figures: Sequence[StandingFigure]

    @property
    def lacking(self) -> list[Need]:
        return [need for need in self.needs if need.lacking]


@dataclass(frozen=True, slots=True)
class MetricsView:
    """`metrics.html`"""

    families: Sequence[tuple[Family, Sequence[MetricLine]]]
    runs: Sequence[ListedRun]
    checks: Sequence[CheckCard]
    may_run: bool
    every_run: bool
    section: str = "metrics"

    @property
    def example(self) -> str:
        """The command that runs the first metric of the list."""
        _, lines = self.families[0]
        return run_command(lines[0].metric)


@dataclass(frozen=True, slots=True)
class MetricView:
    """`metric.html`; `form` has the values shown."""

    declared: MetricForm
    form: Form
    runs: Sequence[ListedRun]
    may_run: bool
    may_upload: bool
    every_run: bool
    section: str = "metrics"

    @property
    def metric(self) -> Metric:
        return self.declared.metric

    @staticmethod
    def note(parameter: Parameter) -> Text | str:
        """Unit and limits of a parameter, beside its title."""
        unit = parameter.unit.words if parameter.unit and parameter.unit != NO_UNIT else None
        low, high = (given_text(one, NO_UNIT) for one in (parameter.low, parameter.high))
        bounds = PHRASES["range"].format(low=low, high=high)
        parts = [unit] if unit else []
        parts += [bounds] if parameter.type == "number" else []
        return _joined(parts, " · ", " · ")

    @staticmethod
    def help(parameter: Parameter) -> Text | str:
        """What a parameter is, its default, and where that comes from."""
        parts = [parameter.summary]
        if isinstance(parameter.default, float):
            parts.append(PHRASES["default"].format(value=given_text(parameter.default, NO_UNIT)))
        parts.append(PHRASES["origin"].format(origin=parameter.origin))
        return _joined(parts, " ", " ")


@dataclass(frozen=True, slots=True)
class JobView:
    """`metric_job.html`; `again` is the form as it was filled in."""

    job: Job
    metric: Metric
    state: Text
    problem: Mapping[str, Any] | None
    again: str
    words: Mapping[str, str]
    section: str = "metrics"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the bar: `said` is its share as it is written, `text` its figure."""

    title: Text
    said: Text
    text: Text
    share: float
    start: float
    look: str


@dataclass(frozen=True, slots=True)
class RunView:
    """`metric_run.html`"""

    card: RunCard
    tables: Sequence[TableShown]
    history: Sequence[ListedRun]
    sheets: Mapping[str, SheetInfo]
    map_options: Mapping[str, Any] | None
    target_phase: str | None
    may_run: bool
    words: Mapping[str, str]
    standing: StandingView
    kept: bool = False
    worked: HitsWorked | None = None
    statements: Sequence[StatementInfo] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)
    """Of the layers that went in, by id."""
    may_sign: bool = False
    section: str = "metrics"

    @property
    def notes(self) -> list[Text]:
        return [titled(one, self.titles) for one in self.card.notes]

    @property
    def way(self) -> Text | None:
        return way_said(self.card.run.way)

    @property
    def unjudged(self) -> Text | None:
        said = self.reading.unjudged
        return None if said is None else titled(said, self.titles)

    @property
    def phase(self) -> Text | None:
        return PHASES.get(self.target_phase or "")

    @property
    def most_rows(self) -> int:
        return MOST_ROWS

    @staticmethod
    def statement_state(one: StatementInfo) -> Text:
        return STATEMENT_STATES[one.state]

    @staticmethod
    def statement_chip(one: StatementInfo) -> str:
        return STATE_CHIPS.get(one.state, "")

    @property
    def metric(self) -> Metric:
        return self.card.metric

    @property
    def total(self) -> dict[str, Any]:
        return dict(self.card.result.get("total") or {})

    @property
    def big(self) -> list[Column]:
        """The figures that the metric is about: its headline, then those in its unit."""
        columns = [c for c in self.metric.total if c.type == "number" and c.name in self.total]
        own = [c for c in columns if c.unit == self.metric.unit and self.total[c.name] is not None]
        first = [c for c in columns if c.name == self.card.headline]
        return [*first, *(c for c in own or columns if c not in first)][: BESIDE + 1]

    @property
    def rest(self) -> list[Column]:
        shown = {column.name for column in self.big}
        return [c for c in self.metric.total if c.name in self.total and c.name not in shown]

    @property
    def parts(self) -> list[Part]:
        """The columns that add up to a whole, as shares of it."""
        start, found = 0.0, []
        for place, part in enumerate(parts_of(self.metric, self.reading)):
            look = part_look(part.column.name, place)
            text = self.reading.figure(part.column, self.total).text
            said = part.written.text
            found.append(Part(part.column.title, said, text, part.share, start, look))
            start += part.share
        return found

    @property
    def reading(self) -> Reading:
        return self.card.reading

    @property
    def measured(self) -> Text | None:
        """The figure judged, where the headline is another one."""
        reading = self.reading
        return None if reading.measured is None else reading.spanned or reading.measured

    @property
    def records(self) -> list[Record]:
        """Figures beside the total that belong together."""
        return [one for one in self.metric.records if self.card.result.get(one.name)]

    @property
    def target(self) -> Mapping[str, Any]:
        return self.reading.target

    @property
    def target_title(self) -> Text | None:
        said = self.target.get("indicator")
        return Text(said["zh"], said["en"]) if said else None

    @property
    def again(self) -> str:
        """The form filled in as for this run, with the live versions."""
        inputs = {one["role"]: one["layer"] for one in self.card.run.inputs}
        inputs |= {one["role"]: one["sheet"] for one in self.card.result.get("sheets", ())}
        parameters = {k: v for k, v in self.card.run.parameters.items() if v is not None}
        return f"/metrics/{self.metric.id}?{urlencode(inputs | parameters)}"

    @property
    def steps(self) -> list[Step]:
        """What to do first."""
        able = Able(self.may_run, self.may_sign)
        return first_steps(self.card, self.again, self.worked, self.standing, self.statements, able)

    def opens(self, table: TableShown) -> bool:
        """Whether a table below the first stands open: asked for, or what a step leads to."""
        return table.asked or f"#table-{table.table.name}" in {one.url for one in self.steps}

    def text(self, column: Column, record: Mapping[str, Any]) -> Text:
        """The figure of a column in the total or a record."""
        return self.reading.figure(column, record).text

    def parameters(self) -> Iterator[tuple[Text | str, Text]]:
        """Title and value of each parameter of the run, with every digit that was given."""
        for name, value in self.card.run.parameters.items():
            declared = self.metric.parameter(name)
            unit = declared.unit if declared and declared.unit else NO_UNIT
            said = declared.said(value) if declared else None
            yield (declared.title if declared else name), said or given_text(value, unit)

    def role_title(self, name: str) -> Text | str:
        role = self.metric.role(name) or self.metric.sheet(name)
        return role.title if role else name


def _joined(parts: Sequence[Text], zh: str, en: str) -> Text | str:
    if not parts:
        return ""
    return Text(zh.join(one.zh for one in parts), en.join(one.en for one in parts))
