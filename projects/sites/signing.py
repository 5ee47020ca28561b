"""Handing in, returning, signing and withdrawing a check, by the rules of statements.

    draft ──submit──▶ submitted ──sign──▶ signed (frozen) ──withdraw──▶ withdrawn
                       │    ▲
                    return  submit
                       ▼    │
                      returned

What is wrong with a check is not mended in it: the site is checked again, which is another check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from layers.catalogue import resolve
from projects.accounts.accounts import AccountInfo
from projects.metrics.results import fingerprint
from projects.sheets import get_sheet
from projects.sites import words
from projects.sites.course import UNTIL, Course, add_step, course_of
from projects.sites.deciding import Decided, decisions_shown, last_decision
from projects.sites.errors import SITE_ALTERED
from projects.sites.keeping import get_check, known_site
from projects.sites.rows import APPLIES, REVIEW
from projects.sites.tables import DECISIONS
from projects.statements.delegating import authority
from projects.statements.errors import CHANGED_MEANWHILE
from projects.statements.review import by_delegation, require_another, require_maker
from projects.statements.stepping import (
    RETURN,
    SIGN,
    SUBMIT,
    WITHDRAW,
    require_reviewer,
    require_state,
    written,
)


@dataclass(frozen=True, slots=True)
class Newer:
    """A layer or sheet that has another version since the check; None where it is not seen."""

    name: str
    then: int
    now: int | None


@dataclass(frozen=True, slots=True)
class Asserted:
    """What whoever signs a check says: the check, the decisions on it, what is newer since."""

    course: Course
    taken: Mapping[str, Decided]
    newer: Sequence[Newer]

    @property
    def fingerprint(self) -> str:
        events = self.course.events
        return fingerprint(
            {
                "sha256": self.course.kept.sha256,
                "last": events[-1].hash if events else None,
                "decisions": decided(self.taken),
                "newer": [[one.name, one.then, one.now] for one in self.newer],
            }
        )

    @property
    def lines(self) -> list[Text]:
        """The list as it is read before signing."""
        return list(self._lines())

    def _lines(self) -> Iterator[Text]:
        kept = self.course.kept
        yield kept.sentence
        for row in kept.rows:
            if row["verdict"] in (APPLIES, REVIEW):
                yield self._row(row)
        for one in self.newer:
            now = words.GONE if one.now is None else one.now
            yield words.NEWER.format(name=one.name, then=one.then, now=now)

    def _row(self, row: Mapping[str, Any]) -> Text:
        one = self.taken.get(row["key"])
        said = words.UNDECIDED
        if one is not None and one.decision != "open":
            said = Text(one.reason, one.reason)
            said = words.DECIDED_AS.format(decision=DECISIONS[one.decision], reason=said)
        return words.ROW_LINE.format(
            about=Text(**row["about"]),
            verdict=Text(**row["verdict_title"]),
            name=row["name"] or row["feature"] or "—",
            decided=said,
        )


def decided(taken: Mapping[str, Decided]) -> dict[str, dict[str, Any]]:
    """Decisions as files and hashes have them, by row."""
    return {
        key: {
            "decision": one.decision,
            "reason": one.reason,
            "by": one.by,
            "check": one.check,
            "same": one.same,
        }
        for key, one in sorted(taken.items())
    }


def asserted(session: Session, site_id: int, number: int) -> Asserted:
    """What signing this check would assert now."""
    course = course_of(session, get_check(session, site_id, number))
    return Asserted(course, decisions_shown(session, course), _newer(session, course))


def submit(session: Session, site_id: int, number: int, by: Actor, note: str = "") -> Course:
    """Hand a check to the reviewers; whoever made it does. Raises `statement-not-yours`,
    `statement-wrong-state`."""
    course = _locked(session, site_id, number, SUBMIT)
    require_maker(course, by)
    return _step(session, course, SUBMIT, by, written(note, required=False))


def return_(
    session: Session, site_id: int, number: int, account: AccountInfo, reason: str, by: Actor
) -> Course:
    """Give it back with a reason; raises `statement-not-a-reviewer`, `statement-wrong-state`."""
    given = authority(session, account, RETURN)
    course = _locked(session, site_id, number, RETURN)
    return _step(session, course, RETURN, by, written(reason), by_delegation(session, given))


def sign(
    session: Session,
    site_id: int,
    number: int,
    account: AccountInfo,
    by: Actor,
    note: str = "",
    *,
    said: str,
) -> Course:
    """Sign a check, which freezes it: a reviewer, or whom one has delegated it to, who did not
    make it and whose password was asked.

    `said` is the hash of the list that was shown. Raises `statement-not-a-reviewer`,
    `statement-own`, `statement-wrong-state`, `statement-changed-meanwhile`, `site-check-altered`.
    """
    given = authority(session, account, SIGN)
    course = _locked(session, site_id, number, SIGN)
    require_another(course, account)
    if not course.whole:
        raise EcoAtlasError(SITE_ALTERED, check=number)
    shown = asserted(session, site_id, number)
    if said != shown.fingerprint:
        raise EcoAtlasError(CHANGED_MEANWHILE, code=course.code)
    covered = {
        "asserted": shown.fingerprint,
        UNTIL: last_decision(session, course.kept),
        "decisions": decided(shown.taken),
    }
    details = covered | by_delegation(session, given)
    return _step(session, course, SIGN, by, written(note, required=False), details)


def withdraw(
    session: Session, site_id: int, number: int, account: AccountInfo, reason: str, by: Actor
) -> Course:
    """Take a signature back with a reason; the check stays, and says so from now on. Raises
    `statement-not-a-reviewer`, `statement-wrong-state`, `statement-reason-missing`."""
    require_reviewer(account, WITHDRAW)
    course = _locked(session, site_id, number, WITHDRAW)
    return _step(session, course, WITHDRAW, by, written(reason))


def _locked(session: Session, site_id: int, number: int, step: str) -> Course:
    known_site(session, site_id, lock=True)
    course = course_of(session, get_check(session, site_id, number))
    require_state(course.code, course.state, step)
    return course


def _step(
    session: Session,
    course: Course,
    step: str,
    by: Actor,
    said: str | None,
    details: Mapping[str, Any] | None = None,
) -> Course:
    done = add_step(session, course, step, by.name, said, details)
    kept = course.kept
    told = {"sha256": kept.sha256, "text": said, **(details or {})}
    told = {name: value for name, value in told.items() if value}
    record(session, by, f"site-{step}", f"site {kept.site_id}#{kept.number}", details=told)
    return done


def _newer(session: Session, course: Course) -> list[Newer]:
    """Layers and rules that took part and have another version today."""
    found = []
    for used in course.kept.result["layers"]:
        now = _number(lambda name=used["layer"]: resolve(session, name).number)
        if now != used["version"]:
            found.append(Newer(used["layer"], used["version"], now))
    for label in course.kept.result["sheets"]:
        name, _, then = label.rpartition("@")
        now = _number(lambda name=name: get_sheet(session, name).number)
        if now != int(then):
            found.append(Newer(name, int(then), now))
    return found


def _number(ask: Any) -> int | None:
    try:
        return int(ask())
    except EcoAtlasError:
        return None
