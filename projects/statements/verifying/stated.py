"""What a file without its envelope says of itself: its language, and how far it had come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.words import LANGUAGES, Language
from projects.statements import words
from projects.statements.sections import minute, state_of
from projects.statements.verifying.places import Place, Reading


def language_of(reading: Reading) -> Language:
    """The language of a face as it is named, else Chinese where its title is there."""
    named = reading.values.get(Place("json", "language"))
    if named in LANGUAGES:
        return "zh" if named == "zh" else "en"
    return "zh" if any("核算单" in one for one in _texts(reading)) else "en"


def steps_of(reading: Reading, course: Sequence[Mapping[str, Any]], language: Language) -> int:
    """How many steps it shows: as many as have its state and whose last moment it names."""
    texts = _texts(reading)
    for count in range(len(course), 0, -1):
        state = words.STATES[state_of(course[:count])].in_(language)
        moment = minute(course[count - 1]["at"])
        if course[count - 1]["hash"] in texts:
            return count
        if any(one.endswith(state) for one in texts) and any(moment in one for one in texts):
            return count
    return len(course)


def _texts(reading: Reading) -> list[str]:
    return [one.strip() for one in reading.values.values() if isinstance(one, str)]
