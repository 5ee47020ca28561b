"""Which features of a layer count for a target: by a field of status, a choice of rows, a day.

The fields are named by the user, because every office keeps its tasks in its own columns.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.reading.fields.dates import iso_date
from projects.metrics.declaration import NO_FIELD, Given
from projects.metrics.results import both, listed, note, split, text_or_none
from projects.metrics.unknown import so_many
from projects.metrics.works.status_columns import EVERY, LATE, NAMES, UNDATED, UNKNOWN

TRUE = frozenset({"true", "1", "1.0", "是", "yes", "y"})


FIELD_AND_VALUE = declare(
    "field-and-value-together",
    "error",
    Text(
        "参数“{given}”要与“{lacking}”一起填写。",
        "The parameter “{given}” needs “{lacking}” beside it.",
    ),
    Text("请补上另一个参数，或两个都不填。", "Give both, or neither."),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows that belong to the task, with what each counts as.

    frame: n rows, index 0 … n−1; classes: (n,) status, `unknown` without one, `late` where a status
    that counts was reached after the day, `undated` where it says no day; order: all classes, of
    which the first keeps a place that several claim: what counts, then what may count, then what
    does not; counted: the classes that count; left_out: rows that the choice of rows leaves out.
    """

    frame: gpd.GeoDataFrame
    classes: list[str]
    order: list[str]
    counted: tuple[str, ...]
    left_out: int

    def rows_of(self, name: str) -> int:
        return self.classes.count(name)

    @property
    def may_count(self) -> tuple[str, ...]:
        """The classes of which nobody can say whether they count."""
        return tuple(name for name in MAY_COUNT if name not in self.counted)

    @property
    def unknown(self) -> tuple[Text, ...]:
        """What is not known of the rows, in words with their number."""
        return tuple(
            said for name in self.may_count for said in so_many(self.rows_of(name), MAY_COUNT[name])
        )


def standing(given: Given, role: str) -> Standing:
    """The rows of the layer of this role by what the parameters say.

    Raises `field-and-value-together`.
    """
    parameters = _without_none(given.parameters)
    _refuse_half(parameters, "only_values", "only_field")
    _refuse_half(parameters, "date_field", "until")
    _refuse_half(parameters, "until", "date_field")
    whole = given.frames[role]
    frame = whole[np.array(_chosen(whole, parameters), dtype=bool)].reset_index(drop=True)
    counted = split(parameters["counted"]) if parameters["status_field"] else (EVERY,)
    classes = _classes(frame, parameters, counted)
    others = sorted({*classes} - {*counted, LATE, *MAY_COUNT})
    order = dict.fromkeys([*counted, *MAY_COUNT, *others, LATE])
    return Standing(frame, classes, list(order), counted, len(whole) - len(frame))


def counts_nothing(given: Given, found: Standing) -> bool:
    """Whether no row was chosen, or a status counts that is no known word and that no row has."""
    field = _without_none(given.parameters)["status_field"]
    if found.frame.empty or not field:
        return not len(found.frame)
    there = {_status(value) for value in given.frames["features"][field]}
    return not {*found.counted} & (there | {*NAMES})


def _without_none(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """`NO_FIELD` names no field."""
    return {name: None if value == NO_FIELD else value for name, value in parameters.items()}


def _refuse_half(parameters: Any, given: str, lacking: str) -> None:
    if parameters[given] and not parameters[lacking]:
        raise EcoAtlasError(FIELD_AND_VALUE, given=given, lacking=lacking)


def _chosen(frame: gpd.GeoDataFrame, parameters: Any) -> list[bool]:
    field = parameters["only_field"]
    if not field:
        return [True] * len(frame)
    wanted = frozenset(split(parameters["only_values"])) or TRUE
    values = [text_or_none(value) for value in frame[field]]
    lower = wanted is TRUE
    return [v is not None and _plain(v, lower=lower) in wanted for v in values]


def _plain(value: str, *, lower: bool) -> str:
    return value.strip().lower() if lower else value.strip()


def _classes(frame: gpd.GeoDataFrame, parameters: Any, counted: Sequence[str]) -> list[str]:
    field = parameters["status_field"]
    status = [_status(value) for value in frame[field]] if field else [EVERY] * len(frame)
    if not parameters["date_field"]:
        return status
    until = dt.date.fromisoformat(parameters["until"])
    days = [_last_day(value) for value in frame[parameters["date_field"]]]
    return [
        _by_day(name, day, until) if name in counted else name
        for name, day in zip(status, days, strict=True)
    ]


def _by_day(name: str, day: dt.date | None, until: dt.date) -> str:
    if day is None:
        return UNDATED
    return LATE if day > until else name


def _status(value: Any) -> str:
    text = text_or_none(value)
    return text.strip() or UNKNOWN if text else UNKNOWN


def _last_day(value: Any) -> dt.date | None:
    """The day of a date in any form that offices use, or the last one of a year or a month; None
    where it is neither."""
    try:
        written = iso_date(value) if text_or_none(value) else None
    except ValueError:
        return None
    if written is None:
        return None
    year, *parts = map(int, written.split("-"))
    if len(parts) == 2:
        return dt.date(year, *parts)
    month = parts[0] if parts else 12
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def class_name(name: str) -> str:
    """How a class is named in a table of the result."""
    return both(NAMES[name]) if name in NAMES else name


def standing_notes(found: Standing) -> list[dict[str, Any]]:
    """What a reader has to know of rows that did not count."""
    notes = []
    if found.frame.empty or not set(found.counted) & set(found.classes):
        there = dict.fromkeys(one for one in found.classes)
        notes.append(
            note(
                "no-counted-status",
                "没有要素的状态是“{counted}”；图层中的状态有：{there}。",
                "No feature has the status “{counted}”; the layer has: {there}.",
                counted=listed(found.counted),
                there=listed(there) or "—",
            )
        )
    if found.rows_of(UNKNOWN):
        notes.append(_rows_note("status-empty", found, UNKNOWN, STATUS_EMPTY))
    if found.rows_of(UNDATED):
        notes.append(_rows_note("counted-undated", found, UNDATED, COUNTED_UNDATED))
    if found.rows_of(LATE):
        notes.append(_rows_note("counted-late", found, LATE, COUNTED_LATE))
    if found.left_out:
        notes.append(
            note(
                "rows-left-out",
                "有 {count} 个要素不属于所选范围，未计入。",
                "{count:feature|features} {count:~is|are} not among the chosen rows and "
                "{count:~was|were} left out.",
                count=found.left_out,
            )
        )
    return notes


STATUS_EMPTY = Text(
    "有 {count} 个要素没有状态，情况不明，单列：{keys}。",
    "{count:feature|features} {count:~has|have} no status; nobody knows of "
    "{count:~it, and it stands|them, and they stand} apart: {keys}.",
)


COUNTED_UNDATED = Text(
    "有 {count} 个要素的状态已完成，但没有日期，是否在期限以前不明，单列：{keys}。",
    "{count:feature|features} {count:~is|are} done, but no date says whether by the day; "
    "{count:~it stands|they stand} apart: {keys}.",
)


COUNTED_LATE = Text(
    "有 {count} 个要素的状态已完成，但日期晚于期限，不计入：{keys}。",
    "{count:feature|features} {count:~is|are} done, but after the day, and {count:~does|do} not "
    "count: {keys}.",
)


MAY_COUNT = {
    UNDATED: Text(
        "{count} 个要素已完成而没有日期", "features that are done without a date ({count})"
    ),
    UNKNOWN: Text("{count} 个要素没有状态", "features without a status ({count})"),
}


"""Classes of which nobody can say whether they count."""


def _rows_note(code: str, found: Standing, name: str, said: Text) -> dict[str, Any]:
    keys = keys_where(found.frame, (one == name for one in found.classes))
    return note(code, said.zh, said.en, count=len(keys), keys=listed(keys))


def keys_where(frame: gpd.GeoDataFrame, picked: Iterable[bool]) -> list[str]:
    return [key for key, one in zip(frame["key"], picked, strict=True) if one]


def counts_code(found: Standing, name: str) -> str:
    return "yes" if name in found.counted else "no"
