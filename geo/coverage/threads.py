"""Work that is shared among threads where there is enough of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from typing import TypeVar

Part = TypeVar("Part")
Done = TypeVar("Done")


def shared_out(
    pool: Executor, do: Callable[[Part], Done], parts: Iterable[Part], *, few: bool = False
) -> Iterator[Done]:
    """What is done with each part, in their order; a single one, or few, are done where they are
    asked for. A thread begins with nothing, no way between two systems either: to find that takes
    longer than all that is done with ten polygons."""
    every = list(parts)
    return map(do, every) if few or len(every) <= 1 else pool.map(do, every)
