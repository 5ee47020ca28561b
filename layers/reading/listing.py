"""The layers inside one file, by the names under which a person may choose them."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.errors import Problem


@dataclass(slots=True)
class Listing:
    """`names` as the file has them; `problems` of the file as a whole, found on the way."""

    names: list[str]
    problems: list[Problem] = field(default_factory=list)
