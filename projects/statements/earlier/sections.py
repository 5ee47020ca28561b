"""From the content of a statement and its course to the sections of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo.words import Language, Text
from layers.system.row_access import SECRECY_GRADES
from projects.statements.course import minute, state_of
from projects.statements.earlier import words
from projects.statements.earlier.figures import figures_of
from projects.statements.figures import Figures
from projects.statements.layout import (
    Cell,
    Column,
    Grid,
    Layout,
    Section,
    beside,
    pairs,
    plain,
)
from projects.statements.words import STATES, STEPS, WITHDRAWN

Content = Mapping[str, Any]


def lay_out(
    content: Content,
    sha256: str,
    code: str,
    course: Sequence[Mapping[str, Any]],
    language: Language,
) -> Layout:
    """A statement in one language; `course` are its steps, the first one first."""
    writer = figures_of(content, language)
    state = state_of(course)
    title = f"{writer.say(words.STATEMENT)} · {writer.say(content['metric']['title'])}"
    parts = (
        *_results(writer, content),
        *writer.records(),
        _notes(writer, content),
        _method(writer, content),
        _inputs(writer, content),
        *_sheets(writer, content),
        _parameters(writer, content),
        _origin(writer, content),
        _course(writer, course),
    )
    return Layout(
        language=language,
        title=title,
        code=code,
        sha256=sha256,
        state=state,
        notices=tuple(_notices(writer, state, course)),
        sections=(
            _about(writer, content, sha256, code, state),
            *(part for part in parts if part.paragraphs or part.picture or part.grid),
        ),
    )


def _notices(writer: Figures, state: str, course: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if state == "withdrawn":
        last = course[-1]
        yield writer.say(WITHDRAWN.format(day=minute(last["at"]), reason=last["body"] or "—"))
    elif state != "signed":
        yield writer.say(words.NOT_SIGNED)
    yield writer.say(words.NOT_PUBLIC)


def _section(
    writer: Figures, id_: str, grid: Grid | None = None, paragraphs: tuple[str, ...] = ()
) -> Section:
    title = writer.say(words.SECTIONS[id_])
    return Section(id_, title, paragraphs, grid, records=id_ in ("inputs", "sheets"))


def _heads(writer: Figures, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, writer.say(words.HEADS[name])) for name in names)


def _two(writer: Figures) -> tuple[str, str]:
    return writer.say(words.HEADS["item"]), writer.say(words.HEADS["value"])


def _about(writer: Figures, content: Content, sha256: str, code: str, state: str) -> Section:
    metric, made = content["metric"], content["made"]
    grade = writer.say(SECRECY_GRADES[content["secrecy"]])
    about = {name: writer.say(title) for name, title in words.ABOUT.items()}
    lines = [
        (writer.say(words.CODE), Cell(code)),
        (writer.say(words.STATE), Cell(writer.say(STATES[state]))),
        (about["title"], Cell(writer.say(metric["title"]))),
        (about["metric"], Cell(f"{metric['id']} · v{metric['version']}")),
        (about["secrecy"], Cell(grade)),
        (about["computed"], Cell(minute(content["computed"]["at"]))),
        (about["made"], Cell(f"{made['by']} · {minute(made['at'])}")),
        (writer.say(words.HASH), Cell(sha256)),
    ]
    verify = (writer.say(words.VERIFY),)
    return _section(writer, "about", pairs(_two(writer), lines), verify)


def _results(writer: Figures, content: Content) -> Iterator[Section]:
    metric, result = content["metric"], content["result"]
    total = result.get("total") or {}
    columns = _heads(writer, *writer.total_heads)
    rows = [writer.total_row(one, total) for one in metric["total"] if one["name"] in total]
    yield _section(writer, "total", Grid(columns, tuple(rows)) if rows else None)
    yield _target(writer, result.get("target"))
    yield Section("map", writer.say(words.SECTIONS["map"]), picture=True)
    for table in metric["tables"]:
        yield _table(writer, table, result.get(table["name"]) or [])


def _table(writer: Figures, table: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Section:
    """A declared table; a column that no row of the result has is left out."""
    there = [one for one in table["columns"] if any(one["name"] in row for row in rows)]
    columns = (*_heads(writer, "key", "name"), *(writer.column(one) for one in there))
    cells = tuple(
        (
            Cell(plain(row.get("key"))),
            Cell(plain(row.get("name"))),
            *(writer.cell(one, row) for one in there),
        )
        for row in rows
    )
    title, name = writer.say(table["title"]), table["name"]
    grid = Grid(columns, cells, keyed=True, sum_title=writer.say(words.HEADS["sum"]))
    return Section(f"table-{name}", title, grid=grid if rows else None, table=name)


def _target(writer: Figures, target: Mapping[str, Any] | None) -> Section:
    if not target:
        return _section(writer, "target")
    said = {name: writer.say(title) for name, title in words.TARGET.items()}
    met = {True: words.YES, False: words.NO, None: words.OPEN}[target.get("met")]
    lines = [
        (said["id"], Cell(target["id"])),
        (said["indicator"], Cell(writer.say(target.get("indicator")) or None)),
        (said["demand"], Cell(writer.demand())),
        (said["year"], Cell(None if target.get("year") is None else str(target["year"]))),
        (said["met"], Cell(writer.say(met))),
        *((said[name], cell) for name, cell in writer.judged()),
        (said["reason"], Cell(writer.say(target.get("reason")) or None)),
    ]
    return _section(writer, "target", pairs(_two(writer), lines))


def _notes(writer: Figures, content: Content) -> Section:
    said = [writer.say(note) for note in content["result"].get("notes") or []]
    told = any(note["code"] == "rule-unverified" for note in content["result"].get("notes") or [])
    for sheet in content["sheets"]:
        if sheet["unverified"] and not told:
            title, count = Text(**sheet["title"]), sheet["unverified"]
            said.append(writer.say(words.UNVERIFIED_RULES.format(sheet=title, count=count)))
    return _section(writer, "notes", paragraphs=tuple(said))


def _method(writer: Figures, content: Content) -> Section:
    metric = content["metric"]
    said = {**metric, "measured_on": words.MEASURED_ON}
    lines = [(writer.say(title), Cell(writer.say(said[n]))) for n, title in words.METHOD.items()]
    return _section(writer, "method", pairs(_two(writer), lines))


def _inputs(writer: Figures, content: Content) -> Section:
    names = ("role", "layer", "version", "features", "date", "source", "licence", "secrecy", "hash")
    rows = tuple(
        (
            Cell(writer.say(one["role_title"]) or one["role"]),
            Cell(beside(writer.say(one["title"]), one["layer"])),
            Cell(str(one["version"])),
            writer.count(one["features"]),
            Cell(one["date"]),
            Cell(one["source"]),
            Cell(one["licence"]),
            Cell(writer.say(SECRECY_GRADES[one["secrecy"]])),
            Cell(one["sha256"]),
        )
        for one in content["inputs"]
    )
    return _section(writer, "inputs", Grid(_heads(writer, *names), rows) if rows else None)


def _sheets(writer: Figures, content: Content) -> Iterator[Section]:
    names = ("role", "sheet", "version", "rows", "extent", "unverified", "source", "hash")
    rows = tuple(
        (
            Cell(writer.say(one["role_title"]) or one["role"]),
            Cell(beside(writer.say(one["title"]), one["sheet"])),
            Cell(str(one["version"])),
            writer.count(one["rows"]),
            Cell(" – ".join(one["extent"]) if one["extent"] else None),
            writer.count(one["unverified"]),
            Cell(one["source"]),
            Cell(one["sha256"]),
        )
        for one in content["sheets"]
    )
    yield _section(writer, "sheets", Grid(_heads(writer, *names), rows) if rows else None)
    for one in content["sheets"]:
        if one["entries"]:
            yield _rule(writer, one)


def _rule(writer: Figures, sheet: Mapping[str, Any]) -> Section:
    """A rule with its dates, its source and how sure each row is."""
    columns = tuple(writer.column(one | {"sums": False}) for one in sheet["columns"])
    rows = tuple(
        tuple(writer.cell(one, row) for one in sheet["columns"]) for row in sheet["entries"]
    )
    return Section(f"rule-{sheet['sheet']}", writer.say(sheet["title"]), grid=Grid(columns, rows))


def _parameters(writer: Figures, content: Content) -> Section:
    rows = tuple(writer.parameter_row(one) for one in content["parameters"])
    columns = _heads(writer, *writer.parameter_heads)
    return _section(writer, "parameters", Grid(columns, rows) if rows else None)


def _origin(writer: Figures, content: Content) -> Section:
    done = content["computed"]
    said = {
        "run": str(done["run"]),
        "by": done["by"],
        "at": minute(done["at"]),
        "input_hash": done["input_hash"],
        "software": " · ".join(f"{name} {one}" for name, one in done["software"].items()),
    }
    lines = [(writer.say(title), Cell(said[name])) for name, title in words.ORIGIN.items()]
    return _section(writer, "origin", pairs(_two(writer), lines))


def _course(writer: Figures, course: Sequence[Mapping[str, Any]]) -> Section:
    rows = tuple(
        (
            Cell(writer.say(STEPS[one["action"]].title)),
            Cell(one["by"]),
            Cell(minute(one["at"])),
            Cell(one["body"]),
        )
        for one in course
    )
    columns = _heads(writer, "step", "by", "at", "body")
    return _section(writer, "course", Grid(columns, rows) if rows else None)
