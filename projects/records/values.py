"""From what people write to what a project record holds; every misfit becomes a declared problem.

Nothing is guessed: a date without a day, an unknown word for a status or a clause that is not in
the register is a problem with its place and column, never a silent default.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.words import Text
from projects.records.errors import (
    RECORD_BAD_DATE,
    RECORD_BAD_NUMBER,
    RECORD_DATES_REVERSED,
    RECORD_MISSING_VALUE,
    RECORD_OUT_OF_RANGE,
    RECORD_TOO_LONG,
    RECORD_UNKNOWN_CODE,
    RECORD_UNKNOWN_FIELD,
    RECORD_UNKNOWN_ITEM,
)
from projects.records.fields import (
    FIELDS_BY_NAME,
    PROJECT_FIELDS,
    STATUS_BY_WORD,
    STATUSES,
    RecordField,
    plain,
)

DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?"
)
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
LIST_SEPARATOR = re.compile(r"[、,，;；|\n]+")
EARLIEST, LATEST = dt.date(1949, 10, 1), dt.date(2100, 12, 31)


def check_record(
    values: Mapping[str, Any],
    place: Text,
    items: Collection[str],
    *,
    row: int | None = None,
    partial: bool = False,
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of one record in their stored types, and everything that is wrong with them.

    `values` are keyed by field name; `items` are the ids of the policy register; with `partial`
    only the fields that are given are checked (a change), else the required ones must be there.
    """
    record: dict[str, Any] = {}
    problems = [_unknown_field(name, place, row) for name in values if name not in FIELDS_BY_NAME]
    for field in PROJECT_FIELDS:
        if partial and field.name not in values:
            continue
        try:
            record[field.name] = read_value(field, values.get(field.name), place, items)
        except EcoAtlasError as error:
            problems.append(Problem(error.problem.kind, error.problem.values, feature=row))
    return record, problems + check_dates(record, place, row)


def read_value(field: RecordField, raw: Any, place: Text, items: Collection[str]) -> Any:
    """One value in its stored type, None (or an empty list) when it is empty."""
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw in ("", []):
        if field.required:
            raise refusal(RECORD_MISSING_VALUE, field, place)
        return [] if field.type in ("units", "items") else None
    return READERS[field.type](field, raw, place, items)


def refusal(kind: ErrorCode, field: RecordField, place: Text, **values: Any) -> EcoAtlasError:
    return EcoAtlasError(kind, place=place, column=field.title, **values)


def check_dates(record: Mapping[str, Any], place: Text, row: int | None = None) -> list[Problem]:
    start, due = record.get("start_date"), record.get("due_date")
    if start is None or due is None or start <= due:
        return []
    values = {
        "place": place,
        "start_column": FIELDS_BY_NAME["start_date"].title,
        "due_column": FIELDS_BY_NAME["due_date"].title,
        "start": start,
        "due": due,
    }
    return [Problem(RECORD_DATES_REVERSED, values, feature=row)]


def _unknown_field(name: str, place: Text, row: int | None) -> Problem:
    choices = ", ".join(FIELDS_BY_NAME)
    values = {"place": place, "field": name, "choices": choices}
    return Problem(RECORD_UNKNOWN_FIELD, values, feature=row)


def _text(field: RecordField, raw: Any, place: Text, _items: Collection[str]) -> str:
    # A code such as 2023001 arrives from a spreadsheet as a number.
    whole = isinstance(raw, float) and raw.is_integer()
    value = str(int(raw) if whole else raw).replace("\r\n", "\n")
    if field.limit and len(value) > field.limit:
        raise refusal(RECORD_TOO_LONG, field, place, length=len(value), limit=field.limit)
    return value


def _status(field: RecordField, raw: Any, place: Text, _items: Collection[str]) -> str:
    code = STATUS_BY_WORD.get(plain(raw))
    if code is None:
        choices = Text(
            "、".join(status.title.zh for status in STATUSES),
            ", ".join(status.title.en for status in STATUSES),
        )
        raise refusal(RECORD_UNKNOWN_CODE, field, place, value=raw, choices=choices)
    return code.value


def _date(field: RecordField, raw: Any, place: Text, _items: Collection[str]) -> dt.date:
    value = _as_date(raw)
    if value is None:
        raise refusal(RECORD_BAD_DATE, field, place, value=raw)
    if not EARLIEST <= value <= LATEST:
        limits = {"low": EARLIEST, "high": LATEST, "unit": Text("日期", "date")}
        raise refusal(RECORD_OUT_OF_RANGE, field, place, value=value, **limits)
    return value


def _as_date(raw: Any) -> dt.date | None:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    text = str(raw).strip()
    found = DATE.fullmatch(text) or COMPACT_DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _number(field: RecordField, raw: Any, place: Text, _items: Collection[str]) -> float:
    value = _as_number(field, raw)
    if value is None:
        raise refusal(RECORD_BAD_NUMBER, field, place, value=raw, unit=field.unit)
    if not field.low <= value <= field.high:
        limits = {"low": field.low, "high": field.high, "unit": field.unit}
        raise refusal(RECORD_OUT_OF_RANGE, field, place, value=value, **limits)
    return value


def _as_number(field: RecordField, raw: Any) -> float | None:
    if isinstance(raw, bool | dt.date):
        return None
    text = plain(raw).replace(",", "")
    if field.unit is not None:
        # The unit of the column itself may follow the number; any other unit is a misfit.
        text = text.removesuffix(plain(field.unit.zh))
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _units(field: RecordField, raw: Any, place: Text, items: Collection[str]) -> list[str]:
    return list(dict.fromkeys(_text(field, part, place, items) for part in split_list(raw)))


def _item(field: RecordField, raw: Any, place: Text, items: Collection[str]) -> str:
    item_id = str(raw).strip().upper()
    if item_id not in items:
        raise refusal(RECORD_UNKNOWN_ITEM, field, place, value=raw)
    return item_id


def _items(field: RecordField, raw: Any, place: Text, items: Collection[str]) -> list[str]:
    return list(dict.fromkeys(_item(field, part, place, items) for part in split_list(raw)))


def split_list(raw: Any) -> list[str]:
    """The parts of a list as written in one cell (、 , ; or a new line between them)."""
    texts = [raw] if isinstance(raw, str) else raw
    parts = (part.strip() for text in texts for part in LIST_SEPARATOR.split(str(text)))
    return [part for part in parts if part]


Reader = Callable[[RecordField, Any, Text, Collection[str]], Any]
READERS: dict[str, Reader] = {
    "text": _text,
    "status": _status,
    "date": _date,
    "number": _number,
    "units": _units,
    "item": _item,
    "items": _items,
}
