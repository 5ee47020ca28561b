"""What people decide on the rows of a check, with a reason; an overruled row stays told.

A decision is taken on one check and holds for the same row of later ones of that site, until the
row says something else: then it is told beside it, and the row is open again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import listed
from layers.audit import Actor, record
from projects.sites.errors import SITE_DECISION_UNKNOWN, SITE_REASON_ASKED, SITE_ROW_UNKNOWN
from projects.sites.keeping import Kept, checks_of
from projects.sites.tables import DECISIONS, SiteDecision

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Decided:
    """The latest decision on a row, and the check on which it was taken. `same`: whether the row
    still has the verdict that was decided on."""

    decision: str
    reason: str
    by: str | None
    at: dt.datetime
    check: int
    same: bool


def decide(session: Session, kept: Kept, key: str, decision: str, reason: str, by: Actor) -> None:
    """Keep a decision on a row; raises `site-row-unknown`, `site-decision-unknown`,
    `site-reason-asked`."""
    if all(row["key"] != key for row in kept.rows):
        raise EcoAtlasError(SITE_ROW_UNKNOWN, key=key[:80])
    if decision not in DECISIONS:
        choices = listed(DECISIONS)
        raise EcoAtlasError(SITE_DECISION_UNKNOWN, decision=decision[:40], choices=choices)
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise EcoAtlasError(SITE_REASON_ASKED, limit=LONGEST_REASON)
    session.add(
        SiteDecision(check_id=kept.id, row_key=key, decision=decision, reason=why, by=by.name)
    )
    session.flush()
    details = {"row": key, "decision": decision, "reason": why}
    record(session, by, "site-decided", f"site {kept.site_id}#{kept.number}", details=details)


def decisions_on(session: Session, kept: Kept) -> Mapping[str, Decided]:
    """By row of a check what was decided last, on it or on an earlier check of the site."""
    checks = {one.id: one for one in checks_of(session, kept.site_id) if one.number <= kept.number}
    now = {row["key"]: row["verdict"] for row in kept.rows}
    verdicts = {
        (check.id, row["key"]): row["verdict"] for check in checks.values() for row in check.rows
    }
    query = select(SiteDecision).where(SiteDecision.check_id.in_(checks))
    found: dict[str, Decided] = {}
    for one in session.scalars(query.order_by(SiteDecision.id)):
        if one.row_key in now:
            same = verdicts.get((one.check_id, one.row_key)) == now[one.row_key]
            number = checks[one.check_id].number
            found[one.row_key] = Decided(one.decision, one.reason, one.by, one.at, number, same)
    return found
