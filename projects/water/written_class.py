"""Classes of water as people write them: Ⅱ类, II, 劣Ⅴ — and Ⅱ级, which is asked about."""

from __future__ import annotations

import unicodedata

from projects.water.limits import GRADES, WORSE

DIGITS = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V",
          "一": "I", "二": "II", "三": "III", "四": "IV", "五": "V"}  # fmt: skip
WORD, OTHER_WORD = "类", "级"


def read_class(written: str) -> tuple[str | None, bool]:
    """The class, and whether it is written as classes are; None where it is none."""
    text = "".join(unicodedata.normalize("NFKC", written).split())
    worse = text.startswith("劣")
    bare = text.removeprefix("劣").removesuffix(WORD)
    exact = not bare.endswith(OTHER_WORD)
    bare = bare.removesuffix(OTHER_WORD).removeprefix("第").upper()
    grade = DIGITS.get(bare, bare)
    if text.upper() == WORSE or (worse and grade in ("V", "")):
        return WORSE, exact
    return (grade, exact) if grade in GRADES and not worse else (None, False)
