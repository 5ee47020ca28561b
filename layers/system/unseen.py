"""Characters that nobody sees and that make a text read as something else: control characters, and
the marks that turn the direction of writing."""

from __future__ import annotations

import re

# Tabulators and ends of lines stay: they are part of what is written. For `re` and Arrow's RE2.
UNSEEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def without_unseen(text: str) -> str:
    """The text without them and without blanks at its ends."""
    return re.sub(UNSEEN, "", text).strip()
