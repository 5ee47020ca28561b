"""The log: a file in the data folder, so that a reference number given to a user can be looked up."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from layers.settings import Settings

NAME = "ecoatlas"
KEPT_BYTES = 2_000_000
KEPT_FILES = 5


def open_log(settings: Settings) -> None:
    """Send the service's log to `log/ecoatlas.log`; nothing of it reaches a terminal or a page."""
    log = logging.getLogger(NAME)
    if any(isinstance(handler, RotatingFileHandler) for handler in log.handlers):
        return
    folder = settings.resolved_home / "log"
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "ecoatlas.log", maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
