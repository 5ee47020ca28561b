"""The marked copy of a person's own file of readings: every fault at its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.errors import EcoAtlasError, Problem
from geo.words import Language
from layers.system.marked_xlsx import Place, write_marked
from projects.water.grid import read_grid
from projects.water.heads import CODE, SECTION, find_heads
from projects.water.items import Items
from projects.water.measured import Of


def mark_readings(
    path: Path, out: Path, problems: Sequence[Problem], language: Language, *,
    items: Items, mapping: Mapping[str, str], of: Of = "sections",
) -> bool:  # fmt: skip
    """Write the copy; False, and nothing written, where the file is no workbook or has no heads.

    A fault of a whole column stands at its head, one of a whole row at its section.
    """
    try:
        heads = find_heads(read_grid(path, path.name).first, items, mapping, path.name, of)
    except EcoAtlasError:
        return False
    places = {one.item: one.at for one in heads.items} | dict(heads.roles)
    first = places.get(SECTION, places.get(CODE, 0))
    said: dict[Place, list[str]] = {}
    mild = set()
    for problem in problems:
        place = problem.feature or heads.rows, 1 + places.get(problem.field or "", first)
        words = f"{problem.message.in_(language)}\n{problem.fix.in_(language)}"
        said.setdefault(place, []).append(words)
        if problem.kind.severity != "error":
            mild.add(place)
    return write_marked(path, out, said, mild=frozenset(mild))
