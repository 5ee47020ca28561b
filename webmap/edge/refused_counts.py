"""Refusals that were too many to be recorded one by one: counted, and told in one entry."""

from __future__ import annotations

import threading
import time

SECONDS = 60
MOST_ADDRESSES = 1000
OTHERS = "…"


class LeftOut:
    """Counts by address, from the first refusal that was left out; told a minute later."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[float, int]] = {}

    def add(self, address: str) -> None:
        with self._lock:
            full = len(self._counts) >= MOST_ADDRESSES and address not in self._counts
            place = OTHERS if full else address
            since, count = self._counts.get(place, (time.monotonic(), 0))
            self._counts[place] = since, count + 1

    def due(self) -> dict[str, int]:
        """What is to be told now, by address; it is counted no more."""
        if not self._counts:
            return {}
        until = time.monotonic() - SECONDS
        with self._lock:
            told = {one: count for one, (since, count) in self._counts.items() if since <= until}
            for address in told:
                del self._counts[address]
        return told
