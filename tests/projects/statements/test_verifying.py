"""Checking files: what was altered is found in every face, what was not is not."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from docx import Document
from sqlalchemy import text

from geo.errors import EcoAtlasError
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from layers.system.row_access import PUBLIC
from projects.metrics.sponge import share_metric as sponge
from projects.statements import recomputing
from projects.statements.faces.exporting import FACES, export_statement
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.of_today import compute_today, run_of_today
from projects.statements.review import submit
from projects.statements.since import changes, newer_inputs
from projects.statements.verifying import verifying
from projects.statements.verifying.itself import blank
from projects.statements.verifying.verifying import Verification, verify_file
from projects.statements.verifying_words import VERDICTS
from tests.databases import make_tables
from tests.projects.statements.conftest import LI, WANG, Office, sign

pytestmark = pytest.mark.slow


def written(office: Office, found: StatementInfo, format_: str) -> Path:
    out = office.store.local.parent / f"out.{format_}"  # type: ignore[union-attr]
    return export_statement(office.database, office.store, found.id, format_, out, by=LI).path


def verified(office: Office, path: Path) -> Verification:
    return verify_file(office.database, office.store, path)


@pytest.mark.parametrize("format_", FACES)
def test_a_file_that_nobody_touched_is_identical(sqlite_office: Office, format_: str) -> None:
    found = sqlite_office.make()
    path = written(sqlite_office, found, format_)
    renamed = path.rename(path.with_name("附件1"))  # known by what is in it
    checked = verified(sqlite_office, renamed)
    assert (checked.grade, checked.verdict, checked.ok) == ("identical", "agrees", True)
    assert (checked.findings, [*checked.unvouched], checked.format) == ([], [], format_)
    assert checked.statement is not None
    assert checked.statement.id == found.id


def test_one_altered_figure_of_a_workbook_is_found_by_sheet_row_and_column(
    sqlite_office: Office,
) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    book = openpyxl.load_workbook(path)
    place = next(c for c in book["分区"][1] if c.value == "计入达标的面积（km²）")
    cell = book["分区"].cell(2, place.column)
    cell.value = cell.value + 0.01
    book.save(path)
    checked = verified(sqlite_office, path)
    (finding,) = checked.findings
    assert checked.verdict == "altered"
    assert (finding.part, finding.spot) == ("分区", cell.coordinate)
    assert (finding.row, finding.column) == ("P2", "计入达标的面积（km²）")
    assert (finding.stated, finding.computed) == (0.01, 0)


def test_a_sum_that_was_typed_over_and_a_row_put_in_are_found(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    book = openpyxl.load_workbook(path)
    book["分区"]["G6"].value = 1.0
    book["分区"]["A9"].value = "P9"
    book.save(path)
    spots = {one.spot: one.stated for one in verified(sqlite_office, path).findings}
    assert spots == {"G6": 1.0, "A9": "P9"}


def test_a_workbook_saved_by_another_program_is_not_signed_from(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    openpyxl.load_workbook(path).save(path)  # drops what formulas show
    checked = verified(sqlite_office, path)
    assert (checked.grade, checked.findings, checked.ok) == ("saved-again", [], False)
    assert checked.unvouched
    assert "请勿据此签署" in VERDICTS[checked.verdict].zh


def alter_docx(path: Path) -> None:
    document = Document(str(path))
    for table in document.tables:
        for row in table.rows:
            if row.cells[0].text == "P2":
                row.cells[1].paragraphs[0].runs[0].text = "戊区（示例）"
    document.save(str(path))


def alter_gpkg(path: Path) -> None:
    with sqlite3.connect(path) as file:
        triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            file.execute(f'DROP TRIGGER "{name}"')
        file.execute("UPDATE zones SET met_m2 = met_m2 + 1 WHERE key = 'P0'")
    file.close()


def alter_json(path: Path) -> None:
    read = json.loads(path.read_text("utf-8"))
    read["content"]["result"]["zones"][2]["met_m2"] = 1.0
    path.write_text(json.dumps(read, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize(
    ("format_", "alter", "row"),
    [("docx", alter_docx, "P2"), ("gpkg", alter_gpkg, "P0"), ("json", alter_json, "P2")],
)
def test_one_altered_value_is_found(
    sqlite_office: Office, format_: str, alter: Callable[[Path], None], row: str
) -> None:
    path = written(sqlite_office, sqlite_office.make(), format_)
    alter(path)
    checked = verified(sqlite_office, path)
    assert checked.verdict == "altered"
    assert [one.row for one in checked.findings] == [row]


def test_the_pdf_of_other_figures_under_the_same_code_is_found(sqlite_office: Office) -> None:
    """As if somebody had set the page anew: the attached content is the true one."""
    from projects.statements.envelope import Envelope
    from projects.statements.faces.portable import pdf_bytes

    class Forged(Envelope):
        @property
        def text(self) -> str:
            return Envelope.of(found, "zh").text

    found = sqlite_office.make()
    content = json.loads(found.text)
    content["result"]["total"]["met_m2"] = 99999999.0
    envelope = Envelope.of(found, "zh")
    forged = Forged(content, envelope.sha256, envelope.code, envelope.course, "zh", 4)
    path = sqlite_office.store.local.parent / "forged.pdf"  # type: ignore[union-attr]
    path.write_bytes(pdf_bytes(forged, blank()))
    (finding,) = verified(sqlite_office, path).findings
    assert finding.part == "p. 1"
    assert "100.0000 km²" in str(finding.stated)


def test_a_forged_signature_is_found(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "json")
    read = json.loads(path.read_text("utf-8"))
    read["course"].append({**read["course"][0], "number": 2, "action": "signed", "by": "wang"})
    path.write_text(json.dumps(read, ensure_ascii=False), "utf-8")
    checked = verified(sqlite_office, path)
    assert checked.verdict == "altered"
    assert {one.part for one in checked.findings} == {"制作与签署"}


def test_a_draft_that_was_signed_afterwards_is_the_draft_it_was(sqlite_office: Office) -> None:
    found = sqlite_office.make()
    path = written(sqlite_office, found, "pdf")
    with sqlite_office.database.transaction() as session:
        submit(session, found.id, LI)
        sign(session, found.id, sqlite_office.wang, WANG)
    checked = verified(sqlite_office, path)
    assert checked.grade == "identical"
    assert any("又有办理" in one.zh for one in checked.notes)
    assert checked.statement is not None
    assert checked.statement.state == "signed"


def test_a_record_changed_by_hand_is_found_by_computing_again(sqlite_office: Office) -> None:
    """Run, statement, hash and code changed in the database alike: the layers tell the truth."""
    found = sqlite_office.make()
    with sqlite_office.database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER statement_kept"))
        wrong = found.text.replace('"key":"P2"', '"key":"P7"')
        connection.execute(text("UPDATE statement SET content = :c"), {"c": wrong})
    path = sqlite_office.store.local.parent / "out.json"  # type: ignore[union-attr]
    from projects.statements.envelope import Envelope

    with sqlite_office.database.reading() as session:
        path.write_text(Envelope.of(get_statement(session, found.id), "zh").text, "utf-8")
    checked = verified(sqlite_office, path)
    assert checked.verdict == "altered"
    assert ("存档与重算", "P7", "P2") in {
        (one.part, one.stated, one.computed) for one in checked.findings
    }


def test_the_printed_code_is_enough_where_the_content_was_dropped(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    book = openpyxl.load_workbook(path)
    del book["ecoatlas"]
    book.save(path)
    checked = verified(sqlite_office, path)
    assert (checked.grade, checked.findings) == ("saved-again", [])
    assert any("校验码" in one.zh for one in checked.notes)


def other_office(tmp_path: Path) -> tuple[Database, Store]:
    engine = engine_for_url(f"sqlite:///{tmp_path / 'other.sqlite'}")
    make_tables(engine)
    return Database(engine), Store(tmp_path / "other-store")


@pytest.mark.parametrize("format_", FACES)
def test_a_file_of_another_office_is_compared_with_itself(
    sqlite_office: Office, tmp_path: Path, format_: str
) -> None:
    path = written(sqlite_office, sqlite_office.make(), format_)
    database, store = other_office(tmp_path)
    assert verify_file(database, store, path).verdict == "unknown"
    if format_ == "xlsx":
        book = openpyxl.load_workbook(path)
        book["分区"]["D3"].value += 1
        book.save(path)
        assert [one.spot for one in verify_file(database, store, path).findings] == ["D3"]
    if format_ == "json":
        alter_json(path)
        checked = verify_file(database, store, path)
        assert checked.verdict == "altered"
        assert any("指纹" in one.zh for one in checked.notes)
    database.close()


def test_whoever_may_not_see_the_statement_learns_no_figure_of_it(sqlite_office: Office) -> None:
    path = written(sqlite_office, sqlite_office.make(), "json")
    limited = sqlite_office.database.seen_by(PUBLIC)
    checked = verify_file(limited, sqlite_office.store, path)
    assert (checked.verdict, checked.statement) == ("unknown", None)


def test_another_version_of_the_metric_is_told_and_the_record_compared(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from projects.metrics.registry import METRICS

    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    raised = dataclasses.replace(sponge.SPONGE_COVERAGE, version=99)
    monkeypatch.setitem(METRICS, "sponge_coverage", raised)
    checked = verified(sqlite_office, path)
    assert checked.verdict == "not-recomputed"
    assert any("99" in one.zh for one in checked.notes)


@pytest.mark.parametrize(("told", "verdict"), [("zh", "agrees"), ("count", "altered")])
def test_a_note_is_its_code_and_values_in_whatever_words(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch, told: str, verdict: str
) -> None:
    """A sentence put better since is the note that was signed; another value is not."""
    path = written(sqlite_office, sqlite_office.make(), "json")

    def otherwise(*given: Any, **more: Any) -> Any:
        result = json.loads(compute(*given, **more).text)
        assert result["notes"]
        for one in result["notes"]:
            one[told] = f"另写：{one['zh']}"
        return SimpleNamespace(text=json.dumps(result))

    compute = recomputing.compute
    monkeypatch.setattr(recomputing, "compute", otherwise)
    assert verified(sqlite_office, path).verdict == verdict


def test_a_file_of_another_layout_is_compared_by_its_figures(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(sqlite_office, sqlite_office.make(), "xlsx")
    book = openpyxl.load_workbook(path)
    book["核算单"].insert_rows(2)
    book["分区"]["D3"].value += 1
    book.save(path)
    monkeypatch.setattr(verifying, "earlier_layouts", lambda content: range(99))
    checked = verified(sqlite_office, path)
    assert {one.spot for one in checked.findings if one.stated is not None} == {"D3"}
    assert any("排版" in one.zh for one in checked.unvouched)


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"{}", b"%PDF-1.4 nothing", b"SQLite format 3\x00" + b"\x00" * 200, b"PK\x03"],
)
def test_other_files_are_refused(sqlite_office: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(EcoAtlasError) as refusal:
        verified(sqlite_office, path)
    assert refusal.value.code == "not-a-statement"


def test_a_workbook_without_a_statement_and_a_bomb_are_refused(
    sqlite_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projects.statements.verifying import files

    path = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(EcoAtlasError, match="不是核算单"):
        verified(sqlite_office, path)
    monkeypatch.setattr(files, "LARGEST_BYTES", 100_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 200_000)
    with pytest.raises(EcoAtlasError, match="太大"):
        verified(sqlite_office, path)


def test_newer_inputs_are_told_and_what_would_differ_is_computed(office: Office) -> None:
    found = office.make()
    with office.database.reading() as session:
        assert newer_inputs(session, found) == []
    office.add_zones(["met", "met", "met", "not_assessed"])
    with office.database.reading() as session:
        (newer,) = newer_inputs(session, found)
        assert (newer.name, newer.then, newer.now) == ("zones", 1, 2)
        assert run_of_today(session, office.store, found) is None
    run = compute_today(office.database, office.store, found, WANG)
    with office.database.reading() as session:
        assert run_of_today(session, office.store, found) is not None
    changed = changes(found, run.result)
    share = next(one for one in changed if one.column["name"] == "share")
    assert (share.table, share.difference) == (None, pytest.approx(0.1, abs=0.001))
    rows = {(one.key, one.column["name"]) for one in changed if one.table is not None}
    assert ("P2", "verdict") in rows
    assert not [key for key, _ in rows if key in ("P0", "P1")]
    with office.database.reading() as session:
        assert get_statement(session, found.id).text == found.text
