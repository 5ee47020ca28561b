"""Every format that a version can be taken in, found in the folder of the writers."""

from __future__ import annotations

from collections.abc import Mapping

from geo.declared import declared_in
from geo.errors import EcoAtlasError
from layers.export import formats
from layers.export.errors import UNKNOWN_FORMAT
from layers.export.formats.declaration import ExportFormat


def _by_place(declared: list[ExportFormat]) -> Mapping[str, ExportFormat]:
    found = {one.id: one for one in sorted(declared, key=lambda one: one.place)}
    if len({one.place for one in declared}) < len(declared) or len(found) < len(declared):
        raise ValueError("two formats of export have one id or one place")
    return found


FORMATS: Mapping[str, ExportFormat] = _by_place(declared_in(formats, ExportFormat))
"""By id, in the order in which a form offers them."""


def get_format(asked: str) -> ExportFormat:
    """Raises `unknown-export-format`."""
    if asked not in FORMATS:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=asked, known=", ".join(FORMATS))
    return FORMATS[asked]
