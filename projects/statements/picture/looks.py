"""Classes of a statement's map: which colour and pattern a row has, and what the legend says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.words import Language
from layers.kinds import KINDS
from projects.statements import words
from projects.statements.layout import Writer
from projects.statements.picture.scene import Look, Pattern

OUTLINE, OUTLINE_PX = "#39444c", 0.7
NO_DATA = Look("#e3e6e6", "hatched", OUTLINE, OUTLINE_PX)
CONTEXT = Look("#ece7dd", stroke="#b8ad98", width_px=0.6)
CONTEXT_LINE = Look(None, stroke="#8b7f68", width_px=1.2)
BOUNDARY = Look(None, stroke="#5b4636", width_px=1.6)
RIVER = Look("#cfe3f1", stroke="#7fb0d3", width_px=0.8)
RIVER_LINE = Look(None, stroke="#5a9bc9", width_px=1.6)
SPARE = ("#4a90c8", "#e3b21c", "#7b5aa6", "#2e8562", "#b4835a", "#98a0a8")
STEPS = (0.2, 0.4, 0.6, 0.8)
SHADES = ("#f1f6d8", "#c4e0b5", "#85c3a5", "#459a92", "#1d6a78")
PATTERNS: dict[str, Pattern] = {"hatched": "hatched", "crossed": "crossed"}
ON_TOP = ("#c2185b", "#5f3dc4", "#0b7285", "#a05a00")
"""Shapes that a metric computed: told from every colour of verdicts."""


@dataclass(frozen=True, slots=True)
class Class:
    """A look and its name; rows are given one by `Classes.of`."""

    look: Look
    title: str


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of the rows of a table, in the order of the legend."""

    column: Mapping[str, Any] | None
    classes: Mapping[str, Class]

    def of(self, row: Mapping[str, Any] | None) -> str:
        """The name of a row's class; a place without a row has no data."""
        if row is None:
            return ""
        if self.column is None:
            return "all"
        value = row.get(self.column["name"])
        if value is None:
            return ""
        if self.column["type"] == "code":
            return str(value) if str(value) in self.classes else ""
        return str(sum(value >= step for step in STEPS))


def classes_of(
    table: Mapping[str, Any], kind: str, title: str, language: Language, rows: Sequence[Any]
) -> Classes:
    """By the first column of codes, else by the first share, else all alike."""
    writer = Writer(language)
    there = [one for one in table.get("columns", ()) if any(one["name"] in row for row in rows)]
    missing = {"": Class(NO_DATA, writer.say(words.NO_DATA))}
    coded = next((one for one in there if one["type"] == "code" and one["codes"]), None)
    if coded is not None:
        return Classes(coded, _coded(writer, coded, kind) | missing)
    share = next((one for one in there if one["unit"]["en"] == "ratio (0–1)"), None)
    if share is not None:
        return Classes(share, _shaded(writer, share) | missing)
    colour = KINDS[kind].style.colour if kind in KINDS else SPARE[0]
    return Classes(None, {"all": Class(Look(colour, stroke=OUTLINE), title)} | missing)


def _coded(writer: Writer, column: Mapping[str, Any], kind: str) -> dict[str, Class]:
    field = KINDS[kind].field(column["name"]) if kind in KINDS else None
    known = {code.value: code for code in field.codes} if field else {}
    own = column.get("colours", {})
    found = {}
    for number, (value, title) in enumerate(column["codes"].items()):
        code = known.get(value)
        colour = code.colour if code and code.colour else SPARE[number % len(SPARE)]
        colour = own.get(value, colour)
        pattern = PATTERNS.get(code.pattern if code else "", "solid")
        look = Look(colour, pattern, OUTLINE, OUTLINE_PX)
        found[value] = Class(look, writer.say(title))
    return found


def _shaded(writer: Writer, column: Mapping[str, Any]) -> dict[str, Class]:
    title, edges = writer.say(column["title"]), (0.0, *STEPS, 1.0)
    return {
        str(number): Class(
            Look(shade, stroke=OUTLINE, width_px=OUTLINE_PX),
            f"{title} {edges[number] * 100:.0f}–{edges[number + 1] * 100:.0f}%",
        )
        for number, shade in enumerate(SHADES)
    }
