"""A backup made while people work, and brought back: everything is what it was."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import sqlite3
import stat
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from geo.errors import EcoAtlasError
from layers.audit import AuditQuery, search_entries, verify
from layers.basemaps.files import folder_of
from layers.catalogue import list_layers, resolve
from layers.settings import Settings
from layers.storage.store import Store
from projects.accounts import accounts, tokens
from projects.accounts.tables import OfficeOption
from projects.backup import BackupMade, make_backup, making, restore_backup, snapshot
from projects.backup.basemap_files import still_wanted
from projects.backup.making import LEFT_OUT
from projects.checking import check_contents, check_results
from projects.metrics.kept import list_runs
from projects.metrics.run import run_metric
from projects.records.changes.records import add_project
from tests.imported import import_file
from tests.projects.backup.offices import LI, PASSWORD, NewSettings, Office, Open, squares

pytestmark = pytest.mark.slow

LOG = ("audit_entry", "audit_head")


def back_up(office: Office, out: Path, **options: bool) -> BackupMade:
    return make_backup(office.settings, office.database, office.store, out, by=LI, **options)


def refused(call: object) -> str:
    with pytest.raises(EcoAtlasError) as raised:
        call()  # type: ignore[operator]
    return raised.value.code


def count(office: Office, table: str) -> int:
    with office.database.reading() as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


PLACES = [
    "sqlite",
    "memory",
    "s3",
    pytest.param("postgresql", marks=pytest.mark.postgresql),
]


@pytest.mark.parametrize("place", PLACES)
def test_everything_comes_back_as_it_was_there_and_back_again(
    office: Office, settings_of: NewSettings, tmp_path: Path, place: str, open_office: Open
) -> None:
    """Over an object store, or over the other database, and home again: nothing is lost."""
    rows, files = office.rows(), office.files()
    assert [table for table in rows if not rows[table]] == []
    assert len({path.split("/")[-2] for path in files}) == 7
    made = back_up(office, tmp_path / "office.tar.zst")

    there = open_office(settings_of(place, "there"))
    restore_backup(there.settings, made.path, by=LI)
    assert same(there, rows, more=1)
    assert there.files() == files
    assert check_contents(there.database, there.store).troubles == ()
    assert check_results(there.database) == ()

    again = back_up(there, tmp_path / "again.tar.zst")
    home = open_office(settings_of("sqlite", "home"))
    restore_backup(home.settings, again.path, by=LI)
    assert same(home, rows, more=2)
    assert home.files() == files


def same(there: Office, rows: dict[str, list[tuple[str, ...]]], more: int) -> bool:
    """Whether every table holds what it held, and the log says that it was restored."""
    found = there.rows()
    with there.database.reading() as session:
        assert verify(session).ok
        (last, *_), _ = search_entries(session, AuditQuery(), limit=1)
        assert (last.action, last.actor) == ("restored", "li")
    assert found["audit_entry"][:-more] == rows["audit_entry"]
    assert set(found) == set(rows)
    assert {t: found[t] for t in rows if t not in LOG} == {t: rows[t] for t in rows if t not in LOG}
    return True


def test_people_sign_in_anew_and_scripts_go_on(
    office: Office, tmp_path: Path, open_office: Open
) -> None:
    with office.database.transaction() as session:
        chief = accounts.sign_in(session, "chief", PASSWORD)
        token = tokens.make_token(session, chief, "GIS", "viewer", 30, by=LI).token
    made = back_up(office, tmp_path / "office.tar.zst")
    settings = Settings(home=tmp_path / "there")
    restore_backup(settings, made.path)
    there = open_office(settings)
    assert all(count(office, table) > 0 for table in LEFT_OUT)
    assert all(count(there, table) == 0 for table in LEFT_OUT)
    with there.database.transaction() as session:
        assert accounts.sign_in(session, "chief", PASSWORD).role == "admin"
        assert tokens.find_token(session, token) is not None


def test_figures_computed_anew_have_the_same_bytes(
    office: Office, tmp_path: Path, open_office: Open
) -> None:
    made = back_up(office, tmp_path / "office.tar.zst")
    settings = Settings(home=tmp_path / "there")
    restore_backup(settings, made.path)
    there = open_office(settings)
    with there.database.transaction() as session:
        kept = min(list_runs(session), key=lambda one: one.id)
        # A statement holds on to the run, so it is not found any more instead of being removed.
        session.execute(text("UPDATE metric_run SET input_hash = 'another' || id"))
        session.execute(text("DELETE FROM zone_result"))
    inputs = {"zones": "zones@1", "cover": "built_up"}
    again = run_metric(there.database, there.store, "coverage", inputs)
    assert not again.reused
    assert again.text == kept.text


def test_ids_go_on_after_the_highest_one(
    office: Office, settings_of: NewSettings, tmp_path: Path, open_office: Open
) -> None:
    made = back_up(office, tmp_path / "office.tar.zst")
    there = open_office(settings_of("sqlite", "there"))
    restore_backup(there.settings, made.path)
    with there.database.transaction() as session:
        assert accounts.add_account(session, "new", "viewer", by=LI).account.id == 3


@pytest.mark.postgresql
def test_postgresql_counts_on_after_the_highest_id(
    office: Office, settings_of: NewSettings, tmp_path: Path, open_office: Open
) -> None:
    made = back_up(office, tmp_path / "office.tar.zst")
    there = open_office(settings_of("postgresql", "there"))
    restore_backup(there.settings, made.path)
    with there.database.transaction() as session:
        assert accounts.add_account(session, "new", "viewer", by=LI).account.id == 3


class Busy:
    """People who write while the block lasts: projects one after the other, and a new layer."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.stop, self.failed = threading.Event(), list[BaseException]()
        self.threads = [threading.Thread(target=self.add), threading.Thread(target=self.bring)]

    def __enter__(self) -> None:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)
        assert self.failed == []

    def add(self) -> None:
        try:
            for number in itertools.count():
                if self.stop.is_set():
                    return
                self.add_one(f"W-{number}")
        except BaseException as error:
            self.failed.append(error)

    def add_one(self, code: str) -> None:
        with self.office.database.transaction() as session:
            add_project(session, {"code": code, "name": "名", "status": "在建"}, by=LI)

    def bring(self) -> None:
        path = squares(self.folder, "more", 5, year=[2020] * 5)
        try:
            import_file(
                self.office.database, self.office.store, path, layer_id="more",
                kind="built_up_area", key="code", crs="EPSG:4490", accept=("crs-missing",), by=LI,
            )  # fmt: skip
        except BaseException as error:
            self.failed.append(error)


def test_a_backup_holds_one_state_although_people_write_all_the_while(
    office: Office, tmp_path: Path, open_office: Open
) -> None:
    made = []
    with Busy(office, tmp_path):
        for number in range(3):
            before = count(office, "project")
            made.append(back_up(office, tmp_path / f"{number}.tar.zst"))
            assert count(office, "project") > before
    source = office.rows()
    for number, backup in enumerate(made):
        there = open_office(Settings(home=tmp_path / f"there-{number}"))
        restore_backup(there.settings, backup.path)
        rows = there.rows()
        # Each project stands with its own entry in the log, and neither without the other.
        added = [row for row in rows["audit_entry"] if "'project-added'" in row]
        assert len(added) == len(rows["project"]) > 0
        assert set(rows["audit_entry"][:-1]) <= set(source["audit_entry"])
        assert set(rows["project"]) <= set(source["project"])
        with there.database.reading() as session:
            assert verify(session).ok
            for layer in list_layers(session):
                there.store.frame(resolve(session, layer.id).sha256)


def test_the_log_says_what_was_backed_up_and_the_hash_is_that_of_the_file(
    office: Office, tmp_path: Path
) -> None:
    made = back_up(office, tmp_path / "new" / "office.tar.zst")
    content = made.path.read_bytes()
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    with office.database.reading() as session:
        (last, *_), _ = search_entries(session, AuditQuery(action="backup-made"), limit=1)
        assert last.subject == "office.tar.zst"
        assert last.details["sha256"] == made.sha256
        assert last.details["bytes"] == len(content)
        assert last.details["secrecy"] == "restricted"


def test_only_the_owner_may_read_the_file(office: Office, tmp_path: Path) -> None:
    made = back_up(office, tmp_path / "office.tar.zst")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_any_tar_unpacks_it(office: Office, tmp_path: Path) -> None:
    made = back_up(office, tmp_path / "office.tar.zst")
    listed = subprocess.run(
        ["tar", "--zstd", "-tf", str(made.path)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert listed[0] == "MANIFEST.json"
    assert listed[-1] == "MANIFEST.sha256"
    assert listed[1:-1] == [file.name for file in made.manifest.files]


def test_neither_the_secret_key_nor_sign_ins_are_in_it(office: Office, tmp_path: Path) -> None:
    (office.settings.home / "secret-key").write_text("k" * 64)
    made = back_up(office, tmp_path / "office.tar.zst")
    names = [file.name for file in made.manifest.files]
    assert not any(table in name for name in names for table in (*LEFT_OUT, "secret", "log/"))
    unpacked = subprocess.run(
        ["tar", "--zstd", "-xOf", str(made.path)], capture_output=True, check=True
    ).stdout
    assert b"k" * 64 not in unpacked


def test_a_file_that_is_there_is_not_overwritten_unless_asked(
    office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "office.tar.zst"
    out.write_bytes(b"precious")
    assert refused(lambda: back_up(office, out)) == "backup-exists"
    assert out.read_bytes() == b"precious"
    back_up(office, out, force=True)
    restore_backup(Settings(home=tmp_path / "there"), out)


def test_a_content_that_is_gone_is_no_backup(office: Office, tmp_path: Path) -> None:
    with office.database.reading() as session:
        sha256 = resolve(session, "zones").sha256
    office.store.fs.rm(f"{office.store.root}/{sha256[:2]}/{sha256}", recursive=True)
    out = tmp_path / "office.tar.zst"
    assert refused(lambda: back_up(office, out)) == "content-missing"
    assert list(tmp_path.glob("*.tar.zst*")) == []


@pytest.mark.parametrize("name", ["data.parquet", "original.geojson", "manifest.json"])
def test_a_damaged_content_is_no_backup(office: Office, tmp_path: Path, name: str) -> None:
    with office.database.reading() as session:
        sha256 = resolve(session, "zones").sha256
    path = Path(office.store.root, sha256[:2], sha256, name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert refused(lambda: back_up(office, tmp_path / "x.tar.zst")) == "content-damaged"
    assert list(tmp_path.glob("*.tar.zst*")) == []


def test_a_content_that_is_another_ones_is_no_backup(office: Office, tmp_path: Path) -> None:
    with office.database.reading() as session:
        one, other = resolve(session, "zones@1").sha256, resolve(session, "zones@2").sha256
    root = Path(office.store.root)
    shutil.copyfile(
        root / one[:2] / one / "data.parquet", root / other[:2] / other / "data.parquet"
    )
    assert refused(lambda: back_up(office, tmp_path / "x.tar.zst")) == "content-damaged"


def test_a_damaged_database_is_no_backup(office: Office, tmp_path: Path, open_office: Open) -> None:
    office.close()
    path = Path(office.settings.home, "ecoatlas.sqlite")
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096 - 1):
        content[page * 4096 + 100 : page * 4096 + 1000] = b"\xa5" * 900
    path.write_bytes(content)
    spoilt = open_office(office.settings)
    assert refused(lambda: back_up(spoilt, tmp_path / "x.tar.zst")) == "backup-database-damaged"
    assert list(tmp_path.glob("*.tar.zst*")) == []


def test_a_backup_that_cannot_be_written_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_add", full)
    assert refused(lambda: back_up(office, tmp_path / "x.tar.zst")) == "backup-not-written"
    assert list(tmp_path.glob("*.zst*")) == []
    blocked = tmp_path / "a file"
    blocked.write_text("x")
    assert refused(lambda: back_up(office, blocked / "x.zst")) == "backup-not-written"


def test_a_full_disk_is_not_taken_for_a_damaged_database(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The advice for a damaged one is to bring back an older backup."""

    connect = sqlite3.connect

    def small(path: Path, **given: Any) -> sqlite3.Connection:
        connection = connect(path, **given)
        connection.execute("PRAGMA max_page_count=2")
        return connection

    monkeypatch.setattr(snapshot.sqlite3, "connect", small)
    with pytest.raises(EcoAtlasError) as raised:
        back_up(office, tmp_path / "x.tar.zst")
    assert raised.value.code == "backup-not-written"
    assert "full" in raised.value.message.en
    monkeypatch.undo()
    monkeypatch.setattr(making, "write_rows", no_space)
    assert refused(lambda: back_up(office, tmp_path / "x.tar.zst")) == "backup-not-written"


def no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_second_backup_to_the_same_place_is_refused_and_spoils_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, add, other = tmp_path / "x.tar.zst", making._add, []

    def meanwhile(*given: object) -> None:
        if not other:
            other.append("")
            other[0] = refused(lambda: back_up(office, out))
        add(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_add", meanwhile)
    made = back_up(office, out)
    assert other == ["backup-under-way"]
    assert hashlib.sha256(out.read_bytes()).hexdigest() == made.sha256
    assert list(tmp_path.glob("*.zst*")) == [out]


def test_what_a_killed_backup_has_left_is_in_nobodys_way(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "x.tar.zst"
    out.with_name("x.tar.zst.part").write_bytes(b"half")
    made = back_up(office, out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == made.sha256
    assert list(tmp_path.glob("*.zst*")) == [out]


def test_a_file_that_changes_meanwhile_is_found_out(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = making._add

    def spoil(archive: object, file: object, store: Store, *rest: object) -> None:
        name = getattr(file, "name", "")
        if name.endswith("tiles.pmtiles"):
            _, sha256, last = name.split("/")
            path = Path(store.root, sha256[:2], sha256, last)
            path.write_bytes(bytes(path.stat().st_size))
        add(archive, file, store, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_add", spoil)
    assert refused(lambda: back_up(office, tmp_path / "x.tar.zst")) == "backup-content-changed"
    assert list(tmp_path.glob("*.tar.zst*")) == []


def test_a_log_that_was_broken_before_comes_back_broken_and_says_so(
    office: Office, tmp_path: Path, open_office: Open
) -> None:
    with office.database.transaction() as session:
        for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
            session.execute(text(f"DROP TRIGGER {trigger}"))
        session.execute(text("UPDATE audit_entry SET actor = 'wang' WHERE number = 2"))
    made = back_up(office, tmp_path / "office.tar.zst")
    assert not made.manifest.audit.ok
    settings = Settings(home=tmp_path / "there")
    assert not restore_backup(settings, made.path).manifest.audit.ok
    there = open_office(settings)
    with there.database.reading() as session:
        assert [dict(one.values) for one in verify(session).problems] == [{"number": 2}]


def test_files_of_basemaps_are_named_with_their_hash_and_asked_for_when_it_is_brought_back(
    office: Office, settings_of: NewSettings, tmp_path: Path
) -> None:
    picture = {"source": "file", "attribution": "x", "zooms": [1, 2]}
    kept = [
        {"id": "b1", "title": "影像", "file": "a.mbtiles", **picture},
        {"id": "b2", "title": "也是影像", "file": "a.mbtiles", **picture},
        {"id": "b3", "title": "没了", "file": "gone.pmtiles", **picture},
    ]
    with office.database.transaction() as session:
        session.add(OfficeOption(name="basemaps", value={"last": 3, "basemaps": kept}))
    folder = folder_of(office.settings)
    folder.mkdir()
    (folder / "a.mbtiles").write_bytes(b"pictures")
    made = back_up(office, tmp_path / "office.tar.zst")
    first, gone = made.manifest.basemaps
    assert (first.name, first.titles, first.bytes) == ("a.mbtiles", ("影像", "也是影像"), 8)
    assert first.sha256 == hashlib.sha256(b"pictures").hexdigest()
    assert (gone.name, gone.bytes, gone.sha256) == ("gone.pmtiles", None, None)

    there = settings_of("sqlite", "there")
    done = restore_backup(there, made.path, by=LI)
    assert [one.name for one in done.basemaps] == ["a.mbtiles", "gone.pmtiles"]
    folder_of(there).mkdir()
    (folder_of(there) / "a.mbtiles").write_bytes(b"other___")
    assert still_wanted(there, done.basemaps) == done.basemaps
    shutil.copy(folder / "a.mbtiles", folder_of(there))
    assert [one.name for one in still_wanted(there, done.basemaps)] == ["gone.pmtiles"]
