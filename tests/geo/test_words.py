"""Lists in sentences, as each language writes them."""

from __future__ import annotations

import pytest

from geo.words import BETWEEN_CLAUSES, Text, counted, listed


@pytest.mark.parametrize(
    ("items", "most", "zh", "en"),
    [
        (["甲"], None, "甲", "甲"),
        ([1, 2, 3], 3, "1、2、3", "1, 2, 3"),
        ([1, 2, 3, 4], 3, "1、2、3…", "1, 2, 3, …"),
        (range(4), 2, "0、1…", "0, 1, …"),
        ([Text("面", "polygons"), "线"], None, "面、线", "polygons, 线"),
        ([], None, "—", "—"),
    ],
)
def test_a_list_is_written_in_each_language(
    items: list[object], most: int | None, zh: str, en: str
) -> None:
    assert listed(iter(items), most) == Text(zh, en)


def test_clauses_with_commas_of_their_own_are_told_apart() -> None:
    pairs = [listed(["东", "北"]), listed(["x", "y"])]
    assert listed(pairs, between=BETWEEN_CLAUSES) == Text("东、北；x、y", "东, 北; x, y")


def test_what_there_is_of_each_is_counted() -> None:
    found = counted([(Text("面", "polygon|polygons"), 2), (Text("点", "point|points"), 1)])
    assert found == Text("面 2 个、点 1 个", "2 polygons, 1 point")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 zone has no verdict and is left out"),
        (2, "2 zones have no verdict and are left out"),
        ("1", "1 zone has no verdict and is left out"),
        ("1,001", "1,001 zones have no verdict and are left out"),
    ],
)
def test_one_is_said_otherwise_than_several(count: object, said: str) -> None:
    en = "{count:zone|zones} {count:~has|have} no verdict and {count:~is|are} left out"
    assert Text("{count} 个", en).format(count=count) == Text(f"{count} 个", said)
