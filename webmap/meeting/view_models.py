"""What the page shows that makes a file to take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.words import Text
from webmap.meeting.choosing import SECTIONS


@dataclass(frozen=True, slots=True)
class Summary:
    """What would be in the file, and how large it would be (None: of paper)."""

    features: int
    lines: Sequence[tuple[Text, Text]]
    size: str | None


@dataclass(frozen=True, slots=True)
class TakeView:
    """`map_export.html`; `asked` are the fields as filled in, `grades` what may be confirmed."""

    asked: Mapping[str, str]
    themes: Mapping[str, Text]
    formats: Mapping[str, Text]
    papers: Sequence[str]
    grids: Mapping[str, Text]
    grades: Mapping[str, Text]
    summary: Summary | None
    problem: Text | None
    grade_asked: bool
    styles: Sequence[str] = ()
    """Fields by which the map says how it looks; they are handed on as they are."""
    sections: str = SECTIONS
    """The theme that has months."""
    section: str = "map"
