"""Values of the mapped fields brought into canonical form; what does not fit is named by row.

Each distinct value is read once, so a column of a million rows with a dozen different values
costs a dozen readings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import ErrorCode, Problem
from geo.figures.said import grouped
from geo.words import Text, listed
from layers.kinds import Code, Field
from layers.reading.fields.dates import is_serial, is_utc_evening, iso_date, lost_a_zero
from layers.reading.fields.errors import (
    BAD_VALUE,
    DATE_AMBIGUOUS,
    DATES_FROM_UTC,
    NAME_EMPTY,
    RATIO_AS_PERCENT,
    SERIAL_DATES,
    TEXT_LONG,
    UNIT_CONVERTED,
    UNKNOWN_CODE,
    VALUE_EMPTY,
)
from layers.reading.fields.long_numbers import EXACT_BELOW, whole
from layers.reading.fields.mapping import same
from layers.reading.fields.plausible import implausible
from layers.reading.fields.units import factor_of, number_and_rest, plain
from layers.reading.rows import by_row

_CODE = Text("{title}（{code}）", "{title} ({code})")
EXPECTED = {
    "number": Text("数字", "a number"),
    "integer": Text("整数", "a whole number"),
    "ratio": Text("0—1 的比率或百分数", "a ratio from 0 to 1 or a percentage"),
    "date": Text("日期（如 2025-06-01、2025年6月）", "a date (such as 2025-06-01 or 2025-06)"),
    "boolean": Text("是或否", "yes or no"),
}
_TRUE = frozenset({"是", "有", "true", "t", "yes", "y", "1"})
_FALSE = frozenset({"否", "无", "不是", "false", "f", "no", "n", "0"})
# What a feature is called by: on a map, in a list, on paper.
CALLED, LONGEST = ("code", "name"), 200
_BLANK = frozenset({"", "/", "-", "--", "—", "null", "none", "nan"})


@dataclass(slots=True)
class Column:
    """A column in canonical form and what was found on the way."""

    values: pd.Series
    problems: list[Problem] = field(default_factory=list)


def read_column(
    series: pd.Series,
    field_: Field,
    unit: str | None = None,
    told: Mapping[str, str] | None = None,
) -> Column:
    """The column as the field wants it: text, float64, Int64, boolean or ISO dates; blanks null.

    told: their word -> our code, what a person says about words beside the code list.
    """
    if field_.type == "text":
        column = Column(text_column(series))
        empty = column.values.isna().to_numpy(dtype=bool)
        column.problems += _too_long(column.values, field_)
    else:
        distinct = _Distinct(series)
        column = _read_distinct(distinct, field_, unit, told or {})
        empty = distinct.codes == -1
    column.problems += implausible(column.values, field_)
    if field_.required:
        column.problems += _empty_rows(empty, field_)
    return column


def text_column(series: pd.Series) -> pd.Series:
    """Text without blanks at the ends and null where it says nothing; numbers as they are said."""
    if not isinstance(series.dtype, pd.StringDtype):
        series = series.map(as_text, na_action="ignore").astype("str")
    cleaned = series.str.strip()
    return cleaned.mask(cleaned.str.lower().isin(_BLANK)).reset_index(drop=True)


def _read_distinct(
    distinct: _Distinct, field_: Field, unit: str | None, told: Mapping[str, str]
) -> Column:
    readers: dict[str, Callable[[], Column]] = {
        "number": lambda: _numbers(distinct, field_, unit),
        "integer": lambda: distinct.read(_integer, BAD_VALUE, field_, "Int64"),
        "ratio": lambda: _ratios(distinct, field_, unit),
        "date": lambda: _dates(distinct, field_),
        "code": lambda: distinct.read(code_reader(field_, told), UNKNOWN_CODE, field_, "str"),
        "boolean": lambda: distinct.read(_boolean, BAD_VALUE, field_, "boolean"),
    }
    return readers[field_.type]()


class _Distinct:
    """A column as its distinct values and the position of each row among them (-1: empty)."""

    def __init__(self, series: pd.Series) -> None:
        self.codes, uniques = pd.factorize(series)
        self.uniques: list[Any] = [_native(value) for value in uniques]
        blank = [isinstance(v, str) and v.strip().lower() in _BLANK for v in self.uniques]
        if any(blank):
            self.codes = np.where(np.array([*blank, True])[self.codes], -1, self.codes)

    def rows_of(self, positions: list[int]) -> np.ndarray[Any, Any]:
        return np.flatnonzero(np.isin(self.codes, positions))

    def spread(self, parsed: list[Any], dtype: str) -> pd.Series:
        typed: pd.Series = pd.Series([*parsed, None], dtype=cast(Any, dtype))
        return typed.take(self.codes).reset_index(drop=True)

    def read(
        self, reader: Callable[[Any], Any], code: ErrorCode, field_: Field, dtype: str
    ) -> Column:
        used = set(np.unique(self.codes).tolist())
        parsed: list[Any] = []
        bad: list[int] = []
        for position, value in enumerate(self.uniques):
            try:
                parsed.append(reader(value) if position in used else None)
            except (ValueError, OverflowError):
                parsed.append(None)
                bad.append(position)
        return Column(self.spread(parsed, dtype), self.problems(code, field_, bad))

    def problems(self, code: ErrorCode, field_: Field, bad: list[int]) -> list[Problem]:
        if not bad:
            return []
        known = listed(_CODE.format(title=c.title, code=c.value) for c in field_.codes)
        expected = EXPECTED.get(field_.type, "")

        def values(row: int) -> dict[str, Any]:
            value = str(self.uniques[self.codes[row]])[:60]
            return {"field": field_.title, "value": value, "known": known, "expected": expected}

        return by_row(code, self.rows_of(bad).tolist(), values)


def _native(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def as_text(value: Any) -> str | None:
    """Text without blanks at the ends; whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        value = whole(value) if abs(value) >= EXACT_BELOW else int(value)
    return str(value).strip() or None


def _bare_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    if not np.isfinite(value):
        raise ValueError(value)
    return float(value)


def _numbers(distinct: _Distinct, field_: Field, unit: str | None) -> Column:
    spellings: set[str] = set()
    in_name = factor_of(unit or "", field_.unit) or 1.0

    def read(value: Any) -> float:
        if not isinstance(value, str):
            return _bare_number(value) * in_name
        number, rest = number_and_rest(value)
        factor = factor_of(rest, field_.unit)
        if factor is None:
            raise ValueError(value)
        if rest and factor != 1:
            spellings.add(rest)
        return number * (factor if rest else in_name)

    column = distinct.read(read, BAD_VALUE, field_, "float64")
    if in_name != 1.0:
        spellings.add(unit or "")
    for spelling in sorted(spellings):
        values = {"field": field_.title, "unit": spelling, "ours": field_.unit or ""}
        column.problems.append(Problem(UNIT_CONVERTED, values))
    return column


def _integer(value: Any) -> int:
    number, rest = number_and_rest(value) if isinstance(value, str) else (_bare_number(value), "")
    if rest not in ("", "年") or number != int(number):
        raise ValueError(value)
    return int(number)


def _dates(distinct: _Distinct, field_: Field) -> Column:
    """Dates, and what spreadsheets leave of them: serial numbers are told, a lost zero refused."""

    def read(value: Any) -> str | None:
        return None if lost_a_zero(value) else iso_date(value)

    column = distinct.read(read, BAD_VALUE, field_, "str")
    lost = [k for k, value in enumerate(distinct.uniques) if lost_a_zero(value)]
    column.problems += distinct.problems(DATE_AMBIGUOUS, field_, lost)
    for kind, is_such in ((SERIAL_DATES, is_serial), (DATES_FROM_UTC, is_utc_evening)):
        found = [k for k, value in enumerate(distinct.uniques) if is_such(value)]
        rows = distinct.rows_of(found)
        date = _date_or_none(distinct.uniques[found[0]]) if found else None
        if date is not None:
            value = as_text(distinct.uniques[found[0]])
            values = {"field": field_.title, "count": len(rows), "value": value, "date": date}
            column.problems.append(Problem(kind, values))
    return column


def _date_or_none(value: Any) -> str | None:
    try:
        return iso_date(value)
    except ValueError:
        return None


def _ratios(distinct: _Distinct, field_: Field, unit: str | None) -> Column:
    """0.8 and 80% mean the same; a bare 80 only where no bare value of the column is under 1, or
    where the name of the column says percent."""
    bare = [_bare_ratio(value) for value in distinct.uniques]
    nonzero = [number for number in bare if number]
    named = unit is not None and plain(unit) == "%"
    percent = named or (bool(nonzero) and all(1 < number <= 100 for number in nonzero))

    def read(value: Any) -> float:
        number, rest = (
            number_and_rest(value) if isinstance(value, str) else (_bare_number(value), "")
        )
        if rest not in ("", "%"):
            raise ValueError(value)
        share = number / 100 if rest or percent else number
        if not 0 <= share <= 1:
            raise ValueError(value)
        return share

    column = distinct.read(read, BAD_VALUE, field_, "float64")
    if named:
        values = {"field": field_.title, "unit": "%", "ours": "0–1"}
        column.problems.append(Problem(UNIT_CONVERTED, values))
    elif percent:
        values = {
            "field": field_.title,
            "low": grouped(min(nonzero)),
            "high": grouped(max(nonzero)),
        }
        column.problems.append(Problem(RATIO_AS_PERCENT, values))
    return column


def _bare_ratio(value: Any) -> float | None:
    try:
        number, rest = (
            number_and_rest(value) if isinstance(value, str) else (_bare_number(value), "")
        )
    except ValueError:
        return None
    return None if rest else number


def _boolean(value: Any) -> bool:
    word = plain(str(as_text(value))).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(value)


def code_reader(field_: Field, told: Mapping[str, str]) -> Callable[[Any], str]:
    """Our code for a word of theirs, which raises ValueError where there is none."""
    table: dict[str, str] = {}
    for code in reversed(field_.codes):
        table |= {same(form): code.value for form in _forms(code)}
    table |= {
        same(theirs): table[same(ours)] for theirs, ours in told.items() if same(ours) in table
    }

    def read(value: Any) -> str:
        found = table.get(same(str(as_text(value))))
        if found is None:
            raise ValueError(value)
        return found

    return read


def _forms(code: Code) -> tuple[str, ...]:
    return (*code.aliases, code.title.en, code.title.zh, code.value)


def _too_long(values: pd.Series, field_: Field) -> list[Problem]:
    if field_.name not in CALLED:
        return []
    lengths = values.str.len().fillna(0).to_numpy(dtype=np.int64)
    rows = np.flatnonzero(lengths > LONGEST).tolist()

    def told(row: int) -> dict[str, Any]:
        sample = str(values.iloc[row])[:20] + "…"
        return {
            "field": field_.title, "length": grouped(int(lengths[row])), "limit": LONGEST,
            "sample": sample,
        }  # fmt: skip

    return by_row(TEXT_LONG, rows, told)


def _empty_rows(empty: NDArray[np.bool_], field_: Field) -> list[Problem]:
    """A feature without a name is shown by its code; any other required value must be there."""
    rows = np.flatnonzero(empty).tolist()
    if not rows or field_.name == "code":
        return []
    if field_.name == "name":
        return [Problem(NAME_EMPTY, {"count": len(rows)})]
    return by_row(VALUE_EMPTY, rows, lambda _row: {"field": field_.title})
