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


CORRELATIONS = {"chl": 1, "TP": 0.84, "TN": 0.82, "SD": -0.83, "CODMn": 0.83}
PUBLISHED = {"chl": 0.2663, "TP": 0.1879, "TN": 0.1790, "SD": 0.1834, "CODMn": 0.1834}


def test_weights_follow_from_the_published_correlations() -> None:
    whole = sum(one**2 for one in CORRELATIONS.values())
    rows = {row["item"]: row["weight"] for row in shipped_rows("trophic_index")}
    for item, one in CORRELATIONS.items():
        assert round(one**2 / whole, 4) == PUBLISHED[item]
        assert rows[item] == pytest.approx(one**2 / whole, abs=5e-5)


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        (29.99, "oligotrophic"), (30, "mesotrophic"), (50, "mesotrophic"), (50.01, "light"),
        (60, "light"), (60.01, "moderate"), (70, "moderate"), (70.01, "severe"),
    ],
)  # fmt: skip
def test_at_a_bound_the_lower_grade_is_kept_as_the_rules_have_it(index: float, grade: str) -> None:
    """Sources differ at exactly 50, 60 and 70."""
    alone = [{"item": "TP", "constant": index / 10, "slope": 0.0, "weight": 1.0}]
    assert trophic_index({"TP": 1.0}, alone, shipped_rows("trophic_grades")).grade == grade
