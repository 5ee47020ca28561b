"""What a file puts into names and messages is kept short and free of what cannot be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.errors import Problem
from geo.words import listed
from layers.reading.intake.format_errors import FIELD_NAMES_CLEANED
from layers.reading.raw import RawLayer
from layers.reading.shown import shown_name

LONGEST_FIELD_NAME = 120
# Lists of fields or candidates are longer than a name; a cell of a megabyte is neither.
LONGEST_VALUE = 1500
NAMES_TOLD = 10


def tidy(raw: RawLayer) -> None:
    """Clean the name of a layer and of its fields; names that had to change are told."""
    raw.name = shown_name(raw.name)
    names: list[str] = []
    changed: list[str] = []
    for name in raw.names:
        own = _free(shown_name(name, LONGEST_FIELD_NAME), names) if _is_odd(name) else name
        names.append(own)
        changed += [own] if own != name else []
    if changed:
        raw.attributes = {
            own: raw.attributes[name]
            for own, name in zip(names, raw.names, strict=True)
            if name in raw.attributes
        }
        renamed = dict(zip(raw.names, names, strict=True))
        raw.written = {renamed[name]: column for name, column in raw.written.items()}
        raw.names = names
        values = {"count": len(changed), "names": listed(changed, NAMES_TOLD)}
        raw.problems.append(Problem(FIELD_NAMES_CLEANED, values))


def _is_odd(name: str) -> bool:
    return shown_name(name, LONGEST_FIELD_NAME) != name


def _free(name: str, taken: list[str]) -> str:
    while name in taken:
        name = f"{name}_"
    return name


def bounded(problem: Problem) -> Problem:
    """The problem with the texts it quotes cut to a length that a message can bear."""
    return replace(problem, values={name: _cut(value) for name, value in problem.values.items()})


def _cut(value: Any) -> Any:
    """A line break becomes a blank; whatever else cannot be seen is marked."""
    if not isinstance(value, str):
        return value
    head = value[: LONGEST_VALUE + 1]
    return shown_name(" ".join(head.splitlines()), LONGEST_VALUE)
