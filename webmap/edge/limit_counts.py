"""Where failures are counted: in a file of the data folder, or on a server for all machines.

What does not answer locks nobody out and lets nobody guess for ever: for a while this
process counts alone.
"""

from __future__ import annotations

import logging
import time
from typing import cast

from limits import RateLimitItem, WindowStats
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.faults.drivers import missing
from layers.settings import SETTING_INVALID, Settings
from webmap.edge.limit_file import NAME, FileStorage

log = logging.getLogger("ecoatlas.web")
ASKED_AGAIN_AFTER_S = 30
ANSWERS_WITHIN_S = 2
NO_SCHEME = Text("没有这种地址，请用 redis://…", "there is no such address, use redis://…")


class Counts:
    """A moving window over a shared storage; over memory while that does not answer."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._kept = MovingWindowRateLimiter(self.storage)
        self._alone = MovingWindowRateLimiter(MemoryStorage())
        self._asked_again_at = 0.0

    def test(self, item: RateLimitItem, *keys: str) -> bool:
        try:
            return self._limiter().test(item, *keys)
        except StorageError:
            return self._leave().test(item, *keys)

    def hit(self, item: RateLimitItem, *keys: str) -> bool:
        try:
            return self._limiter().hit(item, *keys)
        except StorageError:
            return self._leave().hit(item, *keys)

    def get_window_stats(self, item: RateLimitItem, *keys: str) -> WindowStats:
        try:
            return self._limiter().get_window_stats(item, *keys)
        except StorageError:
            return self._leave().get_window_stats(item, *keys)

    @property
    def answers(self) -> bool:
        """Whether the storage answers now."""
        return bool(self.storage.check())

    def _limiter(self) -> MovingWindowRateLimiter:
        return self._kept if time.monotonic() >= self._asked_again_at else self._alone

    def _leave(self) -> MovingWindowRateLimiter:
        self._asked_again_at = time.monotonic() + ASKED_AGAIN_AFTER_S
        log.exception("the counts of failed sign-ins do not answer; this process counts alone")
        return self._alone


def counted_apart(settings: Settings) -> bool:
    """Whether each process would count by itself, so that several of them allow more."""
    return (settings.limits_url or "").startswith("memory")


def open_counts(settings: Settings) -> Counts:
    """The counts of these settings; raises `driver-missing`, `setting-invalid`."""
    url = settings.limits_url
    if url is None:
        return Counts(FileStorage(settings.resolved_home / NAME))
    within = {"socket_timeout": ANSWERS_WITHIN_S, "socket_connect_timeout": ANSWERS_WITHIN_S}
    options = {} if counted_apart(settings) else within
    try:
        found = storage_from_string(url, wrap_exceptions=True, **options)
        return Counts(cast(Storage, found))
    except ConfigurationError as error:
        if "prerequisite" in str(error):
            raise missing("redis") from error
        # Never the whole address: a password may stand in it.
        shown = url.partition(":")[0]
        raise EcoAtlasError(
            SETTING_INVALID, name="ECOATLAS_LIMITS_URL", value=f"{shown}:…", why=NO_SCHEME
        ) from error
