"""Chinese names by sound: their initials for searching, their full sound for sorting.

Each character by its commonest reading (pypinyin's table); a character with several readings is
found and sorted under that one only. Whole columns: `layers.system.pinyin_columns`.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache

MOST_READINGS, LONGEST_SYLLABLE = 8, 6


def initials(text: str) -> str:
    """`汉江 3 号` -> `hj 3 h`; what is not Chinese stays, in lower case."""
    return text.casefold().translate(tables()[0])


def sound(text: str) -> str:
    """`汉江` -> `han jiang `, so that names sort as in a dictionary."""
    return text.casefold().translate(tables()[1])


def spelled(text: str) -> list[str]:
    """The initials of what is written in full pinyin (`hannan` -> `hn`), in each way that it can be
    read (`xian`: `x`, `xa`), `MOST_READINGS` at most; none where it is no pinyin."""
    ways: list[set[str]] = [{""}, *(set() for _ in text)]
    for at, end in _spans(len(text)):
        if ways[at] and text[at:end] in _syllables():
            ways[end] |= {said + text[at] for said in sorted(ways[at])[:MOST_READINGS]}
    return sorted(ways[-1])[:MOST_READINGS] if text else []


def _spans(length: int) -> list[tuple[int, int]]:
    """Where syllables of a text can begin and end, from the left."""
    ends = range(1, LONGEST_SYLLABLE + 1)
    return [(at, at + long) for at in range(length) for long in ends if at + long <= length]


@cache
def _syllables() -> frozenset[str]:
    """Those that have a vowel: interjections would read any text."""
    every = {said.rstrip() for said in tables()[1].values()}
    return frozenset(one for one in every if set(one) & set("aeiouv"))


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
