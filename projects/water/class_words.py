"""Titles, colours and words of the classes of surface water."""

from __future__ import annotations

from geo.words import Text
from layers.kinds import palette
from layers.kinds.codes import WATER_CLASSES
from projects.water.limits import WORSE

CLASS_TITLES = {code.value: code.title for code in WATER_CLASSES} | {
    WORSE: Text("劣Ⅴ类", "Worse than class V")
}


CLASS_COLOURS = {code.value: str(code.colour) for code in WATER_CLASSES} | {
    WORSE: palette.CLASS_WORSE
}


WORDS = {
    "I": Text("优", "excellent"),
    "II": Text("优", "excellent"),
    "III": Text("良好", "good"),
    "IV": Text("轻度污染", "lightly polluted"),
    "V": Text("中度污染", "moderately polluted"),
    WORSE: Text("重度污染", "heavily polluted"),
}


def class_name(grade: str | None) -> Text | None:
    """How a class is written: Ⅱ类, 劣Ⅴ类."""
    return CLASS_TITLES[grade] if grade else None
