"""The share version by version, and the target line beside it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update

from layers.catalogue import Version
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.run import run_metric
from projects.metrics.sponge.trend import Trend, complete_trend, sponge_trend

MET, NOT_MET = {"verdict": "met"}, {"verdict": "not_met"}


@pytest.fixture
def zones(put: Callable[..., Any], rectangle: Any) -> Callable[..., None]:
    """A version of the zones: a quarter of the built-up area each, `met` of them met."""

    def save(met: int) -> None:
        strips = [(f"Z{i}", (i, 0, i + 1, 1), MET if i < met else NOT_MET) for i in range(4)]
        put("zones", "sponge_zone", [(c, rectangle(*at), f) for c, at, f in strips])
        put("built", "built_up_area", [("J", rectangle(0, 0, 4, 1), {})])

    return save


@pytest.fixture
def east_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of Wuhan."""
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def kept(database: Database, built_up: str = "built") -> Trend:
    with database.reading() as session:
        return sponge_trend(session, "zones", built_up)


def test_each_version_has_the_share_of_its_kept_run(
    sqlite_database: Database, store: Store, zones: Callable[..., None]
) -> None:
    inputs = {"zones": "zones", "built_up": "built"}
    zones(1)
    run = run_metric(sqlite_database, store, "sponge_coverage", inputs)
    zones(2)
    zones(3)
    run_metric(sqlite_database, store, "sponge_coverage", inputs)
    trend = kept(sqlite_database)
    assert [(one.version, one.live) for one in trend.points] == [(1, False), (2, False), (3, True)]
    shares = [one.share for one in trend.points]
    assert shares[1] is None
    assert [shares[0], shares[2]] == pytest.approx([0.25, 0.75], rel=1e-6)
    assert (trend.points[0].run, trend.points[0].built_up) == (run.id, "built@1")
    assert trend.missing == [2]
    assert not trend.mixed


def test_of_several_runs_of_a_version_the_latest_is_shown(
    sqlite_database: Database, store: Store, zones: Callable[..., None]
) -> None:
    zones(1)
    inputs = {"zones": "zones", "built_up": "built"}
    for cell_m in (5.0, 10.0):
        run = run_metric(sqlite_database, store, "sponge_coverage", inputs, {"cell_m": cell_m})
    assert kept(sqlite_database).points[0].run == run.id


def test_a_version_without_date_has_the_day_of_its_import_as_the_office_counts_it(
    sqlite_database: Database, zones: Callable[..., None], east_of_greenwich: None
) -> None:
    zones(1)
    with sqlite_database.transaction() as session:
        late = dt.datetime(2026, 3, 1, 20, 0, tzinfo=dt.UTC)
        session.execute(update(Version).values(created_at=late))
    assert kept(sqlite_database).points[0].day == dt.date(2026, 3, 2)


def test_what_is_missing_is_computed_on_one_built_up_area(
    sqlite_database: Database, store: Store, zones: Callable[..., None]
) -> None:
    for met in (1, 2, 4):
        zones(met)
    said: list[tuple[int, int]] = []
    trend = complete_trend(
        sqlite_database, store, "zones", "built", progress=lambda *step: said.append(step)
    )
    assert [one.share for one in trend.points] == pytest.approx([0.25, 0.5, 1.0], rel=1e-6)
    assert trend.missing == []
    assert {one.built_up for one in trend.points} == {"built@1"}
    assert said == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_shares_of_different_built_up_areas_are_no_one_curve(
    sqlite_database: Database,
    store: Store,
    zones: Callable[..., None],
    put: Callable[..., Any],
    rectangle: Any,
) -> None:
    zones(1)
    inputs = {"zones": "zones", "built_up": "built"}
    run_metric(sqlite_database, store, "sponge_coverage", inputs)
    zones(2)
    put("built", "built_up_area", [("J", rectangle(0, 0, 2, 1), {})])
    run_metric(sqlite_database, store, "sponge_coverage", inputs)
    assert kept(sqlite_database).mixed
    first = kept(sqlite_database, "built@1")
    assert (first.missing, first.mixed) == ([2], False)


def test_the_target_line_is_that_of_the_rule(
    sqlite_database: Database, zones: Callable[..., None]
) -> None:
    zones(1)
    line = kept(sqlite_database).line
    assert [(one.year, one.share) for one in line] == [
        (2020, 0.2), (2025, 0.5), (2025, 0.3), (2025, 0.4), (2030, 0.8),
    ]  # fmt: skip
    assert line[1].area == "武汉经开区"
    assert "国办发〔2015〕75号" in line[0].source
