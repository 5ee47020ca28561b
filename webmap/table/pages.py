"""The attribute table of a layer, and the page that edits one feature of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, resolve
from layers.storage.attribute_table import (
    TablePage,
    TableQuery,
    filters_from,
    row_number,
    table_page,
)
from layers.storage.raster_store import holds_raster
from layers.versions.editing import EDIT_RASTER, EDIT_UNKNOWN_FEATURE, Edit
from projects.records.queries.responsible import units_of
from projects.work.versions import edit_feature
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import asker, requires
from webmap.edge.asked import whole_number
from webmap.edge.forms import FieldFault, Form
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import note, private
from webmap.edge.rendering import page, services
from webmap.table.answers import TableAnswer
from webmap.table.view_models import (
    ROWS_ON_A_PAGE,
    EditView,
    TableView,
    rows_of,
    table_address,
    typed_values,
)

blueprint = Blueprint("table", __name__)
LARGEST_PAGE = 10**7


def asked_query() -> TableQuery:
    """What the address asks for: `q`, `f.COLUMN`, `sort`, `down`."""
    asked = request.args
    return TableQuery(
        search=asked.get("q", "")[:200],
        filters=filters_from(asked),
        sort=asked.get("sort", ""),
        descending=bool(asked.get("down")),
    )


def asked_number(name: str, default: int, most: int) -> int:
    return min(whole_number(request.args.get(name, ""), default), most)


def _version(layer: str) -> VersionRef:
    number = request.args.get("version", "")
    with services().reading() as session:
        return resolve(session, f"{layer}@{number}" if number else layer)


@blueprint.get("/layers/<layer>/table")
@requires("view")
@asks("q", "f.*", "sort", "down", "page", "key", "version", "done")
def table(layer: str) -> str:
    office, ref, query = services(), _version(layer), asked_query()
    chosen = request.args.get("key")
    offset = (asked_number("page", 1, LARGEST_PAGE) - 1) * ROWS_ON_A_PAGE
    if chosen is not None and "page" not in request.args:
        place = row_number(office.settings, office.store, ref, query, chosen)
        offset = (place or 0) // ROWS_ON_A_PAGE * ROWS_ON_A_PAGE
    found = table_page(office.settings, office.store, ref, query, offset, ROWS_ON_A_PAGE)
    if found.total and not found.rows:
        # Fewer fit than there were pages for: the last one, and not the word that none do.
        offset = (found.total - 1) // ROWS_ON_A_PAGE * ROWS_ON_A_PAGE
        found = table_page(office.settings, office.store, ref, query, offset, ROWS_ON_A_PAGE)
    may_edit = ref.live and not holds_raster(ref) and asker().may("edit_layers")
    may_export = asker().may("export")
    view = TableView(
        found, query, rows_of(found, chosen, _units(found)), may_edit, may_export, note()
    )
    return page("layer_table.html", view)


def _units(found: TablePage) -> dict[str, tuple[str, ...]]:
    """Who answers for the features of the page; of classes of a raster nobody does."""
    ref = found.version
    if holds_raster(ref) or not found.rows:
        return {}
    with services().reading() as session:
        return units_of(session, services().store, ref, [str(r[ref.key_field]) for r in found.rows])


@blueprint.get(f"{PREFIX}/layers/<layer>/table")
@requires("view")
@asks("q", "f.*", "sort", "down", "offset", "limit", "version")
@answers(TableAnswer)
def table_json(layer: str) -> Response:
    """Rows as plain values; `offset`, `limit` (500 at most), and what the page takes."""
    office, ref = services(), _version(layer)
    offset, limit = asked_number("offset", 0, 10**9), asked_number("limit", 100, 500)
    found = table_page(office.settings, office.store, ref, asked_query(), offset, limit)
    return answer(
        {
            "layer": ref.layer_id,
            "version": ref.number,
            "key_field": ref.key_field,
            "total": found.total,
            "offset": found.offset,
            "columns": [
                {"name": c.name, "title": c.title, "unit": c.unit, "numeric": c.numeric}
                for c in found.columns
            ],
            "rows": [dict(row) for row in found.rows],
            "responsible_units": _units(found),
        }
    )


@blueprint.get("/layers/<layer>/features/<path:key>/edit")
@requires("edit_layers")
def edit_page(layer: str, key: str) -> Response:
    ref, found, row = _feature(layer, key)
    shown = Form("edit", typed_values(found.columns, row) | {"base": str(ref.number)})
    return _edit_page(ref, found, row, shown)


@blueprint.post("/layers/<layer>/features/<path:key>/edit")
@requires("edit_layers")
def edit(layer: str, key: str) -> AnyResponse:
    ref, found, row = _feature(layer, key)
    typed = {name: value[:4000] for name, value in request.form.items() if name != "csrf_token"}
    base = typed.get("base", "")
    changes = _changes(found, row, typed)
    wanted = Edit(layer, whole_number(base), key, changes, typed.get("reason", ""))
    try:
        edit_feature(services(), asker(), wanted)
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE:
            raise
        refused.note(error)
        return _edit_page(ref, found, row, Form("edit", typed, _faults(error)), error.status)
    return redirect(f"{table_address(layer, key)}&done=edited", 303)


def _feature(layer: str, key: str) -> tuple[VersionRef, TablePage, dict[str, Any]]:
    office = services()
    with office.reading() as session:
        ref = resolve(session, layer)
    if holds_raster(ref):
        raise EcoAtlasError(EDIT_RASTER, layer=ref.layer_id)
    place = row_number(office.settings, office.store, ref, TableQuery(), key)
    if place is None:
        raise EcoAtlasError(EDIT_UNKNOWN_FEATURE, layer=ref.layer_id, key=key[:200])
    found = table_page(office.settings, office.store, ref, TableQuery(), place, 1)
    return ref, found, dict(found.rows[0])


def _changes(found: TablePage, row: dict[str, Any], typed: dict[str, str]) -> dict[str, str]:
    """What was typed that is not what stood there; fields that the layer has not are passed on."""
    stood = typed_values(found.columns, row)
    return {
        name.removeprefix("v."): value
        for name, value in typed.items()
        if name.startswith("v.") and stood.get(name) != value
    }


def _faults(error: EcoAtlasError) -> tuple[FieldFault, ...]:
    if error.problems:
        return tuple(
            FieldFault(f"v.{one.values.get('field', '')}", one.message, one.fix)
            for one in error.problems
        )
    field = "reason" if error.code == "edit-without-reason" else ""
    return (FieldFault(field, error.message, error.fix),)


def _edit_page(
    ref: VersionRef, found: TablePage, row: dict[str, Any], shown: Form, status: int = 200
) -> Response:
    columns = tuple(column for column in found.columns if column.name != ref.key_field)
    key = str(row[ref.key_field])
    view = EditView(ref, key, str(row.get("name") or key), columns, shown)
    return private(page("layer_edit.html", view), status)
