"""A format of export stands in every place that has to know it."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

import pytest

from layers.artifacts.bound import RATES
from layers.export.names import SUFFIXES
from layers.export.writing import FORMATS, WRITERS
from webmap.exports.artifacts import TYPES
from webmap.exports.form import ExportAsked
from webmap.exports.words import FORMAT_TITLES

ASKED = get_args(ExportAsked.model_fields["format"].annotation)
PLACES: dict[str, tuple[Collection[str], Collection[str]]] = {
    "SUFFIXES of layers/export/names.py": (SUFFIXES, FORMATS),
    # Cells are written as they lie: no rate is needed.
    "RATES of layers/artifacts/bound.py": (RATES, WRITERS),
    "ExportAsked of webmap/exports/form.py": (ASKED, FORMATS),
    "FORMAT_TITLES of webmap/exports/words.py": (FORMAT_TITLES, FORMATS),
    "TYPES of webmap/exports/artifacts.py": (TYPES, FORMATS),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_knows_every_format(place: str) -> None:
    known, needed = PLACES[place]
    assert set(needed) - set(known) == set(), f"name it in {place}"
