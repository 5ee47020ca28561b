"""The form of an export: what can be chosen for a layer, and what an address has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from flask import request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, versions
from layers.export.crs import OWN_ZONE, zone_of
from layers.export.registry import FORMATS
from layers.export.selection import Selection
from layers.export.writing import Wanted
from layers.storage.attribute_table import TableQuery, filters_from, keys_of
from webmap.edge.access import asker
from webmap.edge.asked import read
from webmap.edge.forms import Form
from webmap.edge.rendering import services
from webmap.exports.view_models import Chosen, ExportForm

if TYPE_CHECKING:
    FormatAsked = str
else:
    FormatAsked = Literal[("", *FORMATS)]
CRS_CHOICES = ("4490", "4326", OWN_ZONE)


class ExportAsked(BaseModel):
    """What the address asks for; without a format it is only the form that is wanted."""

    format: FormatAsked = ""
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    crs: Literal["4490", "4326", "gk"] = "4490"
    epsg: Annotated[int, Field(ge=1, le=10**6)] | None = None
    encoding: Literal["UTF-8", "GBK", "GB18030"] = "UTF-8"
    accept: Literal["", "export-old-datum"] = ""
    units: bool = False

    @property
    def system(self) -> int | str:
        return self.epsg or (OWN_ZONE if self.crs == "gk" else int(self.crs))

    @property
    def wanted(self) -> Wanted:
        accept = frozenset({self.accept} if self.accept else ())
        return Wanted(self.format, self.system, self.encoding, accept)


def asked_export() -> ExportAsked:
    """Raises `input-invalid`."""
    given = {n: v for n, v in request.args.items() if v and not _is_condition(n) and n != "lang"}
    return read(ExportAsked, given)


def _is_condition(name: str) -> bool:
    return name in ("q", "sort", "down", "key", "page") or name.startswith("f.")


def conditions() -> TableQuery | None:
    """The conditions of the attribute table in the address; None where the whole layer is meant."""
    query = TableQuery(request.args.get("q", "")[:200], filters_from(request.args))
    return query if query.search.strip() or query.filters else None


def chosen_in(ref: VersionRef) -> tuple[Chosen, Selection] | None:
    """The features that the address chooses, for the form and for the file."""
    query = conditions()
    if query is None:
        return None
    office = services()
    keys = keys_of(office.settings, office.store, ref, query)
    asked = tuple((f"f.{name}", value) for name, value in query.filters)
    asked += (("q", query.search),) if query.search.strip() else ()
    said = "；".join(f"{name.removeprefix('f.')}: {value}" for name, value in asked)
    return Chosen(asked, said, len(keys)), Selection(keys, said)


def export_form(
    session: Session,
    ref: VersionRef,
    chosen: Chosen | None = None,
    form: Form | None = None,
    *,
    ask_old_datum: bool = False,
) -> ExportForm | None:
    """The form for a version; None for people who may not export."""
    if not asker().may("export"):
        return None
    shown = form or Form("export", {"version": str(ref.number)})
    every = versions(session, ref.layer_id)
    return ExportForm(ref, every, _zone(ref), shown, chosen, ask_old_datum)


def _zone(ref: VersionRef) -> int | None:
    try:
        return zone_of(ref)
    except EcoAtlasError:
        return None


def typed() -> dict[str, str]:
    names = ("format", "version", "crs", "epsg", "encoding", "units")
    return {name: request.args.get(name, "")[:40] for name in names}
