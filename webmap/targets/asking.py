"""What the pages and the interface of the ledger are asked, and by whose eyes they look."""

from __future__ import annotations

from typing import Annotated

from flask import request
from pydantic import BaseModel, Field

from projects.targets.closing import known_period
from projects.targets.ledger import PUBLIC, Eyes
from projects.targets.lines import known_unit, today
from projects.targets.periods import Period
from webmap.edge.access import asker
from webmap.edge.asked import read

Id = Annotated[str, Field(max_length=40)]
Name = Annotated[str, Field(max_length=100)]


class LinesAsked(BaseModel):
    """Which lines of the ledger; nothing means all of them, of this year."""

    document: Id = ""
    target: Id = ""
    unit: Name = ""
    period: Annotated[str, Field(max_length=20)] = ""
    page: Annotated[int, Field(ge=1, le=10**6)] = 1
    done: Annotated[str, Field(max_length=20)] = ""

    @property
    def within(self) -> Period:
        """Raises `target-period-invalid`."""
        return known_period(self.period) if self.period else Period(today().year, "year")

    @property
    def of_unit(self) -> str | None:
        """Raises `target-unit-invalid`."""
        return known_unit(self.unit) if self.unit else None


def given() -> dict[str, str]:
    """The parameters of the address that are filled in, but the language."""
    return {name: one for name, one in request.args.items() if name != "lang" and one}


def asked_lines() -> LinesAsked:
    """Raises `input-invalid` for a parameter that is unknown."""
    return read(LinesAsked, given())


def eyes() -> Eyes:
    """What the asker sees of values that are not approved."""
    who = asker()
    if who.name is None:
        return PUBLIC
    return Eyes(who.name, reviewer=who.may("approve_values") or who.may("manage_accounts"))


def is_named() -> bool:
    """Whether the asker is told who has done what."""
    return asker().account is not None
