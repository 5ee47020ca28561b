"""Chinese names by sound: their initials for searching, their full sound for sorting.

Each character by its commonest reading (pypinyin's table); a character with several readings is
found and sorted under that one only. Whole columns: `layers.system.pinyin_columns`.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache


def initials(text: str) -> str:
    """`汉江 3 号` -> `hj 3 h`; what is not Chinese stays, in lower case."""
    return text.casefold().translate(tables()[0])


def sound(text: str) -> str:
    """`汉江` -> `han jiang `, so that names sort as in a dictionary."""
    return text.casefold().translate(tables()[1])


@cache
def tables() -> tuple[dict[int, str], dict[int, str]]:
    """By the number of a character its initial, and its sound."""
    # It takes 10 MB, which a process that never sorts Chinese does without; its phrases, which
    # nobody asks for here, would take 45 MB more.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    first = {code: readings.partition(",")[0] for code, readings in PINYIN_DICT.items()}
    # Fifteen hundred readings serve forty thousand characters.
    plain = {reading: _without_tones(reading) for reading in set(first.values())}
    return (
        {code: plain[reading][:1] for code, reading in first.items()},
        {code: f"{plain[reading]} " for code, reading in first.items()},
    )


def _without_tones(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
