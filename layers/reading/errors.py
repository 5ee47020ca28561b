"""Which findings stand in the way of an import, and which a person may wave through.

An `error` refuses the file, a `warning` is something changed or to be known, an `info` is for the
record. The codes themselves are declared by subject in the `*_errors` modules beside this one.
"""

from __future__ import annotations

from collections.abc import Collection

from geo.errors import Problem

# All codes must be declared in both processes, so the modules are loaded even where unused.
from layers import kinds  # noqa: F401
from layers.reading import rows  # noqa: F401
from layers.reading.crs.errors import (
    AXES_SWAPPED,
    CRS_INFERRED,
    DATUM_SHIFT,
    LAYER_FAR_OFF,
    OUTSIDE_AREA_OF_USE,
    OUTSIDE_CHINA,
    WEB_MAP_SUSPECTED,
)
from layers.reading.fields import errors as field_errors  # noqa: F401
from layers.reading.fields.errors import DIGITS_LOST
from layers.reading.fields.table_errors import COORDINATES_GUESSED, HIDDEN_ROWS
from layers.reading.formats import (
    raster_errors,  # noqa: F401
    shapefile_errors,  # noqa: F401
)
from layers.reading.intake import (
    file_errors,  # noqa: F401
    refused_formats,  # noqa: F401
)
from layers.reading.intake.format_errors import CLOSED_LINES
from layers.reading.shapes.errors import (
    BAD_COORDINATES,
    EMPTY_GEOMETRY,
    GEOMETRY_LOST,
    RECORD_DAMAGED,
    STRAY_COORDINATES,
)
from layers.reading.text.errors import ENCODING_DETECTED, ENCODING_UNVERIFIED, ENCODINGS_MIXED

# Warnings that stand in the way of an import until a person confirms them.
CONFIRM = frozenset(
    kind.code
    for kind in (
        ENCODING_DETECTED,
        ENCODING_UNVERIFIED,
        ENCODINGS_MIXED,
        CRS_INFERRED,
        DATUM_SHIFT,
        OUTSIDE_AREA_OF_USE,
        WEB_MAP_SUSPECTED,
        COORDINATES_GUESSED,
        HIDDEN_ROWS,
        CLOSED_LINES,
    )
)
# Errors that a person may accept; what is then done is said in the advice of each.
ACCEPTABLE = frozenset(
    kind.code
    for kind in (
        AXES_SWAPPED,
        DIGITS_LOST,
        LAYER_FAR_OFF,
        EMPTY_GEOMETRY,
        RECORD_DAMAGED,
        GEOMETRY_LOST,
        BAD_COORDINATES,
        STRAY_COORDINATES,
        OUTSIDE_CHINA,
    )
)
# Accepted for rows, which are then left out; said of a layer as a whole they stand.
OF_ROWS = frozenset({OUTSIDE_CHINA.code})


def is_waved_through(problem: Problem, accepted: Collection[str]) -> bool:
    """Whether a person has accepted it, and it can be accepted."""
    code = problem.code
    whole = code in OF_ROWS and problem.feature is None
    return code in accepted and code in ACCEPTABLE | CONFIRM and not whole
