"""The trophic level index of lakes against the vectors of the rules."""

from __future__ import annotations

import pytest

from projects.sheets.shipped import shipped_rows
from projects.water.trophic import Trophic, trophic_index

SIXTY = {"chl": 30, "TP": 0.15, "TN": 2.5, "SD": 0.8, "CODMn": 6}
FORTY_EIGHT = {"chl": 10, "TP": 0.05, "TN": 1, "SD": 1, "CODMn": 4}


def index_of(values: dict[str, float]) -> Trophic:
    return trophic_index(values, shipped_rows("trophic_index"), shipped_rows("trophic_grades"))


def test_two_lakes() -> None:
    found = index_of(SIXTY)
    parts = {item: round(part, 2) for item, part in found.parts.items()}
    assert parts == {"chl": 61.94, "TP": 63.55, "TN": 70.05, "SD": 55.51, "CODMn": 48.77}
    assert found.index is not None
    assert round(found.index, 2) == 60.10
    assert found.grade == "moderate"
    other = index_of(FORTY_EIGHT)
    assert other.index is not None
    assert round(other.index, 2) == 48.02
    assert other.grade == "mesotrophic"


@pytest.mark.parametrize("lost", ["chl", "SD"])
def test_four_items_make_no_index(lost: str) -> None:
    left = {item: value for item, value in SIXTY.items() if item != lost}
    for values in (left, SIXTY | {lost: 0}):
        found = index_of(values)
        assert (found.index, found.grade, found.missing) == (None, None, (lost,))
        assert len(found.parts) == 4
