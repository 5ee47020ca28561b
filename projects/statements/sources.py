"""Where the figures of a sheet come from: method, sources, parameters, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.figures.units import YEAR
from geo.words import Text
from layers.system.row_access import SECRECY_GRADES
from projects.accounts.people import person_text
from projects.statements import words
from projects.statements.course import minute
from projects.statements.figures import Figures
from projects.statements.forms import is_brief, is_named
from projects.statements.layout import Cell, Column, Grid, Section, beside, pairs
from projects.statements.own_words import in_own_words

Content = Mapping[str, Any]
LONGEST_RULE = 30
"""Rows of a rule that are printed; more fill pages that nobody reads."""


def section_of(writer: Figures, id_: str, grid: Grid | None, *, records: bool = False) -> Section:
    return Section(id_, writer.say(words.SECTIONS[id_]), grid=grid, records=records)


def heads_of(writer: Figures, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, writer.say(words.HEADS[name])) for name in names)


def two_heads(writer: Figures) -> tuple[str, str]:
    return writer.say(words.HEADS["item"]), writer.say(words.HEADS["value"])


def method(writer: Figures, content: Content) -> Section:
    said = {**content["metric"], "measured_on": words.MEASURED_ON}
    lines = [(writer.say(title), Cell(writer.say(said[n]))) for n, title in words.METHOD.items()]
    return section_of(writer, "method", pairs(two_heads(writer), lines))


def inputs(writer: Figures, content: Content) -> Section:
    names = ("role", "layer", "version", "features", "date", "source", "licence", "secrecy", "hash")
    rows = tuple(
        (
            Cell(writer.say(one["role_title"]) or one["role"]),
            Cell(beside(writer.say(one["title"]), one["layer"])),
            Cell(str(one["version"])),
            writer.count(one["features"]),
            Cell(one["date"]),
            Cell(in_own_words(one["source"], writer.language)),
            Cell(_licence(writer, one["licence"])),
            Cell(writer.say(SECRECY_GRADES[one["secrecy"]])),
            Cell(one["sha256"]),
        )
        for one in content["inputs"]
    )
    grid = Grid(heads_of(writer, *names), rows) if rows else None
    return section_of(writer, "inputs", grid, records=True)


def _licence(writer: Figures, licence: str | None) -> str:
    """In words: a government layer has terms of use, not the licence of a program."""
    known = words.LICENCES.get(licence or "", None if licence else words.NO_LICENCE)
    return writer.say(known) if known else str(in_own_words(licence, writer.language))


def sheets(writer: Figures, content: Content) -> Iterator[Section]:
    names = ("role", "sheet", "version", "rows", "extent", "unverified", "source", "hash")
    rows = tuple(
        (
            Cell(writer.say(one["role_title"]) or one["role"]),
            Cell(beside(writer.say(one["title"]), one["sheet"])),
            Cell(str(one["version"])),
            writer.count(one["rows"]),
            Cell(" – ".join(one["extent"]) if one["extent"] else None),
            writer.count(one["unverified"]),
            Cell(in_own_words(one["source"], writer.language)),
            Cell(one["sha256"]),
        )
        for one in content["sheets"]
    )
    grid = Grid(heads_of(writer, *names), rows) if rows else None
    yield section_of(writer, "sheets", grid, records=True)
    for one in content["sheets"]:
        if one["entries"]:
            yield _rule(writer, content, one)


def _rule(writer: Figures, content: Content, sheet: Mapping[str, Any]) -> Section:
    """A rule with its dates, its source and how sure each row is; one of many rows by what it is
    found by."""
    title = writer.say(sheet["title"])
    if is_brief(content) and len(sheet["entries"]) > LONGEST_RULE:
        said = words.LONG_RULE.format(
            sheet=sheet["sheet"],
            version=sheet["version"],
            rows=len(sheet["entries"]),
            hash=sheet["sha256"],
        )
        return Section(f"rule-{sheet['sheet']}", title, (writer.say(said),))
    declared = [_with_year(one) for one in sheet["columns"]]
    columns = tuple(writer.column(one | {"sums": False}) for one in declared)
    rows = tuple(
        tuple(writer.cell(one, _with_lists(one, row)) for one in declared)
        for row in sheet["entries"]
    )
    return Section(f"rule-{sheet['sheet']}", title, grid=Grid(columns, rows))


def _with_year(column: Mapping[str, Any]) -> dict[str, Any]:
    """A year is a number without a unit that takes no commas."""
    year = column["unit"] is None and str(column["name"]).rpartition("_")[2] == "year"
    return {**column, "unit": YEAR.content() if year else column["unit"]}


def _with_lists(column: Mapping[str, Any], row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Several codes in one cell are each told in words."""
    value = row.get(column["name"])
    parts = value.split(",") if isinstance(value, str) else []
    if len(parts) < 2 or not all(one in column["codes"] for one in parts):
        return row
    return {**row, column["name"]: parts}


def parameters(writer: Figures, content: Content) -> Section:
    rows = tuple(writer.parameter_row(one) for one in content["parameters"])
    columns = heads_of(writer, *writer.parameter_heads)
    return section_of(writer, "parameters", Grid(columns, rows) if rows else None)


def _people(content: Content) -> dict[str, Text]:
    """Names and posts of who computed and made it; nothing of one who has no account."""
    done, made = content["computed"], content["made"]
    found = {"by": done.get("person") or {}, "made": made} if is_named(content) else {}
    return {
        line: person_text(who["name"], who.get("post") or "")
        for line, who in found.items()
        if who.get("name")
    }


def check(writer: Figures, content: Content, sha256: str, code: str) -> Section:
    """What a second person needs to compute it again and to check a file."""
    done, metric = content["computed"], content["metric"]
    said = {
        "code": code,
        "sha256": sha256,
        "metric": f"{metric['id']} · v{metric['version']}",
        "replaces": (content.get("replaces") or {}).get("code"),
        "run": str(done["run"]),
        "at": minute(done["at"]),
        "by": done["by"],
        "made": content["made"]["by"],
        "input_hash": done["input_hash"],
        "software": " · ".join(f"{name} {one}" for name, one in done["software"].items()),
        "verify": words.COMMAND,
    }
    people = _people(content)
    said |= {name: writer.say(who) for name, who in people.items()}
    titles = words.CHECK | {name: words.PEOPLE[name] for name in people}
    lines = [(writer.say(title), Cell(said[name])) for name, title in titles.items()]
    return section_of(writer, "check", pairs(two_heads(writer), lines))
