"""`ecoatlas worker`: does the background jobs. `serve` starts one by itself."""

from __future__ import annotations

import click

from geo.words import Text
from layers.artifacts import discard_made
from layers.jobs import work
from layers.reading import SCRATCH_PREFIX
from layers.system.scratch import remove_abandoned_private
from layers.uploads.receiving import discard_old
from layers.uploads.work import ask_missing_tiles
from projects.work.kinds import JOB_KINDS
from webmap.commands.context import Office, pass_office
from webmap.jobs.worker import stop_with_parent

READY = Text(
    "后台任务进程已就绪；按 Ctrl+C 停止。",
    "The worker is ready for background jobs; stop with Ctrl+C.",
)


@click.command
@pass_office
def worker(office: Office) -> None:
    stop_with_parent()
    with office.database.transaction() as session:
        discard_old(session, office.settings)
        discard_made(session, office.settings)
    ask_missing_tiles(office.database, office.store)
    work(
        office.settings,
        office.database,
        office.store,
        JOB_KINDS,
        workers=office.settings.workers,
        ready=lambda: office.terminal.say(READY),
        tidy=remove_left_over,
    )


def remove_left_over() -> None:
    """Folders of readings that were killed; those at work keep theirs."""
    remove_abandoned_private(SCRATCH_PREFIX)
