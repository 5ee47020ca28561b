"""What people decide on the rows of a check, with a reason; an overruled row stays told.

A decision is taken on one check and holds for the same row of later ones of that site, until the
row says something else: then it is told beside it, and the row is open again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import listed
from layers.audit import Actor, record
from projects.sites.course import Course, last_signed
from projects.sites.errors import (
    SITE_DECISION_UNKNOWN,
    SITE_REASON_ASKED,
    SITE_ROW_UNKNOWN,
    SITE_SIGNED,
)
from projects.sites.keeping import Kept, kept_of, known_site
from projects.sites.tables import DECISIONS, SiteCheckRow, SiteDecision, SiteRow

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Decided:
    """The latest decision on a row, and the check on which it was taken. `same`: whether the row
    still has the verdict that was decided on."""

    decision: str
    reason: str
    by: str | None
    check: int
    same: bool


def decide(session: Session, kept: Kept, key: str, decision: str, reason: str, by: Actor) -> None:
    """Keep a decision on a row; raises `site-row-unknown`, `site-decision-unknown`,
    `site-reason-asked`, and `site-check-signed` for one that somebody has signed."""
    if all(row["key"] != key for row in kept.rows):
        raise EcoAtlasError(SITE_ROW_UNKNOWN, key=key[:80])
    if decision not in DECISIONS:
        choices = listed(DECISIONS)
        raise EcoAtlasError(SITE_DECISION_UNKNOWN, decision=decision[:40], choices=choices)
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise EcoAtlasError(SITE_REASON_ASKED, limit=LONGEST_REASON)
    known_site(session, kept.site_id, lock=True)
    signed = last_signed(session, kept.site_id)
    if kept.number <= signed:
        raise EcoAtlasError(SITE_SIGNED, check=signed)
    session.add(
        SiteDecision(check_id=kept.id, row_key=key, decision=decision, reason=why, by=by.name)
    )
    session.flush()
    details = {"row": key, "decision": decision, "reason": why}
    record(session, by, "site-decided", f"site {kept.site_id}#{kept.number}", details=details)


def decisions_on(session: Session, kept: Kept, until: int | None = None) -> Mapping[str, Decided]:
    """By row of a check what was decided last, on it or on an earlier check of the site; `until`
    that decision, as a file of before has it."""
    return decisions_of(session, [kept], until)[kept.id]


def decisions_shown(
    session: Session, course: Course, until: int | None = None
) -> Mapping[str, Decided]:
    """The same; of a check that was signed those that the signature covers, however decisions are
    kept by now, and whoever looks."""
    if course.signature is None:
        return decisions_on(session, course.kept, until)
    covered = (course.signature.details or {}).get("decisions", {})
    return {key: Decided(**one) for key, one in covered.items()}


def last_decision(session: Session, kept: Kept) -> int:
    """The number of the last decision that a check shows; 0 where there is none."""
    return max((one.id for one, check in _decisions(session, [kept.site_id])
                if check.number <= kept.number), default=0)  # fmt: skip


def decisions_of(
    session: Session, every: Sequence[Kept], until: int | None = None
) -> dict[int, dict[str, Decided]]:
    """The same of checks of different sites, by the id of the check; one query."""
    by_site = {kept.site_id: kept for kept in every}
    found: dict[int, dict[str, Decided]] = {kept.id: {} for kept in every}
    for one, check in _decisions(session, list(by_site)):
        kept = by_site[check.site_id]
        if until is not None and one.id > until:
            continue
        now = {row["key"]: row["verdict"] for row in kept.rows}
        if check.number <= kept.number and one.row_key in now:
            then = {row["key"]: row["verdict"] for row in check.rows}
            same = then.get(one.row_key) == now[one.row_key]
            found[kept.id][one.row_key] = Decided(
                one.decision, one.reason, one.by, check.number, same
            )
    return found


def _decisions(session: Session, sites: Sequence[int]) -> list[tuple[SiteDecision, Kept]]:
    """What was decided on checks of sites, the earliest first, each with its check."""
    query = (
        select(SiteDecision, SiteRow, SiteCheckRow)
        .join(SiteCheckRow, SiteCheckRow.id == SiteDecision.check_id)
        .join(SiteRow, SiteRow.id == SiteCheckRow.site_id)
        .where(SiteRow.id.in_(sites))
        .order_by(SiteDecision.id)
    )
    rows = session.execute(query).all()
    checks = {check.id: kept_of(site, check) for _, site, check in rows}
    return [(one, checks[check.id]) for one, _, check in rows]
