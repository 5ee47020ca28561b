"""Some features of a version instead of all of them, and how they were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Features by key; `said` is how they were chosen, as it stands in the file."""

    keys: Sequence[str]
    said: str
