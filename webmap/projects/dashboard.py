"""The dashboard of projects: its page and the same as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from flask import Blueprint, Response

from geo.figures.said import grouped
from geo.words import Text
from layers.system.media_types import XLSX
from layers.system.scratch import kept_folder
from projects.policy.divisions import DIVISIONS
from projects.records.files.dashboard_xlsx import export_dashboard
from projects.records.model.codes import SOURCES, STATUSES
from projects.records.queries.addresses import as_query
from projects.records.queries.asked import Asked
from projects.records.queries.counting import Counted, Money
from projects.records.queries.dashboard import TITLES, Dashboard, Line, MoneyLine, dashboard
from projects.work.services import Services
from webmap.edge.access import actor, asker, requires
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.language import language
from webmap.edge.parameters import ANY, asks
from webmap.edge.rendering import page, seen, services
from webmap.policy.cards import ProjectCard
from webmap.projects.dashboard_words import BAR, MONEY_BAR
from webmap.projects.pages import asked_list
from webmap.projects.projects import cards_of
from webmap.projects.view_models import Choice, choices

blueprint = Blueprint("dashboard", __name__)

FLAGS = ("late", "stagnant", "open_problems")
BAR_FULL = 100.0
"""Bars are drawn in hundredths of the width that a table gives them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: where it begins and how long it is, in hundredths; `mark` says how it is
    filled, so that it is told apart in grey."""

    mark: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class DashboardView:
    """`dashboard.html`"""

    found: Dashboard
    late: Sequence[ProjectCard]
    stagnant: Sequence[ProjectCard]
    may_export: bool = False
    section: str = "projects"

    @property
    def asked(self) -> Asked:
        return self.found.whole.asked

    @property
    def given(self) -> dict[str, str]:
        return as_query(replace(self.asked, page=1, sort="code"))

    @property
    def kept(self) -> dict[str, str]:
        """Filters of the address that the form has no field for: they stay."""
        fields = ("district", "status", "fund", "year", "document", "unit")
        return {name: one for name, one in self.given.items() if name not in fields}

    @property
    def file_url(self) -> str:
        return _address("/dashboard.xlsx", self.asked)

    @staticmethod
    def url(asked: Asked) -> str:
        """The list of what a number counts."""
        return _address("/projects", asked)

    @property
    def money_titles(self) -> tuple[Text, Text]:
        return TITLES["money_year"], TITLES["money_source"]

    @property
    def districts(self) -> list[Choice]:
        asked = self.asked.district
        return [Choice(code, title, code == asked) for code, title in DIVISIONS.items()]

    @property
    def statuses(self) -> list[Choice]:
        return choices(STATUSES, self.asked.status)

    @property
    def funds(self) -> list[Choice]:
        return choices(SOURCES, self.asked.fund)

    @staticmethod
    def cells(line: Line) -> list[tuple[str, int, str]]:
        """What is late, has not risen for long and has open problems, each with its list."""
        counted = ((name, getattr(line.counted, name)) for name in FLAGS)
        return [(name, count, _address("/projects", line.of(name))) for name, count in counted]

    @staticmethod
    def bar(line: Line, lines: Sequence[Line]) -> list[Part]:
        """The parts of a row, as long as the number of projects that they are."""
        longest = max(one.counted.total for one in lines)
        lengths = [(mark, BAR_FULL * count / longest) for mark, count in _parts(line.counted)]
        starts = [sum(length for _, length in lengths[:at]) for at in range(len(lengths))]
        placed = zip(lengths, starts, strict=True)
        return [Part(mark, start, length) for (mark, length), start in placed if length]

    @staticmethod
    def bar_said(line: Line) -> Text:
        late, still, rest = (count for _, count in _parts(line.counted))
        return BAR.format(total=line.counted.total, late=late, still=still, rest=rest)

    @staticmethod
    def money_bars(line: MoneyLine, lines: Sequence[MoneyLine]) -> list[Part]:
        """Planned, arrived and spent, each from the left; none where nothing is told."""
        longest = max((amount for one in lines for _, amount in _amounts(one.money)), default=0)
        return [
            Part(mark, 0.0, float(amount / longest) * BAR_FULL if longest else 0.0)
            for mark, amount in _amounts(line.money)
        ]

    @staticmethod
    def money_said(line: MoneyLine) -> Text:
        told = {mark: grouped(amount) for mark, amount in _amounts(line.money)}
        none = Text("—", "—")
        names = ("planned", "arrived", "spent")
        return MONEY_BAR.format(**{name: told.get(name, none) for name in names})


def _address(path: str, asked: Asked) -> str:
    query = urlencode(as_query(asked))
    return f"{path}?{query}" if query else path


def _parts(counted: Counted) -> list[tuple[str, int]]:
    rest = counted.total - counted.late - counted.only_stagnant
    return [("late", counted.late), ("still", counted.only_stagnant), ("rest", rest)]


def _amounts(money: Money) -> list[tuple[str, Decimal]]:
    told = ((name, getattr(money, name)) for name in ("planned", "arrived", "spent"))
    return [(name, amount) for name, amount in told if amount is not None]


@blueprint.get("/dashboard")
@requires("view")
@asks(ANY)
def show() -> str:
    """The projects that fit the filters of the address, counted; an unknown filter is refused."""
    shown = seen(_view, asked_list())
    return page("dashboard.html", replace(shown, may_export=asker().may("export")))


def _view(office: Services, asked: Asked) -> DashboardView:
    with office.reading() as session:
        found = dashboard(session, asked)
        return DashboardView(
            found, cards_of(session, found.late), cards_of(session, found.stagnant)
        )


@blueprint.get("/dashboard.xlsx")
@requires("export")
@asks(ANY)
def download() -> Response:
    """The same tables and charts as a workbook."""
    asked = asked_list()
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "dashboard.xlsx"
        with services().transaction() as session:
            export_dashboard(session, path, asked, language=language(), by=actor())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    return file_answer(content, XLSX, attachment("dashboard.xlsx"))
