"""The marked copy of a person's own list: each fault at its cell, what is odd in another colour."""

from __future__ import annotations

from pathlib import Path

from geo.errors import Problem
from geo.words import Language
from layers.system.marked_xlsx import Place, write_marked
from projects.records.changes.rules import is_error
from projects.records.files.importing import Plan


def mark(plan: Plan, path: Path, out: Path, language: Language) -> bool:
    """Write the marked copy; False where the file is no workbook."""
    said: dict[Place, list[str]] = {}
    mild: set[Place] = set()
    # Errors first: what is odd about a wrong cell does not make it less wrong.
    for problem in sorted(plan.problems, key=lambda one: not is_error(one)):
        place = _place(plan, problem)
        if place is None:
            continue
        if not is_error(problem) and place not in said:
            mild.add(place)
        said.setdefault(place, []).append(_words(problem, language))
    return write_marked(path, out, said, sheet=plan.page.number, mild=frozenset(mild))


def _place(plan: Plan, problem: Problem) -> Place | None:
    if problem.feature is None:
        return None
    columns = plan.column_of
    by_title = {title: at for at, title in plan.heads.titles.items()}
    field = problem.field or ""
    first = columns.get("code", 0)
    return problem.feature, 1 + columns.get(field, by_title.get(field, first))


def _words(problem: Problem, language: Language) -> str:
    return f"{problem.message.in_(language)}\n{problem.fix.in_(language)}"
