"""Problems row by row: the first ones are shown, the rest are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from geo.errors import ErrorCode, Problem
from layers.reading.shapes.errors import MORE_ROWS

ROWS_SHOWN = 200


def by_row(
    kind: ErrorCode,
    rows: Sequence[int],
    values: Callable[[int], Mapping[str, Any]],
    shown: int = ROWS_SHOWN,
) -> list[Problem]:
    """One problem for each of the first rows (0-based positions in, 1-based rows out)."""
    problems = [Problem(kind, values(int(row)), int(row) + 1) for row in rows[:shown]]
    if len(rows) > shown:
        problems.append(Problem(MORE_ROWS, {"code": kind.code, "count": len(rows) - shown}))
    return problems
