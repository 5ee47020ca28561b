"""One change of many projects: planned as a list of rows is, and kept as that, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import ERROR_CODES, EcoAtlasError, Problem, declare
from geo.words import Text
from layers.audit import Actor, record
from projects.records.changes.known import known_now
from projects.records.changes.records import named
from projects.records.files.heads import Meaning
from projects.records.files.keeping import put_rows
from projects.records.files.taking import Difference, Sheet, Taken, check_rows
from projects.records.model.fields import FIELDS_BY_NAME, PROJECT_FIELDS
from projects.records.model.part_index import PartIndex
from projects.records.model.tables import Project

MOST = 5000
ONE_BY_ONE = ("code", "name", "progress_percent", "note")
"""What is a project's own: changed for many at once it would only be lost."""
BULK_FIELDS = tuple(one for one in PROJECT_FIELDS if one.name not in ONE_BY_ONE)
FILE = "bulk"
NOBODY_CHOSEN = declare(
    "project-bulk-none",
    "error",
    Text("没有选择项目。", "No project was chosen."),
    Text("请在清单中勾选，或选择全部符合条件的项目。", "Tick some in the list, or take all of it."),
    status=422,
)
TOO_MANY = declare(
    "project-bulk-too-many",
    "error",
    Text(
        "选了 {count} 个项目，一次至多改 {most} 个。",
        "{count:project|projects} are chosen; at most {most} are changed at once.",
    ),
    Text("请加条件缩小范围。", "Narrow the list with filters."),
    status=422,
)
REFUSED = declare(
    "project-bulk-refused",
    "error",
    Text("有 {count} 处不合规则，没有修改任何项目。", "Nothing was changed: {count} broken rules."),
    Text("请改正，或不选这些项目。", "Mend it, or leave these projects out."),
    status=422,
)


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a change of many would do; a problem names its project in its place."""

    rows: tuple[Taken, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What a list cannot give is a warning there; here every field can be given."""
        return tuple(one for one in self.problems if ERROR_CODES[one.code].severity == "error")

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(one for row in self.rows for one in row.differences)


def plan_change(
    session: Session, codes: Sequence[str], values: Mapping[str, Any], reason: str | None = None
) -> BulkPlan:
    """What the values would make of these projects; as few queries however many they are.

    values: by field name, as people write them; an empty one clears its field. Raises
    `project-bulk-none`, `project-bulk-too-many`.
    """
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        raise EcoAtlasError(NOBODY_CHOSEN)
    if len(wanted) > MOST:
        raise EcoAtlasError(TOO_MANY, count=len(wanted), most=MOST)
    query = select(Project).where(Project.code.in_(wanted)).order_by(Project.code)
    there = {one.code: one for one in session.scalars(query.with_for_update())}
    fields = [FIELDS_BY_NAME["code"], *(one for one in BULK_FIELDS if one.name in values)]
    columns = {at: Meaning("record", one) for at, one in enumerate(fields)}
    rows = [(at, {"code": code, **values}) for at, code in enumerate(there, 1)]
    sheet = Sheet(known_now(session), there, PartIndex.of(session), reason=reason)
    taken, problems = check_rows(rows, columns, sheet)
    return BulkPlan(tuple(taken), tuple(_of_project(one, list(there)) for one in problems))


def _of_project(problem: Problem, codes: Sequence[str]) -> Problem:
    if problem.feature is None:
        return problem
    place = named(codes[problem.feature - 1])
    values = {**problem.values, "place": place}
    return Problem(problem.kind, values, problem.feature, problem.field)


def change_many(
    session: Session,
    codes: Sequence[str],
    values: Mapping[str, Any],
    *,
    by: Actor,
    reason: str | None = None,
) -> int:
    """Change them all; answers how many differ now. Raises as `plan_change`,
    `project-bulk-refused` with all that is wrong, `project-not-own`."""
    plan = plan_change(session, codes, values, reason)
    if plan.errors:
        raise EcoAtlasError(REFUSED, problems=plan.errors, count=len(plan.errors))
    done = put_rows(session, plan.rows, by=by, file=FILE)
    counts = {outcome: len(some) for outcome, some in done.items()}
    record(session, by, "projects-changed", FILE, details={"fields": sorted(values), **counts})
    return len(done["changed"])
