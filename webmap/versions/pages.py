"""Versions of a layer: what changed between two of them, and making one live again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.artifacts import is_large
from layers.artifacts.bound import COMPARISON
from layers.catalogue import VersionRef, resolve
from layers.export.names import diff_disposition
from layers.system.scratch import kept_folder
from layers.versions.diff import DiffQuery, Drawing, LayerDiff, draw, export_diff
from layers.versions.publishing import SECRECY_WOULD_DROP
from projects.records.queries.orphans import LINKS_WOULD_BREAK
from projects.work.versions import make_live, restoring
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import Model, form, read
from webmap.edge.file_answers import file_answer
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private, see
from webmap.edge.rendering import page, services
from webmap.exports.artifacts import DIFF_TYPES, compare_first, write_first
from webmap.exports.differences import difference, pair_of, two_versions
from webmap.map.map_layers import tile_zooms
from webmap.versions.view_models import CHANGES_ON_A_PAGE, DiffView, Line, RestoreView, lines_of

blueprint = Blueprint("versions", __name__)
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Happened = Literal["", "added", "removed", "reshaped", "moved", "attributes"]
Question = Literal["secrecy-would-drop", "links-would-break"]
ASKED = (SECRECY_WOULD_DROP.code, LINKS_WOULD_BREAK.code)


class Between(BaseModel):
    """Which two versions, and which of the changes."""

    from_: Number | None = Field(default=None, alias="from")
    to: Number | None = None
    what: Happened = ""
    field: Annotated[str, Field(max_length=200)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    page: Annotated[int, Field(ge=1, le=10_000_000)] = 1

    def query(self) -> DiffQuery:
        return DiffQuery(self.what, self.field, self.q.strip())


class Restore(BaseModel):
    version: Number
    accept: Question | Annotated[list[Question], Field(max_length=len(ASKED))] = []

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset([self.accept] if isinstance(self.accept, str) else self.accept)


def asked_in(model: type[Model]) -> Model:
    """What the address asks for; raises `input-invalid`."""
    given = {name: value for name, value in request.args.items() if name != "lang" and value}
    return read(model, given)


@blueprint.get("/layers/<layer>/diff")
@requires("view")
@asks(Between)
def diff_page(layer: str) -> AnyResponse | str:
    asked = asked_in(Between)
    with services().reading() as session:
        every, first, second = two_versions(session, layer, asked.from_, asked.to)
        ref = resolve(session, f"{layer}@{second}")
    query = asked.query()
    if first is None:
        return page("layer_diff.html", DiffView(ref, every, None, query))
    found = difference(services(), layer, first, second, asker().name)
    if found is None:
        return compare_first(layer, first, second)
    lines, drawing, total, number = _lines(found, query, asked.page)
    may_take = asker().may("export")
    view = DiffView(ref, every, found, query, lines, total, number, drawing, _tiles(ref), may_take)
    return page("layer_diff.html", view)


def _lines(
    found: LayerDiff, query: DiffQuery, asked: int
) -> tuple[tuple[Line, ...], Drawing, int, int]:
    """The changes of a page, their drawing, how many there are in all, and which page it is."""
    rows = found.rows(query)
    number = min(asked, max(-(-len(rows) // CHANGES_ON_A_PAGE), 1))
    start = (number - 1) * CHANGES_ON_A_PAGE
    changes = found.changes_at(rows[start : start + CHANGES_ON_A_PAGE])
    drawing = draw(changes)
    return lines_of(changes, drawing, found.b.kind), drawing, len(rows), number


def _tiles(ref: VersionRef) -> dict[str, Any] | None:
    """Where the map finds the version itself, to draw under the changes."""
    zooms = tile_zooms(services().store, ref)
    if zooms is None:
        return None
    return {"url": f"/tiles/{ref.layer_id}/{ref.number}.pmtiles", "max_zoom": zooms[1]}


@blueprint.get("/layers/<layer>/diff.<any(json, xlsx):format_>")
@requires("export")
@asks(Between)
def download(layer: str, format_: str) -> AnyResponse:
    """The whole difference as a file; that it was taken along is recorded."""
    asked, office = asked_in(Between), services()
    with office.reading() as session:
        _every, first, second = two_versions(session, layer, asked.from_, asked.to)
    first = first or second
    if is_large(office.store, pair_of(office, layer, first, second), COMPARISON):
        return write_first(layer, first, second, format_)
    found = difference(office, layer, first, second, asker().name)
    if found is None:
        raise RuntimeError("a comparison that is small has to be there")
    with kept_folder(office.settings.scratch) as folder:
        path = folder / f"diff.{format_}"
        export_diff(office.database, found, format_, path, actor())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    named = diff_disposition(found.a, found.b, format_)
    return file_answer(content, DIFF_TYPES[format_], named)


@blueprint.get("/layers/<layer>/restore")
@requires("edit_layers")
@asks("version")
def restore_page(layer: str) -> Response:
    asked = read(Restore, {"version": request.args.get("version", "")})
    return _questions(layer, asked)


@blueprint.post("/layers/<layer>/restore")
@requires("edit_layers")
def restore(layer: str) -> AnyResponse:
    """Make a version live; where something has to be asked first, ask it."""
    asked = form(Restore)
    try:
        done = make_live(services(), asker(), layer, asked.version, accept=asked.accepted)
    except EcoAtlasError as error:
        if error.code not in ASKED:
            raise
        refused.note(error)
        return _questions(layer, asked, refused=True, status=error.status)
    return see(f"/layers/{done.version.layer_id}#versions", "restored")


def _questions(layer: str, asked: Restore, *, refused: bool = False, status: int = 200) -> Response:
    found = restoring(services(), asker(), layer, asked.version)
    # Asked for the first time nobody has left anything out.
    again = refused and bool(asked.accepted)
    return private(page("layer_restore.html", RestoreView(found, asked.accepted, again)), status)
