"""How what a code says stands: told by a sign and a form besides its words and its colour.

Five for all metrics, so that a reader learns them once: what is missed or applies, what a person
has to look at, what nobody knows, what is told for information, what is met or does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.kinds.palette import (
    MET_GREEN,
    NOT_ASSESSED_GREY,
    NOT_MET_ORANGE,
    RESERVE_INDIGO,
    REVIEW_AMBER,
)


@dataclass(frozen=True, slots=True)
class Stand:
    """sign: beside the words in tables and legends. form: of points on a map."""

    id: str
    sign: str
    form: str
    colour: str


MISSED = Stand("missed", "✗", "square", NOT_MET_ORANGE)
REVIEW = Stand("review", "!", "triangle", REVIEW_AMBER)
UNKNOWN = Stand("unknown", "?", "ring", NOT_ASSESSED_GREY)
ASIDE = Stand("aside", "–", "diamond", RESERVE_INDIGO)
MET = Stand("met", "✓", "circle", MET_GREEN)
STANDS = (MISSED, REVIEW, UNKNOWN, ASIDE, MET)
"""In the order in which somebody who has to act looks at them."""
BY_VERDICT = {"met": MET, "not_met": MISSED, "not_assessed": UNKNOWN}
YES_IS_MET = {"yes": MET, "no": MISSED, "unknown": UNKNOWN}
