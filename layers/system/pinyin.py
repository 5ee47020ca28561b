"""Chinese names by sound: their initials for searching, their full sound for sorting.

Each character by its commonest reading (pypinyin's table); a character with several readings is
found and sorted under that one only. Whole columns: `layers.system.pinyin_columns`.
"""

from __future__ import annotations

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
    # It takes 55 MB, which a process that never sorts Chinese does without.
    from pypinyin.constants import PINYIN_DICT

    plain = {code: _without_tones(readings) for code, readings in PINYIN_DICT.items()}
    return (
        {code: reading[:1] for code, reading in plain.items()},
        {code: f"{reading} " for code, reading in plain.items()},
    )


def _without_tones(readings: str) -> str:
    letters = unicodedata.normalize("NFD", readings.split(",")[0])
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
