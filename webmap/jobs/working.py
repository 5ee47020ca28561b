"""Doing the background jobs of an office until the process is told to end."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from layers.artifacts import discard_made
from layers.artifacts.kept_exports import discard_exports
from layers.jobs import work
from layers.reading.files import SCRATCH_PREFIX
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.system.scratch import remove_abandoned_private
from layers.uploads.receiving import discard_old
from layers.uploads.work import ask_missing_tiles
from projects.work.kinds import JOB_KINDS
from webmap.edge.processes import Answer

# What tools that list processes call the copy that does jobs; 15 characters at most.
NAME = "ecoatlas-worker"


def do_jobs(
    settings: Settings,
    database: Database,
    store: Store,
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Do jobs until SIGTERM or SIGINT; what killed processes have left is removed first."""
    with database.transaction() as session:
        discard_old(session, settings)
        discard_made(session, settings)
    discard_exports(settings)
    ask_missing_tiles(database, store)
    work(
        settings,
        database,
        store,
        JOB_KINDS,
        workers=settings.workers,
        ready=ready,
        tidy=remove_left_over,
    )


def jobs_in_a_copy(settings: Settings) -> Answer:
    """The worker as a copy of the process that serves: it shares the memory of what is loaded."""

    def answer(first: int, say: Callable[[], None]) -> None:
        # The office answers whether or not jobs can be done.
        say()
        Path("/proc/self/comm").write_text(NAME)

        def end_with_first() -> None:
            os.read(first, 1)
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=end_with_first, name="first-watch", daemon=True).start()
        do_jobs(settings, Database(engine_for(settings)), Store(settings.resolved_store_url))

    return answer


def remove_left_over() -> None:
    """Folders of readings that were killed; those at work keep theirs."""
    remove_abandoned_private(SCRATCH_PREFIX)
