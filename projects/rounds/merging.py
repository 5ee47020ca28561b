"""Three sides of an entry, field by field: what a writer saw, what stands now, what he says.

A field that only one of two people changed is taken; one that both changed differently is a
conflict. What a file says and what has stood since it was made is no news: somebody has replaced
it meanwhile, or it came in already. So a file that comes in twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projects.rounds.fields import Content


@dataclass(frozen=True, slots=True)
class Clash:
    """A field with its three sides, as JSON holds them."""

    field: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fields to take, and those to choose about."""

    take: tuple[str, ...]
    clashes: tuple[Clash, ...]


def three_way(
    base: Content, theirs: Content, mine: Mapping[str, Any], since: Sequence[Content]
) -> Outcome:
    """mine: the fields that a writer says, empty ones as None. since: the content after each
    change behind `base`, `theirs` among them."""
    take: list[str] = []
    clashes: list[Clash] = []
    for name, said in mine.items():
        was, stands = base.get(name), theirs.get(name)
        if said in (was, stands):
            continue
        if stands == was and not any(one.get(name) == said for one in since):
            take.append(name)
        elif not any(one.get(name) == said for one in since):
            clashes.append(Clash(name, was, stands, said))
    return Outcome(tuple(take), tuple(clashes))
