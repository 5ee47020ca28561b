"""A state rests on what was signed, from the day of the signature until it was withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import Version, resolve
from layers.system.china_time import today
from layers.system.database import Database
from projects.holdings.confirming import confirm, take_back_confirmation
from projects.metrics.dating import day_of, measured
from projects.metrics.registry import METRICS
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import run_sha256
from projects.policy.tables import PolicyTarget
from projects.statements.tables import StatementEvent
from projects.states.deciding import TargetState
from projects.states.gathering import states_on
from tests.projects.standing.conftest import TARGET, WANG, Office, office

__all__ = ["office"]

SIGNED_ON = dt.date(2026, 2, 3)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What is asked here is the same on every database."""
    return sqlite_database


def _state(office: Office, on: dt.date, target: str = TARGET) -> TargetState:
    with office.database.reading() as session:
        return next(one.state for one in states_on(session, on) if one.id == target)


def _dated(session: Session, action: str, day: dt.date) -> None:
    at = dt.datetime.combine(day, dt.time(9), dt.UTC)
    session.execute(update(StatementEvent).where(StatementEvent.action == action).values(at=at))


def test_a_signed_figure_decides_until_it_is_withdrawn(office: Office) -> None:
    made = office.statement(office.run(0.4676), "submitted", "signed")
    with office.database.transaction() as session:
        _dated(session, "signed", SIGNED_ON)
    found = _state(office, today())
    assert (found.state, found.rule) == ("missed", "missed")
    assert "46.76%" in found.why.zh
    assert found.figure is not None
    assert (found.figure.statement_id, found.figure.day) == (made, SIGNED_ON)
    assert _state(office, SIGNED_ON - dt.timedelta(days=1)).rule == "nothing"
    office.step(made, "withdrawn")
    assert _state(office, today()).rule == "nothing"
    assert _state(office, SIGNED_ON).state == "missed"


def test_a_figure_tells_of_the_day_of_its_data_whenever_it_is_signed(office: Office) -> None:
    """Old data, signed today, do not tell how things stood at the end of the plan."""
    with office.database.transaction() as session:
        session.execute(update(Version).values(date=dt.date(2018, 12, 31)))
    office.statement(office.run(0.97), "submitted", "signed")
    found = _state(office, today())
    assert (found.state, found.rule) == ("unknown", "too_early")
    assert "97.00%（2018-12-31）" in found.why.zh
    with office.database.transaction() as session:
        session.execute(update(Version).values(date=None))
    found = _state(office, today())
    assert (found.state, found.rule, found.counts) == ("unknown", "nothing", None)
    assert "没有写明数据日期" in found.why.zh
    with office.database.transaction() as session:
        session.execute(update(Version).values(date=dt.date(2026, 1, 31)))
    assert _state(office, today()).state == "met"


def test_a_layer_found_still_right_later_dates_what_is_signed_from_then_on(
    office: Office,
) -> None:
    """The same content makes no new version; what was signed before says nothing of that day."""
    with office.database.transaction() as session:
        session.execute(update(Version).values(date=dt.date(2018, 12, 31)))
    run = office.run(0.97)
    first = office.statement(run, "submitted", "signed")
    looked = dt.date(2026, 1, 31)
    with office.database.transaction() as session:
        version = resolve(session, "own")
        for day, basis in ((dt.date(2018, 6, 1), "函"), (dt.date(2999, 1, 1), "函"), (looked, " ")):
            with pytest.raises(EcoAtlasError) as refusal:
                confirm(session, version, day, basis, WANG)
            assert refusal.value.code in ("confirmation-day-wrong", "holding-basis-missing")
        confirm(session, version, looked, "现场核查记录（示例）", WANG)
    assert _state(office, today()).state == "unknown", "nobody signed a sheet that says it"
    office.step(first, "withdrawn")
    office.statement(run, "submitted", "returned", "submitted", "signed")
    found = _state(office, today())
    assert found.state == "met"
    assert found.figure is not None
    assert found.figure.of == looked
    with office.database.transaction() as session:
        take_back_confirmation(session, resolve(session, "own"), "看错了（示例）", WANG)
    assert _state(office, today()).state == "unknown"


@pytest.mark.parametrize(("value", "state"), [(40.0, "met"), (50.0, "missed"), (None, "unknown")])
def test_a_signed_figure_is_compared_with_what_the_register_asks_today(
    office: Office, value: float | None, state: str
) -> None:
    """Not with the number it was signed beside; in another unit it is no figure of the target."""
    run = office.run(0.4676)
    with office.database.transaction() as session:
        row = session.get_one(MetricRunRow, run)
        row.inputs = [*row.inputs, {"role": "boundary", "layer": "own", "version": 1}]
        row.sha256 = run_sha256(row)
    office.statement(run, "submitted", "signed")
    asked = {"unit_en": "km²"} if value is None else {"value": value}
    with office.database.transaction() as session:
        session.execute(update(PolicyTarget).where(PolicyTarget.id == TARGET).values(**asked))
    assert _state(office, today()).state == state


def test_no_date_makes_a_figure_tell_of_a_day_that_has_not_come() -> None:
    """Neither one that somebody wrote for a layer, nor a year that somebody asked for."""
    inputs = [{"role": one, "layer": one, "version": 1} for one in ("zones", "built_up")]
    dates = {(one["layer"], 1): dt.date(2030, 12, 31) for one in inputs}
    on, asked = dt.date(2026, 6, 1), ("sponge_coverage", inputs)
    assert day_of(*asked, {}, dates, on, {}) == on
    assert day_of(*asked, {"year": 2030}, {}, on, {}) == on
    assert day_of(*asked, {"year": 2025}, {}, on, {}) == dt.date(2025, 12, 31)
    assert day_of(*asked, {}, dates | {("zones", 1): dt.date(2024, 1, 1)}, on, {}).year == 2024
    elsewhere = {("zones", 2): dt.date(2025, 12, 31), **dates}
    del elsewhere["zones", 1]
    assert day_of(*asked, {}, elsewhere, on, {}) is None, (
        "the date of another version tells nothing"
    )


def test_what_is_measured_dates_a_figure_and_what_stands_beside_does_not() -> None:
    """The date of the boundary is its own; of two dates that are compared the later one counts."""
    for metric in METRICS:
        named = _measured(metric)
        assert not named & {"boundary", "before"}
        assert named or not METRICS[metric].inputs
    assert _measured("sponge_coverage") == {"zones", "built_up"}


def _measured(metric: str) -> set[str]:
    inputs = [{"role": one.name} for one in METRICS[metric].inputs]
    return {str(one["role"]) for one in measured(metric, inputs)}


def test_a_figure_that_measures_something_else_is_none(office: Office) -> None:
    office.statement(office.run(1.0, target="WEDZ-2023-T26"), "submitted", "signed")
    found = _state(office, today(), "WEDZ-2023-T26")
    assert found.figure is None
    assert found.state == "unknown"


def test_a_signed_figure_without_a_boundary_meets_nothing(office: Office) -> None:
    """Its run could not be judged; neither may the state, which knows no more than the run."""
    run = office.run(0.97)
    with office.database.transaction() as session:
        row = session.get_one(MetricRunRow, run)
        row.summary = {**(row.summary or {}), "target_met": None}
        row.sha256 = run_sha256(row)
    office.statement(run, "submitted", "signed")
    found = _state(office, today())
    assert found.figure is not None
    assert (found.state, found.rule, found.counts) == ("unknown", "nothing", None)
    with office.database.transaction() as session:
        row = session.get_one(MetricRunRow, run)
        row.inputs = [*row.inputs, {"role": "boundary", "layer": "own", "version": 1}]
        row.sha256 = run_sha256(row)
    assert _state(office, today()).counts is not None


@pytest.mark.parametrize(
    ("ends", "rule", "said"),
    [([0.4, 0.6], "nothing", "40.00% 至 60.00%"), ([0.51, 0.6], "met", "40.00%")],
)
def test_a_signed_figure_decides_only_where_what_is_not_known_of_it_does_not(
    office: Office, ends: list[float], rule: str, said: str
) -> None:
    """It was not judged when it was computed, as of a number that the level above set later."""
    run = office.run(0.4)
    with office.database.transaction() as session:
        row = session.get_one(MetricRunRow, run)
        row.summary = {**(row.summary or {}), "target_met": None, "ends": ends}
        row.inputs = [*row.inputs, {"role": "boundary", "layer": "own", "version": 1}]
        row.sha256 = run_sha256(row)
    office.statement(run, "submitted", "signed")
    found = _state(office, today())
    assert found.rule == rule
    assert said in found.why.zh
