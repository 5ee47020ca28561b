"""The queue between those who ask and those who work: huey over a file, or Redis by URL.

The queue carries ids only; the ledger in the database is the truth. What the queue loses when a
worker is killed is found there again.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey

from geo.errors import EcoAtlasError
from layers.faults.drivers import missing
from layers.jobs import ledger
from layers.jobs.errors import QUEUE_UNREACHABLE
from layers.jobs.ledger import DEAD_AFTER_S
from layers.jobs.running import JobKind, Workshop, run_job
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database

log = logging.getLogger("ecoatlas.jobs")
NAME = "ecoatlas"
LOOK_EVERY_S = 3.0
TIDY_EVERY_S = 60.0
ANSWERS_WITHIN_S = 2


def open_queue(settings: Settings) -> Huey:
    """The queue of this office; it keeps no results. Raises `queue-unreachable`."""
    if settings.queue_url:
        return _redis_queue(settings.queue_url)
    settings.resolved_home.mkdir(parents=True, exist_ok=True)
    path = settings.resolved_home / "queue.sqlite"
    return SqliteHuey(NAME, filename=str(path), results=False, timeout=30)


def queue_answers(settings: Settings) -> bool:
    """Whether jobs can be put into the queue now; a file always takes them."""
    if not settings.queue_url:
        return True
    try:
        within = {"socket_timeout": ANSWERS_WITHIN_S, "socket_connect_timeout": ANSWERS_WITHIN_S}
        with _redis().Redis.from_url(settings.queue_url, **within) as server:
            return bool(server.ping())
    except Exception:  # whatever is wrong with the address or the server
        return False


def _redis() -> Any:
    """The driver; raises `driver-missing`."""
    try:
        return import_module("redis")
    except ImportError as error:
        raise missing("redis") from error


def _redis_queue(url: str) -> Huey:
    _redis()
    try:
        huey = RedisHuey(NAME, url=url, results=False)
        huey.pending_count()
    except Exception as error:  # whatever is wrong with the address or the server
        raise EcoAtlasError(QUEUE_UNREACHABLE, why=type(error).__name__) from error
    return huey


class Jobs:
    """Asking for jobs: written into the ledger first, then put into the queue."""

    def __init__(self, settings: Settings) -> None:
        self._huey = open_queue(settings)
        self._task = self._huey.task(name="job")(_not_here)
        self._closing = threading.Lock()

    def put(self, job_id: str) -> None:
        """Have a job of the ledger done; call it after its transaction is committed.

        A queue that does not answer only takes time: the worker looks into the ledger too.
        """
        try:
            self._task(job_id)
        except Exception:
            log.exception("job %s could not be put into the queue", job_id)
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back; whoever puts a job next opens another.

        All threads share one, and the storage looks whether there is one before it takes its own
        lock: two that close together would both find it, and one of them nothing to close.
        """
        with self._closing:
            self._huey.storage.close()


def _not_here(job_id: str) -> None:
    raise RuntimeError(f"job {job_id}: this process only asks for jobs")


def work(
    settings: Settings,
    database: Database,
    store: Store,
    kinds: Mapping[str, JobKind],
    *,
    workers: int = 1,
    dead_after_s: float = DEAD_AFTER_S,
    ready: Callable[[], object] | None = None,
    tidy: Callable[[], object] | None = None,
) -> None:
    """Do jobs until the process is told to stop (SIGTERM or SIGINT).

    `tidy` is called at the start and once a minute: it removes what killed processes have left.
    """
    huey = open_queue(settings)

    @huey.task(name="job")  # type: ignore[untyped-decorator]
    def task(job_id: str) -> None:
        _done(shop, job_id)

    shop = Workshop(settings, database, store, kinds, uuid.uuid4().hex, dead_after_s, task)
    over = threading.Event()
    finder = threading.Thread(target=_find_lost, args=(shop, huey, task, over), daemon=True)
    finder.start()
    if tidy is not None:
        threading.Thread(target=_keep_tidy, args=(tidy, over), daemon=True).start()
    if ready is not None:
        ready()
    try:
        huey.create_consumer(
            workers=workers, worker_type="thread", periodic=False, max_delay=0.5
        ).run()
    finally:
        over.set()
        finder.join()
        huey.storage.close()


def _done(shop: Workshop, job_id: str) -> None:
    state = run_job(shop, job_id)
    log.info("job %s: %s", job_id, state or "somebody else has it")


def _keep_tidy(tidy: Callable[[], object], over: threading.Event) -> None:
    while True:
        try:
            tidy()
        except Exception:
            # A disk that cannot be read for a moment is looked at again.
            log.exception("what was left over could not be removed")
        if over.wait(TIDY_EVERY_S):
            return


def _find_lost(shop: Workshop, huey: Huey, task: Any, over: threading.Event) -> None:
    """Put jobs into the queue that are in the ledger only: their worker or their asker was killed.

    Doing a job twice is no danger: it is claimed in the ledger first.
    """
    asked: frozenset[tuple[str, int]] = frozenset()
    while True:
        try:
            asked = _ask_lost(shop, huey, task, asked)
        except Exception:
            # Neither the ledger nor the queue may answer for a while; both are tried again.
            log.exception("lost jobs could not be looked for")
        if over.wait(LOOK_EVERY_S):
            return


def _ask_lost(
    shop: Workshop, huey: Huey, task: Any, asked: frozenset[tuple[str, int]]
) -> frozenset[tuple[str, int]]:
    """Put what is to be done into the queue, but for what was `asked` before and still lies there.

    A queue that is empty has lost what was asked: whoever took it could not claim it.
    """
    with shop.database.reading() as session:
        found = ledger.to_be_done(session, shop.dead_after_s)
    lying = asked if found and huey.pending_count() else frozenset()
    for job in found:
        if (job.id, job.attempts) not in lying:
            task(job.id)
    return frozenset((job.id, job.attempts) for job in found)
