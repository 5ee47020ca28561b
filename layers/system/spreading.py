"""Work shared out among the workers of a Dask scheduler, where one is named.

Answers come in the order of the tasks, and only a few tasks are under way at once: what waits for
its turn takes no memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, TypeVar

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.faults.drivers import missing
from layers.settings import Settings

Task = TypeVar("Task")
Answer = TypeVar("Answer")
CONNECT_WITHIN = "10s"
TASKS_A_THREAD = 2

SCHEDULER_UNREACHABLE = declare(
    "scheduler-unreachable",
    "error",
    Text(
        "连不上计算调度器 {address}，或它没有工作进程。",
        "The scheduler of computations {address} cannot be reached, or has no workers.",
    ),
    Text(
        "请启动调度器和工作进程，或取消 ECOATLAS_SCHEDULER_URL，在本机计算。",
        "Start it with its workers, or unset ECOATLAS_SCHEDULER_URL to compute on this machine.",
    ),
    status=503,
)


Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Has tasks done elsewhere: answers in their order (`geo.coverage.sharing.Spread`)."""


def spread_asked(settings: Settings) -> Spread | None:
    """None where no scheduler is named: what is to be computed is computed here."""
    return spread_over(settings.scheduler_url) if settings.scheduler_url else None


def spread_over(address: str) -> Spread:
    """Over the workers of a scheduler (tcp://host:8786).

    The workers run the same release and reach the store at the same address. Asked for answers it
    raises `driver-missing`, `scheduler-unreachable`, and what a task raised.
    """

    def spread(work: Callable[[Task], Answer], tasks: Iterable[Task]) -> Iterator[Answer]:
        try:
            distributed = import_module("distributed")
        except ImportError as error:
            raise missing("distributed") from error
        try:
            client = distributed.Client(address, timeout=CONNECT_WITHIN, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise EcoAtlasError(SCHEDULER_UNREACHABLE, address=address) from error
        with client:
            threads = sum(client.nthreads().values())
            if not threads:
                raise EcoAtlasError(SCHEDULER_UNREACHABLE, address=address)
            yield from _answers(client, threads * TASKS_A_THREAD, work, tasks)

    return spread


def _answers(client: Any, most: int, work: Any, tasks: Iterable[Any]) -> Iterator[Any]:
    waiting: deque[Any] = deque()
    for task in tasks:
        if len(waiting) == most:
            yield waiting.popleft().result()
        waiting.append(client.submit(work, task, pure=False))
    while waiting:
        yield waiting.popleft().result()
