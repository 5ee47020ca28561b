"""Finding an entry that was altered, taken out, put in or cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import Problem, declare
from geo.words import Text
from layers.audit.recording import FIRST, hash_of
from layers.audit.tables import AuditEntry, AuditHead

AT_ONCE = 1000
MOST_PROBLEMS = 100

ENTRY_ALTERED = declare(
    "audit-entry-altered",
    "error",
    Text("第 {number} 条审计记录被改动过。", "Audit entry {number} has been altered."),
    Text(
        "请与备份核对，并查明谁能改动数据库。",
        "Compare it with a backup, and find out who can write to the database.",
    ),
)
ENTRY_MISSING = declare(
    "audit-entry-missing",
    "error",
    Text("第 {number} 条审计记录不见了。", "Audit entry {number} is missing."),
    Text(
        "请与备份核对，并查明谁能改动数据库。",
        "Compare it with a backup, and find out who can write to the database.",
    ),
)
CHAIN_BROKEN = declare(
    "audit-chain-broken",
    "error",
    Text(
        "第 {number} 条审计记录与前一条接不上。",
        "Audit entry {number} does not follow on the one before it.",
    ),
    Text(
        "请与备份核对，并查明谁能改动数据库。",
        "Compare it with a backup, and find out who can write to the database.",
    ),
)
NOT_AS_EXPECTED = declare(
    "audit-not-as-expected",
    "error",
    Text(
        "第 {number} 条审计记录的指纹不是 {expected}。",
        "The hash of audit entry {number} is not {expected}.",
    ),
    Text(
        "审计日志在记下该指纹之后被换过；请与备份核对。",
        "The log was replaced after that hash was written down; compare it with a backup.",
    ),
)


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many entries there are, the last one, and what is wrong with the chain."""

    entries: int
    head_number: int
    head_hash: str
    problems: list[Problem]

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(session: Session, expected: tuple[int, str] | None = None) -> AuditCheck:
    """Walk the whole chain; `expected` is number and hash of an entry that somebody wrote down."""
    problems: list[Problem] = []
    number, previous, count = 0, FIRST, 0
    for entry in _entries(session):
        found = list(_faults(entry, number, previous))
        problems += found[: MOST_PROBLEMS - len(problems)]
        number, previous, count = entry.number, entry.hash, count + 1
    problems += _end(session, number, previous)
    problems += _expected(session, expected)
    return AuditCheck(count, number, previous, problems)


def _entries(session: Session) -> Iterator[AuditEntry]:
    last = 0
    while True:
        query = (
            select(AuditEntry)
            .where(AuditEntry.number > last)
            .order_by(AuditEntry.number)
            .limit(AT_ONCE)
            .execution_options(populate_existing=True)
        )
        rows = session.scalars(query).all()
        yield from rows
        if not rows:
            return
        last = rows[-1].number
        session.expunge_all()


def _faults(entry: AuditEntry, number: int, previous: str) -> Iterator[Problem]:
    for missing in range(number + 1, min(entry.number, number + MOST_PROBLEMS)):
        yield Problem(ENTRY_MISSING, {"number": missing})
    if entry.hash != hash_of(entry):
        yield Problem(ENTRY_ALTERED, {"number": entry.number})
    elif entry.previous_hash != previous and entry.number == number + 1:
        yield Problem(CHAIN_BROKEN, {"number": entry.number})


def _end(session: Session, number: int, last_hash: str) -> list[Problem]:
    """The head row remembers the last entry: what was cut off after it shows here."""
    head = session.scalar(select(AuditHead))
    at, kept = (head.number, head.hash) if head else (0, FIRST)
    if at > number:
        return [
            Problem(ENTRY_MISSING, {"number": missing}) for missing in range(number + 1, at + 1)
        ][:MOST_PROBLEMS]
    return [Problem(CHAIN_BROKEN, {"number": number})] if (at, kept) != (number, last_hash) else []


def _expected(session: Session, expected: tuple[int, str] | None) -> list[Problem]:
    if expected is None:
        return []
    number, wanted = expected
    entry = session.get(AuditEntry, number)
    if entry is not None and entry.hash == wanted:
        return []
    return [Problem(NOT_AS_EXPECTED, {"number": number, "expected": wanted})]
