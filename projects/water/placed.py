"""Sections as they are judged: target, control, and the districts they lie between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """upstream: the district that answers for it; control: the key of the section where the water
    comes in. layer: None where no layer has it."""

    layer: str | None
    key: str
    name: str
    river: str | None
    upstream: str | None
    downstream: str | None
    target: str | None
    control: str | None
    lake: bool


def _by_no_name(_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Sections:
    """Every section that is seen, by key; of a key that two layers have, that of the first.

    spelt: the key of a section by a spelling of its name.
    """

    by_key: Mapping[str, Section]
    spelt: Callable[[str], str | None] = _by_no_name

    def named(self, name: str | None) -> Section | None:
        """The section of this key, name or other spelling of it."""
        if name is None:
            return None
        key = name if name in self.by_key else self.spelt(name)
        return None if key is None else self.by_key.get(key)
