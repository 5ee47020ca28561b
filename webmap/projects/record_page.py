"""One project with everything that belongs to it, as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.figures.said import file_size, grouped
from geo.words import Text
from layers.system.china_time import today
from projects.policy.divisions import division_text
from projects.records.changes.attachments import Attached, files_of
from projects.records.changes.history import history_of
from projects.records.changes.parts import Parts, parts_of
from projects.records.changes.problems import problems_of
from projects.records.changes.progress import Told, reports_of
from projects.records.changes.records import get_project
from projects.records.changes.year_money import YearMoney, money_by_year
from projects.records.model.codes import KIND_BY_VALUE, PROBLEM_KINDS, SOURCE_BY_VALUE, STEPS
from projects.records.model.limits import ProjectLimits, limits_on
from projects.records.model.part_tables import ProjectProblem, ProjectStep, ProjectYear
from projects.records.model.tables import Project
from projects.records.model.year_fields import YEAR_FIELDS
from projects.records.queries.lateness import Lateness, lateness
from projects.states.gathering import states_on
from projects.units.register import short_names
from projects.work.services import Services
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.metrics.words import metric_words
from webmap.policy.states import StateLine
from webmap.projects.ground import Ground, ground_of
from webmap.projects.projects import ProjectDetail, detail_in
from webmap.projects.sent_files import file_limits
from webmap.projects.told_changes import ToldChange, told_changes
from webmap.projects.words import CHANGE_ACTIONS, LATE, LATE_DAYS

SHOWN = 10
"""Reports and changes that are seen at once; earlier ones are folded away."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """`project.html`; `form` is that of a report, None for those who may not report."""

    project: ProjectDetail
    kind: Text | None
    district: Text | None
    record: Project
    late: Sequence[Lateness]
    parts: Parts
    money: Sequence[YearMoney]
    reports: Sequence[Told]
    problems: Sequence[ProjectProblem]
    units: Mapping[str, str]
    history: Sequence[ToldChange]
    files: Sequence[Attached]
    ground: Ground
    states: Sequence[StateLine]
    named: bool
    limits: ProjectLimits
    form: Form | None = None
    done: Text | None = None
    section: str = "projects"

    @property
    def of_files(self) -> dict[str, Any]:
        return file_limits()

    @staticmethod
    def size(one: Attached) -> str:
        return file_size(one.bytes)

    @property
    def map_words(self) -> dict[str, str]:
        return metric_words(language())

    @property
    def year(self) -> int:
        return self.limits.day.year

    @property
    def stands_still(self) -> bool:
        return any(one.what == "stagnant" for one in self.late)

    @property
    def plan(self) -> ProjectYear | None:
        """The plan of this year."""
        return self.parts.years.get(self.year)

    @property
    def other_plans(self) -> list[ProjectYear]:
        return [row for year, row in self.parts.years.items() if year != self.year]

    @staticmethod
    def plan_lines(plan: ProjectYear) -> list[tuple[Text, str]]:
        """What a plan says, field by field."""
        said = ((one.title, getattr(plan, one.name)) for one in YEAR_FIELDS)
        return [
            (title, value if isinstance(value, str) else grouped(value))
            for title, value in said
            if value is not None
        ]

    @property
    def steps(self) -> list[tuple[Text, ProjectStep | None]]:
        """The closed loop in its order, where any step of it is recorded."""
        if not self.parts.steps:
            return []
        return [(step.title, self.parts.steps.get(step.value)) for step in STEPS]

    @property
    def open_problems(self) -> list[ProjectProblem]:
        return [one for one in self.problems if one.closed_on is None]

    @property
    def closed_problems(self) -> list[ProjectProblem]:
        return [one for one in self.problems if one.closed_on is not None]

    @property
    def parted_reports(self) -> list[Sequence[Told]]:
        """The newest reports, and the earlier ones."""
        return [self.reports[:SHOWN], self.reports[SHOWN:]]

    @property
    def parted_history(self) -> list[Sequence[ToldChange]]:
        return [self.history[:SHOWN], self.history[SHOWN:]]

    def overdue(self, problem: ProjectProblem) -> bool:
        return problem.deadline is not None and problem.deadline < self.limits.day

    @staticmethod
    def late_text(one: Lateness) -> Text:
        return LATE[one.what].format(day=one.since.isoformat())

    @staticmethod
    def late_days(one: Lateness) -> Text:
        return LATE_DAYS.format(days=one.days)

    @staticmethod
    def problem_kind(problem: ProjectProblem) -> Text:
        return next(one.title for one in PROBLEM_KINDS if one.value == problem.kind)

    @staticmethod
    def source(value: str) -> Text:
        return SOURCE_BY_VALUE[value].title

    @staticmethod
    def action(change: ToldChange) -> Text:
        return CHANGE_ACTIONS[change.action]


def record_view(session: Session, services: Services, code: str, *, named: bool) -> RecordView:
    """A project with all its parts; the same few queries however much it has.

    The view is shown while the session is open. named: whether the asker is told who has done what.
    Raises `unknown-project`.
    """
    day, project = today(), get_project(session, code)
    limits = limits_on(session, day)
    parts, problems = parts_of(session, code), problems_of(session, code)
    units = short_names(session, {one.unit_code for one in problems if one.unit_code})
    detail = detail_in(session, services, project)
    return RecordView(
        project=detail,
        kind=KIND_BY_VALUE[project.kind].title if project.kind else None,
        district=division_text(project.district) if project.district else None,
        record=project,
        late=lateness(project, problems, units, limits),
        parts=parts,
        money=money_by_year(parts),
        reports=reports_of(session, code),
        problems=problems,
        units=units,
        history=told_changes(history_of(session, code)),
        files=files_of(session, code),
        ground=ground_of(session, code, detail.features),
        states=_states(session, detail, day, named),
        named=named,
        limits=limits,
    )


def _states(session: Session, detail: ProjectDetail, day: dt.date, named: bool) -> list[StateLine]:
    """The targets that the clauses of a project order, as they stand."""
    clauses = [one.id for one in detail.clauses]
    found = states_on(session, day, items=clauses, waiting=named) if clauses else ()
    return [StateLine.of(one) for one in found]
