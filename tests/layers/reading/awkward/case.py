"""An input that readers get wrong, rebuilt small, with what is right to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.words import Text


@dataclass(frozen=True, slots=True)
class Awkward:
    """One input of a kind of fault.

    fault: the kind of fault; inputs of one kind stand together in the table. made: writes the file
    (or files) into an empty folder and gives the one to hand in. holds: reads it and asserts what
    is right. outcome: what is right, in the reader's words.
    """

    id: str
    fault: Text
    input: Text
    outcome: Text
    made: Callable[[Path], Path]
    holds: Callable[[Path], None]
