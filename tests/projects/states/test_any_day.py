"""Every target of the register on any day: one state, one sentence, and no way back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.words import Text
from projects.policy.files import load_register
from projects.policy.rows import rows_of
from projects.policy.tables import PolicyDocument, PolicyTarget
from projects.states.asking import asked_of
from projects.states.deciding import state_of
from projects.states.known import Asked, Entry, Figure, SetNumber
from projects.states.limits import shipped_limits
from projects.states.rule import STATES

pytestmark = pytest.mark.slow

LIMITS = shipped_limits()
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2031, 12, 31)
# Spread evenly: dates drawn freely are mostly near the first one, before any plan was issued.
DAYS = st.sampled_from([FIRST + dt.timedelta(days=37 * n) for n in range(138)])
NUMBERS = st.sampled_from([0.0, 0.5, 1.0, 12.0, 46.76, 50.0, 98.0, 100.0, 5000.0])


@cache
def every_target() -> list[Asked]:
    rows = list(rows_of(load_register()))
    plans = {r.key: PolicyDocument(**r.values) for r in rows if r.table is PolicyDocument}
    targets = [PolicyTarget(**r.values) for r in rows if r.table is PolicyTarget]
    return [asked_of(one, plans[one.document_id]) for one in targets]


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    year, half = draw(st.integers(2018, 2030)), draw(st.booleans())
    ends = dt.date(year, 6, 30) if half else dt.date(year, 12, 31)
    number, word = st.tuples(NUMBERS, st.none()), st.tuples(st.none(), st.booleans())
    value, done = draw(st.one_of(number, word))
    return Entry(
        cell=draw(st.integers(1, 6)),
        version=draw(st.integers(1, 3)),
        unit=(unit := draw(st.sampled_from(["区水务局", "区城管局"]))),
        unit_title=Text(unit, unit),
        period=Text(f"{year} 年", f"{year}"),
        begins=dt.date(year, 1, 1),
        ends=ends,
        value=value,
        done=done,
        text=None,
        status=draw(st.sampled_from(["draft", "reported", "approved"])),
        since=ends + dt.timedelta(days=draw(st.integers(0, 500))),
    )


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    met = draw(st.sampled_from([True, False, None]))
    of = draw(st.none() | DAYS)
    return Figure(1, 1, draw(NUMBERS), met, draw(st.booleans()), "复核员", draw(DAYS), of=of)


NUMBER_SET = st.builds(
    SetNumber, NUMBERS, st.sampled_from([">=", "<="]), st.none(), st.just("市"), st.just("文"), DAYS
)
KNOWN = st.tuples(
    st.lists(entries(), max_size=5),
    st.lists(NUMBER_SET, max_size=1),
    st.lists(figures(), max_size=2),
)
TARGETS = st.deferred(lambda: st.sampled_from(every_target()))
ANY = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
def test_without_any_value_every_target_has_a_state_and_a_sentence(year: int) -> None:
    for target in every_target():
        for on in (dt.date(year, 1, 1), dt.date(year, 12, 31)):
            found = state_of(target, (), (), (), on, LIMITS)
            assert found.state in STATES
            assert found.why.zh
            assert found.why.en
            assert found.state not in {"met", "missed", "on_track", "at_risk"}


@ANY
@given(TARGETS, KNOWN, DAYS)
def test_one_state_and_a_sentence_in_both_languages(target, known, on) -> None:  # type: ignore[no-untyped-def]
    found = state_of(target, *known, on, LIMITS)
    assert found.state in STATES
    for said in (found.why.zh, found.why.en, found.counts_why.zh, found.counts_why.en):
        assert said.strip()
        assert "{" not in said
        assert "None" not in said


@ANY
@given(TARGETS, KNOWN, DAYS)
def test_what_comes_later_changes_no_earlier_day(target, known, on) -> None:  # type: ignore[no-untyped-def]
    values, numbers, signed = known
    then = (
        [one for one in values if one.since <= on],
        [one for one in numbers if one.since <= on],
        [one for one in signed if one.day <= on],
    )
    assert state_of(target, *known, on, LIMITS) == state_of(target, *then, on, LIMITS)


@ANY
@given(TARGETS, KNOWN, DAYS)
def test_what_nobody_approved_or_signed_changes_no_state(target, known, on) -> None:  # type: ignore[no-untyped-def]
    values, numbers, signed = known
    cells = [replace(one, cell=number, version=1) for number, one in enumerate(values)]
    firm = [one for one in cells if one.status == "approved"]
    signed_only = [one for one in signed if one.signed]
    found = state_of(target, cells, numbers, signed, on, LIMITS)
    assert found.state == state_of(target, firm, numbers, signed_only, on, LIMITS).state


@ANY
@given(TARGETS, KNOWN, entries(), DAYS)
def test_more_evidence_never_turns_met_into_unknown(target, known, more, on) -> None:  # type: ignore[no-untyped-def]
    before = state_of(target, *known, on, LIMITS)
    values, numbers, signed = known
    added = replace(more, cell=99, status="approved")
    after = state_of(target, [*values, added], numbers, signed, on, LIMITS)
    assert not (before.state == "met" and after.state in {"unknown", "not_due"})


SOFT = st.deferred(lambda: st.sampled_from([one for one in every_target() if is_soft(one)]))


def is_soft(target: Asked) -> bool:
    return bool(target.soft) or target.comparator == "basically_zero"


@ANY
@given(SOFT, KNOWN, DAYS)
def test_no_number_decides_what_is_soft_or_basically_zero(target, known, on) -> None:  # type: ignore[no-untyped-def]
    values, numbers, signed = known
    by_number = [one for one in values if one.done is None]
    found = state_of(target, by_number, numbers, signed, on, LIMITS)
    assert found.state not in {"met", "missed", "on_track", "at_risk"}
