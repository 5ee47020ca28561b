"""Shares of sections and lakes as reports publish them, and the words for rivers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from projects.sheets.shipped import shipped_rows
from projects.water.comparing import compare
from projects.water.means import month_before, months_of_quarter, over_months
from projects.water.ratios import Ratio, count, once, word_by_share


@pytest.mark.parametrize("row", shipped_rows("published_shares"), ids=str)
def test_every_published_share_comes_out(row: dict[str, object]) -> None:
    count_, total, share = row["count"], row["total"], row["share"]
    assert isinstance(count_, float)
    assert isinstance(total, float)
    assert isinstance(share, float)
    found = Ratio(int(count_), int(total)).percent
    assert found == round(Decimal(str(share)) * 100, 1)


@pytest.mark.parametrize(
    ("number", "of", "percent"),
    [
        (100, 114, "87.7"),
        (93, 114, "81.6"),
        (6, 114, "5.3"),
        (104, 114, "91.2"),
        (98, 114, "86.0"),
        (2, 114, "1.8"),
        (17, 29, "58.6"),
        (8, 29, "27.6"),
        (4, 29, "13.8"),
        (1, 2000, "0.1"),  # 0.05 goes up
        (1, 2001, "0.0"),
    ],
)
def test_shares_are_rounded_half_up_to_one_digit(number: int, of: int, percent: str) -> None:
    assert str(Ratio(number, of).percent) == percent


def test_nothing_of_nothing_has_no_share() -> None:
    assert (Ratio(0, 0).percent, word_by_share(Ratio(0, 0), Ratio(0, 0))) == (None, None)


def test_what_has_no_class_is_listed_and_in_no_denominator() -> None:
    found = count({"a": "II", "b": "V-", "c": None, "d": "III"})
    assert (found.total, found.missing) == (3, ("c",))
    assert (found.good, found.worse) == (Ratio(2, 3), Ratio(1, 3))


def test_a_section_judged_for_two_cities_counts_once_in_the_province() -> None:
    judged_for = [("府澴河口", "武汉市"), ("府澴河口", "孝感市"), ("宗关", "武汉市")]
    assert once(judged_for) == ("府澴河口", "宗关")


def test_waters_of_a_lake_are_counted_not_the_lake() -> None:
    waters = {"梁子湖东": "II", "梁子湖西": "III", "东湖": "IV"}
    assert count(waters).total == 3


@pytest.mark.parametrize(
    ("good", "worse", "word"),
    [
        (90, 0, "优"),
        (89, 0, "良好"),
        (75, 0, "良好"),
        (74, 19, "轻度污染"),
        (74, 20, "中度污染"),
        (60, 39, "中度污染"),
        (60, 40, "重度污染"),
        (90, 10, "优"),
    ],
)
def test_the_word_of_a_river_by_shares(good: int, worse: int, word: str) -> None:
    found = word_by_share(Ratio(good, 100), Ratio(worse, 100))
    assert found is not None
    assert found.zh == word


def test_a_class_that_there_is_not_is_not_counted_as_anything() -> None:
    with pytest.raises(AssertionError):
        count({"a": "VI"})


def test_a_quarter_is_the_mean_of_its_months_and_says_which_are_missing() -> None:
    by_month = {"2026-01": {"TP": 0.1, "DO": 8.0}, "2026-03": {"TP": 0.3}}
    values, missing = over_months(by_month, months_of_quarter(2026, 1))
    assert values == {"TP": pytest.approx(0.2), "DO": 8.0}
    assert missing == ("2026-02",)
    assert (month_before("2026-01"), month_before("2026-01", 12)) == ("2025-12", "2025-01")


def test_what_moved_since_is_told_of_sections_that_have_a_class_in_both() -> None:
    now = {"a": "II", "b": "IV", "c": None, "d": "III"}
    before = {"a": "III", "b": "III", "c": "II", "d": None}
    found = compare(now, before, count(now), count(before))
    assert (found.better, found.worse, found.same) == (("a",), ("b",), 0)
    assert found.points == Decimal("66.7") - Decimal("100.0")
