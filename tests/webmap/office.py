"""`ecoatlas serve` in forks of a server that has loaded the programs: two hosts begin three times.

What is loaded takes a processor two seconds, and is the same each time; that the program answers
which begins with nothing is tested in `edge`.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import psycopg  # noqa: F401 - loaded for all forks, as what follows
import s3fs  # noqa: F401
from argon2 import PasswordHasher

import webmap.commands.system  # noqa: F401
from layers.jobs import queue
from projects.accounts import passwords
from webmap.commands import main
from webmap.jobs import working

PID = "pid"
DEAD_AFTER_S = 7.0
"""So long nothing is heard of a worker that was killed; programs give it twelve seconds."""


def serve(port: str) -> None:
    """In a group of its own, of the number that stands in `PID`; the environment is the fork's."""
    os.setsid()
    Path(PID).write_text(str(os.getpid()), "ascii")
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    queue.LOOK_EVERY_S = 0.5
    working.work = partial(queue.work, dead_after_s=DEAD_AFTER_S)
    main(["serve", "--port", port])
