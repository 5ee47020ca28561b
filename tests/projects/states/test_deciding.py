"""The state of a target: every step of the rule on cases counted in the head."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from geo.words import Text
from projects.states.deciding import TargetState, state_of
from projects.states.known import Asked, Entry, Figure, SetNumber
from projects.states.limits import shipped_limits
from projects.states.steps import RULE

BUREAU = "区住更局"
AFTER, BEFORE = dt.date(2026, 6, 1), dt.date(2024, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def asked(comparator: str = ">=", value: float | None = 50.0, **given: Any) -> Asked:
    """A share of at least 50 % by the end of 2025, in a plan issued in March 2023."""
    plain = Asked(
        id="X-T01",
        comparator=comparator,
        value=value,
        value_to=None,
        unit_en="%",
        unit=Text("%", "%"),
        prohibition=False,
        soft=(),
        in_force=day("2023-03-21"),
        due=day("2025-12-31"),
        plan_end=day("2025-12-31"),
    )
    return replace(plain, **given)


def entry(year: int, value: float | None = None, **given: Any) -> Entry:
    """An approved value of a year, approved on 1 March of the next."""
    plain = Entry(
        cell=year,
        version=1,
        unit=BUREAU,
        unit_title=Text(BUREAU, "Housing"),
        period=Text(f"{year} 年", f"{year}"),
        begins=dt.date(year, 1, 1),
        ends=dt.date(year, 12, 31),
        value=value,
        done=None,
        text=None,
        status="approved",
        since=dt.date(year + 1, 3, 1),
    )
    return replace(plain, **given)


def figure(value: float, met: bool | None, on: str, **given: Any) -> Figure:
    plain = Figure(7, 3, value, met, signed=True, set_by="复核员", day=day(on), of=day(on))
    return replace(plain, **given)


def state(
    target: Asked,
    *values: Entry,
    on: dt.date = AFTER,
    figures: tuple[Figure, ...] = (),
    numbers: tuple[SetNumber, ...] = (),
) -> TargetState:
    return state_of(target, values, numbers, figures, on, shipped_limits())


HALF_2025 = entry(2025, 49.0, begins=day("2025-01-01"), ends=day("2025-06-30"))
CASES: dict[str, tuple[TargetState, str, str]] = {
    "split targets name those that replace them": (
        state(asked(replaced_by=("X-T02", "X-T03")), entry(2025, 60)),
        "replaced",
        "not_checkable",
    ),
    "before the plan": (state(asked(), on=day("2023-03-20")), "before", "not_due"),
    "delegated, nothing set": (
        state(asked("delegated", None), entry(2025, 60)),
        "no_value",
        "no_value_set",
    ),
    "reached at the day": (state(asked(), entry(2025, 50)), "met", "met"),
    "not reached at the day": (state(asked(), entry(2025, 49.99)), "missed", "missed"),
    "of an earlier period only": (state(asked(), entry(2024, 60)), "too_early", "unknown"),
    "of the first half of the year only": (state(asked(), HALF_2025), "too_early", "unknown"),
    "nothing": (state(asked()), "nothing", "unknown"),
    "nothing yet": (state(asked(), on=BEFORE), "no_report", "not_due"),
    "the last day is not over": (
        state(asked(), entry(2024, 60), on=day("2025-12-31")),
        "ahead",
        "on_track",
    ),
    "one value": (state(asked(), entry(2023, 30), on=BEFORE), "one_value", "not_due"),
    "one value, half a year left": (
        state(asked(), entry(2024, 30), on=day("2025-07-01")),
        "near",
        "at_risk",
    ),
    # 20 at the end of 2023, 50 at the end of 2025: 35 after 366 of 731 days.
    "on the line": (
        state(asked(), entry(2023, 20), entry(2024, 35.1), on=day("2025-04-01")),
        "pace",
        "on_track",
    ),
    "a tenth behind": (
        state(asked(), entry(2023, 20), entry(2024, 33.6), on=day("2025-04-01")),
        "pace",
        "on_track",
    ),
    "more than a tenth behind": (
        state(asked(), entry(2023, 20), entry(2024, 33.4), on=day("2025-04-01")),
        "behind",
        "at_risk",
    ),
    "falling as asked": (
        state(asked("<=", 10.0), entry(2023, 30), entry(2024, 19), on=day("2025-04-01")),
        "pace",
        "on_track",
    ),
    "back below what is asked": (
        state(asked(), entry(2023, 52), entry(2024, 48), on=day("2025-04-01")),
        "fallen",
        "at_risk",
    ),
    "the last value is old": (
        state(asked(due=day("2027-12-31")), entry(2022, 20), entry(2023, 30), on=AFTER),
        "one_value",
        "not_due",
    ),
    "signed figure before an approved report": (
        state(asked(), entry(2025, 60), figures=(figure(46.76, met=False, on="2026-02-01"),)),
        "missed",
        "missed",
    ),
    "a figure that nobody signed decides nothing": (
        state(asked(), figures=(figure(46.76, met=False, on="2026-02-01", signed=False),)),
        "nothing",
        "unknown",
    ),
    "a withdrawn figure stands no more": (
        state(
            asked(),
            entry(2025, 60),
            figures=(figure(46.76, met=False, on="2026-02-01", until=day("2026-05-01")),),
        ),
        "met",
        "met",
    ),
    "figure and report do not agree": (
        state(
            asked(),
            entry(2023, 60),
            on=BEFORE,
            figures=(figure(46.76, met=False, on="2024-05-01"),),
        ),
        "apart",
        "at_risk",
    ),
    "a case breaks a prohibition for good": (
        state(
            asked("=", 0.0, prohibition=True),
            entry(2023, 1),
            entry(2024, 0),
            entry(2025, 0),
        ),
        "broken",
        "missed",
    ),
    "kept through the whole period": (
        state(
            asked("=", 0.0, prohibition=True),
            entry(2023, 0),
            entry(2024, 0),
            entry(2025, 0),
        ),
        "held",
        "met",
    ),
    "a year without a report": (
        state(asked("=", 0.0, prohibition=True), entry(2023, 0), entry(2025, 0)),
        "gap",
        "unknown",
    ),
    "kept so far": (
        state(asked("=", 0.0, prohibition=True), entry(2023, 0), on=BEFORE),
        "holding",
        "on_track",
    ),
    "nobody looked": (
        state(asked("=", 0.0, prohibition=True), on=BEFORE),
        "unwatched",
        "unknown",
    ),
    "a soft word is not met by a number": (
        state(asked(soft=("力争",)), entry(2025, 99), figures=(figure(99, None, "2026-01-05"),)),
        "person_needed",
        "unknown",
    ),
    "a soft word is not missed by a number": (
        state(asked(soft=("原则上",)), entry(2025, 1)),
        "person_needed",
        "unknown",
    ),
    "a person decides it": (state(asked(soft=("力争",)), entry(2025, done=True)), "done", "met"),
    "a person decides against it": (
        state(asked(soft=("力争",)), entry(2025, done=False)),
        "not_done",
        "missed",
    ),
    "an early no is none of the day": (
        state(asked(soft=("力争",)), entry(2024, done=False)),
        "person_needed",
        "unknown",
    ),
    "基本消除 has no tolerance": (
        state(asked("basically_zero", 0.0), entry(2025, 0)),
        "person_needed",
        "unknown",
    ),
    "a milestone to come": (
        state(asked("milestone", None), on=BEFORE),
        "person_open",
        "not_due",
    ),
    "a milestone done early": (
        state(asked("milestone", None), entry(2023, done=True), on=BEFORE),
        "done",
        "met",
    ),
    "a milestone taken back": (
        state(
            asked("milestone", None),
            entry(2022, done=True),
            entry(2023, done=False),
            on=BEFORE,
        ),
        "taken_back",
        "at_risk",
    ),
    "a rise": (
        state(asked("increase", None), entry(2023, 40), entry(2025, 41)),
        "changed",
        "met",
    ),
    "a rise on the way": (
        state(asked("increase", None), entry(2022, 40), entry(2023, 41), on=BEFORE),
        "changed",
        "on_track",
    ),
    "no fall": (
        state(asked("decrease", 0.0), entry(2023, 40), entry(2025, 40)),
        "unchanged",
        "missed",
    ),
    "one period is no change": (
        state(asked("increase", None), entry(2025, 41)),
        "two_needed",
        "unknown",
    ),
    "a change that the run compared itself": (
        state(asked("increase", None), figures=(figure(41, True, "2026-01-05"),)),
        "met",
        "met",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_state_and_the_step_that_gives_it(name: str) -> None:
    found, step, given = CASES[name]
    assert (found.rule, found.state) == (step, given)
    assert "{" not in found.why.zh + found.why.en
    assert found.counts_why.zh


def test_every_step_of_the_printed_rule_is_reached() -> None:
    assert {step for _, step, _ in CASES.values()} == set(RULE)


def test_the_sentence_names_figure_demand_and_day() -> None:
    found = state(asked(), figures=(figure(46.76, met=False, on="2026-02-01"),))
    assert found.why.zh == (
        "已签署的核算结果（2026-02-01）为 46.76%，没有达到要求（≥ 50%，期限 2025-12-31）。"
    )
    assert found.why.en == (
        "The signed figure (2026-02-01) is 46.76%, which does not reach what is asked (≥ 50% by"
        " 2025-12-31)."
    )


def test_a_day_that_the_text_does_not_state_is_named_as_such() -> None:
    found = state(asked(due=None), entry(2025, 60))
    assert found.state == "met"
    assert found.why.zh.endswith("（文件未写期限，按规划期末 2025-12-31 判断。）")


def test_the_value_of_the_day_decides_and_a_later_one_is_named() -> None:
    found = state(asked(), entry(2025, 40), entry(2026, 55), on=day("2027-06-01"))
    assert found.state == "missed"
    assert "以后的数值 55.00%（2026 年）达到要求" in found.why.zh


def test_of_several_units_the_less_favourable_counts() -> None:
    other = entry(2025, 45.0, cell=9, unit="区水务局")
    found = state(asked(), entry(2025, 60), other)
    assert found.state == "missed"
    assert found.counts is not None
    assert found.counts.entry is other  # type: ignore[union-attr]


def test_a_part_of_the_area_decides_nothing() -> None:
    assert state(asked(), entry(2025, 60, whole=False)).rule == "nothing"


def test_a_report_that_nobody_approved_is_named_and_changes_nothing() -> None:
    found = state(asked(), entry(2025, 60, status="reported"))
    assert (found.state, found.reported is not None) == ("unknown", True)
    assert "另有未审定的填报 60.00%（2025 年，区住更局），不计。" in found.why.zh


def test_a_value_given_back_counts_no_more_and_did_before() -> None:
    back = entry(2025, 60, version=2, status="draft", since=day("2026-05-01"))
    assert state(asked(), entry(2025, 60), back, on=day("2026-04-30")).state == "met"
    assert state(asked(), entry(2025, 60), back).state == "unknown"


def test_a_number_that_the_level_above_set() -> None:
    water = asked("delegated", None, unit_en="km", unit=Text("千米", "km"))
    number = SetNumber(12.0, "<=", None, "市水务局", "武水〔2024〕3号", since=day("2024-05-06"))
    assert state(water, entry(2025, 11), numbers=(number,)).state == "met"
    assert state(water, entry(2025, 13), numbers=(number,)).state == "missed"
    put_right = replace(number, value=14.0)
    assert state(water, entry(2025, 13), numbers=(number, put_right)).state == "met"
    early = state(water, entry(2022, 11), numbers=(number,), on=day("2024-05-05"))
    assert early.state == "no_value_set"
