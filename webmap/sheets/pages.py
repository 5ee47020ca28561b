"""Pages of sheets: rules and series, their versions, a new version from a file or by one row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import today
from layers.system.media_types import CSV, XLSX
from layers.system.scratch import kept_folder
from projects.metrics.registry import METRICS
from projects.sheets import (
    SHEET_KINDS,
    SheetInfo,
    laws_of,
    list_sheets,
    sheet_history,
    sheet_seen,
)
from projects.sheets.aging import aging_of
from projects.sheets.comparing import compare
from projects.sheets.editing import edit_row
from projects.sheets.errors import NO_SUCH_ROW, SHEET_NO_FILE
from projects.sheets.files import MAX_FILE_BYTES, Imported, import_file, write_file
from projects.sheets.laws import Laws
from projects.sheets.taking_over import offer_of, take_over
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, asker, requires, takes_up_to
from webmap.edge.asked import whole_number
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import FieldFault, Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.sheets.view_models import (
    RowView,
    SheetDiffView,
    SheetsView,
    SheetView,
    pages_of,
    typed_cell,
)
from webmap.sheets.words import DONE

blueprint = Blueprint("sheets", __name__)
LONGEST = {"sheet": 64, "kind": 64, "title": 200, "source": 500, "note": 500}
TYPES = {"xlsx": XLSX, "csv": f"{CSV}; charset=utf-8"}
FIELD_OF = {
    "sheet-id-invalid": "sheet",
    "unknown-sheet-kind": "kind",
    "wrong-sheet-kind": "kind",
    "sheet-reason-missing": "note",
}
REFUSED = CORRECTABLE | {413}


@blueprint.get("/sheets")
@requires("view")
def sheet_list() -> str:
    return _list(Form("new"))


def _list(form: Form, error: EcoAtlasError | None = None) -> str:
    with services().reading() as session:
        found = list_sheets(session)
    held = aging_of(found, today())
    kinds = [kind for kind in SHEET_KINDS.values() if kind.group == "series"]
    view = SheetsView(
        found, kinds, asker().may("edit_sheets"), form, *_told(error), len(held.holding)
    )
    return page("sheets.html", view)


def _told(error: EcoAtlasError | None) -> tuple[Any, int]:
    """The faults of a file, and how many more there are than are told."""
    if error is None or not error.problems:
        return (), 0
    count = int(error.problem.values.get("count", 0))
    return error.problems, max(count - len(error.problems), 0)


@blueprint.post("/sheets")
@requires("edit_sheets")
@takes_up_to(MAX_FILE_BYTES + 2**20)
def new_series() -> AnyResponse:
    """Make a series of a file."""
    typed = _typed()

    def save() -> Imported:
        title = Text(typed["title"], typed["title"]) if typed["title"] else None
        return _saved(typed["sheet"], typed, based_on=0, kind=typed["kind"], title=title)

    def again(form: Form, error: EcoAtlasError) -> str:
        return _list(form, error)

    return _kept(save, again, Form("new", typed))


@blueprint.post("/sheets/<sheet>")
@requires("edit_sheets")
@takes_up_to(MAX_FILE_BYTES + 2**20)
def upload(sheet: str) -> AnyResponse:
    """Make a new version of a sheet of a file."""
    typed, based_on = _typed(), whole_number(request.form.get("base", ""))
    return _kept(
        lambda: _saved(sheet, typed, based_on=based_on),
        lambda form, error: _sheet_page(sheet, form, error),
        Form("upload", typed | {"base": str(based_on)}),
    )


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "").strip()[:most] for name, most in LONGEST.items()}


def _saved(sheet: str, typed: dict[str, str], *, based_on: int, **about: Any) -> Imported:
    given = request.files.get("file")
    if given is None or not given.filename:
        raise EcoAtlasError(SHEET_NO_FILE)
    office = services()
    with kept_folder(office.settings.scratch) as folder:
        path = folder / "sheet"
        given.save(path)
        with office.transaction() as session:
            return import_file(
                session,
                sheet,
                path,
                source=typed["source"] or None,
                note=typed["note"] or None,
                by=actor(),
                based_on=based_on,
                name=Path(given.filename).name[:80],
                **about,
            )


def _kept(
    save: Callable[[], Imported], again: Callable[[Form, EcoAtlasError], str], form: Form
) -> AnyResponse:
    """Go on to what was saved, or show the form again with what is wrong."""
    try:
        done = save()
    except EcoAtlasError as error:
        if error.status not in REFUSED:
            raise
        refused.note(error)
        faults = () if error.problems else (_fault(error),)
        return private(again(Form(form.id, form.values, faults), error), error.status)
    said = "saved" if done.new else "same"
    ignored = f"&ignored={len(done.ignored)}" if done.ignored else ""
    # A place of its own: a browser keeps that of the form otherwise, far below the note.
    return redirect(f"/sheets/{done.sheet.id}?done={said}{ignored}#content", 303)


def _fault(error: EcoAtlasError) -> FieldFault:
    file_codes = error.code.startswith("sheet-file") or error.code == "sheet-head-twice"
    return FieldFault(
        "file" if file_codes else FIELD_OF.get(error.code, ""), error.message, error.fix
    )


@blueprint.get("/sheets/<sheet>")
@requires("view")
@asks("page", "done", "ignored")
def sheet(sheet: str) -> str:
    return _sheet_page(sheet, Form("upload"))


def _sheet_page(ref: str, form: Form, error: EcoAtlasError | None = None) -> str:
    with services().reading() as session:
        found = sheet_seen(session, ref)
        history = sheet_history(session, found.id)
        laws = laws_of(session)
    asked = max(min(whole_number(request.args.get("page", ""), 1), pages_of(found)), 1)
    using = [m for m in METRICS.values() if any(s.kind == found.kind.id for s in m.sheets)]
    said = request.args.get("done", "") if request.method == "GET" else ""
    who = asker()
    offer = offer_of(found) if found.number == history[0].number else None
    view = SheetView(
        found, history, asked, using, who.may("edit_sheets"), who.account is not None, form,
        *_told(error), DONE.get(said), whole_number(request.args.get("ignored", "")),
        laws, today().isoformat(), offer if offer and offer.any else None,
    )  # fmt: skip
    return page("sheet.html", view)


@blueprint.post("/sheets/<sheet>/shipped")
@requires("edit_sheets")
def shipped(sheet: str) -> AnyResponse:
    """Take over what is shipped anew; rows of the office stay its own."""
    base = whole_number(request.form.get("base", ""))
    try:
        with services().transaction() as session:
            taken = take_over(session, sheet, actor(), base)
    except EcoAtlasError as error:
        if error.status not in REFUSED:
            raise
        refused.note(error)
        again = Form("upload", {}, (FieldFault("", error.message, error.fix),))
        return private(_sheet_page(sheet, again, error), error.status)
    return redirect(f"/sheets/{taken.id}?done=saved", 303)


@blueprint.get("/sheets/<sheet>/file.<any(xlsx, csv):format_>")
@requires("view")
def download(sheet: str, format_: str) -> Response:
    office = services()
    with office.reading() as session:
        found = sheet_seen(session, sheet)
    with kept_folder(office.settings.scratch) as folder:
        path = folder / f"sheet.{format_}"
        write_file(found, path, language())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    name = f"{found.id}-v{found.number}.{format_}"
    return file_answer(content, TYPES[format_], attachment(name))


@blueprint.get("/sheets/<sheet>/diff")
@requires("view")
@asks("from", "to")
def diff(sheet: str) -> str:
    """Two versions row by row; by default the present one and the one before it."""
    with services().reading() as session:
        history = sheet_history(session, sheet)
        numbers = [one.number for one in history]
        after = whole_number(request.args.get("to", ""), numbers[0])
        earlier = next((number for number in numbers if number < after), numbers[-1])
        before = whole_number(request.args.get("from", ""), earlier)
        old, new = (sheet_seen(session, f"{sheet}@{number}") for number in (before, after))
    return page("sheet_diff.html", SheetDiffView(old, new, history, compare(old, new)))


@blueprint.get("/sheets/<sheet>/rows/<row>")
@requires("edit_sheets")
def row_page(sheet: str, row: str) -> Response:
    found, number, laws = _row(sheet, row)
    values = {"base": str(found.number)}
    if number is not None:
        stood = found.rows[number - 1]
        cells = {f"v.{c.name}": typed_cell(stood[c.name]) for c in found.kind.columns}
        values |= cells
    return private(page("sheet_row.html", RowView(found, number, Form("row", values), laws)))


@blueprint.post("/sheets/<sheet>/rows/<row>")
@requires("edit_sheets")
def save_row(sheet: str, row: str) -> AnyResponse:
    """Change one row, or add one."""
    found, number, laws = _row(sheet, row)
    typed = {name: value[:4000] for name, value in request.form.items() if name != "csrf_token"}
    values = {name[2:]: value for name, value in typed.items() if name.startswith("v.")}
    base, reason = whole_number(typed.get("base", "")), typed.get("note", "")
    try:
        with services().transaction() as session:
            edit_row(session, sheet, number, values, reason=reason, based_on=base, by=actor())
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE:
            raise
        refused.note(error)
        form = Form("row", typed, tuple(_row_faults(error)))
        return private(page("sheet_row.html", RowView(found, number, form, laws)), error.status)
    view = RowView(found, number or len(found.rows) + 1, Form("row"))
    address, mark, place = view.back.partition("#")
    return redirect(f"{address}&done=saved{mark}{place}", 303)


def _row(sheet: str, row: str) -> tuple[SheetInfo, int | None, Laws]:
    """The sheet, the number of the row (None: a new one), and the laws that it may name."""
    with services().reading() as session:
        found, laws = sheet_seen(session, sheet.partition("@")[0]), laws_of(session)
    if row == "new":
        return found, None, laws
    number = whole_number(row)
    if not 1 <= number <= len(found.rows):
        raise EcoAtlasError(NO_SUCH_ROW, sheet=found.title, row=row[:20])
    return found, number, laws


def _row_faults(error: EcoAtlasError) -> list[FieldFault]:
    if error.problems:
        return [
            FieldFault(f"v.{one.field}" if one.field else "", one.message, one.fix)
            for one in error.problems
        ]
    return [_fault(error)]
