"""Judging a value against a target: every comparator, with numbers checked by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.policy import register as policy
from projects.policy.evaluation import MET, NO_NUMBER, NO_VERDICT, NOT_MET, evaluate_target
from projects.policy.files import load_register


@dataclass(frozen=True)
class Target:
    comparator: str
    value: float | None
    unit_en: str | None = "items"
    value_to: float | None = None
    id: str = "T"
    soft: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("comparator", "value", "measured", "met", "gap"),
    [
        (">=", 20, 20, True, 0),
        (">=", 20, 17, False, 3),
        ("<=", 22.4, 22.4, True, 0),
        ("<=", 22.5, 23, False, 0.5),
        (">", 2000, 2000, False, 0),
        (">", 2000, 2001, True, 0),
        (">", 2000, 1990, False, 10),
        ("=", 216, 216, True, 0),
        ("=", 216, 217, True, 0),
        ("=", 216, 200, False, 16),
        ("=", 0, 0, True, 0),
        ("=", 0, 2, False, 2),
        ("class<=", 2, 2, True, 0),
        ("class<=", 2, 3, False, 1),
        ("grade<=", 1, 1, True, 0),
        ("grade<=", 1, 2, False, 1),
        ("service_time", 12, 9.5, True, 0),
        ("service_time", 12, 15, False, 3),
    ],
)
def test_each_comparator_judges_by_its_meaning(
    comparator: str, value: float, measured: float, met: bool, gap: float
) -> None:
    found = evaluate_target(Target(comparator, value), measured)
    assert (found.met, found.gap) == (met, gap)
    assert found.reason is (MET if met else NOT_MET)


@pytest.mark.parametrize(
    ("measured", "met", "gap"), [(1, False, 1), (2, True, 0), (3, True, 0), (5, False, 2)]
)
def test_a_range_is_met_between_its_ends(measured: float, met: bool, gap: float) -> None:
    found = evaluate_target(Target("between", 2, value_to=3), measured)
    assert (found.low, found.high, found.met, found.gap) == (2, 3, met, gap)


@pytest.mark.parametrize(
    ("measured", "met", "gap"),
    [(0.5, True, 0), (0.53, True, 0), (0.4999999, False, 1e-7), (0.25, False, 0.25)],
)
def test_a_percentage_is_compared_as_a_share_without_rounding(
    measured: float, met: bool, gap: float
) -> None:
    found = evaluate_target(Target(">=", 50, "%"), measured)
    assert (found.low, found.met) == (0.5, met)
    assert found.gap == pytest.approx(gap, rel=1e-6)


@pytest.mark.parametrize("percent", range(1, 101))
def test_a_share_equal_to_its_percentage_meets_it(percent: int) -> None:
    assert evaluate_target(Target(">=", percent, "%"), float(f"{percent}e-2")).met


def test_a_share_that_passes_one_by_rounding_is_accepted() -> None:
    assert evaluate_target(Target("=", 100, "%"), 1.0 + 1e-12).met


@pytest.mark.parametrize("measured", [53, 1.01, -2])
def test_a_percentage_given_instead_of_a_share_is_refused(measured: float) -> None:
    with pytest.raises(EcoAtlasError) as error:
        evaluate_target(Target(">=", 50, "%"), measured)
    assert error.value.code == "share-expected"


@pytest.mark.parametrize("measured", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(measured: float) -> None:
    with pytest.raises(EcoAtlasError) as error:
        evaluate_target(Target("=", 3), measured)
    assert error.value.code == "measured-not-a-number"


@pytest.mark.parametrize("comparator", sorted(NO_VERDICT))
def test_no_verdict_is_given_where_the_plan_gives_nothing_to_judge_by(comparator: str) -> None:
    value = 0 if comparator in {"basically_zero", "decrease"} else None
    found = evaluate_target(Target(comparator, value), 0)
    assert (found.met, found.gap, found.low, found.high) == (None, None, None, None)
    assert found.reason == NO_VERDICT[comparator]


def test_a_comparison_without_a_number_gives_no_verdict() -> None:
    found = evaluate_target(Target("class<=", None), 3)
    assert (found.met, found.reason) == (None, NO_NUMBER)


@pytest.mark.parametrize("measured", [0.4, 0.7, 0.9])
def test_a_softened_target_is_never_plainly_met_or_missed(measured: float) -> None:
    found = evaluate_target(Target(">=", 70, "%", soft=("基本",)), measured)
    assert (found.met, found.gap, found.low) == (None, None, 0.7)
    assert "“基本”" in found.reason.zh
    assert "“basically”" in found.reason.en


def test_no_verdict_of_a_comparator_comes_before_that_of_a_soft_word() -> None:
    found = evaluate_target(Target("milestone", None, None, soft=("基本",)), 1)
    assert found.reason == NO_VERDICT["milestone"]


def test_every_target_of_the_register_can_be_asked() -> None:
    verdicts = {
        target.id: evaluate_target(
            Target(
                target.comparator,
                target.value[0] if isinstance(target.value, tuple) else target.value,
                target.unit.en if target.unit else None,
                target.value[1] if isinstance(target.value, tuple) else None,
                soft=target.soft,
            ),
            0.0,
        ).met
        for document in load_register().documents
        for target in document.targets
    }
    assert len(verdicts) == 174
    assert verdicts["SY-2018-T12"] is True
    assert verdicts["WEDZ-2023-T17"] is None
    assert verdicts["WEDZ-2023-T22"] is False
    assert verdicts["WH-2023-T11"] is None
    assert verdicts["SY-2018-T05"] is True


def test_a_target_from_the_database_is_judged(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        found = evaluate_target(policy.get_target(session, "WEDZ-2023-T22"), 0.48)
    assert (found.target_id, found.met) == ("WEDZ-2023-T22", False)
    assert found.gap == pytest.approx(0.02)
