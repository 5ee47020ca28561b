"""How often one may fail: enough to stop guessing, never enough to lock a colleague out.

Failed sign-ins are counted by name and address together, by address, and by name alone. The last
count, which a stranger could fill, does not hold where the account has signed in before.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Flask, current_app
from limits import RateLimitItem, parse

from geo.errors import EcoAtlasError
from layers.settings import Settings
from projects.accounts.accounts import folded
from webmap.errors import TOO_MANY_ATTEMPTS, TOO_MANY_REQUESTS
from webmap.limit_counts import Counts, open_counts

BY_NAME_AND_ADDRESS = (parse("5/minute"), parse("30/hour"))
BY_ADDRESS = parse("60/minute")
BY_NAME = parse("100/hour")
# Far more than a map needs, far less than a machine can send; tiles and static files do not count.
API = parse("1200/minute")
# Refusals that go into the audit log, from one address; the rest is counted in the log file only.
RECORDED_REFUSALS = parse("60/minute")
EXTENSION = "ecoatlas_limits"


def check_sign_in(name: str, address: str, *, trusted: bool) -> None:
    """Refuse when there were too many failures already; raises `too-many-attempts`.

    `trusted`: the account has signed in from this address before.
    """
    waits = [
        _wait(item, keys)
        for item, keys in _counts(name, address, trusted=trusted)
        if not counts().test(item, *keys)
    ]
    if waits:
        raise EcoAtlasError(TOO_MANY_ATTEMPTS, seconds=max(waits))


def count_failure(name: str, address: str, *, trusted: bool) -> None:
    for item, keys in _counts(name, address, trusted=trusted):
        counts().hit(item, *keys)


def check_api(address: str) -> None:
    """Count a request of the JSON interface; raises `too-many-requests`."""
    if not counts().hit(API, "api", address):
        raise EcoAtlasError(TOO_MANY_REQUESTS, seconds=_wait(API, ("api", address)))


def may_record_refusal(address: str) -> bool:
    """Whether one more refusal of this address goes into the audit log."""
    return counts().hit(RECORDED_REFUSALS, "refusal", address)


def _counts(
    name: str, address: str, *, trusted: bool
) -> Iterator[tuple[RateLimitItem, tuple[str, ...]]]:
    who = folded(name)[:64]
    for item in BY_NAME_AND_ADDRESS:
        yield item, ("both", who, address)
    yield BY_ADDRESS, ("address", address)
    if not trusted:
        yield BY_NAME, ("name", who)


def _wait(item: RateLimitItem, keys: tuple[str, ...]) -> int:
    reset = counts().get_window_stats(item, *keys).reset_time
    return max(int(reset - time.time()) + 1, 1)


def counts() -> Counts:
    """Where this application counts."""
    found: Counts = current_app.extensions[EXTENSION]
    return found


def install(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = open_counts(settings)
