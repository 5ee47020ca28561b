"""Unseen characters in values of a file (a date copied from the properties of a file in Windows
carries one): taken out where it is read, so that no page, label, sheet or cell has to.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Problem
from geo.words import listed
from layers.reading.raw import RawLayer
from layers.reading.text.errors import TEXT_CLEANED
from layers.system.unseen import UNSEEN

ROWS_NAMED = 20


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
