"""A day as it is given at the command line."""

from __future__ import annotations

from datetime import date

from geo.errors import EcoAtlasError, declare
from geo.words import Text

NOT_A_DATE = declare(
    "not-a-date",
    "error",
    Text("“{value}”不是日期。", "“{value}” is not a date."),
    Text("请写成 2025-06-30。", "Write it as 2025-06-30."),
)


def day_of(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise EcoAtlasError(NOT_A_DATE, value=value) from None
