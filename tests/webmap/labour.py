"""A worker for browser tests: jobs are done in a thread, and wait while somebody watches them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from layers.jobs import ledger
from layers.jobs.running import Workshop, run_job
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from projects.work.kinds import JOB_KINDS


class Labour:
    """Takes up what waits, one job after the other, until it is told to stop."""

    def __init__(self, settings: Settings, database: Database, store: Store) -> None:
        self._shop = Workshop(settings, database, store, JOB_KINDS, "w1")
        self._over, self._turn = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        # After each job the collector goes through all there is; what there is by now stays.
        gc.collect()
        gc.freeze()
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join(30)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Until the block ends no job is begun; one that is being done is done first."""
        with self._turn:
            yield

    def _work(self) -> None:
        while not self._over.wait(0.05):
            with self._turn:
                self._take_all()

    def _take_all(self) -> None:
        with self._shop.database.reading() as session:
            waiting = ledger.to_be_done(session, self._shop.dead_after_s)
        for job in waiting:
            run_job(self._shop, job.id)
