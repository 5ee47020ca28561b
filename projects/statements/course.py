"""Who made, reviewed and signed a statement, and what was said of it, as a sheet shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from geo.words import Text
from layers.system.china_time import minute as china_minute
from projects.statements import words
from projects.statements.acting import acting, giver_of
from projects.statements.chain import TALK
from projects.statements.figures import Figures
from projects.statements.layout import Cell, Column, Grid, Section

Step = Mapping[str, Any]
Course = Sequence[Step]
REVIEWING = frozenset({"returned", "commented", "closed", "reopened"})


def minute(iso: str) -> str:
    """A moment as people read it, in the time of China."""
    return china_minute(dt.datetime.fromisoformat(iso))


def steps_of(course: Course) -> list[Step]:
    """The steps without what was said between them."""
    return [one for one in course if one["action"] not in TALK]


def state_of(course: Course) -> str:
    """The state after these steps, whatever was said between them."""
    steps = steps_of(course)
    last = steps[-1]["action"] if steps else "made"
    return {"made": "draft"}.get(last, str(last))


def person_of(step: Step) -> Mapping[str, str]:
    """Name and post of whoever took a step, as they were then."""
    found: Mapping[str, str] = (step.get("details") or {}).get("person") or {}
    return found


def name_of(step: Step) -> str:
    """The name of whoever took a step; the account where nobody has said a name."""
    return person_of(step).get("name") or str(step["by"])


def signing_section(writer: Figures, content: Mapping[str, Any], course: Course) -> Section:
    """One row each for who prepared, reviewed and issued it; what is not yet is left blank."""
    signed = next((one for one in course if one["action"] == "signed"), None)
    rows = (
        ("prepared", content["made"], content["made"]["at"], None),
        ("reviewed", *_of(_reviewed(content, course, signed))),
        ("issued", *_of(signed)),
    )
    names = ("duty", "person", "post", "day", "hand")
    columns = tuple(Column(name, writer.say(words.HEADS[name])) for name in names)
    cells = tuple(
        (
            Cell(writer.say(words.ROLES[duty])),
            Cell(_signing(writer, who, giver)),
            Cell(who.get("post") or ""),
            Cell(minute(at)[:10] if at else ""),
            Cell(""),
        )
        for duty, who, at, giver in rows
    )
    title = writer.say(words.SECTIONS["signing"])
    return Section("signing", title, grid=Grid(columns, cells), seal=True)


def _of(step: Step | None) -> tuple[Mapping[str, str], str | None, Text | None]:
    """Who took a step, when, and who delegated it to him."""
    return ({}, None, None) if step is None else (person_of(step), step["at"], giver_of(step))


def _signing(writer: Figures, who: Mapping[str, str], giver: Text | None) -> str:
    """The name in the block of signatures, with that of whoever has delegated the signing."""
    name = who.get("name") or ""
    return name if giver is None else writer.say(BY_DELEGATION.format(name=name, by=giver))


BY_DELEGATION = Text("{name}（受 {by} 委托）", "{name} (for {by})")


def _reviewed(content: Mapping[str, Any], course: Course, signed: Step | None) -> Step | None:
    """The last one who reviewed it before it was signed, else who signed: that is a review too."""
    if signed is None:
        return None
    makers = (content["made"]["by"], signed["by"])
    others = [one for one in course if one["action"] in REVIEWING and one["by"] not in makers]
    return others[-1] if others else signed


def course_section(writer: Figures, course: Course) -> Section:
    names = ("step", "by", "at", "body")
    columns = tuple(Column(name, writer.say(words.HEADS[name])) for name in names)
    rows = tuple(
        (
            Cell(writer.say(words.STEPS[one["action"]].title)),
            Cell(acting(writer, one, name_of(one))),
            Cell(minute(one["at"])),
            Cell(one["body"]),
        )
        for one in steps_of(course)
    )
    grid = Grid(columns, rows) if rows else None
    return Section("course", writer.say(words.SECTIONS["course"]), grid=grid)
