"""Finding an entry that was altered, taken out, put in or cut off.

The chain shows whatever was changed without computing every later hash again. Against somebody who
does that as well, and moves the head, there is one help: number and hash of an entry, written down
outside of the database (`expected`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import ErrorCode, Problem, declare
from geo.words import Text
from layers.audit.recording import FIRST, hash_of
from layers.audit.tables import AuditEntry, AuditHead

AT_ONCE = 1000
MOST_PROBLEMS = 100
WHAT_TO_DO = Text(
    "请与备份核对，并查明谁能直接改动数据库。",
    "Compare it with a backup, and find out who can write to the database itself.",
)

ENTRY_ALTERED = declare(
    "audit-entry-altered",
    "error",
    Text("第 {number} 条审计记录被改动过。", "Audit entry {number} has been altered."),
    WHAT_TO_DO,
)
ENTRIES_MISSING = declare(
    "audit-entries-missing",
    "error",
    Text(
        "缺少第 {first} 至 {last} 条审计记录（共 {count} 条）。",
        "Audit entries {first} to {last} are missing ({count}).",
    ),
    WHAT_TO_DO,
)
CHAIN_BROKEN = declare(
    "audit-chain-broken",
    "error",
    Text(
        "第 {number} 条审计记录与前一条接不上：其间有记录被替换、插入或调换过。",
        "Audit entry {number} does not follow on the one before it: something was replaced, put "
        "in or moved there.",
    ),
    WHAT_TO_DO,
)
AFTER_THE_END = declare(
    "audit-after-the-end",
    "error",
    Text(
        "第 {number} 条之后不应再有审计记录，却有 {count} 条：它们不是由系统写入的。",
        "Nothing should follow audit entry {number}, yet {count:entry|entries} {count:~does|do}: "
        "the program did not "
        "write them.",
    ),
    WHAT_TO_DO,
)
END_DIFFERS = declare(
    "audit-end-differs",
    "error",
    Text(
        "末条标记与第 {number} 条审计记录不符。",
        "The mark of the last entry does not agree with audit entry {number}.",
    ),
    WHAT_TO_DO,
)
NOT_AS_EXPECTED = declare(
    "audit-not-as-expected",
    "error",
    Text(
        "第 {number} 条审计记录的指纹不是记下的 {expected}。",
        "The hash of audit entry {number} is not {expected}, as it was written down.",
    ),
    Text(
        "记下该指纹之后，审计日志被整体换过；请与备份核对。",
        "The log was replaced after that hash was written down; compare it with a backup.",
    ),
)


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many entries there are, the last one, and what is wrong with the chain.

    `problems` are the first hundred of the `faults` found.
    """

    entries: int
    head_number: int
    head_hash: str
    problems: list[Problem]
    faults: int

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class Walk:
    """How far the walk along the chain has come."""

    number: int = 0
    hash: str = FIRST
    entries: int = 0
    faults: int = 0
    problems: list[Problem] = field(default_factory=list)
    # Hashes found at the numbers that are compared with something afterwards.
    marks: dict[int, str | None] = field(default_factory=dict)

    def fault(self, kind: ErrorCode, **values: Any) -> None:
        self.faults += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(kind, values))

    def missing(self, first: int, last: int) -> None:
        self.fault(ENTRIES_MISSING, first=first, last=last, count=last - first + 1)

    def step(self, content: Mapping[str, Any], written: str) -> None:
        """One entry further: its number, its content, and what it says of the one before."""
        number = content["number"]
        if number > self.number + 1:
            self.missing(self.number + 1, number - 1)
        elif content["previous_hash"] != self.hash:
            self.fault(CHAIN_BROKEN, number=number)
        if hash_of(content) != written:
            self.fault(ENTRY_ALTERED, number=number)
        if number in self.marks:
            self.marks[number] = written
        self.number, self.hash, self.entries = number, written, self.entries + 1


def verify(session: Session, expected: tuple[int, str] | None = None) -> AuditCheck:
    """Walk the whole chain, in constant memory; `expected` is number and hash, once written down.

    Entries that are added meanwhile are no fault.
    """
    before = _head(session)
    walk = Walk(marks={before[0]: FIRST if before[0] == 0 else None})
    if expected is not None:
        walk.marks.setdefault(expected[0], None)
    for content in _contents(session):
        written = content.pop("hash")
        walk.step(content, written)
    _compare_end(walk, before, _head(session))
    if expected is not None and walk.marks[expected[0]] != expected[1].lower():
        walk.fault(NOT_AS_EXPECTED, number=expected[0], expected=expected[1])
    return AuditCheck(walk.entries, walk.number, walk.hash, walk.problems, walk.faults)


def _head(session: Session) -> tuple[int, str]:
    """What the head row says; a log that never had one is empty."""
    found = session.execute(select(AuditHead.number, AuditHead.hash)).first()
    return (found.number, found.hash) if found else (0, FIRST)


def _contents(session: Session) -> Iterable[dict[str, Any]]:
    columns = AuditEntry.__table__.columns
    query = select(*columns).order_by(AuditEntry.number).execution_options(yield_per=AT_ONCE)
    found: Iterator[Any] = session.execute(query).mappings()
    return (dict(row) for row in found)


def _compare_end(walk: Walk, before: tuple[int, str], after: tuple[int, str]) -> None:
    """The head row tells what was cut off, or put in, after the last entry."""
    if walk.number < before[0]:
        walk.missing(walk.number + 1, before[0])
    elif walk.marks[before[0]] != before[1]:
        walk.fault(END_DIFFERS, number=before[0])
    elif walk.number > after[0]:
        walk.fault(AFTER_THE_END, number=after[0], count=walk.number - after[0])
    elif walk.number == after[0] and walk.hash != after[1]:
        walk.fault(END_DIFFERS, number=after[0])
