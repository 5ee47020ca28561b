"""Lists of runs show the headline that the metric declares, and read no result for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select, update

from layers.system.database import Database
from projects.checking.results import check_results
from projects.metrics.registry import METRICS
from projects.metrics.summary import headline_of, run_lines
from projects.metrics.tables import MetricRunRow


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda one: one.id)
def test_every_metric_declares_a_figure_of_its_own_as_headline(metric: Any) -> None:
    assert metric.headline in {one.name for one in metric.total if one.type == "number"}


def test_an_empty_headline_gives_way_to_the_first_figure_in_the_unit() -> None:
    metric = METRICS["sewage_blank_areas"]
    total = {"built_up_m2": 5.0, "blank_m2": 2.0}
    assert headline_of(metric, {"total": total}) == ["blank_m2", 2.0]
    assert headline_of(metric, {"total": total | {"blank_m2": None}}) == ["built_up_m2", 5.0]
    assert headline_of(metric, {"total": {"pieces": 3}}) == ["pieces", 3]
    assert headline_of(metric, {}) is None


def test_a_list_reads_no_result_unless_the_run_is_older_than_summaries(
    ground: Any, put: Callable[..., Any], run: Callable[..., Any], sqlite_database: Database
) -> None:
    put("built", "built_up_area", [("J1", ground.box(0, 0, 2, 2), {})])
    put("areas", "sewage_service_area", [("F1", ground.box(0, 0, 1, 2), {})])
    run("sewage_blank_areas", {"built_up": "built", "service_areas": "areas"})
    asked: list[str] = []
    with sqlite_database.reading() as session:
        event.listen(session.bind, "before_cursor_execute", lambda *a: asked.append(a[2]))
        (line,) = run_lines(session)
        reads = sum(".result" in one for one in asked)
    assert asked
    assert line.headline is not None
    assert line.headline.column.name == "blank_m2"
    assert line.headline.value == pytest.approx(2e6, rel=1e-3)
    assert line.inputs == "built@1 · areas@1"
    assert reads == 0
    with sqlite_database.transaction() as session:
        session.execute(update(MetricRunRow).values(summary=None))
    with sqlite_database.reading() as session:
        (old,) = run_lines(session)
    assert (old.headline, old.target_met) == (line.headline, None)


def test_a_list_writes_a_headline_beside_the_target_of_its_run(
    sponge_run: int, sqlite_database: Database
) -> None:
    """49.996 % of at least 50 %; also of a run whose summary was kept before demands were."""
    with sqlite_database.reading() as session:
        (line,) = run_lines(session)
        kept = session.scalars(select(MetricRunRow.summary)).one()
    assert (line.headline and line.headline.text.zh, line.target_met) == ("49.996%", False)
    old = {name: value for name, value in (kept or {}).items() if name != "demand"}
    assert kept != old
    with sqlite_database.transaction() as session:
        session.execute(update(MetricRunRow).values(summary=old))
    with sqlite_database.reading() as session:
        (again,) = run_lines(session)
    assert again == line


@pytest.fixture
def sponge_run(ground: Any, put: Callable[..., Any], run: Callable[..., Any]) -> int:
    zones = [("P1", ground.box(0, 0, 0.49996, 1), {"verdict": "met"}),
             ("P2", ground.box(0.49996, 0, 1, 1), {"verdict": "not_met"})]  # fmt: skip
    put("zones", "sponge_zone", zones)
    put("built", "built_up_area", [("J1", ground.box(0, 0, 1, 1), {})])
    inputs = {"zones": "zones", "built_up": "built"}
    made = run("sponge_coverage", inputs, target="WEDZ-2023-T22")
    return int(made.id)


LATER = ("demand", "measured", "ends", "asked")


@pytest.mark.slow
@pytest.mark.parametrize("lacking", [LATER[first:] for first in range(len(LATER) + 1)])
def test_what_an_earlier_release_kept_of_a_run_is_not_taken_for_altered(
    sponge_run: int, sqlite_database: Database, lacking: tuple[str, ...]
) -> None:
    """Whatever it did not keep yet; what is kept of the target fits the hash of the input."""

    def altered(**more: Any) -> list[str]:
        old = {name: value for name, value in kept.items() if name not in lacking} | more
        with sqlite_database.transaction() as session:
            session.execute(update(MetricRunRow).values(summary=old))
        found = check_results(sqlite_database)
        return [one.what for one in found if one.what.startswith("metric_run")]

    with sqlite_database.reading() as session:
        kept = dict(session.scalars(select(MetricRunRow.summary)).one() or {})
    assert kept["asked"]["value"] == 50
    assert altered() == []
    assert altered(asked=kept["asked"] | {"value": 40.0}) == ["metric_run sponge_coverage#1"]
    assert altered(target_met=True) == ["metric_run sponge_coverage#1"]
