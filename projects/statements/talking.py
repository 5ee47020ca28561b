"""What was said of a statement, as a section of every face: comments, answers, and their state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from projects.statements import words
from projects.statements.chain import TALK
from projects.statements.course import minute, name_of
from projects.statements.figures import Figures
from projects.statements.layout import Cell, Column, Grid, Section
from projects.statements.points import FIGURES, Point, points_of, to_of

HEADS = ("step", "about", "by", "at", "said", "state")


def talk(
    writer: Figures, content: Mapping[str, Any], course: Sequence[Mapping[str, Any]]
) -> Section:
    """A line for each thing said, in order; without a grid where nothing was."""
    points = {one.event_number: one for one in points_of(course)}
    rows = tuple(
        (
            Cell(writer.say(words.STEPS[one["action"]].title)),
            Cell(_about(writer, content, points, one)),
            Cell(name_of(one)),
            Cell(minute(one["at"])),
            Cell(one["body"]),
            Cell(_state(writer, points, one)),
        )
        for one in course
        if one["action"] in TALK
    )
    columns = tuple(Column(name, writer.say(words.HEADS[name])) for name in HEADS)
    grid = Grid(columns, rows) if rows else None
    return Section("talk", writer.say(words.SECTIONS["talk"]), grid=grid)


def _state(writer: Figures, points: Mapping[int, Point], event: Mapping[str, Any]) -> str | None:
    """That of a comment; what is said to one has none of its own."""
    if event["action"] != "commented":
        return None
    return writer.say(words.POINT_STATES[points[event["number"]].state])


def _about(
    writer: Figures,
    content: Mapping[str, Any],
    points: Mapping[int, Point],
    event: Mapping[str, Any],
) -> str:
    """`第 3 条 · 分区 P2` of a comment, `第 3 条` of what is said to one."""
    to = to_of(event)
    if to is not None:
        return writer.say(words.ON_POINT.format(number=points[to].number))
    anchor = anchor_words(writer, content, event["table"] or "", event["row"] or "")
    number = points[event["number"]].number
    return f"{writer.say(words.ON_POINT.format(number=number))} · {anchor}"


def anchor_words(writer: Figures, content: Mapping[str, Any], table: str, row: str) -> str:
    """What a comment is about: the whole, a figure of the result by its title, or a row."""
    if table == FIGURES:
        named = {one["name"]: one["title"] for one in content["metric"]["total"]}
        return writer.say(named[row]) if row in named else row
    titles = {one["name"]: one["title"] for one in content["metric"]["tables"]}
    if not row:
        return writer.say(words.WHOLE)
    return f"{writer.say(titles[table])} {row}" if table in titles else row
