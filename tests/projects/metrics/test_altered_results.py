"""A figure edited in the database by hand is noticed, and computed again from what it rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from shapely.geometry import box

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditQuery, search_entries
from layers.system.database import Database, engine_for_url
from projects.metrics.kept import find_run, get_run, list_runs
from projects.metrics.run import run_metric
from projects.metrics.tables import MetricRunRow, ZoneResult
from projects.metrics.unaltered import is_unaltered
from projects.migrations.running import upgrade
from projects.sheets import get_sheet, require_unaltered, save_sheet
from projects.statements.making import make_statement

INPUTS = {"zones": "zones", "cover": "green"}
LI = Actor("li", "-")


def edit(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.fixture
def kept(sqlite_database, put, store) -> Any:
    put("zones", "sponge_zone", [("A", box(500_000, 3_380_000, 501_000, 3_381_000), {})])
    put("green", "built_up_area", [("B", box(500_000, 3_380_000, 500_500, 3_381_000), {})])
    return run_metric(sqlite_database, store, "coverage", INPUTS, by=LI)


EDITS = (
    "UPDATE metric_run SET result = replace(result, '0.5', '0.9')",
    "UPDATE metric_run SET created_by = 'chief'",
    "UPDATE metric_run SET metric_version = metric_version + 1",
    'UPDATE metric_run SET shapes = \'{"zones": "00"}\'',
    'UPDATE metric_run SET parameters = \'{"target": "X"}\'',
    "UPDATE metric_run SET inputs = '[]'",
    "UPDATE metric_run SET sha256 = NULL",
    "UPDATE metric_run SET result = result || ' '",
)


@pytest.mark.parametrize("statement", EDITS)
def test_an_edited_run_is_not_given_and_is_computed_again(
    sqlite_database, store, kept, statement: str
) -> None:
    database = sqlite_database
    edit(database, statement)
    with database.reading() as session:
        with pytest.raises(EcoAtlasError, match="result-altered"):
            get_run(session, kept.id)
        assert find_run(session, kept.input_hash) is None
        assert list_runs(session) == []
    again = run_metric(database, store, "coverage", INPUTS, by=LI)
    assert (again.id, again.text, again.reused) == (kept.id, kept.text, False)
    with database.reading() as session:
        found = get_run(session, kept.id)
        assert found is not None
        assert found.text == kept.text
        entries, _ = search_entries(session, AuditQuery(action="metric-run"), limit=9)
        assert len(entries) == 2


def zones_kept(database: Database) -> list[tuple[Any, ...]]:
    columns = (ZoneResult.key, ZoneResult.area_m2, ZoneResult.covered_m2, ZoneResult.sha256)
    with database.reading() as session:
        return [tuple(row) for row in session.execute(sa.select(*columns))]


@pytest.mark.parametrize("change", ["covered_m2 = covered_m2 * 2", "sha256 = NULL"])
def test_an_edited_zone_is_not_believed(sqlite_database, store, kept, change: str) -> None:
    before = zones_kept(sqlite_database)
    edit(sqlite_database, f"UPDATE zone_result SET {change}")
    edit(sqlite_database, "DELETE FROM metric_run")
    assert zones_kept(sqlite_database) != before
    assert run_metric(sqlite_database, store, "coverage", INPUTS).text == kept.text
    assert zones_kept(sqlite_database) == before


def test_no_statement_is_made_of_an_edited_run(sqlite_database, store, kept) -> None:
    edit(sqlite_database, EDITS[0])
    with sqlite_database.transaction() as session, pytest.raises(EcoAtlasError) as refused:
        make_statement(session, store, kept.id, LI)
    assert refused.value.code == "result-altered"


def test_no_figure_comes_of_edited_rows(sqlite_database, put, store) -> None:
    day = {"day": "1995-07-01", "rain_mm": 35.2}
    with sqlite_database.transaction() as session:
        save_sheet(session, "rain", [day, day | {"day": "1995-07-02"}], kind="daily_rain")
        require_unaltered(get_sheet(session, "rain"))
    edit(sqlite_database, "UPDATE sheet_version SET rows = replace(rows, '35.2', '53.2')")
    with pytest.raises(EcoAtlasError) as refused:
        run_metric(sqlite_database, store, "design_rainfall", {"rain": "rain"})
    assert refused.value.code == "sheet-altered"


def test_runs_stored_before_there_were_hashes_get_theirs(tmp_path) -> None:
    engine = engine_for_url(f"sqlite:///{tmp_path / 'old.sqlite'}")
    upgrade(engine, "0008")
    row = {
        "input_hash": "ab",
        "metric": "coverage",
        "metric_version": 1,
        "inputs": [{"role": "zones", "layer": "z", "version": 1}],
        "parameters": {"x": 0.5},
        "result": '{"inputs":[{"role":"zones","layer":"z","version":1}],"parameters":{"x":0.5}}',
        "shapes": {"zones": "cd"},
        "software": {"甲": "1"},
        "created_at": dt.datetime(2025, 6, 30, 1, 2, 3, 456, tzinfo=dt.UTC),
        "created_by": "李",
    }
    old = sa.Table("metric_run", sa.MetaData(), autoload_with=engine)
    with engine.execution_options(ecoatlas_writes=True).begin() as connection:
        connection.execute(sa.insert(old).values(**row))
    upgrade(engine)
    database = Database(engine)
    with database.reading() as session:
        (found,) = session.scalars(sa.select(MetricRunRow))
        assert is_unaltered(found)
    database.close()
