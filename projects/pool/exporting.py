"""The pool to be handed out: a workbook of what is released, alone or in a zip with its files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from geo.words import Language, Text
from layers.audit import Actor, record
from layers.storage.store import Store
from layers.system.atomic_file import appearing
from layers.system.china_time import day, today
from layers.system.dateless import entry
from projects.evidence.files import get_evidence, open_evidence
from projects.pool.releasing import POOL_FIELDS, handed_out
from projects.records.model.pool_tables import PoolRelease
from projects.records.model.saying import said
from projects.records.queries.pool_conditions import pool_rules

SHEET, ABOUT = Text("绿色项目库", "Green project pool"), Text("说明", "About")
RELEASED_HEADS = (Text("佐证文件", "Evidence"), Text("公布人", "Released by"),
                  Text("公布日期", "Released on"))  # fmt: skip
FILES = Text("佐证", "evidence")
NOTES = (
    Text("只列已公布、现仍符合入库条件的项目；各项为公布时的内容。",
         "Projects that are released and still eligible; the values are those of the release."),
    Text("资金缺口为总投资减去已落实资金；已落实资金按各来源计划与到位中较大者合计，“其他资金”只计到位。",
         "What is missing is the investment less what is funded; of each source the larger of "
         "planned and arrived counts as funded, of other funds what has arrived."),
)  # fmt: skip
UNVERIFIED = Text(
    "入库条件未经核实，没有文件或标准规定。",
    "The rule of the pool is unverified, and no plan or standard sets it.",
)
WIDE = 28


def export_pool(
    session: Session, store: Store, path: Path, *, language: Language, by: Actor
) -> int:
    """Write the pool as `.xlsx`, or as `.zip` with the evidence; answers how many projects.

    That it left stands in the audit log: the session must be that of a transaction.
    """
    found = handed_out(session)
    book = _book(session, found, language)
    with appearing(path) as written:
        if path.suffix == ".zip":
            _pack(session, store, written, book, found, language)
        else:
            written.write_bytes(book)
        codes = [one.project_code for one in found]
        record(session, by, "pool-exported", path.name, details={"projects": codes})
    return len(found)


def _pack(
    session: Session, store: Store, path: Path, book: bytes, found: Sequence[PoolRelease],
    language: Language,
) -> None:  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry(f"{SHEET.in_(language)}.xlsx"), book)
        for one in found:
            for at, file in enumerate(one.files, 1):
                with open_evidence(store, get_evidence(session, file["sha256"])) as content:
                    archive.writestr(entry(_place(one, at, file, language)), content.read())


def _place(one: PoolRelease, at: int, file: dict[str, str], language: Language) -> str:
    """Where a file lies in the zip; a code may hold signs that are no name of a folder."""
    folder = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in one.project_code)
    return f"{FILES.in_(language)}/{folder}/{at}-{file['name']}"


def _book(session: Session, found: Sequence[PoolRelease], language: Language) -> bytes:
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(packed, options)
    book.set_properties({"created": dt.datetime.combine(today(), dt.time())})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    names = [name for name in POOL_FIELDS if any(name in one.content for one in found)]
    sheet = book.add_worksheet(SHEET.in_(language))
    heads = [POOL_FIELDS[name] for name in names] + list(RELEASED_HEADS)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head.in_(language), bold)
    for row, one in enumerate(found, 1):
        for column, cell in enumerate(_cells(one, names, language)):
            sheet.write(row, column, cell, wrapped)
    sheet.set_column(0, len(heads) - 1, WIDE)
    sheet.freeze_panes(1, 2)
    about = book.add_worksheet(ABOUT.in_(language))
    about.set_column(0, 0, 100)
    for row, line in enumerate(_notes(session)):
        about.write_string(row, 0, line.in_(language), wrapped)
    book.close()
    return packed.getvalue()


def _cells(one: PoolRelease, names: Sequence[str], language: Language) -> list[Any]:
    cells = [_cell(name, one.content.get(name), language) for name in names]
    files = "；".join(f"{at}-{file['name']}" for at, file in enumerate(one.files, 1))
    return [*cells, files, one.by, day(one.at).isoformat()]


def _cell(name: str, value: Any, language: Language) -> Any:
    if value is None or isinstance(value, (int, float)):
        return value
    told = said(name, value)
    return told.in_(language) if told else None


def _notes(session: Session) -> list[Text]:
    rules = pool_rules(session, today())
    return [*NOTES, *(() if rules.verified else (UNVERIFIED,))]
