"""The marked copy of a person's own file of a sheet: every fault at its cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geo.errors import Problem
from geo.words import Language
from layers.system.marked_xlsx import Place, write_marked
from projects.sheets.declaration import SheetKind
from projects.sheets.files import places_of


def mark(
    path: Path, out: Path, kind: SheetKind, problems: Sequence[Problem], language: Language
) -> bool:
    """Write the marked copy; False where the file is no workbook. A fault of a whole row stands at
    its first cell that is read."""
    columns = places_of(path, kind)
    first = min(columns.values())
    said: dict[Place, list[str]] = {}
    for problem in problems:
        if problem.feature is not None:
            place = problem.feature, 1 + columns.get(problem.field or "", first)
            words = f"{problem.message.in_(language)}\n{problem.fix.in_(language)}"
            said.setdefault(place, []).append(words)
    return write_marked(path, out, said)
