"""Readings of a file as columns: where, when, what was measured, and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Problem
from projects.water.cells import BelowRule
from projects.water.measured import Of
from projects.water.sections import Section
from projects.water.times import Grain

Places = NDArray[np.int64]
Moments = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of a file: mapping is role or item -> head, units item -> unit.

    standard_units: units that are not written are those of the sheet of items. accepted: values
    far above what is found were looked at. guess: where no unit is written that of the sheet is
    taken, and a value that it makes implausible is left out. of: what was measured.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    standard_units: bool = False
    accepted: bool = False
    guess: bool = False
    below: BelowRule = "half"
    layer: str | None = None
    of: Of = "sections"


@dataclass(frozen=True, slots=True)
class Block:
    """Values of one item in its own unit. `reading` is the place of each in its `Readings`, `rows`
    the row of the file, `texts` what was written there."""

    item: str
    reading: Places
    values: NDArray[np.float64]
    flags: NDArray[np.int8]
    rows: Places
    texts: pa.Array

    def __len__(self) -> int:
        return len(self.values)

    def at(self, places: Places | NDArray[np.bool_]) -> Block:
        """The values at some places of it; of all of them it is the block itself."""
        if places.dtype == bool and places.all():
            return self
        chosen = np.flatnonzero(places) if places.dtype == bool else places
        return Block(
            self.item,
            self.reading[chosen],
            self.values[chosen],
            self.flags[chosen],
            self.rows[chosen],
            self.texts.take(pa.array(chosen)),
        )


@dataclass(frozen=True, slots=True)
class Readings:
    """What was measured somewhere at one time is a reading.

    section: places in `sections`. at: times of the place. rows: the row of each in the file.
    targets: the class that the file says is to be met, empty where it says none.
    """

    sections: Sequence[Section]
    section: Places
    at: Moments
    grain: Grain
    rows: Places
    blocks: Sequence[Block]
    targets: Sequence[str | None] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def count(self) -> int:
        return sum(len(block) for block in self.blocks)

    @property
    def minutes(self) -> Places:
        """Minutes since 1970, of each reading."""
        minutes: Places = self.at.astype("datetime64[m]").astype(np.int64)
        return minutes

    @property
    def months(self) -> Places:
        """Months since January 1970, of each reading."""
        return months_of(self.minutes)


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that is no reading: without a value, or its section or time is not understood."""

    row: int
    section: str
    time: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Readings, with every fault of the file; `refused` are those by which it cannot be kept."""

    readings: Readings
    problems: Sequence[Problem]
    ignored: tuple[str, ...] = ()
    left: Sequence[LeftRow] = ()

    @property
    def refused(self) -> list[Problem]:
        return [one for one in self.problems if one.kind.severity == "error"]


def months_of(minutes: Places) -> Places:
    """Months since January 1970 of minutes since then."""
    months: Places = minutes.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
    return months


def month_name(months: int) -> str:
    """`YYYY-MM` of months since January 1970."""
    return f"{1970 + months // 12:04d}-{months % 12 + 1:02d}"
