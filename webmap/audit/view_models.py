"""What the page of the audit log shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from geo.errors import Problem
from geo.figures.said import grouped
from geo.words import Text
from layers.system.china_time import china_time
from webmap.audit.entries import EntryLine

WHOLE = Text(
    "链完整，共 {count} 条（{time} 检查）。",
    "The chain is whole: {count:entry|entries}, checked at {time}.",
)
BROKEN = Text(
    "链不完整：共 {count} 条，发现 {faults} 处问题（{time} 检查）。请勿改动数据库，先与备份核对。",
    "The chain is broken; entries read: {count}, faults found: {faults}, checked at {time}. Leave "
    "the database as it is and compare it with a backup.",
)
UNCHECKED = Text(
    "共 {count} 条，数量较多，本页不检查整条链；请在服务器上运行 ecoatlas audit verify。",
    "{count:entry|entries} {count:~is|are} too many to check while a page waits; on the server, "
    "run: "
    "ecoatlas audit verify",
)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the log holds together; `checked_at` is None where it was too long to be checked."""

    entries: int
    problems: tuple[Problem, ...]
    checked_at: dt.datetime | None

    @property
    def state(self) -> str:
        if self.checked_at is None:
            return "unchecked"
        return "broken" if self.problems else "whole"

    @property
    def text(self) -> Text:
        wording = {"whole": WHOLE, "broken": BROKEN, "unchecked": UNCHECKED}[self.state]
        time = china_time(self.checked_at).strftime("%H:%M:%S") if self.checked_at else ""
        return wording.format(count=grouped(self.entries), faults=len(self.problems), time=time)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was searched for, as it was typed; days as YYYY-MM-DD."""

    text: str = ""
    actor: str = ""
    action: str = ""
    outcome: str = ""
    since: str = ""
    until: str = ""

    def given(self) -> Mapping[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class AuditView:
    """`audit.html`"""

    asked: Asked
    entries: list[EntryLine]
    total: int
    page: int
    pages: int
    chain: Chain
    actors: list[Choice]
    actions: list[Choice]
    outcomes: list[Choice]
    section: str = "audit"

    @property
    def filtered(self) -> bool:
        return bool(self.asked.given())

    @property
    def query(self) -> str:
        return urlencode(self.asked.given())

    def page_url(self, page: int) -> str:
        return f"/audit?{urlencode({**self.asked.given(), 'page': page})}"
