"""Decisions on hits stay from run to run, and only beside the hit they were taken on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.catalogue import Version
from layers.system.database import Database
from layers.system.row_access import PUBLIC
from projects.metrics.hits.hit_tables import HitDecision
from projects.metrics.hits.hits import decide, history_of, hits_of
from projects.metrics.kept import MetricRun

LI = Actor("li", "10.0.0.3")
FIRST = "outfalls/W1/Z1"


@pytest.fixture
def first(put: Callable[..., Any], run: Callable[..., Any], ground: Any) -> MetricRun:
    """Two outfalls in one zone of grade 1."""
    put("zones", "protected_water", [("Z1", ground.box(0, 0, 1, 1), {"grade": "source_1"})])
    places = [(f"W{n}", ground.point(0.2 * n, 0.5), {}) for n in (1, 2)]
    put("outfalls", "outfall", places)
    found: MetricRun = run("protected_zone_hits", {"zones": "zones", "outfalls": "outfalls"})
    return found


def decisions(database: Database, run: MetricRun) -> dict[str, str]:
    with database.reading() as session:
        return {hit.row["key"]: hit.decision for hit in hits_of(session, run)}


def test_a_decision_stands_beside_the_same_hit_of_a_later_run(
    first: MetricRun,
    put: Callable[..., Any],
    run: Callable[..., Any],
    ground: Any,
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        decide(session, first, FIRST, "justified", "取水口 自用", LI)
    assert decisions(sqlite_database, first) == {FIRST: "justified", "outfalls/W2/Z1": "open"}
    # The outfall moves within its zone, and the zone gets a neighbour of another grade.
    put("outfalls", "outfall", [("W1", ground.point(0.9, 0.9), {})])
    zones = [
        ("Z1", ground.box(0, 0, 1, 1), {"grade": "source_1"}),
        ("Z2", ground.box(0, 0, 2, 2), {"grade": "source_2"}),
    ]
    put("zones", "protected_water", zones)
    later = run("protected_zone_hits", {"zones": "zones", "outfalls": "outfalls"})
    assert later.id != first.id
    assert decisions(sqlite_database, later) == {FIRST: "justified", "outfalls/W1/Z2": "open"}


def test_the_latest_decision_holds_and_the_earlier_ones_are_kept(
    first: MetricRun, sqlite_database: Database
) -> None:
    with sqlite_database.transaction() as session:
        decide(session, first, FIRST, "accepted", "现场核查属实", LI)
        again = decide(session, first, FIRST, "removed", "  已封堵\n照片存档 ", LI)
    assert again.decided is not None
    assert (again.decided.reason, again.decided.number) == ("已封堵 照片存档", 2)
    with sqlite_database.reading() as session:
        told = [one.decision for one in history_of(session, first, FIRST)]
        logged = [
            (one.subject, one.details["reason"])
            for one in session.scalars(select(AuditEntry))
            if one.action == "hit-decided"
        ]
    assert told == ["removed", "accepted"]
    subject = "protected_zone_hits/outfalls/W1"
    assert logged == [(subject, "现场核查属实"), (subject, "已封堵 照片存档")]


@pytest.mark.parametrize(
    ("key", "decision", "reason", "code"),
    [
        ("outfalls/W9/Z1", "accepted", "x", "hit-not-found"),
        (FIRST, "illegal", "x", "hit-unknown-decision"),
        (FIRST, "accepted", "  ", "hit-reason-asked"),
        (FIRST, "accepted", "x" * 2001, "hit-reason-asked"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_kept(
    first: MetricRun, sqlite_database: Database, key: str, decision: str, reason: str, code: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused, sqlite_database.transaction() as session:
        decide(session, first, key, decision, reason, LI)
    assert refused.value.code == code
    with sqlite_database.reading() as session:
        assert session.scalars(select(HitDecision)).all() == []


def test_a_run_of_a_metric_without_hits_has_no_list(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any, sqlite_database: Database
) -> None:
    put("a", "lake", [("L", ground.box(0, 0, 1, 1), {})])
    done = run("lake_balance", {"before": "a", "after": "a"})
    with pytest.raises(EcoAtlasError) as refused, sqlite_database.reading() as session:
        hits_of(session, done)
    assert refused.value.code == "run-without-hits"


def test_decisions_on_a_hidden_layer_are_hidden(
    first: MetricRun, sqlite_database: Database
) -> None:
    with sqlite_database.transaction() as session:
        decide(session, first, FIRST, "accepted", "现场核查属实", LI)
    with sqlite_database.reading(PUBLIC) as session:
        assert session.scalars(select(HitDecision)).all() == []
    with sqlite_database.transaction() as session:
        for version in session.scalars(select(Version).where(Version.layer_id == "outfalls")):
            version.secrecy = "public"
    with sqlite_database.reading(PUBLIC) as session:
        assert len(session.scalars(select(HitDecision)).all()) == 1
