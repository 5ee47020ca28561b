"""Text that somebody wrote in both languages at once, told in one."""

from __future__ import annotations

from geo.words import Language

BETWEEN = (" / ", " · ")


def in_own_words(text: str | None, language: Language) -> str | None:
    """The half of `中文 / English` that is in this language; any other text as it is."""
    for mark in BETWEEN:
        halves = (text or "").split(mark)
        chinese = [any(ord(letter) > 0x2E80 for letter in half) for half in halves]
        if len(halves) == 2 and chinese == [True, False] and any(map(str.isalpha, halves[1])):
            return halves[0] if language == "zh" else halves[1]
    return text
