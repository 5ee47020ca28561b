"""Characters in values that nobody sees and that make a text read as something else.

Control characters, and the marks that turn the direction of writing (a date copied from the
properties of a file in Windows carries one): they are taken out where the file is read, so that no
page, label, sheet or cell has to.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Problem
from geo.words import listed
from layers.reading.raw import RawLayer
from layers.reading.text.errors import TEXT_CLEANED

ROWS_NAMED = 20
# Tabulators and ends of lines stay: they are part of what is written.
UNSEEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def clean_text(layer: RawLayer) -> list[Problem]:
    """Take them out of every value; one finding for each field, with the rows (1-based)."""
    found = []
    for name, column in layer.attributes.items():
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        hit = pc.fill_null(pc.match_substring_regex(column, UNSEEN), False)
        rows = np.flatnonzero(hit.to_numpy()).tolist()
        if rows:
            layer.attributes[name] = pc.replace_substring_regex(column, UNSEEN, "")
            found.append(_told(name, rows))
    return found


def _told(name: str, rows: list[int]) -> Problem:
    values = {
        "field": name,
        "count": len(rows),
        "rows": listed((row + 1 for row in rows), ROWS_NAMED),
    }
    return Problem(TEXT_CLEANED, values, rows[0] + 1, name)
