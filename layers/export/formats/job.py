"""What a writer is given: the features, what is said about them, and where they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from geo.errors import Problem
from geo.words import Text
from layers.export.features import Features
from layers.system.dateless import EPOCH
from layers.system.progress import Progress, silent

UNDATED = dt.datetime(*EPOCH, tzinfo=dt.UTC)
"""Of features that belong to no version."""


class Sized(Protocol):
    def __len__(self) -> int: ...


Part = TypeVar("Part", bound=Sized)


@dataclass(frozen=True, slots=True)
class Job:
    """`features` are in the reference system of the file; `notes` are what was to be said before.

    name: stem of tables and parts inside the file (a layer id). about: origin as plain values, by
    the names of `about.TITLES`. encoding: of a shapefile's text. progress: what it raises ends the
    writing, between two parts. made: the moment (UTC) that the file says it was written.
    """

    features: Features
    name: str
    kind: str
    title: Text
    about: dict[str, Any]
    out: Path
    encoding: str = "UTF-8"
    notes: tuple[Problem, ...] = field(default=())
    progress: Progress = silent
    made: dt.datetime = UNDATED

    def looked_at(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Parts that are looked at before anything is written, telling how far that is."""
        return self._told(parts, "read")

    def written(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Parts on their way into the file, telling how far that is."""
        return self._told(parts, "write")

    def _told(self, parts: Iterable[Part], step: str) -> Iterator[Part]:
        done, total = 0, self.features.count
        self.progress(step, done, total)
        for part in parts:
            yield part
            done += len(part)
            self.progress(step, done, total)
