"""Of which day a figure tells: of that of its data, whenever it is computed or signed.

No figure tells of a day after the one on which it was computed, whatever date its data claim.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import Version
from layers.system.china_time import day as china_day
from projects.holdings.confirming import Confirmation, Place, in_force, words_on
from projects.metrics.registry import METRICS
from projects.metrics.roles import BOUNDARY

BEFORE = "before"
"""The role of what a later layer is compared with: the figure is that of the later one."""
EARLY = Text(
    "数据是 {day} 的，早于目标年份 {year} 的年末，只说明当时的情况。",
    "The data are of {day}, before the end of the target's year {year}: they tell how things stood"
    " then.",
)
UNDATED = Text(
    "图层没有写明数据日期，不知说明的是哪一年的情况（目标年份 {year}）。",
    "The layers do not state the day of their data: of which year they tell is not known (the"
    " target's year is {year}).",
)


class Run(Protocol):
    """A stored run, or its row."""

    @property
    def id(self) -> int: ...
    @property
    def metric(self) -> str: ...
    @property
    def inputs(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...
    @property
    def created_at(self) -> dt.datetime: ...


def early(day: dt.date | None, year: int | None) -> Text | None:
    """That data of a day are older than the end of the target's year, where they are."""
    if day is None or year is None or day >= dt.date(year, 12, 31):
        return None
    return EARLY.format(day=day, year=year)


def another_year(day: dt.date | None, year: int | None) -> Text | None:
    """The same, and that nobody knows of which year the data tell."""
    if year is not None and day is None:
        return UNDATED.format(year=year)
    return early(day, year)


@dataclass(frozen=True, slots=True)
class DaysOfData:
    """Dates of versions as they state them, and what was said of versions later."""

    dates: Mapping[Place, dt.date | None]
    words: Mapping[Place, Sequence[Confirmation]]

    def of(self, run: Run, known: dt.datetime | None = None) -> dt.date | None:
        """The earliest day of what a run measured; none where a layer that counts states none.

        known: the moment up to which what was confirmed counts, for whoever vouched for the figure
        then.
        """
        confirmed = {place: in_force(words, known) for place, words in self.words.items()}
        days = {place: one.day for place, one in confirmed.items() if one is not None}
        computed = china_day(run.created_at)
        return day_of(run.metric, run.inputs, run.parameters, self.dates, computed, days)

    def confirmed(self, run: Run) -> list[Text]:
        """What was said later of the layers of a run."""
        places = dict.fromkeys((one["layer"], one["version"]) for one in run.inputs)
        found = (in_force(self.words.get(one, ())) for one in places)
        return [one.said for one in found if one is not None]


def days_of_data(session: Session, runs: Iterable[Run]) -> DaysOfData:
    """What dates these runs; two queries."""
    places = {(one["layer"], one["version"]) for row in runs for one in row.inputs}
    query = select(Version.layer_id, Version.number, Version.date)
    layers = {layer for layer, _ in places}
    found = session.execute(query.where(Version.layer_id.in_(layers))) if layers else ()
    dates = {(layer, number): date for layer, number, date in found}
    return DaysOfData(dates, words_on(session, places))


def day_of(
    metric: str,
    inputs: Iterable[Mapping[str, Any]],
    parameters: Mapping[str, Any],
    dates: Mapping[Place, dt.date | None],
    computed: dt.date,
    confirmed: Mapping[Place, dt.date],
) -> dt.date | None:
    """The day of one run, by the dates of versions of layers; never after it was computed, but
    where somebody has looked at a layer on a later day and found it right."""
    if parameters.get("year"):
        return min(dt.date(int(parameters["year"]), 12, 31), computed)
    places = [(one["layer"], one["version"]) for one in measured(metric, inputs)]
    found = [_later(dates.get(one), computed, confirmed.get(one)) for one in places]
    return None if None in found or not found else min(one for one in found if one)


def _later(stated: dt.date | None, computed: dt.date, confirmed: dt.date | None) -> dt.date | None:
    days = (None if stated is None else min(stated, computed), confirmed)
    return max((one for one in days if one is not None), default=None)


def measured(metric: str, inputs: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The inputs that the figure is about: what stands beside them may be older."""
    declared = METRICS.get(metric)
    others = [one for one in inputs if one["role"] not in (BOUNDARY.name, BEFORE)]
    roles = ((one, declared and declared.role(one["role"])) for one in others)
    chosen = [one for one, role in roles if role and (role.within != "beside" or role.decides)]
    return chosen or others
