"""How often one may fail: enough to stop guessing, never enough to lock a colleague out.

An office sits behind one address, so failed sign-ins are counted by name and address together. A
browser in which the account has signed in before has a count of its own, which nobody else can
fill. The counts of an address, and of a name whatever the address, which a stranger could fill,
do not hold where the account has signed in before.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app
from limits import RateLimitItem, parse

from geo.errors import EcoAtlasError
from layers.settings import Settings
from projects.accounts.accounts import folded
from webmap.edge.errors import TOO_MANY_ATTEMPTS, TOO_MANY_REQUESTS
from webmap.edge.limit_counts import Counts, open_counts

BY_NAME_AND_ADDRESS = (parse("5/minute"), parse("30/hour"))
BY_ADDRESS = parse("300/minute")
BY_NAME = parse("100/hour")
# Far more than a map needs, far less than a machine can send; tiles and static files do not count.
API = parse("1200/minute")
# All those together whom nobody knows and who sit behind one address.
API_BY_ADDRESS = parse("6000/minute")
# Refusals that go into the audit log, from one address; the rest is counted in the log file only.
RECORDED_REFUSALS = parse("60/minute")
EXTENSION = "ecoatlas_limits"
Count = tuple[RateLimitItem, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who says a name and a password.

    `browser`: the mark of a browser in which this account has signed in before, None elsewhere.
    `trusted`: the account has signed in from this address, or in this browser, before.
    """

    name: str
    address: str
    browser: str | None
    trusted: bool

    @property
    def place(self) -> str:
        return self.browser or self.address


def check_sign_in(attempt: Attempt) -> None:
    """Refuse when there were too many failures already; raises `too-many-attempts`."""
    waits = [
        _wait(item, keys) for item, keys in _held_by(attempt) if not counts().test(item, *keys)
    ]
    if waits:
        raise EcoAtlasError(TOO_MANY_ATTEMPTS, seconds=max(waits))


def count_failure(attempt: Attempt) -> None:
    filled = [*_of_the_name(attempt), _of_the_address(attempt)]
    if not attempt.trusted:
        filled.append(_of_the_name_anywhere(attempt))
    for item, keys in filled:
        counts().hit(item, *keys)


def check_api(address: str, account: str | None) -> None:
    """Count a request of the JSON interface; raises `too-many-requests`.

    Who is known is counted by himself, so that nobody at his address takes it from him.
    """
    item, keys = (API_BY_ADDRESS, ("api", address)) if account is None else (API, ("own", account))
    if not counts().hit(item, *keys):
        raise EcoAtlasError(TOO_MANY_REQUESTS, seconds=_wait(item, keys))


def may_record_refusal(address: str) -> bool:
    """Whether one more refusal of this address goes into the audit log."""
    return counts().hit(RECORDED_REFUSALS, "refusal", address)


def _held_by(attempt: Attempt) -> Iterator[Count]:
    """The counts that this attempt is measured by."""
    yield from _of_the_name(attempt)
    if not attempt.trusted:
        yield _of_the_address(attempt)
        yield _of_the_name_anywhere(attempt)


def _of_the_name(attempt: Attempt) -> Iterator[Count]:
    for item in BY_NAME_AND_ADDRESS:
        yield item, ("both", _who(attempt), attempt.place)


def _of_the_address(attempt: Attempt) -> Count:
    return BY_ADDRESS, ("address", attempt.address)


def _of_the_name_anywhere(attempt: Attempt) -> Count:
    return BY_NAME, ("name", _who(attempt))


def _who(attempt: Attempt) -> str:
    return folded(attempt.name)[:64]


def _wait(item: RateLimitItem, keys: tuple[str, ...]) -> int:
    reset = counts().get_window_stats(item, *keys).reset_time
    return max(int(reset - time.time()) + 1, 1)


def counts() -> Counts:
    """Where this application counts."""
    found: Counts = current_app.extensions[EXTENSION]
    return found


def install(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = open_counts(settings)
