"""What the form of an export shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from geo.figures.said import file_size
from geo.words import Text
from layers.catalogue import VersionRef
from layers.export.registry import FORMATS
from layers.jobs import Job
from layers.storage.raster_store import holds_raster
from webmap.edge.forms import Form

ENCODINGS = ("UTF-8", "GBK")


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
        every = FORMATS.values()
        fit = (one.of_raster if self.raster else one.write is not None for one in every)
        return {one.id: one.title for one, fits in zip(every, fit, strict=True) if fits}

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
        if name in FORMATS:
            return FORMATS[name].title
        return Text(name, name) if name else None

    @property
    def size(self) -> str:
        return file_size((self.job.result or {}).get("size", 0))


@dataclass(frozen=True, slots=True)
class ExportView:
    """`layer_export.html`"""

    export: ExportForm
    section: str = "layers"
