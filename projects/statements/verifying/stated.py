"""What a file without its envelope says of itself: its language, and how far it had come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from geo.words import LANGUAGES, Language
from projects.statements import words
from projects.statements.verifying.places import Place, Reading


def language_of(reading: Reading) -> Language:
    """The language of a face as it is named, else Chinese where its title is there."""
    named = reading.values.get(Place("json", "language"))
    if named in LANGUAGES:
        return "zh" if named == "zh" else "en"
    return "zh" if any("核算单" in one for one in _texts(reading)) else "en"


def steps_of(reading: Reading, course: Sequence[Mapping[str, Any]], language: Language) -> int:
    """How many steps of the course it shows, one after the other; all where it shows none."""
    shown = Counter(one.split(" ")[0] for one in _texts(reading))
    for count, step in enumerate(course):
        title = words.STEPS[step["action"]].title.in_(language)
        if not shown[title]:
            return count or len(course)
        shown[title] -= 1
    return len(course)


def _texts(reading: Reading) -> list[str]:
    return [one.strip() for one in reading.values.values() if isinstance(one, str)]
