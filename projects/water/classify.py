"""Each reading of a file with its class; nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from geo.errors import Problem
from geo.words import listed
from projects.water import errors
from projects.water.classing import Judged, judge
from projects.water.items import Items, items_now
from projects.water.limits import Limits, limits_on
from projects.water.reading import read_file
from projects.water.readings import Asked, ReadFile, Readings
from projects.water.sections import sections_of
from projects.water.times import Grain

if TYPE_CHECKING:
    from layers.storage.store import Store

FORMS: Mapping[Grain, str] = {"moment": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d", "month": "%Y-%m"}


@dataclass(frozen=True, slots=True)
class ClassedReading:
    """A row of the file; without a class where nothing that counts was measured."""

    row: int
    section: str
    time: str
    lake: bool
    judged: Judged
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassedFile:
    """Readings by row, and what is to be said of the file as a whole."""

    readings: Sequence[ClassedReading]
    problems: Sequence[Problem]
    ignored: tuple[str, ...]


def classify_file(
    session: Session, store: Store, path: Path, asked: Asked, *, lake: bool | None = None
) -> ClassedFile:
    """lake: True where every section is one; else the layer and the sheet of names say it.

    Raises as `read_file`.
    """
    items = items_now(session)
    found = read_file(path, items, sections_of(session, store, asked.layer), asked)
    classed = [*_Classer(session, found, items, lake=lake).readings(), *_left(found, items)]
    whole = [one for one in found.problems if one.feature is None]
    return ClassedFile(sorted(classed, key=lambda one: one.row), whole, found.ignored)


def _left(found: ReadFile, items: Items) -> Iterable[ClassedReading]:
    nothing = Judged(None, {}, items.counted)
    told = _by_row(found.problems)
    for one in found.left:
        problems = tuple(told.get(one.row, ()))
        yield ClassedReading(one.row, one.section, one.time, False, nothing, problems)


def _by_row(problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    told: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.feature is not None:
            told.setdefault(problem.feature, []).append(problem)
    return told


class _Classer:
    """Judges the readings of a file one by one, each set of limits read once."""

    def __init__(
        self, session: Session, found: ReadFile, items: Items, *, lake: bool | None
    ) -> None:
        self.session, self.items, self.lake = session, items, lake
        self.file: Readings = found.readings
        self.told = _by_row(found.problems)
        self._limits: dict[tuple[dt.date, bool], Limits] = {}

    def readings(self) -> Iterable[ClassedReading]:
        form = FORMS[self.file.grain]
        values = _by_reading(self.file)
        times = self.file.at.astype("datetime64[s]").astype(object)
        for place, row in enumerate(self.file.rows.tolist()):
            section = self.file.sections[int(self.file.section[place])]
            lake = section.lake if self.lake is None else self.lake
            target = self.file.targets[place] if self.file.targets else None
            day = times[place].date()
            judged = judge(
                values[place], self.limits(day, lake=lake), self.items,
                target=target or section.target,
            )  # fmt: skip
            problems = [*self.told.get(row, ()), *self._of_limits(judged, row, f"{day}")]
            if self.lake is False and section.lake:
                said = {"section": section.name, "row": row}
                problems.append(Problem(errors.LAKE_JUDGED, said, row))
            yield ClassedReading(
                row, section.name, times[place].strftime(form), lake, judged, tuple(problems)
            )

    def limits(self, day: dt.date, *, lake: bool) -> Limits:
        """Those of the day of the reading."""
        key = day, lake
        if key not in self._limits:
            self._limits[key] = limits_on(self.session, key[0], lake=lake)
        return self._limits[key]

    def _of_limits(self, judged: Judged, row: int, day: str) -> list[Problem]:
        if not judged.no_limit:
            return []
        items = listed(self.items[one].title for one in judged.no_limit)
        return [Problem(errors.NO_LIMIT, {"time": day, "items": items}, row)]


def _by_reading(readings: Readings) -> list[dict[str, float]]:
    found: list[dict[str, float]] = [{} for _ in range(len(readings))]
    for block in readings.blocks:
        for place, value in zip(block.reading.tolist(), block.values.tolist(), strict=True):
            found[place].setdefault(block.item, value)
    return found
