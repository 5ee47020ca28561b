"""Projects into a workbook, under the heads that the import reads: what comes out goes in again and
changes nothing. The same without projects, with lists and help, is the template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Language, Text
from layers.audit import Actor, record
from layers.system.atomic_file import appearing
from layers.system.dateless import save_book
from projects.policy.divisions import DIVISIONS, division_text
from projects.policy.register import PolicyItem
from projects.records.changes.known import known_now
from projects.records.changes.values import Known
from projects.records.model.codes import (
    KIND_BY_VALUE,
    KINDS,
    SOURCE_BY_VALUE,
    SOURCES,
    STATUSES,
    STEP_BY_VALUE,
    status_title,
)
from projects.records.model.fields import FIELDS_BY_NAME, PROJECT_FIELDS, RecordField
from projects.records.model.money import plain_number
from projects.records.model.part_index import PartIndex
from projects.records.model.part_kinds import FUNDS, PARTS, STEPS, YEARS, Key
from projects.records.model.tables import Project
from projects.records.queries.query import every_project

SHEET_TITLE = Text("项目", "Projects")
LISTS, ABOUT = Text("代码表", "Lists"), Text("填写说明", "How to fill it in")
DATE_FORMAT = "yyyy-mm-dd"
FREE_ROWS = 200
WIDE = ("name", "note", "site", "work")
HELP: tuple[Text, ...] = (
    Text(
        "一行一个项目；编号、名称、状态必填。编号已有的行修改该项目，只改不同的内容。",
        "A row is a project; code, name and status are needed. A row whose code is there already "
        "changes that project, and only what differs.",
    ),
    Text(
        "日期写到日；金额的单位见表头，也可在数字后写 元、万元、亿元。",
        "Dates have a day; the unit of money is in its head, or written behind a number.",
    ),
    Text(
        "单位、类别、状态、区划、事项编号见“代码表”；单位有曾用名的，旧名也可以写。",
        "Units, kinds, statuses, districts and clauses are on the sheet of lists; a name that a "
        "unit had before is understood.",
    ),
    Text(
        "完工、验收的项目进度为 100，并写实际完工日期；进度下降的，在“进度下降原因”一列写明。",
        "What is completed or accepted stands at 100 with its actual end; a fall of progress needs "
        "its reason, in a column of that name.",
    ),
    Text(
        "合计行、空行不读；一处不对则全部不存，错处会在您的文件里标出。",
        "Totals and empty rows are not read; one wrong cell and nothing is kept; it is marked in "
        "your own file.",
    ),
)
Column = tuple[str, Callable[[Project], Any], RecordField]


def export_projects(
    session: Session,
    path: Path,
    *,
    projects: Sequence[Project] | None = None,
    language: Language = "zh",
    by: Actor | None = None,
) -> int:
    """Write projects (all of them by default) under the heads the import reads; answers how many.

    The export stands in the audit log: the session must be that of a transaction. Text that looks
    like a formula is stored as text and marked so, and is never run.
    """
    chosen = every_project(session) if projects is None else projects
    index, known = PartIndex.of(session), known_now(session)
    columns = [*_fields(known, language), *_parts(index, chosen, language)]
    with appearing(path) as written:
        save_book(_book(session, known, columns, chosen, language), written)
        # Recorded before the file is there: nothing leaves unrecorded.
        record(session, by, "projects-exported", path.name, details={"count": len(chosen)})
    return len(chosen)


def write_template(session: Session, path: Path, year: int, language: Language = "zh") -> None:
    """Write an empty list with the columns of a year, lists to choose from, and help."""
    known = known_now(session)
    years: list[tuple[str, Key]] = [(YEARS.name, (year,))]
    funds: list[tuple[str, Key]] = [(FUNDS.name, (year, one.value)) for one in SOURCES[:3]]
    index = PartIndex()
    columns = [
        *_fields(known, language),
        *(c for name, key in years for c in _columns(name, key, index, language)),
        *(c for name, key in funds for c in _columns(name, key, index, language)[:1]),
    ]
    with appearing(path) as written:
        save_book(_book(session, known, columns, (), language), written)


def _fields(known: Known, language: Language) -> Iterator[Column]:
    for field in PROJECT_FIELDS:
        yield field.title.in_(language), _shower(field, known, language), field


def _shower(field: RecordField, known: Known, language: Language) -> Callable[[Project], Any]:
    def shown(project: Project) -> Any:
        if field.type in ("unit", "units"):
            return _units(project, field, known)
        return cell_value(field, getattr(project, field.name), language)

    return shown


def _units(project: Project, field: RecordField, known: Known) -> str | None:
    """Units by the shortest name that means them alone for this project."""
    codes = [project.lead_unit_code] if field.type == "unit" else [*project.responsible_unit_codes]
    said = {
        name: getattr(project, name) for name in ("district", "action_item_id", "other_item_ids")
    }
    divisions = known.divisions(said)
    register = known.units
    names = [register.shown(register.units[code], divisions) for code in codes if code]
    return "、".join(names) or None


def cell_value(field: RecordField, value: Any, language: Language) -> Any:
    """A stored value as a cell holds it, so that it reads back."""
    if value is None:
        return None
    if field.type in CODED:
        return CODED[field.type](value).in_(language)
    if field.type == "items":
        return "、".join(value) or None
    return plain_number(value) if field.type == "money" else value


CODED: Mapping[str, Callable[[str], Text]] = {
    "status": status_title,
    "kind": lambda value: KIND_BY_VALUE[value].title,
    "division": division_text,
}


def _parts(index: PartIndex, chosen: Sequence[Project], language: Language) -> Iterator[Column]:
    """Columns of the years, sources and steps that any of the projects has, where filled."""
    codes = {project.code for project in chosen}
    filled: dict[tuple[str, Key], set[str]] = {}
    for (code, name, key), values in index.parts.items():
        if code in codes:
            there = {one for one, value in values.items() if value is not None}
            filled.setdefault((name, key), set()).update(there)
    order = {name: place for place, name in enumerate(PARTS)}
    for name, key in sorted(filled, key=lambda one: (order[one[0]], *map(str, one[1]))):
        for head, shown, field in _columns(name, key, index, language):
            if field.name in filled[name, key]:
                yield head, shown, field


def _columns(name: str, key: Key, index: PartIndex, language: Language) -> list[Column]:
    kind = PARTS[name]

    def shower(field: RecordField) -> Callable[[Project], Any]:
        def shown(project: Project) -> Any:
            return cell_value(
                field, index.values(project.code, kind, key).get(field.name), language
            )

        return shown

    return [(_head(name, key, one, language), shower(one), one) for one in kind.fields]


def _head(name: str, key: Key, field: RecordField, language: Language) -> str:
    """A head that the import reads as this part: 2026年 中央预算内到位（万元）."""
    title = field.title.in_(language)
    if name == STEPS.name:
        step = STEP_BY_VALUE[key[0]].title
        return f"{step.zh}{title}" if language == "zh" else f"{step.en} {title}"
    year = f"{key[0]}年" if language == "zh" else f"{key[0]} "
    if name == YEARS.name:
        return f"{year}{title}"
    source = SOURCE_BY_VALUE[key[1]].title
    return f"{year}{source.zh}{title}" if language == "zh" else f"{year}{source.en} {title}"


def _book(
    session: Session,
    known: Known,
    columns: Sequence[Column],
    chosen: Sequence[Project],
    language: Language,
) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET_TITLE.in_(language)
    _write_heads(sheet, columns)
    for number, project in enumerate(chosen, 2):
        for at, (_, shown, _) in enumerate(columns, 1):
            write_cell(sheet.cell(number, at), shown(project))
    _offer_choices(sheet, len(chosen) + 1, language)
    _list_codes(session, known, book.create_sheet(LISTS.in_(language)), language)
    about = book.create_sheet(ABOUT.in_(language))
    about.column_dimensions["A"].width = 100
    for number, text in enumerate(HELP, 1):
        cell = about.cell(number, 1, text.in_(language))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return book


def write_cell(cell: Cell | MergedCell, value: Any) -> None:
    """Write one value; text stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))
    elif hasattr(value, "isoformat"):
        cell.number_format = DATE_FORMAT


def _write_heads(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for at, (head, _, field) in enumerate(columns, 1):
        cell = sheet.cell(1, at, head)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = 32 if field.name in WIDE else 16
    sheet.freeze_panes = "C2"


def _offer_choices(sheet: Worksheet, last_row: int, language: Language) -> None:
    """Lists to choose from, also below the last row."""
    for name, codes in (("status", STATUSES), ("kind", KINDS)):
        words = ",".join(one.title.in_(language) for one in codes)
        choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=name == "kind")
        column = get_column_letter(1 + list(FIELDS_BY_NAME).index(name))
        choice.add(f"{column}2:{column}{last_row + FREE_ROWS}")
        sheet.add_data_validation(choice)


def _list_codes(session: Session, known: Known, sheet: Worksheet, language: Language) -> None:
    """One column a list: what may be written, as it is written."""
    clauses = session.execute(
        select(PolicyItem.id, PolicyItem.title_zh, PolicyItem.title_en).order_by(
            PolicyItem.position
        )
    )
    at = 1 if language == "en" else 0
    lists: tuple[tuple[Text, list[str]], ...] = (
        (FIELDS_BY_NAME["status"].title, [one.title.in_(language) for one in STATUSES]),
        (FIELDS_BY_NAME["kind"].title, [one.title.in_(language) for one in KINDS]),
        (Text("资金来源", "Source of funds"), [one.title.in_(language) for one in SOURCES]),
        (FIELDS_BY_NAME["district"].title, [one.in_(language) for one in DIVISIONS.values()]),
        (Text("单位", "Unit"), [unit.name for unit in known.units.units.values()]),
        (Text("单位简称", "Short name"), [u.short_name for u in known.units.units.values()]),
        (Text("事项编号", "Clause"), []),
        (Text("事项", "Title of the clause"), []),
    )
    for code, *titles in clauses:
        lists[-2][1].append(code)
        lists[-1][1].append(titles[at])
    for column, (title, values) in enumerate(lists, 1):
        sheet.cell(1, column, title.in_(language)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 30
        for number, value in enumerate(values, 2):
            sheet.cell(number, column, value)
    sheet.freeze_panes = "A2"
