"""Who asks in a round: a coordinator, or somebody of one unit who sees and writes its own alone."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.rounds.errors import NOT_OWN_UNIT
from projects.rounds.saving import Hand
from webmap.edge.access import asker


def own_unit() -> str | None:
    """The unit of a unit's reporter; None for those who work for all of them."""
    return asker().actor.unit


def hand(via: str = "web") -> Hand:
    return Hand(asker().actor, via, own_unit())


def may_run() -> bool:
    return asker().may("run_rounds")


def require_own(code: str, name: Text) -> None:
    """Raises `round-not-own-unit`."""
    if own_unit() not in (None, code):
        raise EcoAtlasError(NOT_OWN_UNIT, unit=name)
