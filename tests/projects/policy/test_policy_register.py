"""The register that the program ships: complete, in both languages, and consistent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from projects.policy.files import DocumentFile, TwoLanguages
from projects.policy.register import Register, load_register

HAN = re.compile("[\u3400-\u9fff]")
LATIN_WORD = re.compile("[A-Za-z]{2,}")
FULL_WIDTH = re.compile("[，。；：（）【】！？、]")


@cache
def register() -> Register:
    return load_register()


def document(document_id: str) -> DocumentFile:
    return next(one for one in register().documents if one.id == document_id)


def texts(node: Any, place: str = "") -> Iterator[tuple[str, TwoLanguages]]:
    """Every text in two languages inside a file, with where it stands."""
    if isinstance(node, TwoLanguages):
        yield place, node
    fields = type(node).model_fields if hasattr(type(node), "model_fields") else {}
    for name in fields:
        yield from texts(getattr(node, name), f"{place}/{getattr(node, 'id', '')}.{name}")
    if isinstance(node, tuple):
        for number, one in enumerate(node):
            yield from texts(one, f"{place}[{number}]")


def all_texts() -> list[tuple[str, TwoLanguages]]:
    files = (*register().documents, *register().spatial_checks)
    found = [found for file in files for found in texts(file, getattr(file, "code", ""))]
    return found + [(unit.zh, unit) for unit in register().units]


@pytest.mark.parametrize(
    ("document_id", "actions", "items", "targets"),
    [
        ("WEDZ-2023", 10, 64, 35),
        ("EZ-2022", 6, 23, 23),
        ("YC-2022", 10, 10, 28),
        ("SY-2018", 10, 72, 51),
        ("WH-2023", 6, 26, 37),
    ],
)
def test_each_document_is_complete(
    document_id: str, actions: int, items: int, targets: int
) -> None:
    found = document(document_id)
    counts = len(found.actions), len(found.items), len(found.targets)
    assert counts == (actions, items, targets)


def test_the_whole_register_has_the_known_counts() -> None:
    documents = register().documents
    items = [item for one in documents for item in one.items]
    every = [target for one in documents for target in one.targets]
    targets = [target for target in every if not target.replaced_by]
    assert (len(every), len(targets)) == (174, 169)
    assert (len(documents), sum(len(one.actions) for one in documents)) == (5, 42)
    assert (len(items), len(register().spatial_checks)) == (195, 40)
    assert Counter(item.spatial for item in items) == {"core": 32, "supporting": 65, "none": 98}
    assert Counter(target.spatial for target in targets) == {
        "core": 48,
        "supporting": 45,
        "none": 76,
    }
    assert Counter(target.kind for target in targets) == {
        "quantitative": 68,
        "prohibition": 17,
        "delegated": 26,
        "checkable": 58,
    }


def test_items_of_the_zone_plan_are_spread_over_its_actions_as_issued() -> None:
    counts = Counter(item.action for item in document("WEDZ-2023").items)
    assert list(counts.values()) == [8, 5, 6, 6, 6, 4, 10, 7, 7, 5]


def test_items_are_numbered_without_a_gap_within_their_action_or_document() -> None:
    zone = document("WEDZ-2023").items
    for one, following in pairwise(zone):
        expected = one.number + 1 if one.action == following.action else 1
        assert following.number == expected, following.id
    for other in register().documents:
        if other.id != "WEDZ-2023":
            assert [item.number for item in other.items] == list(range(1, len(other.items) + 1))


def test_every_chinese_text_is_chinese_and_every_english_text_is_english() -> None:
    found = all_texts()
    assert len(found) > 1000
    for place, text in found:
        assert not HAN.search(text.en), place
        assert not FULL_WIDTH.search(text.en), place
        # Formulas and units are the same signs in both languages.
        if not (place.endswith((".unit", ".formula")) or HAN.search(text.zh)):
            pytest.fail(f"{place}: {text.zh}")


def test_titles_and_indicators_in_english_say_something_of_their_own() -> None:
    for one in register().documents:
        for group in (one.actions, one.items):
            titles = [entry.title.en for entry in group]
            assert len(set(titles)) == len(titles), one.id
        for target in one.targets:
            assert LATIN_WORD.search(target.indicator.en), target.id


def test_summaries_are_one_clear_sentence_in_each_language() -> None:
    for item in (item for one in register().documents for item in one.items):
        zh, en = item.summary.zh, item.summary.en
        assert zh.endswith("。"), item.id
        assert zh.count("。") == 1, item.id
        assert 25 <= len(zh) <= 90, item.id
        assert en.endswith("."), item.id
        assert 8 <= len(en.split()) <= 45, item.id


def test_summaries_neither_copy_the_clause_nor_each_other() -> None:
    items = [item for one in register().documents for item in one.items]
    for language in ("zh", "en"):
        summaries = [getattr(item.summary, language) for item in items]
        assert len(set(summaries)) == len(summaries)
        bare = [summary.rstrip("。.") for summary in summaries]
        for number, one in enumerate(bare):
            assert not any(one in other for other in bare[:number] + bare[number + 1 :]), one
    for item in items:
        assert item.key_phrase not in item.summary.zh, item.id


def test_quotes_are_short_phrases_and_not_whole_clauses() -> None:
    for one in register().documents:
        quotes = [item.key_phrase for item in one.items] + [target.quote for target in one.targets]
        for quote in quotes:
            assert HAN.search(quote), quote
            assert len(quote) <= 80, quote


def test_sponge_target_of_the_zone_is_half_of_the_area_by_2025() -> None:
    target = next(one for one in document("WEDZ-2023").targets if one.id == "WEDZ-2023-T22")
    assert target.unit is not None
    assert (target.comparator, target.value, target.unit.en) == (">=", 50, "%")
    assert (target.year, target.items) == (2025, ("WEDZ-2023-09-03",))
    assert target.spatial_checks == ("SC-SPONGE-AREA",)
    assert target.quote == "不少于50%面积达到海绵城市建设要求"


def test_zone_item_keeps_the_lead_unit_that_the_document_states() -> None:
    by_id = {item.id: item for item in document("WEDZ-2023").items}
    sewage = by_id["WEDZ-2023-09-01"]
    assert (sewage.lead_unit, sewage.lead_basis) == ("区水务湖泊局", "stated")
    assert (sewage.deadline.kind, sewage.deadline.raw) == ("ongoing", "长期坚持")
    ongoing = [item for item in by_id.values() if item.deadline.kind == "ongoing"]
    assert len(ongoing) == 63


def test_wuhan_items_carry_the_units_that_a_general_clause_adds() -> None:
    items = document("WH-2023").items
    assert [bool(item.implied_units) for item in items] == [True] * 23 + [False] * 3
    assert [item.lead_basis for item in items[23:]] == ["none"] * 3


def test_values_are_missing_exactly_where_the_document_gives_none() -> None:
    for target in (target for one in register().documents for target in one.targets):
        if target.comparator in {"delegated", "milestone", "rank"}:
            assert target.value is None, target.id
        if target.kind == "prohibition":
            assert (target.comparator, target.value) == ("=", 0), target.id
