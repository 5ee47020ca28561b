"""Words of a plan that soften what it asks for.

Where one of them governs the demand itself, no number alone says that the target is met or missed:
a person decides and signs for it. Verbs that only say what kind of work is ordered (推进, 加快,
谋划) do not soften a number that is set beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from geo.words import Text, listed

SOFT_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "力争": Text("力争", "strive for"),
        "努力": Text("努力", "make efforts to"),
        "原则上": Text("原则上", "in principle"),
        "基本": Text("基本", "basically"),
        "初步": Text("初步", "in a first form"),
        "积极": Text("积极", "actively"),
        "尽快": Text("尽快", "as soon as possible"),
        "逐步": Text("逐步", "step by step"),
        "级": Text("……级", "of the order of"),
    }
)
"""The closed list, each word of the plan with what it means."""


def soft_text(words: Sequence[str]) -> Text:
    """The soft words of a target side by side."""
    found = [SOFT_WORDS[word] for word in words]
    return listed(found)
