"""The log file in the data folder, where a reference number given to a user can be looked up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler

from layers.settings import Settings

NAME = "ecoatlas"
KEPT_BYTES = 2_000_000
KEPT_FILES = 5


def open_log(settings: Settings) -> Callable[[], None]:
    """Send the service's log to `log/ecoatlas.log`; nothing of it reaches a terminal or a page.

    Returns what closes the file again.
    """
    log = logging.getLogger(NAME)
    folder = settings.resolved_home / "log"
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "ecoatlas.log",
        maxBytes=KEPT_BYTES,
        backupCount=KEPT_FILES,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False

    def close() -> None:
        log.removeHandler(handler)
        log.propagate = True
        handler.close()

    return close
