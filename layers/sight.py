"""What a session may see of the catalogue: layers by secrecy grade and by name."""

from __future__ import annotations

from dataclasses import dataclass

from layers.catalogue import SECRECY_GRADES


@dataclass(frozen=True, slots=True)
class Sight:
    """Versions of these `grades` are seen, and every version of the layers that are `named`."""

    grades: frozenset[str]
    named: frozenset[str] = frozenset()


EVERYTHING = Sight(frozenset(SECRECY_GRADES))
PUBLIC = Sight(frozenset({"public"}))
