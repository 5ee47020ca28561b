"""English names of the units that the plans name in Chinese, for pages in English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from geo.words import Text
from projects.policy.files import load_units


@cache
def unit_names() -> Mapping[str, Text]:
    """Every unit of the register in both languages, by its name as issued."""
    return MappingProxyType({unit.zh: Text(unit.zh, unit.en) for unit in load_units()})


def unit_text(name: str) -> Text:
    """A unit in both languages; one that the register does not know keeps its own name."""
    return unit_names().get(name.strip()) or Text(name, name)
