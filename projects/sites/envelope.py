"""What a file of a check carries besides what it shows: the check, its decisions and its course."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.words import LANGUAGES, Language
from projects.metrics.results import canonical
from projects.sites.course import UNTIL, Course
from projects.sites.deciding import Decided, decisions_shown, last_decision
from projects.sites.keeping import hash_of_result
from projects.sites.signing import decided
from projects.statements.chain import hash_of
from projects.statements.codes import check_code
from projects.statements.course import state_of

FORMAT = "ecoatlas-site-check"
FORMAT_VERSION = 1
LAYOUT = 2
"""Raised whenever sheets say the same check in other words or in other places. 2: numbers and units
stay whole in cells of the PDF."""
NAMES = frozenset(
    {"format", "format_version", "layout", "language", "code", "sha256", "result", "decisions",
     "decisions_until", "course"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteEnvelope:
    """A check as a file has it: as many steps and decisions as there were then."""

    course: Course
    taken: Mapping[str, Decided]
    until: int
    language: Language

    @property
    def state(self) -> str:
        return self.course.state

    def as_dict(self) -> dict[str, Any]:
        kept = self.course.kept
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "layout": LAYOUT,
            "language": self.language,
            "code": kept.code,
            "sha256": kept.sha256,
            "result": kept.result,
            "decisions": decided(self.taken),
            "decisions_until": self.until,
            "course": [one.as_dict() for one in self.course.events],
        }

    @property
    def text(self) -> str:
        return canonical(self.as_dict())


def envelope_of(
    session: Session, course: Course, language: Language, until: int | None = None
) -> SiteEnvelope:
    """The envelope of today, or of the time of a decision; a signature says which it covers."""
    signature = course.signature
    if signature is not None:
        until = int((signature.details or {})[UNTIL])
    elif until is None:
        until = last_decision(session, course.kept)
    return SiteEnvelope(course, decisions_shown(session, course, until), until, language)


@dataclass(frozen=True, slots=True)
class Carried:
    """The envelope that stands in a file, as plain values."""

    values: Mapping[str, Any]

    @property
    def language(self) -> Language:
        return "zh" if self.values["language"] == "zh" else "en"

    @property
    def course(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.values["course"]
        return found

    @property
    def state(self) -> str:
        return state_of(self.course)

    @property
    def agrees(self) -> bool:
        """Whether hash and code are those of the check, and the chain has no gap."""
        sha256 = str(self.values["sha256"])
        before = [sha256, *(str(one["hash"]) for one in self.course)]
        return (
            hash_of_result(canonical(self.values["result"])) == sha256
            and check_code(sha256) == self.values["code"]
            and [one["previous_hash"] for one in self.course] == before[:-1]
            and all(one["hash"] == hash_of(one) for one in self.course)
        )


def read_carried(text: str | None) -> Carried | None:
    """The envelope of a check in a text; None where it is none of ours."""
    try:
        read = json.loads(text or "")
        if not isinstance(read, dict) or read.get("format") != FORMAT or not set(read) >= NAMES:
            return None
        fits = (
            isinstance(read["result"], dict)
            and isinstance(read["course"], list)
            and isinstance(read["decisions_until"], int)
            and read["language"] in LANGUAGES
            and read["format_version"] == FORMAT_VERSION
        )
        found = Carried(read) if fits else None
        return found if found is not None and isinstance(found.agrees, bool) else None
    except (ValueError, KeyError, TypeError):
        return None
