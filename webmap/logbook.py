"""The log file in the data folder, where a reference number given to a user can be looked up."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.china_time import china_time
from layers.settings import Settings

NAME = "ecoatlas"
KEPT_BYTES = 2_000_000
KEPT_FILES = 5

HOME_UNUSABLE = declare(
    "home-unusable",
    "error",
    Text("数据文件夹 {home} 不能使用：{why}。", "The data folder {home} cannot be used: {why}."),
    Text(
        "请检查路径和写入权限，或用 ECOATLAS_HOME 指定另一个文件夹。",
        "Check the path and the right to write there, or name another folder with ECOATLAS_HOME.",
    ),
    status=500,
)
# Before the file is open there is nowhere to write; the terminal is never the place.
logging.getLogger(NAME).addHandler(logging.NullHandler())


class InChina(logging.Formatter):
    """Lines with the time of China, and its offset, whatever the zone of the machine."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        del datefmt
        moment = china_time(dt.datetime.fromtimestamp(record.created, dt.UTC))
        return moment.isoformat(sep=" ", timespec="milliseconds")


def open_log(settings: Settings) -> Callable[[], None]:
    """Send the service's log to `log/ecoatlas.log`; nothing of it reaches a terminal or a page.

    Returns what closes the file again. Raises `home-unusable`.
    """
    log = logging.getLogger(NAME)
    folder = settings.resolved_home / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        home, why = settings.resolved_home, error.strerror or error
        raise EcoAtlasError(HOME_UNUSABLE, home=home, why=why) from None
    handler = RotatingFileHandler(
        folder / "ecoatlas.log",
        maxBytes=KEPT_BYTES,
        backupCount=KEPT_FILES,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(InChina("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False

    def close() -> None:
        log.removeHandler(handler)
        log.propagate = True
        handler.close()

    return close
