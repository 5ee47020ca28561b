"""From what people write to what a project record holds; every misfit becomes a declared problem.

Nothing is guessed: a date without a day, an unknown word for a status, a unit that is nearly one of
the register or a clause that is not in the policy register is a problem with its place and column,
and where there is one with a proposal; never a silent default.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.figures.said import typed
from geo.words import Text, listed
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.china_time import today
from layers.system.compared_text import plain
from layers.system.unseen import without_unseen
from projects.policy.divisions import DIVISIONS
from projects.records.model.codes import (
    KIND_BY_WORD,
    KINDS,
    PROBLEM_KIND_BY_WORD,
    PROBLEM_KINDS,
    STATUS_BY_WORD,
    STATUSES,
    StatusCode,
    listed_titles,
)
from projects.records.model.errors import (
    RECORD_BAD_DATE,
    RECORD_BAD_MONEY,
    RECORD_BAD_NUMBER,
    RECORD_DATE_MONTH,
    RECORD_DATE_SERIAL,
    RECORD_MISSING_VALUE,
    RECORD_MONEY_NOT_EXACT,
    RECORD_NO_TEXT,
    RECORD_OUT_OF_RANGE,
    RECORD_TOO_LONG,
    RECORD_UNIT_AMBIGUOUS,
    RECORD_UNIT_MISSPELT,
    RECORD_UNIT_UNKNOWN,
    RECORD_UNKNOWN_CODE,
    RECORD_UNKNOWN_FIELD,
    RECORD_UNKNOWN_ITEM,
)
from projects.records.model.fields import FIELDS_BY_NAME, PROJECT_FIELDS, RecordField
from projects.records.model.money import MOST_WAN, WAN_YUAN, commas_fit, read_amount
from projects.units.finding import UnitRegister, plain_name, told

DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s+0{1,2}:00(?::00)?)?"
)
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:月份?|月?(底|末|初|上旬|中旬|下旬))?")
PARTS_OF_A_MONTH: Mapping[str | None, tuple[int, int]] = {
    None: (1, 31),
    "初": (1, 1),
    "底": (31, 31),
    "末": (31, 31),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
}
"""First and last day of what is named of a month; 31 is its last day."""
SERIAL = re.compile(r"\d{5}(?:\.0+)?")
SERIAL_EPOCH = dt.date(1899, 12, 30)
LIST_SEPARATOR = re.compile(r"[、,，;；|\n]+")
EARLIEST, LATEST = dt.date(FIRST_YEAR, 10, 1), dt.date(LAST_YEAR, 12, 31)
FEN = Decimal("0.000001")


@dataclass(frozen=True)
class Known:
    """What records are checked against.

    items: ids of the policy register; clauses: the division of each. today: the day of the check.
    """

    items: Collection[str] = frozenset()
    units: UnitRegister = field(default_factory=UnitRegister)
    clauses: Mapping[str, str] = field(default_factory=dict)
    today: dt.date = field(default_factory=today)

    def divisions(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The divisions that a record belongs to: its district, and those of its clauses."""
        district = values.get("district")
        ids = [values.get("action_item_id"), *(values.get("other_item_ids") or ())]
        found = [district, *(self.clauses.get(one) for one in ids if one)]
        return tuple(dict.fromkeys(one for one in found if one))


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a value stands and what it is read against."""

    place: Text
    known: Known
    divisions: tuple[str, ...] = ()
    stored: Collection[str] = ()  # codes of units that the record has already

    def refusal(self, kind: ErrorCode, field: RecordField, **values: Any) -> EcoAtlasError:
        return EcoAtlasError(kind, place=self.place, column=field.title, **values)


def check_record(
    values: Mapping[str, Any],
    place: Text,
    known: Known,
    *,
    row: int | None = None,
    partial: bool = False,
    stored: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of one record in their stored types, and everything that is wrong with them.

    `values` are keyed by field name; with `partial` only the fields that are given are checked (a
    change), else the required ones must be there. `stored` is what the record holds already.
    """
    record: dict[str, Any] = {}
    problems = [_unknown_field(name, place, row) for name in values if name not in FIELDS_BY_NAME]
    later = []
    for field_ in PROJECT_FIELDS:
        if partial and field_.name not in values:
            continue
        if field_.type in ("unit", "units"):  # read once the divisions are known
            later.append(field_)
            continue
        _take(record, problems, field_, values, Reading(place, known), row)
    whole = {**(stored or {}), **record}
    held = [*((stored or {}).get("responsible_units") or ()), (stored or {}).get("lead_unit")]
    reading = Reading(place, known, known.divisions(whole), [one for one in held if one])
    for field_ in later:
        _take(record, problems, field_, values, reading, row)
    return record, problems


def _take(
    record: dict[str, Any],
    problems: list[Problem],
    field_: RecordField,
    values: Mapping[str, Any],
    reading: Reading,
    row: int | None,
) -> None:
    try:
        record[field_.name] = read_value(field_, values.get(field_.name), reading)
    except EcoAtlasError as error:
        problems.append(
            Problem(error.problem.kind, error.problem.values, feature=row, field=field_.name)
        )


def read_value(field_: RecordField, raw: Any, reading: Reading) -> Any:
    """One value in its stored type, None (or an empty list) when it is empty."""
    if isinstance(raw, str):
        raw = without_unseen(raw)
    if raw is None or raw in ("", []):
        if field_.required:
            raise reading.refusal(RECORD_MISSING_VALUE, field_)
        return [] if field_.type in ("units", "items") else None
    return READERS[field_.type](field_, raw, reading)


def _unknown_field(name: str, place: Text, row: int | None) -> Problem:
    choices = ", ".join(FIELDS_BY_NAME)
    values = {"place": place, "field": name, "choices": choices}
    return Problem(RECORD_UNKNOWN_FIELD, values, feature=row)


def _text(field_: RecordField, raw: Any, reading: Reading) -> str:
    if not isinstance(raw, str | int | float | dt.date) or isinstance(raw, bool):
        raise reading.refusal(RECORD_NO_TEXT, field_, found=_called(raw))
    # A code such as 2023001 arrives from a spreadsheet as a number.
    value = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).replace(
        "\r\n", "\n"
    )
    if field_.limit and len(value) > field_.limit:
        raise reading.refusal(RECORD_TOO_LONG, field_, length=len(value), limit=field_.limit)
    return value


def _called(raw: Any) -> Text:
    """What somebody sent who was to send a text, as JSON calls it."""
    if isinstance(raw, bool):
        return Text("是或否", "true or false")
    if isinstance(raw, Mapping):
        return Text("一组字段", "an object")
    return Text("一个列表", "a list")


def _code(words: Mapping[str, StatusCode], codes: tuple[StatusCode, ...]) -> Reader:
    def read(field_: RecordField, raw: Any, reading: Reading) -> str:
        code = words.get(plain(raw))
        if code is None:
            choices = listed_titles(codes)
            raise reading.refusal(RECORD_UNKNOWN_CODE, field_, value=raw, choices=choices)
        return code.value

    return read


def _division(field_: RecordField, raw: Any, reading: Reading) -> str:
    asked = plain_name(_text(field_, raw, reading))
    for code, title in DIVISIONS.items():
        if asked in (plain_name(code), plain_name(title.zh), plain_name(title.en)):
            return code
    choices = listed(DIVISIONS.values())
    raise reading.refusal(RECORD_UNKNOWN_CODE, field_, value=raw, choices=choices)


def _date(field_: RecordField, raw: Any, reading: Reading) -> dt.date:
    value = as_date(raw)
    if value is None:
        _propose_date(field_, raw, reading)
        raise reading.refusal(RECORD_BAD_DATE, field_, value=raw)
    if not EARLIEST <= value <= LATEST:
        limits = {"low": EARLIEST, "high": LATEST, "unit": Text("日期", "date")}
        raise reading.refusal(RECORD_OUT_OF_RANGE, field_, value=value, **limits)
    return value


def _propose_date(field_: RecordField, raw: Any, reading: Reading) -> None:
    """Raises for what may be a date: a month, or the serial number of a day."""
    text = str(raw).strip()
    within = _day_within(text, ends=field_.ends)
    if within is not None and EARLIEST <= within <= LATEST:
        raise reading.refusal(RECORD_DATE_MONTH, field_, value=raw, proposal=within)
    if SERIAL.fullmatch(text):
        proposal = SERIAL_EPOCH + dt.timedelta(days=int(float(text)))
        if EARLIEST <= proposal <= LATEST:
            raise reading.refusal(RECORD_DATE_SERIAL, field_, value=raw, proposal=proposal)


def _day_within(text: str, *, ends: bool) -> dt.date | None:
    """The day that a month or a part of one may mean: its last one of a day that ends something."""
    month = MONTH.fullmatch(text)
    if month is None or not 1 <= int(month[2]) <= 12 or int(month[1]) < EARLIEST.year:
        return None
    year, number = int(month[1]), int(month[2])
    day = PARTS_OF_A_MONTH[month[3]][1 if ends else 0]
    return dt.date(year, number, min(day, calendar.monthrange(year, number)[1]))


def as_date(raw: Any) -> dt.date | None:
    """A full date as people write it; None for anything else."""
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


def _number(field_: RecordField, raw: Any, reading: Reading) -> float:
    value = _as_number(field_, raw)
    if value is None:
        raise reading.refusal(RECORD_BAD_NUMBER, field_, value=raw, unit=field_.unit)
    if not field_.low <= value <= field_.high:
        limits = {"low": field_.low, "high": field_.high, "unit": field_.unit}
        raise reading.refusal(RECORD_OUT_OF_RANGE, field_, value=value, **limits)
    return value


def _as_number(field_: RecordField, raw: Any) -> float | None:
    if isinstance(raw, bool | dt.date):
        return None
    text = plain(raw)
    if "_" in text or not commas_fit(text.rstrip("%")):
        return None
    text = text.replace(",", "")
    if field_.unit is not None:
        # The unit of the column itself may follow the number; any other unit is a misfit.
        text = text.removesuffix(plain(field_.unit.zh))
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _money(field_: RecordField, raw: Any, reading: Reading) -> Decimal:
    amount = None if isinstance(raw, dt.date) else read_amount(raw)
    if amount is None:
        raise reading.refusal(RECORD_BAD_MONEY, field_, value=raw)
    if not 0 <= amount.wan <= MOST_WAN:
        limits = {"low": 0, "high": MOST_WAN, "unit": WAN_YUAN}
        raise reading.refusal(RECORD_OUT_OF_RANGE, field_, value=raw, **limits)
    if not amount.exact:
        proposal = amount.wan.quantize(FEN, ROUND_HALF_UP).normalize()
        raise reading.refusal(RECORD_MONEY_NOT_EXACT, field_, value=raw, proposal=typed(proposal))
    return amount.wan


def _unit(field_: RecordField, raw: Any, reading: Reading) -> str:
    """The code of the unit that a name means."""
    written, register = _text(field_, raw, reading), reading.known.units
    meant = register.meant(written, reading.divisions)
    if len(meant) > 1:
        # What stands in the record already is meant by the name that it has there.
        meant = tuple(unit for unit in meant if unit.code in reading.stored) or meant
    if len(meant) == 1:
        return meant[0].code
    if meant:
        raise reading.refusal(RECORD_UNIT_AMBIGUOUS, field_, value=written, near=told(meant))
    near = register.similar(written, reading.divisions)
    if near:
        proposal = register.shown(near[0], reading.divisions)
        raise reading.refusal(RECORD_UNIT_MISSPELT, field_, value=written, proposal=proposal)
    raise reading.refusal(RECORD_UNIT_UNKNOWN, field_, value=written, near=told(()))


def _units(field_: RecordField, raw: Any, reading: Reading) -> list[str]:
    return list(dict.fromkeys(_unit(field_, part, reading) for part in split_list(raw)))


def _item(field_: RecordField, raw: Any, reading: Reading) -> str:
    item_id = str(raw).strip().upper()
    if item_id not in reading.known.items:
        raise reading.refusal(RECORD_UNKNOWN_ITEM, field_, value=raw)
    return item_id


def _items(field_: RecordField, raw: Any, reading: Reading) -> list[str]:
    return list(dict.fromkeys(_item(field_, part, reading) for part in split_list(raw)))


def split_list(raw: Any) -> list[str]:
    """The parts of a list as written in one cell (、 , ; or a new line between them)."""
    texts = [raw] if isinstance(raw, str) else raw if isinstance(raw, list | tuple) else [raw]
    parts = (part.strip() for text in texts for part in LIST_SEPARATOR.split(str(text)))
    return [part for part in parts if part]


Reader = Callable[[RecordField, Any, Reading], Any]
READERS: dict[str, Reader] = {
    "text": _text,
    "status": _code(STATUS_BY_WORD, STATUSES),
    "kind": _code(KIND_BY_WORD, KINDS),
    "problem_kind": _code(PROBLEM_KIND_BY_WORD, PROBLEM_KINDS),
    "division": _division,
    "date": _date,
    "number": _number,
    "money": _money,
    "unit": _unit,
    "units": _units,
    "item": _item,
    "items": _items,
}
