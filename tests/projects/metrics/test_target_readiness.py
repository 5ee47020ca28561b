"""A target is ready where the live layers give the right verdict, and else names what it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.checks.target_readiness import TargetReadiness, readiness_of_targets
from projects.policy.register import targets


@pytest.fixture
def ready(sqlite_database: Database, store: Store) -> Any:
    def of() -> dict[str, TargetReadiness]:
        with sqlite_database.reading() as session:
            return readiness_of_targets(session, store, targets(session))

    return of


def awaits(found: TargetReadiness) -> list[str]:
    return [one.zh for one in found.awaits]


@pytest.fixture
def sponge(put: Any, ground: Any) -> None:
    put("zones", "sponge_zone", [("A", ground.box(0, 0, 1, 1), {"verdict": "met"})])
    put("built", "built_up_area", [("J", ground.box(0, 0, 1, 1), {})])


def test_layers_and_boundary_make_a_target_ready(
    sponge: None, put: Any, ground: Any, ready: Any
) -> None:
    assert awaits(ready()["WEDZ-2023-T22"]) == ["武汉经济技术开发区的边界"]
    put("zone", "admin_division", [("4201-WEDZ", ground.box(-1, -1, 2, 2), {})])
    found = ready()
    assert found["WEDZ-2023-T22"].state == "ready"
    assert found["WEDZ-2023-T22"].metrics[0].id == "sponge_coverage"
    assert {name for name, one in found.items() if one.ready} == {"WEDZ-2023-T22"}


def test_layers_of_another_place_are_not_those_of_the_target(
    sponge: None, put: Any, ground: Any, ready: Any
) -> None:
    put("zone", "admin_division", [("4201-WEDZ", ground.box(50, 50, 60, 60), {})])
    said = awaits(ready()["WEDZ-2023-T22"])
    assert said == ["武汉经济技术开发区的排水分区", "武汉经济技术开发区的建成区"]


def test_a_boundary_whose_extent_meets_the_layers_and_whose_ground_does_not_is_elsewhere(
    sponge: None, put: Any, ground: Any, ready: Any
) -> None:
    """Two strips with the layers in the corner between them; then a third that crosses them."""
    corner = ground.box(-5, -5, 5, -4).union(ground.box(-5, -5, -4, 5))
    put("zone", "admin_division", [("4201-WEDZ", corner, {})])
    assert ready()["WEDZ-2023-T22"].state == "waiting"
    put("zone", "admin_division", [("4201-WEDZ", corner.union(ground.box(-5, 0.5, 5, 5)), {})])
    assert ready()["WEDZ-2023-T22"].state == "ready"


def test_what_only_its_own_data_can_judge_waits_for_it_by_name(
    put: Any, ground: Any, territory: Any, ready: Any
) -> None:
    """A sewage plant in every county is no railway; a layer of works may hold anything."""
    territory()
    put("plants", "sewage_plant", [("P", ground.point(0, 0), {})])
    put("works", "works", [("W", ground.box(0, 0, 1, 1), {"status": "completed"})])
    found = ready()
    for target, subject in (("SY-2018-T28", "县县通铁路"), ("EZ-2022-T12", "天然气普及"),
                            ("SY-2018-T17", "道路、渠道、堤坝绿化")):  # fmt: skip
        assert found[target].state == "waiting"
        assert awaits(found[target]) == [f"“{subject}”的数据，并有图层内容声明"]
    assert found["SY-2018-T33"].state == "no_metric"


def test_all_targets_are_answered_by_a_bounded_number_of_questions(
    sponge: None, territory: Any, sqlite_database: Database, store: Store
) -> None:
    territory()
    with sqlite_database.reading() as session:
        every = targets(session)
        asked: list[str] = []
        event.listen(session.bind, "before_cursor_execute", lambda *a: asked.append(a[2]))
        found = readiness_of_targets(session, store, every)
    assert len(found) == len(every) >= 141
    assert len(asked) <= 6, "the live layers, and the sheets of the metrics that take some"
