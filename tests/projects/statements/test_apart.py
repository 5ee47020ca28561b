"""Files of statements from outside, read in a process with limits."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from geo.errors import EcoAtlasError
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for_url
from layers.system.fork_server import ForkServer
from projects.statements.faces.exporting import FACES
from projects.statements.verifying import apart
from projects.statements.verifying.apart import Apart
from projects.statements.verifying.verifying import Verification, verify_file
from tests.databases import make_tables
from tests.projects.statements import altering
from tests.projects.statements.conftest import Office
from tests.projects.statements.test_altered_docx import FIGURE, look
from tests.projects.statements.test_altered_pdf import box

pytestmark = pytest.mark.slow

APART = Apart(Settings())


@pytest.fixture
def files(exported: altering.Exported, tmp_path: Path) -> dict[str, Path]:
    """A copy of each face; the office that made them is the one of `exported`."""
    paths = {one: tmp_path / f"x.{one}" for one in FACES}
    for one, path in paths.items():
        path.write_bytes(exported.faces[one])
    return paths


@pytest.fixture
def office(exported: altering.Exported) -> Office:
    return exported.office


def verified(office: Office, path: Path) -> Verification:
    return verify_file(office.database, office.store, path, reader=APART)


def test_every_face_agrees_and_an_altered_cell_is_named(
    office: Office, files: dict[str, Path]
) -> None:
    for format_, path in files.items():
        checked = verified(office, path)
        assert (checked.grade, checked.findings, checked.format) == ("identical", [], format_)
    earlier = json.loads(files["json"].read_text("utf-8"))
    earlier["text"]["total"]["share"] = "99%"
    files["json"].write_text(json.dumps(earlier, ensure_ascii=False), "utf-8")
    (finding,) = verified(office, files["json"]).findings
    assert (finding.spot, finding.stated) == ("text.total.share", "99%")
    del earlier["text"]  # as before the written figures stood there
    files["json"].write_text(json.dumps(earlier, ensure_ascii=False), "utf-8")
    assert verified(office, files["json"]).findings == []
    book = openpyxl.load_workbook(files["xlsx"])
    book["分区"]["C3"].value = 1.5
    book.save(files["xlsx"])
    (finding,) = verified(office, files["xlsx"]).findings
    assert (finding.part, finding.spot, finding.row, finding.stated) == ("分区", "C3", "P3", 1.5)


def test_what_stands_beside_the_values_and_how_pages_look_is_told_from_there_too(
    office: Office, files: dict[str, Path]
) -> None:
    for format_, alter, grade, said in (
        ("pdf", box((255, 255, 255, 255)), "altered", FIGURE),
        ("docx", look("<w:vanish/>"), "saved-again", "隐藏的内容"),
    ):
        files[format_].write_bytes(alter(files[format_].read_bytes()))
        checked = verified(office, files[format_])
        assert checked.grade == grade
        assert said in altering.said(checked)


def test_a_file_of_another_office_is_compared_with_itself_there(
    files: dict[str, Path], tmp_path: Path
) -> None:
    engine = engine_for_url(f"sqlite:///{tmp_path / 'other.sqlite'}")
    make_tables(engine)
    other = Database(engine)
    store = Store(tmp_path / "other-store")
    checked = verify_file(other, store, files["docx"], reader=APART)
    assert (checked.verdict, checked.statement) == ("unknown", None)
    read = json.loads(files["json"].read_text("utf-8"))
    read["content"]["result"]["total"]["share"] = 0.9
    files["json"].write_text(json.dumps(read, ensure_ascii=False), "utf-8")
    forged = verify_file(other, store, files["json"], reader=APART)
    assert forged.verdict == "altered"
    assert any(one.spot == "sha256" for one in forged.findings)
    other.close()


def test_bombs_rubbish_and_what_needs_too_much_memory_are_one_clear_refusal(
    office: Office, tmp_path: Path
) -> None:
    bomb = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 2**20))
    rubbish = tmp_path / "x.pdf"
    rubbish.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 50)
    small = Apart(Settings(read_memory_mb=64))
    honest = tmp_path / "y.json"
    honest.write_text("{}", "utf-8")
    heavy = tmp_path / "z.json"
    heavy.write_text(json.dumps({"note": "重" * 2**22}), "utf-8")
    for reader, path, why in (
        (APART, bomb, "太大"),
        (APART, rubbish, "不能读取"),
        (APART, honest, "没有本系统的内容"),
        (APART, heavy, "没有本系统的内容"),
        (small, heavy, "不能读取"),
    ):
        with pytest.raises(EcoAtlasError) as caught:
            verify_file(office.database, office.store, path, reader=reader)
        assert caught.value.code == "not-a-statement"
        assert why in caught.value.message.zh


@pytest.mark.parametrize("ending", ["os.abort()", "raise SystemExit(1)"])
def test_a_process_that_breaks_off_is_one_clear_refusal(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / "y.json"
    path.write_text("{}", "utf-8")
    server = ForkServer("tests.layers.system.endings")
    monkeypatch.setattr(apart, "READER", server)
    monkeypatch.setattr(apart, "environment", lambda *_: {"ENDING": ending})
    with pytest.raises(EcoAtlasError) as caught:
        verified(office, path)
    server.close()
    assert caught.value.code == "not-a-statement"
    assert "中断" in caught.value.message.zh


def test_whoever_watches_can_stop_the_reading(office: Office, files: dict[str, Path]) -> None:
    class StoppedError(RuntimeError):
        pass

    def stop() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        Apart(Settings(), stop).read(files["gpkg"])
