"""A version, or some of its features, as a file: the form and the download."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.artifacts import is_large
from layers.artifacts.kept_exports import export_of, is_kept
from layers.catalogue import VersionRef, resolve
from layers.export.crs import choose_crs
from layers.export.errors import OLD_DATUM
from layers.export.names import disposition
from layers.export.registry import get_format
from layers.export.selection import Selection
from layers.export.writing import record_taken
from layers.storage.raster_store import holds_raster
from projects.records.queries.responsible import units_beside
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires
from webmap.edge.file_answers import file_answer, noted
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
        if _at_once(ref, asked, shown, selection):
            return _file(ref, asked, selection)
        return _later(ref, asked, shown)
    except EcoAtlasError as error:
        if error.code not in FAULTS:
            raise
        refused.note(error)
        fix = OLD_DATUM_FIX if error.code == OLD_DATUM.code else error.fix
        fault = FieldFault(FAULTS[error.code], error.message, fix)
        form = Form("export", typed() | {"version": str(ref.number)}, (fault,))
        return _form(ref, shown, form, error.status, old=error.code == OLD_DATUM.code)


def _at_once(
    ref: VersionRef, asked: ExportAsked, shown: Chosen | None, selection: Selection | None
) -> bool:
    """Whether nobody waits for it: it is small, or kept already."""
    office = services()
    count = shown.count if shown else None
    if holds_raster(ref) or not is_large(office.store, [ref], asked.format, count):
        return True
    kept = is_kept(office.settings, office.store, ref, asked.wanted, selection)
    return kept and not asked.units


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
    """The file as it is kept, or written now; which bytes of it leave is recorded."""
    office = services()
    beside = units_beside(office.database, office.store, ref) if asked.units else None
    done = export_of(office.settings, office.store, ref, asked.wanted, chosen, beside)
    named = disposition(ref, asked.format, done.epsg)
    media = get_format(asked.format).media_type

    def note(part: str) -> None:
        with office.transaction() as session:
            record_taken(session, actor(), ref, asked.format, done.epsg, chosen, part)

    return noted(file_answer(done.content, media, named, done.sha256), note)
