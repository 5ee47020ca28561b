"""Looking an office over names what is broken, and a backup mends one content of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from geo.errors import EcoAtlasError
from layers.audit import AuditQuery, search_entries
from layers.storage import integrity
from layers.storage.file_record import RECORD, TILE_RECORD
from layers.storage.integrity import examine
from layers.storage.store import DATA
from projects.backup import make_backup, mend_contents
from projects.checking import ContentTrouble, check_contents, check_results
from projects.checking import contents as contents_checked
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import run_sha256
from projects.sheets import save_sheet
from tests.projects.homes import CELLS, LI, ZONES, Home, filled, turned

pytestmark = pytest.mark.slow

NOTHING: tuple[object, ...] = ()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    made = filled(tmp_path_factory.mktemp("checked"))
    made.state(ZONES)
    with made.database.transaction() as session:
        rain = [{"day": "1995-07-01", "rain_mm": 35.2}]
        save_sheet(session, "rain", rain, kind="daily_rain", by=LI)
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def backup(home: Home) -> Path:
    out = home.folder / "office.tar.zst"
    return make_backup(home.settings, home.database, home.store, out).path


def troubles(home: Home, **how: bool) -> list[tuple[str, str]]:
    found = check_contents(home.database, home.store, **how).troubles
    return [(one.by, one.name) for one in found]


def test_what_is_whole_is_well(home: Home) -> None:
    done = check_contents(home.database, home.store, deep=True)
    assert (done.contents, done.troubles, done.recorded) == (6, (), ())
    assert check_results(home.database) == NOTHING


@pytest.mark.parametrize("name", [DATA, "original.geojson", "manifest.json", "tiles.pmtiles"])
def test_one_bit_is_found_in_every_file_and_named(home: Home, name: str) -> None:
    with turned(home.place(ZONES) / name, 40, 2):
        assert troubles(home) == [(f"{ZONES}@1", name)]


def test_a_content_that_is_gone_is_named(home: Home) -> None:
    place = home.place(ZONES)
    aside = place.rename(place.with_name("aside"))
    try:
        assert troubles(home) == [(f"{ZONES}@1", "manifest.json")]
    finally:
        aside.rename(place)


def test_a_file_altered_together_with_its_record_does_not_fit_the_database(home: Home) -> None:
    place = home.place(ZONES)
    kept = {name: (place / name).read_bytes() for name in (RECORD, "manifest.json")}
    try:
        (place / RECORD).unlink()
        altered = kept["manifest.json"].replace(b'"features": 20', b'"features": 21')
        (place / "manifest.json").write_bytes(altered)
        assert troubles(home) == [(f"{ZONES}@1", RECORD)]
    finally:
        for name, text in kept.items():
            (place / name).write_bytes(text)


def test_contents_of_before_are_put_on_record_once(home: Home) -> None:
    for layer in (ZONES, CELLS):
        for name in (RECORD, TILE_RECORD):
            (home.place(layer) / name).unlink(missing_ok=True)
    with home.database.transaction() as session:
        session.execute(
            sa.text("UPDATE layer_version SET manifest = json_remove(manifest, '$.files')")
        )
    assert set(check_contents(home.database, home.store).recorded) == {"zones@1", "cover@1"}
    assert check_contents(home.database, home.store).recorded == ()
    with turned(home.place(ZONES) / "manifest.json", 40, 2):
        assert troubles(home) == [(f"{ZONES}@1", "manifest.json")]


def test_tiles_are_built_again_and_missing_ones_are_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = home.place(ZONES) / "tiles.pmtiles"
    whole = tiles.read_bytes()
    tiles.write_bytes(whole[:-9])
    assert troubles(home) == [(f"{ZONES}@1", "tiles.pmtiles")]
    assert troubles(home, tiles=True) == []
    assert tiles.read_bytes() == whole
    home.store.drop_tiles(home.sha256(ZONES))
    assert troubles(home) == []  # they may be being built
    monkeypatch.setattr(contents_checked, "BUILDING", -contents_checked.BUILDING)
    assert troubles(home) == [(f"{ZONES}@1", "tiles.pmtiles")]
    assert troubles(home, tiles=True) == []
    assert tiles.read_bytes() == whole


@contextmanager
def edited(home: Home, *statements: str) -> Iterator[None]:
    """The database as it would be after these, and afterwards as it was."""
    file = Path(home.settings.resolved_home, "ecoatlas.sqlite")
    with home.database.engine.execution_options(ecoatlas_writes=True).begin() as connection:
        connection.exec_driver_sql("SELECT 1")
    home.database.engine.dispose()
    copy = shutil.copyfile(file, file.with_name("aside"))
    try:
        with home.database.engine.execution_options(ecoatlas_writes=True).begin() as connection:
            for trigger in ("statement_kept", "statement_event_no_update"):
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
            for one in statements:
                connection.exec_driver_sql(one)
        yield
    finally:
        home.database.engine.dispose()
        for rest in ("-wal", "-shm"):
            file.with_name(file.name + rest).unlink(missing_ok=True)
        copy.replace(file)


EDITS = {
    "UPDATE metric_run SET result = result || ' ' WHERE id = 1": "metric_run coverage#1",
    'UPDATE metric_run SET summary = \'{"headline": ["share", 0.9]}\'': "metric_run coverage#1",
    "UPDATE statement SET content = replace(content, '示例', '实例')": "statement ",
    "UPDATE statement_event SET \"by\" = 'zhao'": "statement ",
    "UPDATE sheet_version SET rows = replace(rows, '35.2', '53.2')": "sheet rain@1",
    "UPDATE sheet_version SET sha256 = replace(sha256, 'a', 'b')": "sheet rain@1",
    "UPDATE layer_version SET sha256 = 'ab' WHERE layer_id = 'zones'": "layer_version zones@1",
    "UPDATE zone_result SET covered_m2 = covered_m2 + 1": "zone_result ",
    "UPDATE policy_target SET value = value + 1 WHERE id = 'WEDZ-2023-T22'": (
        "policy_target WEDZ-2023-T22"
    ),
}


@pytest.mark.parametrize("statement", EDITS)
def test_what_was_edited_by_hand_is_named(home: Home, statement: str) -> None:
    with edited(home, statement):
        found = check_results(home.database)
    assert found
    assert found[0].what.startswith(EDITS[statement])
    assert check_results(home.database) == NOTHING


def test_a_figure_edited_together_with_its_hash_does_not_fit_the_log(home: Home) -> None:
    with edited(home):
        with home.database.transaction() as session:
            row = session.get_one(MetricRunRow, 1)
            row.result = row.result.replace("0.", "0.1", 1)
            row.sha256 = run_sha256(row)
        (found,) = check_results(home.database)
    assert (found.what, found.why.en) == (
        "metric_run coverage#1",
        "does not fit the hash in the audit log",
    )


def damaged(home: Home, *layers: str) -> None:
    for layer in layers:
        path = home.place(layer) / ("raster.tif" if layer == CELLS else DATA)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(EcoAtlasError) as caught:
        call()
    return caught.value.code


def test_a_backup_mends_single_contents_and_says_so_in_the_log(home: Home, backup: Path) -> None:
    damaged(home, ZONES, CELLS)
    assert refused(lambda: home.export(ZONES)) == "content-damaged"
    again = home.folder / "again.tar.zst"
    assert (
        refused(lambda: make_backup(home.settings, home.database, home.store, again))
        == "content-damaged"
    )

    def mend(*named: str) -> list[str]:
        done = mend_contents(home.settings, home.database, home.store, backup, named, by=LI)
        return [one.sha256 for one in done]

    assert mend(f"{ZONES}@1", home.sha256(CELLS)) == [home.sha256(ZONES), home.sha256(CELLS)]
    assert troubles(home, deep=True) == []
    home.export(ZONES).unlink()
    home.run(CELLS)
    with home.database.reading() as session:
        (last, *_), _ = search_entries(session, AuditQuery(action="content-mended"), limit=2)
        assert (last.actor, last.details["file"]) == ("li", backup.name)


def test_a_content_whose_folder_is_gone_comes_back_with_its_tiles(home: Home, backup: Path) -> None:
    shutil.rmtree(home.place(ZONES))
    mend_contents(home.settings, home.database, home.store, backup, [ZONES])
    assert troubles(home, deep=True) == []
    assert home.store.has_tiles(home.sha256(ZONES))


def test_what_a_backup_does_not_have_is_refused_and_nothing_is_changed(
    home: Home, backup: Path
) -> None:
    damaged(home, ZONES)

    def mend(*named: str) -> object:
        return mend_contents(home.settings, home.database, home.store, backup, named)

    assert refused(lambda: mend(ZONES, "ab" * 32)) == "backup-without-content"
    assert refused(lambda: mend("nowhere")) == "unknown-layer"
    with turned(backup, backup.stat().st_size // 2, 0):
        assert refused(lambda: mend(ZONES)).startswith("backup-")
    assert examine(home.store, home.sha256(ZONES)).faults
    damaged(home, ZONES)  # the bit turned back
    assert troubles(home) == []


def test_a_trouble_says_whether_its_tiles_can_be_built_again(home: Home) -> None:
    why = integrity.Fault(DATA, contents_checked.NO_TILES).why
    assert ContentTrouble("a@1", "ab", "tiles.json", why).tiles_only
    assert not ContentTrouble("a@1", "ab", DATA, why).tiles_only
