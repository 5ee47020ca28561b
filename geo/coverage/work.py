"""What is asked of regions under one cover: looked up, shared out, measured, kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from geo.coverage.cache import Kept, Sums
from geo.coverage.cover import Cover, boxes_in
from geo.coverage.outside import Outside
from geo.coverage.part import Asked, Part, positions_of_none, sums_of
from geo.coverage.regions import AnyWay, Progress
from geo.coverage.sharing import (
    Answer,
    Shared,
    Source,
    Spread,
    Task,
    answer,
    answered,
    answers_here,
    in_squares,
)
from geo.measure.areal import area_in_plane
from geo.plane.arrays import Floats, Geometries, Positions


@dataclass(slots=True)
class Found:
    """Of regions: the sums, how many were measured now, and the ways that were taken."""

    sums: list[Sums]
    computed: int = 0
    ways: set[str] = field(default_factory=set)

    @property
    def method(self) -> str:
        return "+".join(sorted(self.ways)) or "kept"


@dataclass(slots=True)
class Work:
    """One call: what it works on, and where."""

    cover: Cover | Source
    epsg: int
    pool: Executor
    kept: Kept
    way: AnyWay | None
    spread: Spread | None

    def found(
        self, asked: Asked, progress: Progress | None = None, *, divide: bool = True
    ) -> Found:
        """divide: whether what is too large for a task may be measured in squares."""
        quick_keys = self.kept.keys_by_cover(asked.kind, asked.names)
        results = [self.kept.get(key) for key in quick_keys]
        missing = positions_of_none(results)
        found = Found([])
        if len(missing):
            for at, answer in self._answers(asked.only(missing), progress, divide=divide):
                for position, key, result in zip(
                    missing[at], answer.keys, answer.sums, strict=True
                ):
                    results[position] = result
                    self.kept.put(key, result)
                    self.kept.put(quick_keys[position], result)
                found.computed += answer.computed
                found.ways |= answer.ways
        found.sums = [each for each in results if each]
        return found

    def outside(self, zones: Geometries) -> Outside | None:
        """Squares around the cover and what no zone holds of them; None where nothing is covered.
        zones: none empty."""
        bounds = self.cover.bounds
        if np.isnan(bounds).any():
            return None
        west, south, east, north = boxes_in(bounds[None], self.cover.crs, self.epsg)[0].tolist()
        features = self.cover.features if isinstance(self.cover, Cover) else len(self.cover)
        return Outside.around(zones, (west, south, east, north), features)

    def _answers(
        self, asked: Asked, progress: Progress | None, *, divide: bool
    ) -> Iterator[tuple[Positions, Answer]]:
        """Of all regions, some at a time: their positions, and what is known of them now."""
        every = np.arange(len(asked.names))
        if isinstance(self.cover, Cover):
            part = Part(self.cover, self.pool, self.kept, self.way)
            yield every, answer(part, asked, progress)
            return
        regions = asked.made(every)
        shared = Shared.out(self.cover, regions, self.epsg, divide=divide)
        done = 0
        for at, one in chain(
            self._of_tasks(self.cover, shared, asked, regions),
            self._of_large(self.cover, shared, asked, regions),
        ):
            yield at, one
            done += len(at)
            if progress:
                progress(done, len(every))

    def _of_tasks(
        self, source: Source, shared: Shared, asked: Asked, regions: Geometries
    ) -> Iterator[tuple[Positions, Answer]]:
        keyed = self.kept.cache is not None
        tasks = (
            Task(
                source, self.epsg, asked.kind, [asked.names[i] for i in at], regions[at],
                pieces, self.way, keyed,
            )
            for at, pieces in shared.tasks
        )  # fmt: skip
        spread = self.spread
        answers = (
            answers_here(tasks, self.pool, self.kept) if spread is None else spread(answered, tasks)
        )
        return zip((at for at, _ in shared.tasks), answers, strict=True)

    def _of_large(
        self, source: Source, shared: Shared, asked: Asked, regions: Geometries
    ) -> Iterator[tuple[Positions, Answer]]:
        """The squares of a large region are kept like regions, and added up."""
        for at in shared.large:
            parts = in_squares(regions[at], source)
            found = self.found(Asked.of(asked.kind, parts), divide=False)
            area = area_in_plane(regions[at : at + 1])
            _, covered, piled = added_up(found.sums)[:, None]
            sums = sums_of(area, covered, piled)
            yield np.array([at]), Answer([*sums], [None], frozenset(found.ways), 1)


def added_up(results: list[Sums]) -> Floats:
    """Area, covered and piled m² of all of them."""
    rows = [(each.area_m2, each.covered_m2, each.piled_m2) for each in results]
    totals: Floats = np.array(rows, dtype=np.float64).reshape(-1, 3).sum(axis=0)
    return totals
