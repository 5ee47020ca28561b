"""The trophic level index of a lake: one index of each of five items, and their sum by weight.

Of lakes and reservoirs only. Formulas, weights and grades are rows of sheets; chlorophyll counts in
mg/m³, transparency in m, the others in mg/L.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.words import Text
from projects.sheets.rules_sections import TROPHIC_GRADES
from projects.sheets.values import Row
from projects.water.bands import in_band

GRADE_COLUMN = TROPHIC_GRADES.column("grade")
GRADE_TITLES: Mapping[str, Text] = dict(GRADE_COLUMN.codes) if GRADE_COLUMN else {}


@dataclass(frozen=True, slots=True)
class Trophic:
    """`parts`: the index of each item that was measured. `index` and `grade` are None where an item
    is missing: four of five are another index, which is not compared."""

    parts: Mapping[str, float]
    missing: tuple[str, ...]
    index: float | None
    grade: str | None


def trophic_index(
    values: Mapping[str, float], formulas: Iterable[Row], grades: Iterable[Row]
) -> Trophic:
    """The index of a lake from its concentrations; what is not above zero has no logarithm and
    counts as missing."""
    rows = {str(row["item"]): row for row in formulas}
    missing = tuple(item for item in rows if values.get(item, 0) <= 0)
    parts = {
        item: 10 * (row["constant"] + row["slope"] * math.log(values[item]))
        for item, row in rows.items()
        if item not in missing
    }
    if missing or not rows:
        return Trophic(parts, missing, None, None)
    index = math.fsum(rows[item]["weight"] * part for item, part in parts.items())
    found = [str(row["grade"]) for row in grades if in_band(index, row)]
    return Trophic(parts, missing, index, found[0] if len(found) == 1 else None)
