"""Rows of rules whose law has a successor: the list, and who has taken note of it and why."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from projects.sheets.errors import AGING_CHANGED, SHEET_NO_REASON
from projects.sheets.laws import Laws, Superseded
from projects.sheets.rules_law import LAWS
from projects.sheets.sheets import SheetInfo, list_rules
from projects.sheets.tables import AgingNoted
from projects.sheets.values import Row, key_of

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class AgingRow:
    """A row of the present version of a rule; `number` counts from 1, `holds` on the day asked."""

    sheet: SheetInfo
    number: int
    row: Row
    superseded: Superseded
    holds: bool


@dataclass(frozen=True, slots=True)
class Aging:
    """Rows whose law has a successor; the digest names those that hold, and their laws."""

    rows: Sequence[AgingRow]

    @property
    def holding(self) -> list[AgingRow]:
        return [one for one in self.rows if one.holds]

    @property
    def ended(self) -> list[AgingRow]:
        return [one for one in self.rows if not one.holds]

    @property
    def digest(self) -> str:
        """The same as long as the same rows rest on the same laws with the same successors."""
        said = [_said(one) for one in self.holding]
        text = json.dumps(sorted(said), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _said(one: AgingRow) -> str:
    law, by = one.superseded.law, one.superseded.by
    after = [by.id, by.since, by.verified] if by else None
    known = [one.sheet.id, [str(part) for part in key_of(one.sheet.kind, one.row)]]
    return json.dumps([*known, law.id, law.until, after], ensure_ascii=False)


def aging(session: Session, day: dt.date) -> Aging:
    """Of every rule the rows whose law something has come after by a day."""
    return aging_of(list_rules(session), day)


def aging_of(sheets: Sequence[SheetInfo], day: dt.date) -> Aging:
    """The same of sheets that are there; that of laws is one of them."""
    rules = [one for one in sheets if one.kind.group == "rule" and one.kind is not LAWS]
    laws = Laws(next(one for one in sheets if one.kind is LAWS).rows)
    return Aging([one for sheet in rules for one in _of(sheet, laws, day)])


def _of(sheet: SheetInfo, laws: Laws, day: dt.date) -> list[AgingRow]:
    iso = day.isoformat()
    numbered = enumerate(sheet.rows, 1)
    found = ((number, row, laws.superseded(laws.of(row), iso)) for number, row in numbered)
    return [
        AgingRow(sheet, number, row, one, (row["valid_to"] or iso) >= iso)
        for number, row, one in found
        if one is not None
    ]


def to_note(session: Session, account: str, day: dt.date) -> int:
    """How many rows an account has yet to take note of; 0 where it has noted this list."""
    found = aging(session, day)
    if not found.holding or _noted(session, found.digest, account):
        return 0
    return len(found.holding)


def _noted(session: Session, digest: str, account: str) -> bool:
    query = select(AgingNoted.id).where(AgingNoted.digest == digest)
    return session.scalar(query.where(AgingNoted.account == account).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Noted:
    """That an account has taken note of a list of so many rows, and why they may stay."""

    account: str
    reason: str
    rows: int
    at: dt.datetime


def notes_on(session: Session, found: Aging) -> list[Noted]:
    """Who has taken note of this list and why, the latest first."""
    query = select(AgingNoted).where(AgingNoted.digest == found.digest)
    kept = session.scalars(query.order_by(AgingNoted.id.desc()))
    return [Noted(one.account, one.reason, one.rows, one.at) for one in kept]


def take_note(session: Session, digest: str, reason: str, by: Actor, day: dt.date) -> None:
    """Keep that somebody has taken note of the list they saw (its digest), and why it may stay.

    Raises `sheet-reason-missing`, and `rules-aging-changed` where the list is another one now.
    """
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise EcoAtlasError(SHEET_NO_REASON)
    found = aging(session, day)
    if found.digest != digest:
        raise EcoAtlasError(AGING_CHANGED)
    rows = len(found.holding)
    session.add(AgingNoted(digest=digest, account=by.name, reason=said, rows=rows))
    details: dict[str, Any] = {"rows": rows, "reason": said, "sha256": digest}
    record(session, by, "rules-aging-noted", LAWS.id, details=details)
