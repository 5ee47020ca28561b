"""What a target counts or measures, whose it is, and until when."""

from __future__ import annotations

from functools import cache

import pytest

from projects.policy.divisions import DIVISIONS, WUHAN_ECONOMIC_ZONE, division_text, is_part_of
from projects.policy.files import TargetEntry, load_register
from projects.policy.subjects import SUBJECTS


@cache
def targets() -> dict[str, TargetEntry]:
    return {one.id: one for document in load_register().documents for one in document.targets}


def with_subject(subject: str) -> set[str]:
    return {one.id for one in targets().values() if one.subject == subject}


def test_every_subject_of_the_list_is_that_of_a_target() -> None:
    assert {one.subject for one in targets().values()} == set(SUBJECTS)


def test_titles_of_subjects_tell_them_apart_in_both_languages() -> None:
    for language in ("zh", "en"):
        titles = [subject.title.as_dict()[language] for subject in SUBJECTS.values()]
        assert len(set(titles)) == len(titles)


def test_shares_of_divisions_are_not_of_one_subject() -> None:
    """Each of these asks for a share of townships, villages or counties, of something else."""
    shares = ("SY-2018-T04", "SY-2018-T28", "SY-2018-T30", "EZ-2022-T12", "EZ-2022-T15")
    subjects = [targets()[one].subject for one in (*shares, "WEDZ-2023-T26", "EZ-2022-T09")]
    assert len(set(subjects)) == len(subjects)


@pytest.mark.parametrize(
    ("subject", "ids"),
    [
        ("sewage_treatment", {"WEDZ-2023-T16", "EZ-2022-T14"}),
        ("sewage_gap", {"WEDZ-2023-T18", "EZ-2022-T13"}),
        ("sponge_area", {"WEDZ-2023-T22"}),
        ("sponge_projects", {"WEDZ-2023-T23"}),
        ("circular_parks", {"WEDZ-2023-T02", "EZ-2022-T07"}),
        ("water_use_total", {"WEDZ-2023-T08", "YC-2022-T15"}),
        ("green_building_standard", {"WEDZ-2023-T28", "EZ-2022-T17"}),
        ("erosion_control", {"SY-2018-T15", "WH-2023-T14"}),
    ],
)
def test_the_same_thing_in_two_plans_has_one_subject(subject: str, ids: set[str]) -> None:
    assert with_subject(subject) == ids


def test_targets_belong_to_the_division_that_their_text_names() -> None:
    assert targets()["SY-2018-T16"].divisions == ("420381", "420304")
    assert targets()["SY-2018-T39"].divisions == ("420304", "420303")
    zone = {one.divisions for one in targets().values() if one.id.startswith("WEDZ-")}
    assert zone == {(WUHAN_ECONOMIC_ZONE,)}


@pytest.mark.parametrize(
    ("code", "whole", "part"),
    [
        ("420113", "420100", True),
        ("420113001", "420113", True),
        ("420113001000", "420113001", True),
        ("420381", "420300", True),
        (WUHAN_ECONOMIC_ZONE, "420100", True),
        (WUHAN_ECONOMIC_ZONE, "420000", True),
        (WUHAN_ECONOMIC_ZONE, WUHAN_ECONOMIC_ZONE, True),
        (WUHAN_ECONOMIC_ZONE, "420113", False),
        ("420113", WUHAN_ECONOMIC_ZONE, False),
        ("420100", "420113", False),
        ("420381", "420100", False),
        ("420113101", "420113100", False),
        ("420111", "420110", False),
    ],
)
def test_a_code_is_part_of_the_divisions_above_it(code: str, whole: str, part: bool) -> None:
    assert is_part_of(code, whole) is part


def test_divisions_have_names_and_an_unknown_code_stands_for_itself() -> None:
    assert division_text("420304").zh == "郧阳区"
    assert division_text("510100").zh == "510100"
    assert {code for one in targets().values() for code in one.divisions} <= set(DIVISIONS)
