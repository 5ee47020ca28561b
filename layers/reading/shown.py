"""Names that came with a file, as they may be shown: on one line, in one direction, not endless.

A line break or a right-to-left mark in a file name can make a message say what it does not.
"""

from __future__ import annotations

import unicodedata

LONGEST = 120
# So many columns of a file are named, or so many of anything else in it.
COLUMNS_TOLD, NAMES_TOLD = 60, 20
REPLACEMENT = "\ufffd"
# Control characters, format characters (bidirectional marks are among them), lone surrogates and
# the separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def shown_name(name: str, longest: int = LONGEST) -> str:
    """The name with every character that cannot be seen replaced, cut at so many characters."""
    cut = name if len(name) <= longest else name[: longest - 1] + "…"
    return "".join(REPLACEMENT if unicodedata.category(c) in _UNSEEN else c for c in cut)
