"""What a request under `/ogc` asks: declared parameters, or 400 as the standard has it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from flask import request
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.serving.systems import CRS84
from layers.system.china_time import day
from webmap.edge.access import TOKEN_PARAMETER
from webmap.edge.asked import read
from webmap.edge.parameters import EVERYWHERE

Model = TypeVar("Model", bound="Asked")

MOST_FEATURES, USUAL_FEATURES = 10_000, 100
LARGEST_OFFSET = 10**9
# RFC 3339 as the standard asks for it, with the offset of its zone.
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
OPEN = ("", "..")

PARAMETERS_WRONG = declare(
    "parameters-wrong",
    "error",
    Text("这些参数不能接受：{fields}。", "These parameters cannot be accepted: {fields}."),
    Text("请按下面逐项改正。", "Correct them as is said of each."),
)
PARAMETER_TWICE = declare(
    "parameter-twice",
    "error",
    Text("参数“{name}”写了不止一次。", "The parameter “{name}” is there more than once."),
    Text("请只写一次。", "Give it once."),
)
DAYS_WRONG = declare(
    "datetime-wrong",
    "error",
    Text("看不懂 datetime“{given}”。", "The datetime “{given}” cannot be used."),
    Text(
        "请写一天、一个时刻或先早后晚的一段，例如 2025-06-30、2024-01-01/..。",
        "Give a day, a moment or an interval from earlier to later, such as 2025-06-30, "
        "2025-06-30T08:00:00Z or 2024-01-01/..",
    ),
)


class Asked(BaseModel):
    """What every address under `/ogc` takes. token: for programs that send no header."""

    f: Literal["json"] = "json"
    token: Annotated[str, Field(max_length=200)] = ""


class ItemAsked(Asked):
    """crs: the system of the answer, by its URI."""

    crs: Annotated[str, Field(max_length=200)] = CRS84


class ItemsAsked(ItemAsked):
    """Which features: within a window, there at a time; and which part of them."""

    limit: Annotated[int, Field(ge=1, le=MOST_FEATURES)] = USUAL_FEATURES
    offset: Annotated[int, Field(ge=0, le=LARGEST_OFFSET)] = 0
    bbox: Annotated[str, Field(max_length=300)] | None = None
    bbox_crs: Annotated[str, Field(max_length=200, alias="bbox-crs")] = CRS84
    datetime: Annotated[str, Field(max_length=100)] | None = None

    @property
    def until(self) -> dt.date | None:
        """The day by which a feature has to be there; raises `datetime-wrong`."""
        return None if self.datetime is None else last_day(self.datetime)


def asked_in(model: type[Model]) -> Model:
    """The declared parameters of this request; raises `parameters-wrong`, `parameter-twice`."""
    declared = set(names_of(model))
    given = {name: value for name, value in _once().items() if name in declared}
    try:
        return read(model, given)
    except EcoAtlasError as error:
        raise EcoAtlasError(
            PARAMETERS_WRONG, problems=error.problems, **error.problem.values
        ) from None


def conditions(model: type[Asked]) -> dict[str, str]:
    """What else stands in the address: values by property."""
    others = {*names_of(model), *EVERYWHERE, TOKEN_PARAMETER}
    return {name: value for name, value in _once().items() if name not in others}


def names_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _once() -> Mapping[str, str]:
    for name, values in request.args.lists():
        if len(values) > 1:
            raise EcoAtlasError(PARAMETER_TWICE, name=name[:60])
    return request.args.to_dict()


def last_day(given: str) -> dt.date:
    """The end of an interval, in China; the last day of all where it is open.

    Raises `datetime-wrong`.

    Features have a day from which they are there, and none on which they end: the beginning of
    the interval leaves none out but those without a day.
    """
    ends = given.split("/")
    try:
        days = [None if one in OPEN and len(ends) == 2 else _day(one) for one in ends]
    except (ValueError, OverflowError):
        raise EcoAtlasError(DAYS_WRONG, given=given) from None
    if len(ends) > 2 or (days[0] and days[-1] and days[0] > days[-1]):
        raise EcoAtlasError(DAYS_WRONG, given=given)
    return days[-1] or dt.date.max


def _day(text: str) -> dt.date:
    if DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    if not MOMENT.fullmatch(text):
        raise ValueError(text)
    return day(dt.datetime.fromisoformat(text.upper()))
