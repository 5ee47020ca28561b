"""Every spatial check of the register is computed, or says exactly what it waits for."""

from __future__ import annotations

from typing import Any

from layers.kinds import KINDS
from layers.system.database import Database
from projects.metrics.checks.register_checks import CheckStatus, check_status
from projects.metrics.checks.without_metric import SHOWN_ONLY, WAITING
from projects.metrics.registry import METRICS
from projects.policy.register import spatial_checks


def status(database: Database) -> dict[str, CheckStatus]:
    with database.reading() as session:
        return {one.code: one for one in check_status(session)}


def test_every_code_is_computed_by_a_metric_or_says_what_it_waits_for(
    sqlite_database: Database,
) -> None:
    with sqlite_database.reading() as session:
        codes = [one.code for one in spatial_checks(session)]
    found = status(sqlite_database)
    assert list(found) == codes
    for code, one in found.items():
        assert (one.metric in METRICS) or one.waits_for, code
        assert all(
            wait.fields or wait.form != "layer" or code in SHOWN_ONLY for wait in one.waits_for
        )


def test_without_layers_each_computed_check_names_kind_and_fields(
    sqlite_database: Database,
) -> None:
    found = status(sqlite_database)
    length = found["SC-LINE-LENGTH"]
    assert (length.state, length.metric) == ("waiting", "length_by_status")
    assert length.waits_for[0].kinds == ("works",)
    assert length.waits_for[0].geometry == ("line",)
    assert "status" in length.waits_for[0].fields
    shore = found["SC-SHORELINE"]
    assert {wait.kinds for wait in shore.waits_for} == {("shoreline",)}
    assert {one for wait in shore.waits_for for one in wait.fields} >= {"nature"}


def test_a_check_is_ready_when_its_layers_are_there(
    sqlite_database: Database, put: Any, ground: Any
) -> None:
    put("corridors", "ecological_corridor", [("A", ground.box(0, 0, 1, 1), {})])
    found = status(sqlite_database)
    assert found["SC-CORRIDOR-WIDTH"].state == "ready"
    assert found["SC-CORRIDOR-CONT"].metric == "corridor_connectivity"  # banks are not there yet
    assert found["SC-LINE-LENGTH"].state == "waiting"
    put("works", "works", [("A", ground.line((0, 0), (1, 1)), {"status": "completed"})])
    assert status(sqlite_database)["SC-LINE-LENGTH"].state == "ready"


def test_what_is_only_shown_needs_no_metric(sqlite_database: Database) -> None:
    assert status(sqlite_database)["SC-INVENTORY"].state == "shown"


def test_the_declared_waits_are_about_checks_of_the_register_without_a_metric(
    sqlite_database: Database,
) -> None:
    found = status(sqlite_database)
    assert set(WAITING) == {code for code, one in found.items() if one.state == "no_metric"}


def test_what_a_check_needs_or_is_about_are_kinds_and_its_code_is_in_the_register(
    sqlite_database: Database,
) -> None:
    found = status(sqlite_database)
    declared = [check for metric in METRICS.values() for check in metric.checks]
    assert {check.code for check in declared} <= set(found)
    assert {kind for check in declared for kind in (*check.needs, *check.about)} <= set(KINDS)
    assert {check.code for check in declared if check.needs} >= {"SC-EXCLUSION", "SC-BLACKODOR"}
