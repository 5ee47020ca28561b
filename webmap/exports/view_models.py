"""What the form of an export shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from geo.words import Text
from layers.catalogue import VersionRef
from layers.jobs import Job
from layers.storage.raster_store import holds_raster
from webmap.edge.forms import Form
from webmap.exports.words import FORMAT_TITLES
from webmap.uploads.view_models import said_size

ENCODINGS = ("UTF-8", "GBK")
RASTER_FORMATS = ("tif", "xlsx")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Conditions of the attribute table that choose the features: as in an address, and counted."""

    asked: tuple[tuple[str, str], ...]
    said: str
    count: int


@dataclass(frozen=True, slots=True)
class ExportForm:
    """The form of the layer page and of the export page; `zone` is None outside all zones."""

    ref: VersionRef
    versions: list[VersionRef]
    zone: int | None
    form: Form
    chosen: Chosen | None = None
    ask_old_datum: bool = False

    @property
    def address(self) -> str:
        return f"/layers/{quote(self.ref.layer_id)}/export"

    @property
    def formats(self) -> dict[str, Text]:
        """Those that this layer can be written in."""
        fit = RASTER_FORMATS if self.raster else FORMAT_TITLES.keys() - {"tif"}
        return {name: title for name, title in FORMAT_TITLES.items() if name in fit}

    @property
    def raster(self) -> bool:
        return holds_raster(self.ref)

    @property
    def encodings(self) -> tuple[str, ...]:
        return ENCODINGS


@dataclass(frozen=True, slots=True)
class MadeView:
    """`made_job.html`; `file` is the address of what was made, `again` where it was asked for."""

    job: Job
    heading: Text
    title: Text
    state: Text
    problem: Mapping[str, Any] | None
    notes: Sequence[Text]
    file: str | None
    until: dt.datetime | None
    again: str
    words: Mapping[str, str]
    section: str = "layers"

    @property
    def format(self) -> Text | None:
        """What is written, where a file is."""
        name = self.job.arguments.get("format", "")
        return FORMAT_TITLES.get(name) or (Text(name, name) if name else None)

    @property
    def size(self) -> str:
        return said_size((self.job.result or {}).get("size", 0))


@dataclass(frozen=True, slots=True)
class ExportView:
    """`layer_export.html`"""

    export: ExportForm
    section: str = "layers"
