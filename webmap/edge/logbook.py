"""The log file in the data folder, where a reference number given to a user can be looked up."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from layers.settings import Settings
from layers.system.china_time import china_time

NAME = "ecoatlas"
KEPT_BYTES = 2_000_000
KEPT_FILES = 5

# Before the file is open there is nowhere to write; the terminal is never the place.
logging.getLogger(NAME).addHandler(logging.NullHandler())


class InChina(logging.Formatter):
    """Lines with the time of China, and its offset, whatever the zone of the machine."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        del datefmt
        moment = china_time(dt.datetime.fromtimestamp(record.created, dt.UTC))
        return moment.isoformat(sep=" ", timespec="milliseconds")


class LogFile(RotatingFileHandler):
    """The log of the data folder; what cannot be written there goes into `spare`, then nowhere.

    A log never stops the work, and never speaks on a terminal.
    """

    def __init__(self, path: Path, spare: Path | None) -> None:
        super().__init__(
            path, maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
        )
        self._spare = spare
        self.place: Path | None = path

    def emit(self, record: logging.LogRecord) -> None:
        self.place = Path(self.baseFilename)
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        self.place = None
        self._let_go()
        if self._spare is not None:
            with suppress(OSError):
                _add_line(self._spare, self.format(record))
                self.place = self._spare

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        """Close the file; what cannot be written any more would raise again at every end."""
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _add_line(path: Path, line: str) -> None:
    """Add to a file of this user alone; a link that somebody has put in its place is refused."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
        file.write(line + "\n")


def _spare_place() -> Path | None:
    try:
        return Path(tempfile.gettempdir(), f"ecoatlas-{_user()}.log")
    except OSError:
        return None


def _user() -> object:
    return os.getuid() if os.name == "posix" else "user"


def open_log(settings: Settings) -> Callable[[], None]:
    """Send the service's log to `log/ecoatlas.log`; nothing of it reaches a terminal or a page.

    Where that cannot be written, it goes among the temporary files. Returns what closes it again.
    """
    log = logging.getLogger(NAME)
    folder = settings.resolved_home / "log"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    handler = LogFile(folder / "ecoatlas.log", _spare_place())
    handler.setFormatter(InChina("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False

    def close() -> None:
        log.removeHandler(handler)
        log.propagate = True
        handler.close()

    return close


def let_go(error: BaseException | None) -> None:
    """Free what an error has held: an archive half written fails once more when it is freed.

    Python says that on the terminal, traceback and all; here it goes into the log.
    """
    log, usual = logging.getLogger(NAME), sys.unraisablehook
    sys.unraisablehook = lambda one: log.warning("while freeing: %r", one.exc_value)
    try:
        while error is not None:
            traceback.clear_frames(error.__traceback__)
            error = error.__cause__ or error.__context__
        gc.collect()
    finally:
        sys.unraisablehook = usual


def log_place() -> Path | None:
    """The file that holds what was logged last; None when it could be written nowhere."""
    open_ = [one for one in logging.getLogger(NAME).handlers if isinstance(one, LogFile)]
    return open_[-1].place if open_ else None
