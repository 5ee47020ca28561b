"""The ground of a project: its features drawn, and the hits on them in the runs that stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.hits.hits import decide
from projects.metrics.kept import get_run
from projects.records.changes.records import add_project, link
from projects.sites.of_project import drawn_features, standing_hits
from projects.standing.choosing import set_figure

LI = Actor("li", "10.0.0.3")
QUERIES = 4


def test_hits_are_those_of_runs_that_stand_by_what_is_hit_and_by_whose_rule_hits(
    sqlite_database: Database, put: Callable[..., Any], run: Callable[..., Any], ground: Any
) -> None:
    put("zones", "protected_water", [("Z1", ground.box(0, 0, 1, 1), {"grade": "source_1"})])
    places = [(f"W{at}", ground.point(0.1 * at, 0.1), {}) for at in range(1, 9)]
    put("outfalls", "outfall", [*places, ("W9", ground.point(5, 5), {})])
    done = run("protected_zone_hits", {"zones": "zones", "outfalls": "outfalls"}, day="2026-08-15")
    of_outfall, of_zone = {("outfalls", "W1")}, {("zones", "Z1")}
    with sqlite_database.transaction() as session:
        assert standing_hits(session, of_outfall) == []
        set_figure(session, done.id, "年报采用", LI, own=["zones", "outfalls"])
        decide(session, get_run(session, done.id), "outfalls/W1/Z1", "justified", "已批复", LI)

    asked: list[str] = []
    event.listen(
        sqlite_database.engine, "before_cursor_execute", lambda *about: asked.append(about[2])
    )
    counts = set()
    for places_, hits in ((of_outfall, 1), (of_zone, 8), ({("outfalls", "W9")}, 0)):
        with sqlite_database.reading() as session:
            asked.clear()
            (found,) = standing_hits(session, places_)
            counts.add(len(asked))
        assert (found.run_id, len(found.hits)) == (done.id, hits)
    assert len(counts) == 1
    assert max(counts) <= QUERIES
    with sqlite_database.reading() as session:
        ((hit, touched),) = standing_hits(session, of_outfall)[0].hits
        assert standing_hits(session, {("corridors", "C1")}) == []
    assert (hit.decision, touched) == ("justified", [("outfalls", "W1")])


def test_only_the_features_of_the_project_are_drawn(
    sqlite_database: Database, store: Store, put: Callable[..., Any], ground: Any
) -> None:
    put("zones", "protected_water", [(key, ground.box(0, 0, 1, 1), {}) for key in ("A", "B", "C")])
    with sqlite_database.transaction() as session:
        add_project(session, {"code": "P-1", "name": "示例", "status": "在建"})
        link(session, "P-1", "zones", ["A", "C"], store=store)
    with sqlite_database.reading() as session:
        told = json.loads(drawn_features(session, store, "P-1", "zones").geojson)
        assert drawn_features(session, store, "P-1", "absent").total == 0
        with pytest.raises(EcoAtlasError, match="P-2"):
            drawn_features(session, store, "P-2", "zones")
    assert [one["properties"]["name"] for one in told["features"]] == ["A号", "C号"]
