"""Files of other days: exported in another state, by an earlier release, without their content."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from projects.statements.discussing import answer, close, comment
from projects.statements.envelope import Envelope
from projects.statements.faces.exporting import FACES, export_statement, write_face
from projects.statements.forms import FORM, LAYOUTS
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.review import return_, submit, withdraw
from projects.statements.verifying import verifying
from projects.statements.verifying.files import FileRead, read_file
from projects.statements.verifying.parts import identical, plainly_packed
from projects.statements.verifying.places import same
from projects.statements.verifying.verifying import Here, verify_file
from tests.projects.statements.altering import Exported, member
from tests.projects.statements.conftest import LI, WANG, Office, sign

pytestmark = pytest.mark.slow


def statement(office: Office, number: int) -> StatementInfo:
    with office.database.reading() as session:
        return get_statement(session, number)


def stripped(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["ecoatlas"]
    book.save(path)


@pytest.mark.usefixtures("made_once")
def test_a_file_is_compared_in_the_state_that_it_was_exported_in(
    sqlite_office: Office, tmp_path: Path
) -> None:
    """Through a return, with a comment between the steps, and with and without the envelope."""
    office, found = sqlite_office, sqlite_office.make()
    steps = (
        lambda session: None,
        lambda session: comment(session, found.id, "看过", LI),
        lambda session: submit(session, found.id, LI),
        lambda session: comment(session, found.id, "P2 呢？", WANG, "zones", "P2"),
        lambda session: return_(session, found.id, office.wang, "补充", WANG),
        lambda session: answer(session, found.id, 2, "核对过", LI),
        lambda session: close(session, found.id, 1, LI),
        lambda session: submit(session, found.id, LI, answers={3: "已补充"}),
        lambda session: sign(session, found.id, office.wang, WANG),
        lambda session: withdraw(session, found.id, office.wang, "底图用错", WANG),
    )
    paths = []
    for number, step in enumerate(steps):
        with office.database.transaction() as session:
            step(session)  # type: ignore[no-untyped-call]
        path = tmp_path / f"{number}.xlsx"
        export_statement(office.database, office.store, found.id, "xlsx", path, by=LI)
        paths.append(path)
    shown = Envelope.of(statement(office, found.id), "zh").layout
    assert "已于" in shown.notices[0]
    assert "撤回" in shown.notices[0]
    talk = shown.section("talk")
    assert talk is not None
    assert talk.grid is not None
    assert [row[4].text for row in talk.grid.rows] == ["看过", "P2 呢？", "核对过", "—", "已补充"]
    for path in paths:
        checked = verify_file(office.database, office.store, path)
        assert (path.name, checked.grade) == (path.name, "identical")
        went_on = any("又有办理" in one.zh for one in checked.notes)
        assert went_on == (path is not paths[-1])
        assert any("底图用错" in one.zh for one in checked.notes)  # also of the older files
        stripped(path)
        checked = verify_file(office.database, office.store, path)
        assert (path.name, checked.findings, checked.grade) == (path.name, [], "saved-again")


@pytest.mark.parametrize("format_", FACES)
def test_a_file_of_an_earlier_release_is_graded_and_told(
    altered: Exported, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same content with an earlier layout: never identical, its figures compared."""
    monkeypatch.setattr(verifying, "earlier_layouts", lambda content: range(1, LAYOUTS[FORM]))
    envelope = Envelope.of(altered.found, "zh")
    envelope = replace(envelope, layout_number=envelope.layout_number - 1)
    path = altered.folder / f"earlier.{format_}"
    write_face(envelope, altered.office.store, format_, path)
    if format_ == "json":  # the earlier layout had no title in it
        read = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({n: read[n] for n in read if n not in ("title", "notices")}))
    checked = altered.check(path.read_bytes(), format_)
    assert (checked.grade, checked.findings) == ("saved-again", [])
    said = "只核对了有哪些数字" if format_ == "json" else "值和文字都在原位"
    assert said in checked.unvouched[0].zh


def test_an_english_file_is_compared_with_the_english_face(altered: Exported) -> None:
    path = altered.folder / "english.docx"
    write_face(Envelope.of(altered.found, "en"), altered.office.store, "docx", path)
    assert altered.check(path.read_bytes(), "docx").grade == "identical"
    flipped = member("customXml/item9.xml", ('"language":"en"', '"language":"zh"'))
    assert altered.check(flipped(path.read_bytes()), "docx").grade == "altered"


def test_who_pressed_a_package_says_nothing_and_what_lies_beside_it_does(
    altered: Exported, tmp_path: Path
) -> None:
    content = altered.faces["docx"]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert altered.check(out.getvalue(), "docx").grade == "identical"
    name = b"word/styles.xml"  # in a member's own head, which some programs go by
    other = content.replace(name, b"word/stylez.xml", 1)
    path, fresh = tmp_path / "x.docx", tmp_path / "fresh.docx"
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            new.writestr("a", "2")
    assert not plainly_packed(path)
    fresh.write_bytes(content)
    remark = content[:-2] + b"\1\0x"
    for bad in (b"PK\0\0" + content, remark, other, content[:-30], b"PK", b"", content[:900] * 2):
        path.write_bytes(bad)
        assert not identical(path, fresh, "docx")
    for format_, whole in altered.faces.items():
        path.write_bytes(whole[:-1])
        fresh.write_bytes(whole)
        assert not identical(path, fresh, format_)
        assert identical(fresh, fresh, format_)


class Lying(Here):
    """A reading that something in the file has taken over: it tells of a file that is whole."""

    def __init__(self, whole: FileRead) -> None:
        self.whole = whole

    def read(self, path: Path) -> FileRead:
        return self.whole


def test_no_reader_can_say_that_a_file_is_identical(altered: Exported, tmp_path: Path) -> None:
    office, path = altered.office, tmp_path / "x.xlsx"
    path.write_bytes(altered.faces["xlsx"])
    reader = Lying(read_file(path))
    assert verify_file(office.database, office.store, path, reader=reader).ok
    path.write_bytes(altered.faces["xlsx"] + b"x")
    assert not verify_file(office.database, office.store, path, reader=reader).ok


def test_numbers_are_the_same_by_their_size_and_nothing_else() -> None:
    assert not same(1.34e-12, 2.68e-12)
    assert not same(0.0, 1e-15)
    assert same(1e-300, 1e-300 * (1 + 5e-13))
    assert same(1065582.324079, 1065582.324079 * (1 + 5e-13))
    assert not same(1065582.324079, 1065582.324079 * (1 + 2e-12))
    assert not same(1, True)
