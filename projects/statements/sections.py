"""From the content of a statement and its course to the sheet that is signed, in one language.

The order is that of official tables: head, answer, main figures and who signs on the first page;
then divisions, map and rows; what is needed to compute it again stands at the very end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo.figures.units import SQUARE_KILOMETRES
from geo.words import Language, Text
from layers.kinds.supporting import ADMIN_DIVISION
from layers.system.row_access import SECRECY_GRADES
from projects.metrics.titled import titled
from projects.statements import sources, words
from projects.statements.answering import answer_of, titles_in
from projects.statements.course import course_section, minute, signing_section, state_of, steps_of
from projects.statements.earlier.figures import figures_of
from projects.statements.figures import Figures
from projects.statements.forms import is_brief, is_named, unverified_rules
from projects.statements.in_one_unit import AnyShown, Shown, cells_of, head_unit, shown_columns
from projects.statements.layout import (
    Cell,
    Formula,
    Grid,
    Head,
    Layout,
    Section,
    pairs,
    plain,
)
from projects.statements.own_words import in_own_words
from projects.statements.sources import heads_of, section_of, two_heads
from projects.statements.summing import summary_of
from projects.statements.talking import talk

Content = Mapping[str, Any]
MOST_MAIN = 8
"""Figures of the total on the first page; the others follow later."""
DIVISION = ADMIN_DIVISION.id
OF_PLACES = {"district": "district", "unit": "unit_of_place", "projects": "projects"}
"""What is said of the place of a row, and the head that it stands under."""
MOST_ACROSS, MOST_LISTED = 14, 100
"""Columns that a page across has room for; up to so many rows of more stand as lists on paper."""
CODED = re.compile(r"[a-z]{3,}|_")
LAW_NOTES = ("rule-", "law-")


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
    first, later = _warnings(writer, content)
    totals = _Totals(writer, content)
    tables = {one["name"]: one for one in content["metric"]["tables"]}
    of_divisions = [name for name in tables if _is_of_divisions(content, tables[name])]
    others = [name for name in tables if name not in of_divisions]
    parts = (
        _head_section(writer, content, state),
        Section("answer", writer.say(words.SECTIONS["answer"]), (answer_of(writer, content),)),
        _paragraphs(writer, "warnings", first),
        _target(writer, content),
        totals.section("total", slice(MOST_MAIN)),
        signing_section(writer, content, course),
        *(_table(writer, content, tables[name], hectares=True) for name in of_divisions),
        *(summary_of(writer, content, tables[name]) for name in others),
        _map(writer),
        *(_table(writer, content, tables[name]) for name in others),
        totals.section("more", slice(MOST_MAIN, None)),
        *writer.records(),
        _paragraphs(writer, "notes", later),
        sources.method(writer, content),
        talk(writer, content, course),
        course_section(writer, course),
        sources.inputs(writer, content),
        *sources.sheets(writer, content),
        sources.parameters(writer, content),
        sources.check(writer, content, sha256, code),
    )
    head = content["head"]
    return Layout(
        language=language,
        title=writer.say(words.TITLE.format(metric=Text(**content["metric"]["title"]))),
        code=code,
        sha256=sha256,
        state=state,
        notices=tuple(_notices(writer, state, course)),
        sections=tuple(one for one in parts if one.paragraphs or one.picture or one.grid),
        head=Head(head["office"], head["number"], _secrecy(writer, content)),
        signed_first=is_named(content),
        whole=is_brief(content),
    )


def _notices(writer: Figures, state: str, course: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if state == "withdrawn":
        last = steps_of(course)[-1]
        yield writer.say(words.WITHDRAWN.format(day=minute(last["at"]), reason=last["body"] or "—"))
    elif state != "signed":
        yield writer.say(words.NOT_SIGNED)
    yield writer.say(words.NOT_PUBLIC)


def _secrecy(writer: Figures, content: Content) -> str:
    """The office's own line, else the highest grade of what went in."""
    own: str = content["head"]["secrecy"]
    return own or writer.say(SECRECY_GRADES[content["secrecy"]])


def _paragraphs(writer: Figures, id_: str, said: Sequence[str]) -> Section:
    return Section(id_, writer.say(words.SECTIONS[id_]), tuple(said))


def _map(writer: Figures) -> Section:
    title, said = words.SECTIONS["map"], words.NOT_PUBLIC
    return Section("map", writer.say(title), (writer.say(said),), picture=True)


def _head_section(writer: Figures, content: Content, state: str) -> Section:
    """Lines that an empty form has too: what nobody has given is a blank to fill by hand."""
    head = content["head"]
    dates = sorted({one["date"] for one in content["inputs"] if one["date"]})
    said = {
        "office": head["office"],
        "number": head["number"],
        "area": head["area"],
        "area_code": "、".join(_divisions(content)),
        "period": head["period"],
        "secrecy": _secrecy(writer, content),
        "data": " – ".join(dict.fromkeys((*dates[:1], *dates[-1:]))),
        "state": writer.say(words.STATES[state]),
        "made": minute(content["made"]["at"])[:10],
    }
    coded = writer.numbered and said["area_code"]
    names = [one for one in words.HEAD if one != "area_code" or coded]
    lines = [(writer.say(words.HEAD[one]), Cell(said[one])) for one in names]
    title = writer.say(words.SECTIONS["head"])
    return Section("head", title, grid=pairs(two_heads(writer), lines), form=True)


def _divisions(content: Content) -> Sequence[str]:
    """Codes of the divisions that the target is of; none without a target."""
    target = content["result"].get("target") or {}
    found: Sequence[str] = (target.get("jurisdiction") or {}).get("divisions", ())
    return found


def _warnings(writer: Figures, content: Content) -> tuple[list[str], list[str]]:
    """What has to be read before the figure: rules that are unverified or have a successor; and
    what else there is to know."""
    notes = content["result"].get("notes") or []
    first = [one for one in notes if str(one["code"]).startswith(LAW_NOTES)]
    said = [writer.say(one) for one in (*content.get("warnings", ()), *first)]
    told = any(one["code"] == "rule-unverified" for one in notes)
    for sheet in content["sheets"]:
        if sheet["unverified"] and not told:
            title, count = Text(**sheet["title"]), sheet["unverified"]
            said.append(writer.say(unverified_rules(content).format(sheet=title, count=count)))
    titles = titles_in(content)
    others = (Text(one["zh"], one["en"]) for one in notes if one not in first)
    return said, [writer.say(titled(one, titles)) for one in others]


def _target(writer: Figures, content: Content) -> Section:
    target = content["result"].get("target")
    if not target:
        return section_of(writer, "target", None)
    said = {name: writer.say(title) for name, title in words.TARGET.items()}
    met = {True: words.YES, False: words.NO, None: words.OPEN}[target.get("met")]
    lines = [
        (said["id"], Cell(target["id"])),
        (said["indicator"], Cell(writer.say(target.get("indicator")) or None)),
        (said["demand"], Cell(writer.demand())),
        (said["year"], Cell(None if target.get("year") is None else str(target["year"]))),
        *((said[name], cell) for name, cell in writer.judged()),
        (said["met"], Cell(writer.say(met))),
        *([(said["reason"], Cell(writer.say(why)))] if (why := _why_open(content, target)) else []),
    ]
    title = writer.say(words.SECTIONS["target"])
    return Section("target", title, grid=pairs(two_heads(writer), lines), form=True)


def _why_open(content: Content, target: Mapping[str, Any]) -> Text | None:
    """Why nobody can tell whether the target is met."""
    why = target.get("reason")
    return titled(Text(**why), titles_in(content)) if why and target.get("met") is None else None


class _Totals:
    """The figures of the total, areas in km² and 公顷."""

    def __init__(self, writer: Figures, content: Content) -> None:
        self.writer = writer
        total = content["result"].get("total") or {}
        declared = [one for one in content["metric"]["total"] if one["name"] in total]
        # The figure that the statement is about comes first, the others as they are declared.
        headline = content["metric"]["headline"]
        declared.sort(key=lambda one: one["name"] != headline)
        columns = shown_columns(writer, declared, [total], hectares=True)
        cells = dict(zip((one.name for one in columns), cells_of(columns, total), strict=True))
        self.cells: dict[str, Cell] = cells
        self.shown = [one for one in columns if isinstance(one, Shown)]

    def section(self, id_: str, part: slice) -> Section:
        shown = self.shown[part]
        if not shown:
            return section_of(self.writer, id_, None)
        names = tuple(one.name for one in shown)
        areas = any(one.unit is SQUARE_KILOMETRES for one in shown)
        lines = ["line"] if self.writer.numbered else []
        hectares = ["in_hectares"] if areas else []
        heads = heads_of(self.writer, "figure", "value", "unit", *lines, *hectares)
        rows = tuple(
            self._row(one, names, number, hectares=areas)
            for number, one in enumerate(shown, (part.start or 0) + 1)
        )
        return section_of(self.writer, id_, Grid(heads, rows, names=names))

    def _row(
        self, one: Shown, names: tuple[str, ...], number: int, *, hectares: bool
    ) -> tuple[Cell, ...]:
        cell = self.cells[one.name]
        if cell.formula is not None and not set(cell.formula.of) <= set(names):
            cell = Cell(cell.value, cell.said, cell.workbook)
        unit = "%" if one.unit.percent else head_unit(one.unit, self.writer.language)
        line = (Cell(str(number)),) if self.writer.numbered else ()
        row = (Cell(one.column.title), cell, Cell(unit or None), *line)
        return (*row, self._hectares(one)) if hectares else row

    def _hectares(self, one: Shown) -> Cell:
        found = self.cells.get(f"{one.name}:ha")
        if found is None or found.value is None:
            return Cell(None)
        return Cell(found.value, found.said, found.workbook, Formula("hundredfold", ("value",)))


def _is_of_divisions(content: Content, table: Mapping[str, Any]) -> bool:
    kinds = {one["role"]: one["kind"] for one in content["inputs"]}
    return bool(kinds.get(table["role"]) == DIVISION)


def _table(
    writer: Figures, content: Content, table: Mapping[str, Any], *, hectares: bool = False
) -> Section:
    """A declared table; a column that no row of the result has is left out."""
    rows: Sequence[Mapping[str, Any]] = content["result"].get(table["name"]) or []
    title, name = writer.say(table["title"]), table["name"]
    if not rows:
        return Section(f"table-{name}", title, table=name)
    missing = table["missing"]
    shown = shown_columns(
        writer,
        table["columns"],
        rows,
        hectares=hectares,
        missing=missing,
        apart=not table["role"],
    )
    if missing:
        rows = sorted(rows, key=lambda row: _part(row, missing) - _part(row, missing[:1]))
    places = _Places(writer, content["places"].get(name) or {})
    keyed, named = _are_keys(table, rows), any(row.get("name") for row in rows)
    columns = (
        *(heads_of(writer, "key") if keyed else ()),
        *(heads_of(writer, "name") if named else ()),
        *places.columns,
        *(one.column for one in shown),
    )
    cells = tuple(
        (
            *((Cell(plain(row.get("key"))),) if keyed else ()),
            *((Cell(in_own_words(plain(row.get("name")), writer.language)),) if named else ()),
            *places.cells(str(row.get("key"))),
            *cells_of(shown, row),
        )
        for row in rows
    )
    keys = tuple(str(row.get("key")) for row in rows)
    grid = Grid(columns, cells, keyed, writer.say(words.HEADS["sum"]), keys=keys)
    listed = len(columns) > MOST_ACROSS and len(rows) <= MOST_LISTED
    said = _said_of(writer, table, shown)
    return Section(f"table-{name}", title, said, grid, table=name, records=listed)


def _part(row: Mapping[str, Any], names: Sequence[str]) -> float:
    return float(row.get(names[-1]) or 0.0)


def _said_of(
    writer: Figures, table: Mapping[str, Any], shown: Sequence[AnyShown]
) -> tuple[str, ...]:
    areas = any(isinstance(one, Shown) and one.unit.measure == "area" for one in shown)
    said = [words.BY_GAP] if table["missing"] else []
    said += [words.LYING_OVER] if table["role"] and areas else []
    return tuple(writer.say(one) for one in said)


def _are_keys(table: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a reader has something of the keys: those of features, or of rows that nothing else
    names; not what is put together of codes, as the columns beside it have them in words."""
    return bool(table["role"]) or not any(CODED.search(str(row.get("key"))) for row in rows)


class _Places:
    """District, unit and projects of rows, as far as any row has them."""

    def __init__(self, writer: Figures, places: Mapping[str, Mapping[str, Any]]) -> None:
        self.places = places
        self.names = [one for one in OF_PLACES if any(row.get(one) for row in places.values())]
        self.columns = heads_of(writer, *(OF_PLACES[one] for one in self.names))

    def cells(self, key: str) -> Iterator[Cell]:
        row = self.places.get(key, {})
        for name in self.names:
            value = row.get(name)
            yield Cell("、".join(value) if isinstance(value, list) else value or None)
