"""Problems row by row: the first ones are shown, the rest are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from geo.errors import ErrorCode, Problem, declare
from geo.words import Text

ROWS_SHOWN = 200
MORE_ROWS = declare(
    "more-rows",
    "info",
    Text(
        "同类问题另有 {count} 处，未逐一列出，如：“{like}”。",
        "{count:more place has|more places have} a problem of the same kind, such as: “{like}”",
    ),
    Text("改正方法同上。", "Mend them in the same way."),
)


def by_row(
    kind: ErrorCode,
    rows: Sequence[int],
    values: Callable[[int], Mapping[str, Any]],
    shown: int = ROWS_SHOWN,
) -> list[Problem]:
    """One problem for each of the first rows (0-based positions in, 1-based rows out)."""
    problems = [Problem(kind, values(int(row)), int(row) + 1) for row in rows[:shown]]
    return problems + more_rows(problems, len(rows) - shown)


def more_rows(told: Sequence[Problem], left: int) -> list[Problem]:
    """How many are left after those that are told, which are of one kind; none of none."""
    if left <= 0:
        return []
    return [Problem(MORE_ROWS, {"like": told[-1].message, "count": left})]
