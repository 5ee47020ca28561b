"""What was asked of a statement: comments and returns, what was answered, and what is still open.

It follows from the events alone. A comment is about the whole, a figure of the result (table
`total`) or a row of a table; a return is about the whole.

    open ──answered──▶ answered ──closed──▶ closed
      ▲                   │
      └─────reopened──────┘        whoever made an open comment may close it too
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Said = Mapping[str, Any]
"""An event, as a file and a database keep it."""
COMMENTED = "commented"
ASKED = (COMMENTED, "returned")
AFTER = {"answered": "answered", "closed": "closed", "reopened": "open"}
FIGURES = "total"
"""The `table` of a comment on a figure of the result."""


@dataclass(frozen=True, slots=True)
class Point:
    """A comment or the reason of a return, with what was said to it, the first first."""

    event: Said
    replies: Sequence[Said]
    state: str
    number: int
    """The first point of a statement is 1: so pages, files and commands name it."""

    @property
    def event_number(self) -> int:
        """That of its event in the chain, which what is said to it names."""
        return int(self.event["number"])

    @property
    def by(self) -> str:
        return str(self.event["by"])

    @property
    def anchor(self) -> tuple[str, str]:
        """Table and row; both empty for the whole."""
        return self.event["table"] or "", self.event["row"] or ""


def points_of(course: Sequence[Said]) -> list[Point]:
    """Everything that was asked, in order."""
    replies: dict[int, list[Said]] = {
        int(one["number"]): [] for one in course if one["action"] in ASKED
    }
    for one in course:
        to = to_of(one)
        if to in replies and one["action"] in AFTER:
            replies[to].append(one)
    asked = (one for one in course if one["action"] in ASKED)
    return [
        Point(one, replies[one["number"]], _state(replies[one["number"]]), number)
        for number, one in enumerate(asked, 1)
    ]


def to_of(event: Said) -> int | None:
    """Which event this one is said to."""
    return (event.get("details") or {}).get("to")


def _state(replies: Sequence[Said]) -> str:
    return AFTER[replies[-1]["action"]] if replies else "open"
