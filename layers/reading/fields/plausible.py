"""Values that are possible but need a second look: a width of 40,000 m, a year of 1025."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import Problem
from geo.figures.said import grouped, said, typed
from geo.figures.units import RATIO
from layers.kinds import Field
from layers.reading.fields.errors import IMPLAUSIBLE
from layers.reading.rows import by_row

NUMERIC = frozenset({"number", "integer", "ratio"})


def implausible(values: pd.Series, field_: Field) -> list[Problem]:
    """A warning for each row (of a canonical column) outside the range that the field declares."""
    if field_.plausible is None:
        return []
    low, high = field_.plausible
    numbers = _numbers(values, field_)
    with np.errstate(invalid="ignore"):
        rows = np.flatnonzero((numbers < low) | (numbers > high))

    def said(row: int) -> dict[str, Any]:
        return {
            "field": field_.title,
            "value": _told(values.iloc[row], field_),
            "low": _told(low, field_),
            "high": _told(high, field_),
        }

    return by_row(IMPLAUSIBLE, rows.tolist(), said)


def _numbers(values: pd.Series, field_: Field) -> NDArray[np.float64]:
    """The numbers themselves, of dates the years; NaN where there is nothing."""
    if field_.type in NUMERIC:
        return values.to_numpy(dtype=float, na_value=np.nan)
    years = pd.to_numeric(values.str[:4], errors="coerce")
    return years.to_numpy(dtype=float, na_value=np.nan)


def _told(value: Any, field_: Field) -> str:
    if field_.type == "ratio":
        return said(value, RATIO, exact=True).zh
    written = grouped if field_.unit else typed  # of dates the year
    shown = value if isinstance(value, str) else written(value)
    return f"{shown} {field_.unit}" if field_.unit else shown
