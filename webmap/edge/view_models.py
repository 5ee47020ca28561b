"""What the page of a refusal shows."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text


@dataclass(frozen=True, slots=True)
class ErrorView:
    """`error.html`"""

    status: int
    code: str
    message: Text
    fix: Text
    reference: str | None
    section: str = ""
