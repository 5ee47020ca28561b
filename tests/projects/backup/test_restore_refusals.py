"""What is no whole backup is refused by name, and changes nothing."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from itertools import compress
from pathlib import Path
from typing import Any

import pytest
import zstandard
from sqlalchemy import Engine, event, inspect, text

from geo.errors import EcoAtlasError
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for, engine_for_url
from projects.backup import make_backup, places, restore_backup, restoring, unpacking
from projects.checking import check_results
from projects.migrations.revisions import is_current
from projects.migrations.running import upgrade_within
from projects.policy.register import load_policy
from tests.databases import copy_within
from tests.projects.backup.forging import Forged, forge, opened, packed, regular
from tests.projects.backup.offices import LI, NewSettings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def archive(furnished_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the furnished office, not to be changed."""
    from tests.projects.backup.offices import Office

    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(furnished_home, folder / "home")
    office = Office(Settings(home=folder / "home"))
    out = folder / "office.tar.zst"
    make_backup(office.settings, office.database, office.store, out, by=LI)
    office.close()
    return out


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copyfile(archive, tmp_path / "copy.tar.zst"))


@pytest.fixture
def refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], str]:
    """Try to restore; the code of the refusal, after nothing was found changed.

    What is restored whole has its tables by the migrations; what is refused, copies of the same.
    """
    monkeypatch.setattr(restoring, "upgrade_within", copy_within)
    settings = Settings(home=tmp_path / "there")

    def attempt(path: Path) -> str:
        with pytest.raises(EcoAtlasError) as raised:
            restore_backup(settings, path)
        left = {str(one.relative_to(settings.home)) for one in settings.home.rglob("*")}
        assert left <= {"scratch", "store", "store/.unfinished"}
        assert raised.value.message.en
        return raised.value.code

    return attempt


Refusal = Callable[[Path], str]


@pytest.mark.parametrize("tables", [upgrade_within, copy_within], ids=["migrated", "copied"])
def test_the_copy_itself_is_whole(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: Callable[..., None]
) -> None:
    """So that what the other tests find is what they have done to it, and not to its tables."""
    monkeypatch.setattr(restoring, "upgrade_within", tables)
    forge(copy, lambda forged: None)
    restore_backup(Settings(home=tmp_path / "there"), copy)


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off(copy: Path, refusal: Refusal, share: float) -> None:
    content = copy.read_bytes()
    copy.write_bytes(content[: int(len(content) * share)])
    assert refusal(copy) in {"backup-truncated", "backup-unreadable"}


@pytest.mark.parametrize("missing", [1, 4, 5, 100])
def test_a_file_that_lacks_its_last_bytes(copy: Path, refusal: Refusal, missing: int) -> None:
    copy.write_bytes(copy.read_bytes()[:-missing])
    assert refusal(copy) == "backup-truncated"


@pytest.mark.parametrize("share", [0.0, 0.00001, 0.01, 0.2, 0.4, 0.6, 0.8, 0.99, 1])
def test_a_file_with_a_bit_turned(copy: Path, refusal: Refusal, share: float) -> None:
    content = bytearray(copy.read_bytes())
    content[int((len(content) - 1) * share)] ^= 0x10
    copy.write_bytes(content)
    assert refusal(copy) in {"backup-damaged", "backup-truncated", "backup-unreadable"}


@pytest.mark.parametrize(
    "more", [b"x", b"\0" * 10, zstandard.compress(b"more"), zstandard.compress(b"\0" * 512)]
)
def test_a_file_with_something_behind_it(copy: Path, refusal: Refusal, more: bytes) -> None:
    copy.write_bytes(copy.read_bytes() + more)
    assert refusal(copy) == "backup-damaged"


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("MANIFEST.json", "{}")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\0" * 100_000,
        a_zip(),
        zstandard.compress(b""),
        zstandard.compress(b"no tar at all" * 100),
        packed([regular("other.txt", b"x")]),
        packed([]),
    ],
    ids=["empty", "text", "zeros", "zip", "nothing", "no-tar", "no-manifest", "no-files"],
)
def test_a_file_that_is_no_backup(tmp_path: Path, refusal: Refusal, content: bytes) -> None:
    path = tmp_path / "x.tar.zst"
    path.write_bytes(content)
    assert refusal(path) in {"backup-unreadable", "backup-truncated"}


def odd(name: str, kind: bytes, target: str = "") -> Callable[[Forged], object]:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return lambda forged: forged.more.append((entry, b""))


def twice(forged: Forged) -> None:
    forged.manifest["files"].append(dict(forged.manifest["files"][0]))


def reorder(forged: Forged) -> None:
    forged.files = dict(reversed(forged.files.items()))


def grow(forged: Forged) -> None:
    forged.files["database/project.jsonl"] += b"[]\n"


def alter(forged: Forged) -> None:
    row = forged.files["database/project.jsonl"]
    forged.files["database/project.jsonl"] = row.replace(b"XM-1", b"XM-2")


def turn(forged: Forged) -> None:
    name = next(name for name in forged.files if name.endswith("tiles.pmtiles"))
    forged.files[name] = forged.files[name][:-1] + bytes([forged.files[name][-1] ^ 1])


def without(name: str) -> Callable[[Forged], object]:
    return lambda forged: forged.files.pop(name)


def named(new: str) -> Callable[[Forged], object]:
    def change(forged: Forged) -> None:
        old = next(name for name in forged.files if name.endswith("data.parquet"))
        forged.rename(old, new)

    return change


def said(**values: Any) -> Callable[[Forged], object]:
    return lambda forged: forged.manifest.update(values)


SHA = "a" * 64


@pytest.mark.parametrize(
    "change",
    [
        odd("evil", tarfile.SYMTYPE, "/etc/passwd"),
        odd("evil", tarfile.LNKTYPE, "MANIFEST.json"),
        odd("store", tarfile.DIRTYPE),
        odd("evil", tarfile.FIFOTYPE),
        odd("evil", tarfile.CHRTYPE),
        odd("x" * 300, tarfile.REGTYPE),
        lambda forged: forged.more.append(regular("more.txt", b"x")),
        lambda forged: forged.more.append(regular("../evil", b"x")),
        named("../evil"),
        named("/etc/evil"),
        named("store/../../evil"),
        named(f"store/{SHA}/../evil"),
        named(f"store/{SHA}/.hidden"),
        named(f"store/{SHA}/a/b"),
        named(f"store/{SHA}/a\\b"),
        named(f"store/{SHA}/a\n"),
        named(f"store/{SHA}/"),
        named("database/evil.sh"),
        named("database/evil.jsonl"),
        twice,
        reorder,
        grow,
        alter,
        turn,
        without("database/project.jsonl"),
        without("database/zone_result.jsonl"),
        said(contents=99),
        said(format="other"),
        said(secrecy="none"),
        said(surprise=1),
        said(files=[]),
        said(made_at="yesterday"),
        said(tables="all"),
        lambda forged: setattr(forged, "head", b"{"),
        lambda forged: setattr(forged, "head", b"[]"),
        lambda forged: setattr(forged, "head", b"[" * 100_000),
        lambda forged: setattr(forged, "head", b"\xff\xfe"),
    ],
)
def test_a_backup_that_was_put_together_otherwise(
    copy: Path, refusal: Refusal, change: Callable[[Forged], object], tmp_path: Path
) -> None:
    forge(copy, change)
    assert refusal(copy) == "backup-damaged"
    assert not (tmp_path / "evil").exists()


def rows(name: str, content: bytes) -> Callable[[Forged], object]:
    return lambda forged: forged.set(f"database/{name}.jsonl", content)


def other_row(forged: Forged) -> None:
    name = "database/audit_entry.jsonl"
    forged.set(name, forged.files[name].replace(b'"li"', b'"wang"', 1))


def shorter_log(forged: Forged) -> None:
    name = "database/audit_entry.jsonl"
    forged.set(name, b"".join(forged.files[name].splitlines(keepends=True)[:-1]))
    forged.table("audit_entry")["rows"] -= 1


def signed_in(forged: Forged) -> None:
    """A session that somebody could use at once, in the form that the table has."""
    columns = [
        ["token_hash", "text"],
        ["account_id", "integer"],
        ["created_at", "moment"],
        ["last_seen_at", "moment"],
        ["origin", "text"],
        ["browser", "text"],
    ]
    row = [SHA, 1, "2025-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00", "-", None]
    forged.manifest["tables"].append({"name": "account_session", "columns": columns, "rows": 1})
    forged.add("database/account_session.jsonl", json.dumps(row).encode() + b"\n")


def strange_table(forged: Forged) -> None:
    columns = [["name", "text"], ["sql", "text"]]
    forged.manifest["tables"].append({"name": "sqlite_master", "columns": columns, "rows": 0})
    forged.add("database/sqlite_master.jsonl", b"")


def strange_column(forged: Forged) -> None:
    forged.table("zone_result")["columns"][0][0] = "other"


@pytest.mark.parametrize(
    "change",
    [
        rows("project", b"not json\n"),
        rows("project", b'{"code": 1}\n'),
        rows("project", b"[1, 2]\n"),
        rows("project", b""),
        rows("project", b"[" * 100_000),
        rows("project", b"\xff\xff\n"),
        rows("project_link", b'["XM-9", "zones", "P1", "2025-01-01T00:00:00+00:00"]\n'),
        rows("project_link", b'["XM-1", "zones", "P1", "yesterday"]\n'),
        rows("project_link", b'["XM-1", "zones", "P1", "2025-01-01T00:00:00"]\n'),
        rows("project_link", b'["XM-1", "zones", "P1", {}]\n'),
        rows("project_link", b'["XM-1", "zones", null, "2025-01-01T00:00:00+00:00"]\n'),
        other_row,
        shorter_log,
        signed_in,
        strange_table,
        strange_column,
    ],
)
def test_rows_that_the_tables_do_not_take(
    copy: Path, refusal: Refusal, change: Callable[[Forged], object]
) -> None:
    forge(copy, change)
    assert refusal(copy) == "backup-damaged"


def test_a_later_database_or_format_is_told_from_a_damaged_one(
    copy: Path, refusal: Refusal
) -> None:
    forge(copy, said(revision="9999", program="9.0"))
    assert refusal(copy) == "backup-too-new"
    forge(copy, lambda forged: forged.manifest.update(revision="0004", format_version=3, new=1))
    assert refusal(copy) == "backup-too-new"


LATER = (
    *("sheet", "statement", "hit", "standing", "target", "rules", "signing", "unit"),
    *("dispatch", "layer_holding", "layer_confirmation", "water", "pool", "site", "exchange"),
    *("project_unit", "project_step", "project_year", "project_fund", "project_progress"),
    *("project_problem", "project_file", "project_change", "project_columns", "project_view"),
)


LATER_COLUMNS = {
    "api_token": ("scope",),
    "account": ("post", "unit_code"),
    "metric_run": ("shapes", "summary", "way", "sha256"),
    "policy_item": ("answers",),
    "project": (
        *("kind", "lead_post", "approval_number", "district", "site", "actual_start_date"),
        *("actual_end_date", "investment_fen", "progress_on", "progress_rose_on", "version"),
        "updated_by",
    ),
    "policy_target": ("subject", "divisions", "soft", "due", "period", "replaced_by"),
    "zone_result": ("sha256",),
}


def as_of_0003(forged: Forged) -> None:
    """What came later is left out: tables, shapes and summaries of metric runs, hashes."""
    tables = [one for one in forged.manifest["tables"] if not one["name"].startswith(LATER)]
    names = {f"database/{one['name']}.jsonl" for one in tables}
    forged.files = {n: t for n, t in forged.files.items() if "database/" not in n or n in names}
    for table in tables:
        leave_out(forged, table, LATER_COLUMNS.get(table["name"], ()))
    words_of_units(forged)
    kept = [one for one in forged.manifest["files"] if one["name"] in forged.files]
    forged.manifest.update(revision="0003", tables=tables, files=kept)


def leave_out(forged: Forged, table: dict[str, Any], columns: Sequence[str]) -> None:
    old = [column not in columns for column, _form in table["columns"]]
    table["columns"] = list(compress(table["columns"], old))
    name = f"database/{table['name']}.jsonl"
    rows = [compress(json.loads(line), old) for line in forged.files[name].splitlines()]
    lines = [json.dumps(list(row), ensure_ascii=False) + "\n" for row in rows]
    forged.set(name, "".join(lines).encode())


def words_of_units(forged: Forged) -> None:
    """Units and money stood in the record itself, as words and in 万元."""
    said = {"lead_unit": "水务局", "responsible_units": "甲公司|乙公司", "investment_wan_yuan": 1.5}
    table, name = forged.table("project"), "database/project.jsonl"
    forms = ("text", "text", "float")
    table["columns"] += [list(one) for one in zip(said, forms, strict=True)]
    rows = [[*json.loads(line), *said.values()] for line in forged.files[name].splitlines()]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    forged.set(name, "".join(lines).encode())


def test_an_older_database_is_brought_up_to_date(copy: Path, tmp_path: Path) -> None:
    forge(copy, as_of_0003)
    settings = Settings(home=tmp_path / "there")
    restore_backup(settings, copy)
    engine = engine_for(settings)
    assert is_current(engine)
    with Database(engine).transaction() as session:
        # The register of that time was another one; as with its fingerprint, it is loaded again.
        session.execute(text("UPDATE policy_document SET fingerprint = 'of 0003'"))
        load_policy(session)
    assert check_results(Database(engine)) == ()
    with engine.connect() as connection:
        units = "SELECT name FROM project_unit JOIN unit ON unit.code = unit_code ORDER BY name"
        assert list(connection.scalars(text(units))) == ["乙公司", "水务局", "甲公司"]
        assert list(connection.scalars(text("SELECT investment_fen FROM project"))) == [1_500_000]
        found = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        assert "audit_entry_no_update" in list(found)
    engine.dispose()


def test_a_size_that_no_disk_has_is_refused_before_anything_is_unpacked(
    copy: Path, refusal: Refusal
) -> None:
    forge(copy, lambda forged: forged.manifest["files"][-1].update(bytes=2**52))
    assert refusal(copy) == "restore-no-space"


def test_few_bytes_that_stand_for_many_cost_little(copy: Path, refusal: Refusal) -> None:
    """Half a gigabyte of zeros in one file: read no further than the manifest says."""
    name = next(name for name in opened(copy).files if name.startswith("store/"))
    forge(copy, lambda forged: forged.files.update({name: bytes(500 * 2**20)}))
    assert copy.stat().st_size < 2 * 2**20
    assert refusal(copy) == "backup-damaged"


@pytest.mark.parametrize("place", ["database", "store"])
def test_a_place_with_data_is_left_alone(archive: Path, tmp_path: Path, place: str) -> None:
    settings = Settings(home=tmp_path / "there")
    there = settings.home / ("ecoatlas.sqlite" if place == "database" else "store/ab/x")
    there.parent.mkdir(parents=True)
    there.write_text("precious")
    with pytest.raises(EcoAtlasError) as raised:
        restore_backup(settings, archive)
    assert raised.value.code == "restore-home-in-use"
    assert [one for one in settings.home.rglob("*") if one.is_file()] == [there]
    assert there.read_text() == "precious"


@pytest.mark.postgresql
def test_a_postgresql_database_with_tables_is_left_alone(
    archive: Path, settings_of: NewSettings
) -> None:
    settings = settings_of("postgresql", "there")
    restore_backup(settings, archive)
    shutil.rmtree(settings.home)
    with pytest.raises(EcoAtlasError) as raised:
        restore_backup(settings, archive)
    assert raised.value.code == "restore-home-in-use"
    assert "postgres" in raised.value.message.en


def test_a_folder_with_logs_and_a_key_only_is_empty_enough(archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "there"
    (home / "log").mkdir(parents=True)
    (home / "secret-key").write_text("k")
    (home / "ecoatlas.sqlite-wal").write_bytes(b"of a database that is gone")
    restore_backup(Settings(home=home), archive)
    assert {one.name for one in home.glob("ecoatlas*")} == {"ecoatlas.sqlite"}
    assert (home / "secret-key").read_text() == "k"
    engine = engine_for(Settings(home=home))
    assert is_current(engine)
    engine.dispose()


@pytest.mark.parametrize(
    ("module", "name"), [(Store, "settle"), (restoring, "_told"), (places.shutil, "copyfile")]
)
def test_what_fails_half_way_leaves_nothing_and_can_be_tried_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    settings = Settings(home=tmp_path / "there")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(module, name, fail)
        with pytest.raises(EcoAtlasError) as raised:
            restore_backup(settings, archive)
    assert raised.value.code == "restore-not-written"
    assert "the disk is full" in raised.value.message.en
    assert [one for one in settings.home.rglob("*") if one.is_file()] == []
    restore_backup(settings, archive)


def test_a_disk_that_fills_up_leaves_no_half_database(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "there")

    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places.shutil, "copyfile", half)
    with pytest.raises(EcoAtlasError) as raised:
        restore_backup(settings, archive)
    assert raised.value.code == "restore-not-written"
    assert [one for one in settings.home.rglob("*") if one.is_file()] == []
    monkeypatch.setattr(places, "engine_for_url", cramped)
    with pytest.raises(EcoAtlasError) as raised:
        restore_backup(settings, archive)
    assert raised.value.code == "restore-not-written"
    assert "full" in raised.value.message.en


def cramped(url: str) -> Engine:
    """SQLite where there is room for the tables only."""
    engine = engine_for_url(url)
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA max_page_count=150"))
    return engine


def test_an_office_that_was_opened_meanwhile_is_not_overwritten(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody starts the server on the folder while a large backup comes back."""
    settings = Settings(home=tmp_path / "there")
    real = Store.settle

    def opened_meanwhile(*given: object) -> None:
        (settings.home / "ecoatlas.sqlite").write_bytes(b"theirs")
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "settle", opened_meanwhile)
    with pytest.raises(EcoAtlasError) as raised:
        restore_backup(settings, archive)
    assert raised.value.code == "restore-home-in-use"
    assert (settings.home / "ecoatlas.sqlite").read_bytes() == b"theirs"


def test_what_lay_hidden_in_the_folder_of_the_store_stays_there(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "there")
    hidden = settings.home / "store" / ".snapshots" / "monday"
    hidden.mkdir(parents=True)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places.shutil, "copyfile", fail)
    with pytest.raises(EcoAtlasError):
        restore_backup(settings, archive)
    assert hidden.is_dir()
    assert [one for one in settings.home.rglob("*") if one.is_file()] == []


@pytest.mark.postgresql
def test_what_fails_half_way_leaves_no_table_in_postgresql(
    archive: Path, settings_of: NewSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of("postgresql", "there")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "settle", fail)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(settings, archive)
    engine = engine_for(settings)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    restore_backup(settings, archive)


def test_everything_is_checked_before_the_place_is_touched(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(copy, lambda forged: forged.more.append(regular("more.txt", b"x")))
    touched: list[object] = []
    monkeypatch.setattr(restoring, "new_database", lambda *_: touched.append(_))
    monkeypatch.setattr(restoring, "empty_store", lambda *_: touched.append(_))
    with pytest.raises(EcoAtlasError):
        restore_backup(Settings(home=tmp_path / "there"), copy)
    assert touched == []


def test_what_is_read_at_once_is_limited(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_MANIFEST", 1000)
    with pytest.raises(EcoAtlasError) as raised:
        restore_backup(Settings(), copy)
    assert raised.value.code == "backup-unreadable"
