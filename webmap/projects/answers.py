"""What the interface answers of projects, their parts, the pool, and the units in charge."""

from __future__ import annotations

from typing import Any

from projects.records.model.fields import PROJECT_FIELDS, RecordField
from webmap.edge.answers import Answer, Cell, Cells, model_of, worded
from webmap.policy.answers import ClauseAnswer, ProjectLine


class LinkedAnswer(Answer):
    """holds: whether the live version of the layer has the feature."""

    layer: str
    layer_title: str
    key: str
    name: str
    version: int
    holds: bool


class ProjectsAnswer(Answer):
    """total: of all that fit. page, size: where they were asked for."""

    projects: list[ProjectLine]
    total: int
    filters: dict[str, str]
    page: int | None = None
    size: int | None = None


class _Detail(ProjectLine):
    version: int
    responsible_units: list[str]
    funding_source: str | None
    note: str | None
    clauses: list[ClauseAnswer]
    features: list[LinkedAnswer]


def _value(field: RecordField) -> Any:
    """The type of its value, and how it is told."""
    if field.type in ("units", "items"):
        return list[str], worded(field.title)
    type_ = float if field.type in ("number", "money") else str
    return type_ | None, worded(field.title)


# The fields of a record are those of the declaration.
ProjectAnswer: type[Answer] = model_of(
    "ProjectAnswer",
    {one.name: _value(one) for one in PROJECT_FIELDS if one.name not in _Detail.model_fields},
    _Detail,
    "A project with every field of its record, its clauses and its features.",
)


class PartsAnswer(Answer):
    """fields: by place, `year.2026.work`."""

    code: str
    version: int
    fields: dict[str, Cell]


class ProblemOfProject(Answer):
    id: int
    kind: str
    text: str
    found_on: str | None
    issued_by: str | None
    document_number: str | None
    deadline: str | None
    unit_code: str | None
    closed_on: str | None
    closing: str | None


class ProblemsAnswer(Answer):
    problems: list[ProblemOfProject]


class NewProblemAnswer(Answer):
    problem: int


class ClosedProblemAnswer(Answer):
    problem: int
    closed_on: str


class ProjectFile(Answer):
    """report, problem, step: what of the project it belongs to."""

    sha256: str
    name: str
    bytes: int
    at: str
    by: str | None
    report: int | None
    problem: int | None
    step: str | None


class ProjectFiles(Answer):
    files: list[ProjectFile]


class AttachedFiles(Answer):
    """files: their hashes (SHA-256)."""

    files: list[str]


class ViewAnswer(Answer):
    title: str
    query: str


class ViewsAnswer(Answer):
    views: list[ViewAnswer]


class RemovedAnswer(Answer):
    """How many were taken away."""

    removed: int


class AddedAnswer(Answer):
    """How many were added."""

    added: int


class UnitAnswer(Answer):
    code: str
    name: str
    short_name: str | None
    name_en: str | None
    division: str | None
    kind: str
    aliases: list[str]


class UnitsAnswer(Answer):
    units: list[UnitAnswer]


class MergedAnswer(Answer):
    """projects: how many of them changed."""

    projects: int


class PoolProject(Answer):
    """Money in 10,000 yuan. released: what is released, by the names of fields; null for whom may
    not take it along. changed: fields that are otherwise now."""

    code: str
    name: str
    category: str | None
    investment_wan_yuan: float | None
    funded_wan_yuan: float | None
    gap_wan_yuan: float | None
    eligible: bool
    why_not: str | None
    released_by: str | None
    released_at: str | None
    released: Cells | None
    changed: list[str]


class PoolAnswer(Answer):
    projects: list[PoolProject]


class ProjectStep(Answer):
    """A change; before, after: the fields that differ, as people read them."""

    version: int
    action: str
    at: str
    by: str | None
    reason: str | None
    before: Cells
    after: Cells


class ProjectSteps(Answer):
    changes: list[ProjectStep]


class FieldDifference(Answer):
    code: str
    field: str
    before: Cell | list[str]
    after: Cell | list[str]


class RowProblem(Answer):
    code: str
    row: int | str | None
    field: str | None
    title: str
    detail: str
    severity: str


class ManyAnswer(Answer):
    """What differs. changed: how many projects, left out of a dry run."""

    differences: list[FieldDifference]
    problems: list[RowProblem]
    changed: int | None = None


class TakenList(Answer):
    """Codes of projects."""

    added: list[str]
    changed: list[str]
    unchanged: list[str]
