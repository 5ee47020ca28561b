"""A site gets the very hits that its feature would get in a run of the whole layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest

from layers.storage.store import Store
from layers.system.database import Database
from projects.sites.checking import check_site
from projects.sites.declared import CHECKS
from projects.sites.site import Planned, Site, one_shape

OWN = ("key", "name", "layer", "feature")
"""What a hit says of the layer that it was found in."""
Features = list[tuple[str, Any, Mapping[str, Any]]]


def zones(ground: Any) -> Features:
    grades = ("source_1", "source_2", "source_quasi", "lake_green", "reserve")
    made: Features = [
        (f"Z{n}", ground.box(n, 0, n + 1.5, 2), {"grade": grade, "approved_on": "2015-01-01"})
        for n, grade in enumerate(grades)
    ]
    # One without a grade, and two far away that no site of the test comes near.
    made.append(("Z8", ground.box(2, 1, 3, 3), {"grade": "other", "approved_on": None}))
    made.append(("Z9", ground.box(40, 40, 41, 41), {"grade": "source_1", "approved_on": None}))
    return made


def banks(ground: Any) -> Features:
    line = ground.line((0, 3), (6, 3.2))
    outer = ground.line((0, 2.6), (6, 2.8))
    return [
        ("B1", line, {"river": "长江", "line": "water_edge", "main_stem": True}),
        ("B2", outer, {"river": "长江", "line": "outer_edge", "main_stem": True}),
        ("B3", ground.line((0, -2), (6, -2)), {"river": "汉江", "line": "water_edge"}),
        ("B9", ground.line((40, 40), (41, 41)), {"river": "长江", "line": "water_edge"}),
    ]


def redlines(ground: Any) -> Features:
    return [
        ("R1", ground.box(0, 0, 1, 1), {"part": "core", "approved_on": "2020-05-01"}),
        ("R2", ground.box(0.5, 0.5, 3, 1.2), {"part": None, "approved_on": None}),
    ]


def sites(ground: Any) -> list[tuple[str, Any, Planned]]:
    chemical = Planned("enterprise", "chemical", "new", None, "2024-03")
    return [
        ("E1", ground.box(0.6, 0.4, 1.2, 0.9), chemical),
        ("E2", ground.box(1.4, 2.1, 1.6, 2.4), replace(chemical, sector="tailings")),
        ("E3", ground.point(2.4, 1.8), replace(chemical, change="rebuilt", started_on="2012")),
        ("E4", ground.box(4.2, 1.4, 4.4, 2.2), replace(chemical, sector="paper", change=None)),
        (
            "E5",
            ground.box(5.8, 0.1, 6.5, 0.3),
            replace(chemical, activity="观测及标本采集"),
        ),
        ("E6", ground.box(1.5, 0, 1.5001, 0.9), replace(chemical, started_on="2018")),
        ("E8", ground.box(3, 2.2, 3.1, 2.3), chemical),
        # It only touches a zone, and shares less with another than the tolerance.
        ("E7", ground.box(-1, 0, 0.0000001, 1), chemical),
    ]


def columns(one: Planned) -> dict[str, Any]:
    return {
        "sector": one.sector,
        "change": one.change,
        "activity": one.activity,
        "started_on": one.started_on,
    }


@pytest.fixture
def office(put: Callable[..., Any], ground: Any) -> None:
    put("zones", "protected_water", zones(ground))
    put("banks", "river_bank", banks(ground))
    put("redlines", "ecological_redline", redlines(ground))
    features = [(key, shape, columns(one)) for key, shape, one in sites(ground)]
    put("plants", "enterprise", features)


RUNS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "protected_zone_hits": (
        {"zones": "zones", "enterprises": "plants"},
        ("source_zones", "lake_lines", "reserves"),
    ),
    "redline_hits": ({"redlines": "redlines", "enterprises": "plants"}, ("redlines",)),
    "bank_bans": ({"banks": "banks", "enterprises": "plants"}, ("banks",)),
}
"""By metric what it is run on, and the checks that ask it."""


@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_a_site_has_the_hits_of_its_feature(
    run: Callable[..., Any], ground: Any, sqlite_database: Database, store: Store
) -> None:
    every = {metric: run(metric, inputs).result["hits"] for metric, (inputs, _) in RUNS.items()}
    for key, shape, planned in sites(ground):
        with sqlite_database.reading() as session:
            outcome = check_site(session, store, Site(key, degrees(shape), planned))
        for metric, (_, checks) in RUNS.items():
            mine = [row.hit for row in outcome.rows if row.check in checks and row.hit]
            wanted = [one for one in every[metric] if one["feature"] == key]
            assert sorted(map(plain, mine), key=str) == sorted(map(plain, wanted), key=str), key
    assert all(len(hits) >= 3 for hits in every.values())
    assert {name for _, names in RUNS.values() for name in names} <= {one.id for one in CHECKS}


@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_areas_lines_and_points_together_are_hit_where_any_of_them_is(
    ground: Any, sqlite_database: Database, store: Store
) -> None:
    """A plant with its pipe and its outfall is one site."""
    parts = [ground.box(0.6, 0.4, 1.2, 0.9), ground.line((2.5, 0.1), (2.5, 1.5)),
             ground.point(4.3, 1.8)]  # fmt: skip
    planned = Planned("enterprise", "chemical", "new", None, "2024-03")

    def met(*shapes: Any) -> set[str]:
        shape = one_shape([degrees(one) for one in shapes], 1e9)
        with sqlite_database.reading() as session:
            rows = check_site(session, store, Site("厂", shape, planned)).rows
        return {row.key for row in rows if row.hit}

    alone = [met(one) for one in parts]
    assert all(alone)
    assert met(*parts) == set().union(*alone)


def degrees(shape: Any) -> Any:
    return gpd.GeoSeries([shape], crs=4547).to_crs(4490).iloc[0]


def plain(hit: Mapping[str, Any]) -> dict[str, Any]:
    """A hit without what names its layer; measured to the micrometre, as it is kept."""
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in hit.items()
        if name not in OWN
    }
