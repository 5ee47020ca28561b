"""What the page of a refusal shows."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text

LISTED = (
    "layers",
    "projects",
    "policy",
    "water",
    "metrics",
    "statements",
    "sites",
    "units",
    "upload",
)
COMMAND = "ecoatlas "


@dataclass(frozen=True, slots=True)
class ErrorView:
    """`error.html`; `room` is the first part of an address whose list shows what there is."""

    status: int
    code: str
    message: Text
    fix: Text
    reference: str | None
    room: str = ""
    section: str = ""

    @property
    def by_command(self) -> bool:
        """Whether what helps is done on the command line: people at a page get a button instead."""
        return COMMAND in self.fix.zh
