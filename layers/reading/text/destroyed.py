"""Text that was destroyed before the file came here: what it said is in no byte of it any more.

A program that cannot read a character writes U+FFFD in its place, and one that takes two of these
for Chinese writes 锟斤拷; a program that cannot write one puts a question mark. Such text is valid
in every encoding, so nothing else would notice.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Problem
from geo.words import listed
from layers.reading.raw import RawLayer
from layers.reading.text.errors import TEXT_DESTROYED

ROWS_NAMED = 20
_SIGNS = "\ufffd|锟斤拷|^\\?{2,}$"


def destroyed_text(layer: RawLayer) -> list[Problem]:
    """One finding for each field that holds such text, with the rows (1-based) and their count."""
    return [
        found
        for name, column in layer.attributes.items()
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        for found in _told(name, column)
    ]


def _told(name: str, column: pa.ChunkedArray) -> list[Problem]:
    hit = pc.fill_null(pc.match_substring_regex(column, _SIGNS), False)
    rows = np.flatnonzero(hit.to_numpy()).tolist()
    if not rows:
        return []
    values = {
        "field": name,
        "count": len(rows),
        "sample": column[rows[0]].as_py(),
        "rows": listed((row + 1 for row in rows), ROWS_NAMED),
    }
    return [Problem(TEXT_DESTROYED, values, rows[0] + 1, name)]
