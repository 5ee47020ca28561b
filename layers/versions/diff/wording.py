"""What was measured of a changed feature, in words: alike on the page and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from geo.figures.said import change as more_or_less
from geo.figures.said import said
from geo.words import Text
from layers.versions.diff.model import MEASURES, Change

MOVED = Text("移动 {value}", "Moved {value}")
AREA_CHANGED = Text("面积变动 {value}", "{value} of ground changed")
BOTH = {
    "area": Text("面积 {old} → {new}（{more}）", "Area {old} → {new} ({more})"),
    "length": Text("长度 {old} → {new}（{more}）", "Length {old} → {new} ({more})"),
}
ONE = {
    "area": Text("面积 {value}", "Area {value}"),
    "length": Text("长度 {value}", "Length {value}"),
}
NOISE = 1e-6
"""In m and m²: what the same shape, drawn with other vertices, may be measured to differ by."""


def measure_texts(change: Change) -> dict[str, Text]:
    """Each measure that has a meaning for the feature, as it is written."""
    found = ((name, change.measures[name], one.unit) for name, one in MEASURES.items())
    return {name: said(value, unit) for name, value, unit in found if value is not None}


def measured(change: Change) -> Iterator[Text]:
    """How far it moved, how much ground changed, how large or long it was and is."""
    texts = measure_texts(change)
    if "distance_m" in texts:
        yield MOVED.format(value=texts["distance_m"])
    if "changed_m2" in texts:
        yield AREA_CHANGED.format(value=texts["changed_m2"])
    for name, unit in (("area", "m2"), ("length", "m")):
        sides = [f"{name}_{side}_{unit}" for side in ("before", "after")]
        known = [texts[side] for side in sides if side in texts]
        if len(known) == 2:
            more = _more(change, *sides)
            yield BOTH[name].format(old=known[0], new=known[1], more=more)
        elif known:
            yield ONE[name].format(value=known[0])


def _more(change: Change, before: str, after: str) -> Text:
    difference = (change.measures[after] or 0.0) - (change.measures[before] or 0.0)
    kept = difference if abs(difference) >= NOISE else 0.0
    return more_or_less(kept, MEASURES[after].unit)
