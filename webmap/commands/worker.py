"""`ecoatlas worker`: does the background jobs. `serve` starts one by itself."""

from __future__ import annotations

import click

from geo.words import Text
from webmap.commands.context import Office, pass_office
from webmap.jobs.worker import stop_with_parent
from webmap.jobs.working import do_jobs

READY = Text(
    "后台任务进程已就绪；按 Ctrl+C 停止。",
    "The worker is ready for background jobs; stop with Ctrl+C.",
)


@click.command
@pass_office
def worker(office: Office) -> None:
    stop_with_parent()
    do_jobs(
        office.settings,
        office.database,
        office.store,
        ready=lambda: office.terminal.say(READY),
    )
