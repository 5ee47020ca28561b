"""What the columns of an exported file are called, in every way somebody may need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from geo.words import Text
from layers.export.features import UNIT_COLUMN
from layers.kinds import Field, get_kind
from layers.kinds.model import SHORT_NAME_BYTES

BESIDE = {
    UNIT_COLUMN: Field(UNIT_COLUMN, Text("责任单位", "Responsible unit"), short_name="RESP_UNIT")
}
"""Columns that are no field of any kind."""
FITS_DBF = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{SHORT_NAME_BYTES - 1}}}")


@dataclass(frozen=True, slots=True)
class ExportField:
    """One column: its name here, its name in a shapefile, its title, unit and code list."""

    name: str
    short_name: str
    title: Text
    unit: str
    codes: dict[str, Text]

    @property
    def code_list(self) -> str:
        return "; ".join(
            f"{value} = {title.zh} / {title.en}" for value, title in self.codes.items()
        )


def export_fields(kind_id: str, columns: Iterable[str]) -> list[ExportField]:
    """The columns with their names; one that the kind does not declare gets a short name."""
    kind = get_kind(kind_id)
    taken = {field.short_name.upper() for field in kind.fields}
    found = []
    for column in columns:
        declared = kind.field(column) or BESIDE.get(column)
        found.append(_declared(declared) if declared else _extra(column, taken))
        taken.add(found[-1].short_name.upper())
    return found


def _declared(field: Field) -> ExportField:
    codes = {code.value: code.title for code in field.codes}
    return ExportField(field.name, field.short_name, field.title, field.unit or "", codes)


def _extra(column: str, taken: set[str]) -> ExportField:
    short = column
    number = 1
    while not FITS_DBF.fullmatch(short) or short.upper() in taken:
        short = f"F{number:02d}"
        number += 1
    title = column.strip() or short
    return ExportField(column, short, Text(title, title), "", {})
