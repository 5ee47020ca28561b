"""The benchmark's engines agree on small sets. Times are measured by `make bench`, never here."""

from __future__ import annotations

import pytest
import shapely

from benchmarks import coverage as benchmark
from benchmarks.coverage_engines import (
    ENGINES,
    NEEDS,
    POSTGRESQL,
    available,
    measured,
    missing,
)
from benchmarks.coverage_sets import FULL, QUICK, BenchmarkSet


def outcome(engine: str, data: BenchmarkSet) -> benchmark.Outcome:
    answer = ENGINES[engine](data)()
    return benchmark.Outcome(1.0, 1.0, measured(answer))


@pytest.mark.slow
@pytest.mark.parametrize("data", QUICK, ids=lambda data: data.name)
def test_all_engines_at_hand_agree(data: BenchmarkSet) -> None:
    engines = [name for name in ENGINES if available(name) and name != "postgis"]
    found = {name: outcome(name, data) for name in engines}
    assert {"ecoatlas", "per-zone union", "geopandas.overlay", "one zone changed"} <= set(found)
    assert benchmark.disagreements(data, found) == []


@pytest.mark.postgresql
def test_postgis_agrees(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    monkeypatch.setenv(POSTGRESQL, postgresql_url)
    found = {name: outcome(name, QUICK[0]) for name in ("ecoatlas", "postgis")}
    assert benchmark.disagreements(QUICK[0], found) == []


def test_a_wrong_answer_is_named_with_its_zone() -> None:
    data = QUICK[2]
    right = outcome("ecoatlas", data)
    wrong = benchmark.Outcome(1.0, 1.0, right.covered_m2.copy())
    wrong.covered_m2[4] *= 1 + 3e-9
    found = {"ecoatlas": right, "duckdb spatial": wrong}
    assert benchmark.disagreements(data, found) == ["thin: duckdb spatial differs in zones [4]"]


@pytest.mark.slow
@pytest.mark.parametrize("data", [*FULL, *QUICK], ids=lambda data: data.name)
def test_sets_are_as_deep_as_they_say(data: BenchmarkSet) -> None:
    assert data.measured_depth() == pytest.approx(data.depth, rel=0.1)


def test_a_cover_has_holes_parts_slivers_and_the_same_polygon_twice() -> None:
    shapes = QUICK[2].cover().geometry
    assert shapes.is_valid.all()
    assert (shapely.get_num_interior_rings(shapes.to_numpy()) > 0).any()
    assert (shapes.geom_type == "MultiPolygon").any()
    assert shapes.duplicated().any()
    assert (shapes.area < 0.02 * shapes.area.median()).any()


def test_an_engine_that_cannot_run_here_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NEEDS, "sedonadb", ("a_package_that_nobody_has",))
    monkeypatch.delenv(POSTGRESQL, raising=False)
    assert missing("sedonadb") == "without a_package_that_nobody_has"
    assert not available("sedonadb")
    assert not available("postgis")
    assert missing("ecoatlas") == ""
