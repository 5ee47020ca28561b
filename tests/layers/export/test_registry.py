"""A format of export is one declaration: forms, names, jobs and downloads are derived from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.errors import EcoAtlasError
from layers.export.formats.kml import KML_FORMAT
from layers.export.registry import FORMATS, _by_place, get_format


def test_two_of_one_id_or_place_are_a_fault_of_the_program() -> None:
    for twin in (replace(KML_FORMAT, id="kmz"), replace(KML_FORMAT, place=99)):
        with pytest.raises(ValueError, match="one id or one place"):
            _by_place([KML_FORMAT, twin])


def test_a_writer_says_how_long_it_takes() -> None:
    with pytest.raises(ValueError, match="rate"):
        replace(KML_FORMAT, rate=None)


def test_an_unknown_one_is_refused_with_those_there_are() -> None:
    with pytest.raises(EcoAtlasError, match="unknown-export-format") as caught:
        get_format("dwg")
    assert all(one in caught.value.fix.en for one in FORMATS)
