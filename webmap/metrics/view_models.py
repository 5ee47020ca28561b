"""What the pages of metrics show: the list, the form, the job, the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from geo.figures.units import NO_UNIT
from geo.words import Text
from layers.jobs import Job
from projects.metrics import Column, Metric, Parameter
from projects.metrics.checks.readiness import Need
from projects.metrics.declaration import Record, Table
from projects.metrics.families import Family
from projects.metrics.figured import Reading, given_text, parts_of
from projects.metrics.titled import titled
from projects.metrics.ways import way_said
from projects.sheets import SheetInfo
from projects.standing.figures import StandingFigure
from projects.standing.lists import ListedRun
from projects.statements.making import StatementInfo
from projects.statements.words import STATES as STATEMENT_STATES
from webmap.edge.chips import STATE_CHIPS
from webmap.edge.forms import Form
from webmap.metrics.cards import RunCard, part_look
from webmap.metrics.declared import run_command
from webmap.metrics.forms import MetricForm
from webmap.metrics.hits_progress import HitsWorked
from webmap.metrics.standing import StandingView
from webmap.metrics.words import PHASES, PHRASES
from webmap.policy.policy import CheckCard

ROWS_ON_A_PAGE = 100
MOST_ROWS = 20_000
BESIDE = 3
FEATURE = "feature"
REFERRING = ("layer", FEATURE, "ban", "rule", "source")


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
class TableShown:
    """A table of the result as one page of it is shown."""

    table: Table
    rows: tuple[Mapping[str, Any], ...]
    total: int
    page: int
    sort: str
    down: bool
    found: str
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def composed(self) -> bool:
        """Whether rows are about features of any layer: their keys are put together of layer,
        feature and rule, for programs, and each of these has a column."""
        return any(one.name == FEATURE for one in self.table.columns)

    @property
    def columns(self) -> list[Column]:
        """What a row says, then where it comes from."""
        return sorted(self.table.columns, key=lambda one: one.name in REFERRING)

    @property
    def pages(self) -> int:
        return max(-(-min(self.total, MOST_ROWS) // ROWS_ON_A_PAGE), 1)

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def asked(self) -> bool:
        """Whether a row, an order or a page of it was asked for: it is not folded then."""
        return bool(self.found or self.sort or self.page > 1)

    def sorted_by(self, column: str) -> str:
        """`ascending` or `descending` where the rows are sorted by this column."""
        if self.sort != column:
            return ""
        return "descending" if self.down else "ascending"

    def url(self, **changes: object) -> str:
        """The page with this table otherwise: `sort`, `page`."""
        name = self.table.name
        now = {"sort": ("-" if self.down else "") + self.sort if self.sort else "", "page": ""}
        own = {f"{key}.{name}": str(value) for key, value in (now | changes).items() if value}
        return f"?{urlencode(dict(self.others) | own)}#table-{name}"

    def sort_url(self, column: str) -> str:
        downward = self.sort == column and not self.down
        return self.url(sort=f"-{column}" if downward else column)


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

    def text(self, column: Column, record: Mapping[str, Any]) -> Text:
        """The figure of a column in the total, a record or a row."""
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


def shown_table(
    table: Table, rows: Sequence[Mapping[str, Any]], asked: Mapping[str, str]
) -> TableShown:
    """One page of a table as asked: `sort.NAME`, `page.NAME`, `find.NAME` (a key)."""
    name = table.name
    every = rows[:MOST_ROWS]
    sort = asked.get(f"sort.{name}", "")
    down, column = sort.startswith("-"), sort.removeprefix("-")
    if column in {"key", "name", *(one.name for one in table.columns)}:
        every = _sorted(every, column, down=down)
    else:
        column, down = "", False
    found = asked.get(f"find.{name}", "")
    place = next((at for at, row in enumerate(every) if found and str(row["key"]) == found), None)
    page = place // ROWS_ON_A_PAGE + 1 if place is not None else _page(asked.get(f"page.{name}"))
    page = min(page, max(-(-len(every) // ROWS_ON_A_PAGE), 1))
    start = (page - 1) * ROWS_ON_A_PAGE
    others = {k: v for k, v in asked.items() if k != "lang" and not k.endswith(f".{name}")}
    shown = tuple(every[start : start + ROWS_ON_A_PAGE])
    return TableShown(table, shown, len(rows), page, column, down, found, others)


def _sorted(
    rows: Sequence[Mapping[str, Any]], column: str, *, down: bool
) -> list[Mapping[str, Any]]:
    """Sorted; rows without a value come last either way."""
    filled = [row for row in rows if row.get(column) is not None]
    empty = [row for row in rows if row.get(column) is None]
    numbers = all(isinstance(row[column], int | float) for row in filled)
    return [
        *sorted(filled, key=lambda r: r[column] if numbers else str(r[column]), reverse=down),
        *empty,
    ]


def _page(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(number, 1)
