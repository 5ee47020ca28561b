"""A version, or some of its features, as a file: the form and the download."""

from __future__ import annotations

from flask import Blueprint, Response, send_file
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.artifacts import is_large
from layers.catalogue import VersionRef, resolve
from layers.export.crs import choose_crs
from layers.export.errors import OLD_DATUM
from layers.export.names import disposition
from layers.export.registry import get_format
from layers.export.selection import Selection
from layers.export.writing import export
from layers.storage.raster_store import holds_raster
from layers.system.scratch import kept_folder
from projects.records.responsible import units_beside
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires
from webmap.edge.forms import FieldFault, Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.exports.artifacts import export_first
from webmap.exports.form import ExportAsked, asked_export, chosen_in, conditions, export_form, typed
from webmap.exports.view_models import Chosen, ExportView
from webmap.exports.words import OLD_DATUM_FIX

blueprint = Blueprint("exports", __name__)
# Which field of the form can be changed so that the export works.
FAULTS = {
    "unknown-export-crs": "epsg",
    "degrees-only": "crs",
    "export-old-datum": "epsg",
    "export-crs-out-of-reach": "epsg",
    "not-encodable": "encoding",
    "mixed-geometry": "format",
    "too-many-rows": "format",
    "shapefile-too-large": "format",
    "export-nothing-selected": "",
    "raster-export-format": "format",
    "export-not-a-raster": "format",
    "raster-keeps-crs": "crs",
    "raster-export-whole": "",
}


@blueprint.get("/layers/<layer>/export")
@requires("export")
@asks(ExportAsked, "q", "f.*", "sort", "down", "key", "page")
def export_page(layer: str) -> AnyResponse:
    """The file that is asked for, or the job that makes it; without a format the form."""
    asked = asked_export()
    with services().reading() as session:
        ref = resolve(session, f"{layer}@{asked.version}" if asked.version else layer)
    shown, selection = chosen_in(ref) or (None, None)
    if not asked.format:
        return _form(ref, shown, Form("export", typed() | {"version": str(ref.number)}))
    try:
        if holds_raster(ref):
            return _file(ref, asked, selection)
        if is_large(services().store, [ref], asked.format, shown.count if shown else None):
            return _later(ref, asked, shown)
        return _file(ref, asked, selection)
    except EcoAtlasError as error:
        if error.code not in FAULTS:
            raise
        refused.note(error)
        fix = OLD_DATUM_FIX if error.code == OLD_DATUM.code else error.fix
        fault = FieldFault(FAULTS[error.code], error.message, fix)
        form = Form("export", typed() | {"version": str(ref.number)}, (fault,))
        return _form(ref, shown, form, error.status, old=error.code == OLD_DATUM.code)


def _form(
    ref: VersionRef, chosen: Chosen | None, form: Form, status: int = 200, *, old: bool = False
) -> Response:
    with services().reading() as session:
        shown = export_form(session, ref, chosen, form, ask_old_datum=old)
    if shown is None:
        raise RuntimeError("the form of an export was reached without the right to export")
    return private(page("layer_export.html", ExportView(shown)), status)


def _later(ref: VersionRef, asked: ExportAsked, chosen: Chosen | None) -> AnyResponse:
    """What can be refused at once is; all else becomes a job."""
    choose_crs(asked.system, ref, get_format(asked.format), [asked.accept])
    query = conditions()
    rows = (
        query
        and chosen
        and {
            "search": query.search,
            "filters": [list(one) for one in query.filters],
            "said": chosen.said,
        }
    )
    return export_first(ref, asked, rows or None)


def _file(ref: VersionRef, asked: ExportAsked, chosen: Selection | None) -> Response:
    office, format_ = services(), get_format(asked.format)
    beside = units_beside(office.database, office.store, ref) if asked.units else None
    with kept_folder(office.settings.scratch) as folder:
        done = export(
            office.database, office.store, ref, asked.format,
            folder / f"export.{format_.file_suffix}", asked.system, asked.encoding,
            accept=[asked.accept], by=actor(), chosen=chosen, beside=beside,
        )  # fmt: skip
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = done.path.open("rb")
        size = done.path.stat().st_size
    response = send_file(content, format_.media_type)
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = disposition(ref, asked.format, done.epsg)
    response.headers["Cache-Control"] = "no-store"
    return response
