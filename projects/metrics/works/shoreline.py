"""Share of natural shoreline at two dates; the plans ask that it rises."""

from __future__ import annotations

import math
from typing import Any

import geopandas as gpd

from geo.errors import EcoAtlasError
from geo.figures.units import PERCENT
from geo.lines.lengths import Shoreline
from geo.lines.lengths import natural_shoreline as measured
from geo.words import Text
from projects.metrics.declaration import (
    NO_FIELD,
    Computed,
    Given,
)
from projects.metrics.errors import MISSING_PARAMETER
from projects.metrics.results import (
    SHARE_DIGITS,
    Amount,
    both,
    length,
    listed,
    note,
    share,
    split,
    text_or_none,
)
from projects.metrics.targets import Target
from projects.metrics.unknown import change_over, so_many
from projects.metrics.works.length import inside
from projects.metrics.works.shoreline_metric import FIELD, NATURAL_SHORELINE

SCALE_STEP = 0.05


"""How much the whole length may change between the dates before a note asks whether the sources
differ; figure and verdict are the same with it and without."""


def compute(given: Given) -> Computed:
    """Both dates by the same field and values; the change is after − before.

    Raises `missing-parameter` where no field is named.
    """
    if given.parameters[FIELD.name] == NO_FIELD:
        raise EcoAtlasError(
            MISSING_PARAMETER, metric=NATURAL_SHORELINE.id, parameter=FIELD.name, title=FIELD.title
        )
    frames = {date: given.frames[date] for date in ("before", "after")}
    region = given.frames.get("region")
    if region is not None:
        frames = {date: inside(frame, region) for date, frame in frames.items()}
    found = {date: _shoreline(frame, given) for date, frame in frames.items()}
    shares = {date: share(one.natural_m, one.all_m) for date, one in found.items()}
    before, after = shares["before"], shares["after"]
    change = None if before is None or after is None else round(after - before, SHARE_DIGITS) + 0.0
    target = given.target
    result = {
        "total": _total(found, shares, change),
        "dates": [_date(date, one, shares[date]) for date, one in found.items()],
        "target": None if target is None else _target(target, found),
        "notes": _notes(frames, found, given),
    }
    return Computed(result)


def _target(target: Target, found: dict[str, Shoreline]) -> dict[str, Any]:
    """The verdict of every share that the dates may have: what is of unknown nature may be natural
    or not, at each date by itself."""
    before, after = (_ends(found[date]) for date in ("before", "after"))
    unknown = tuple(
        said
        for date, one in found.items()
        for said in so_many(math.ceil(one.unknown_m), NATURE_UNKNOWN.format(date=DATES[date]))
    )
    return change_over(target, before, after, unknown)


def _ends(one: Shoreline) -> tuple[float | None, float | None]:
    """The share without and with what is of unknown nature."""
    most = share(one.natural_m + one.unknown_m, one.all_m)
    return share(one.natural_m, one.all_m), most


def _shoreline(frame: gpd.GeoDataFrame, given: Given) -> Shoreline:
    natural = _natural(frame, given)
    return measured(frame, natural, tolerance_m=given.parameters["tolerance_m"])


def _natural(frame: gpd.GeoDataFrame, given: Given) -> list[bool | None]:
    wanted = frozenset(split(given.parameters["natural_values"]))
    values = [text_or_none(value) for value in frame[given.parameters[FIELD.name]]]
    return [None if value is None else value.strip() in wanted for value in values]


def _total(
    found: dict[str, Shoreline], shares: dict[str, float | None], change: float | None
) -> dict[str, Any]:
    return {
        "share_before": shares["before"],
        "share_after": shares["after"],
        "change": change,
        "risen": None if change is None else _risen(found),
        "before_m": length(found["before"].all_m),
        "after_m": length(found["after"].all_m),
    }


def _risen(found: dict[str, Shoreline]) -> str:
    """Whether the share rises whatever is of unknown nature; `unknown` where that decides."""
    before, after = (_ends(found[date]) for date in ("before", "after"))
    rises = {(now or 0.0) > (then or 0.0) for then in before for now in after}
    return "unknown" if len(rises) > 1 else "yes" if rises == {True} else "no"


def _date(date: str, one: Shoreline, share_then: float | None) -> dict[str, Any]:
    return {
        "key": date,
        "name": both(DATES[date]),
        "natural_m": length(one.natural_m),
        "artificial_m": length(one.artificial_m),
        "unknown_m": length(one.unknown_m),
        "all_m": length(one.all_m),
        "share": share_then,
    }


def _notes(
    frames: dict[str, gpd.GeoDataFrame], found: dict[str, Shoreline], given: Given
) -> list[dict[str, Any]]:
    notes = []
    for date, frame in frames.items():
        natural = _natural(frame, given)
        unknown = [k for k, one in zip(frame["key"], natural, strict=True) if one is None]
        if unknown:
            notes.append(
                note(
                    "nature-empty",
                    "{date}有 {count} 段岸线没有填写性质，计入总长，单列：{keys}。",
                    "{date_en}: {count:segment|segments} {count:~does|do} not say what "
                    "{count:~it is; it is|they are; they are} in the whole and "
                    "{count:~stands|stand} apart: {keys}.",
                    date=DATES[date].zh,
                    date_en=DATES[date].en,
                    count=len(unknown),
                    keys=listed(unknown),
                )
            )
    before, after = found["before"].all_m, found["after"].all_m
    if before and abs(after / before - 1) > SCALE_STEP:
        notes.append(
            note(
                "shoreline-lengths-differ",
                "两期岸线总长相差 {percent}：请核对两期是否出自同一来源、同一比例尺，"
                "画得越细岸线越长。",
                "The whole shoreline differs by {percent} between the dates: check that both "
                "come from one source and scale, because a line drawn finer is longer.",
                percent=Amount(abs(after / before - 1) * 100, PERCENT),
            )
        )
    return notes


NATURE_UNKNOWN = Text(
    "{date}有 {{count}} 米岸线没有填写性质",
    "shoreline of unknown nature {date} ({{count}} m)",
)


DATES = {"before": Text("前期", "before"), "after": Text("后期", "after")}
