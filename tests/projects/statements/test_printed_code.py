"""The QR code of a printed sheet: read back by another program, and compared with the system."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from geo.errors import EcoAtlasError
from geo.words import Language
from projects.statements.course import minute
from projects.statements.faces.exporting import export_statement
from projects.statements.printed_code import compare_scanned
from tests.projects.statements.conftest import Office

pytestmark = pytest.mark.slow

DPI = 200


def scanned(path: Path) -> str:
    """What a telephone reads from the first page as it is printed."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        picture = document[0].render(scale=DPI / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


@pytest.mark.parametrize(
    ("language", "met"), [("zh", "是否达到 无法判断"), ("en", "Met cannot be told")]
)
def test_the_code_on_the_page_says_what_the_statement_says(
    sqlite_office: Office, tmp_path: Path, language: Language, met: str
) -> None:
    found = sqlite_office.make()
    path = tmp_path / "out.pdf"
    export_statement(sqlite_office.database, sqlite_office.store, found.id, "pdf", path, language)
    text = scanned(path)
    lines = text.splitlines()
    share = found.content["result"]["total"]["share"]
    assert found.code in lines[0]
    assert f"{share * 100:.2f}%" in lines[1]
    assert "WEDZ-2023-T22" in lines[2]
    assert met in lines
    assert lines[-1].endswith(minute(found.content["computed"]["at"])[:10])
    with sqlite_office.database.reading() as session:
        assert compare_scanned(session, text).ok


def test_a_sheet_is_compared_line_by_line(sqlite_office: Office, tmp_path: Path) -> None:
    found = sqlite_office.make()
    path = tmp_path / "out.pdf"
    export_statement(sqlite_office.database, sqlite_office.store, found.id, "pdf", path)
    text = scanned(path)
    with sqlite_office.database.reading() as session:
        assert compare_scanned(session, text.replace(" ", " : ").replace("\n", "\r\n ")).ok
        assert compare_scanned(session, " ".join(text.splitlines())).ok, "a field of one line"
        forged = text.splitlines()
        forged[1] = forged[1][:-6] + "99.99%"
        told = compare_scanned(session, "\n".join(forged))
        assert [one.same for one in told.lines].count(False) == 1
        assert (told.lines[1].stated, told.lines[1].expected) == (forged[1], text.splitlines()[1])
        more = compare_scanned(session, f"{text}\n达标 是")
        assert (more.ok, more.lines[-1].expected) == (False, None)
        alone = compare_scanned(session, found.code.lower())
        assert [one.same for one in alone.lines] == [True] + [False] * (len(forged) - 1)
        with pytest.raises(EcoAtlasError, match="printed-code-missing"):
            compare_scanned(session, "达标比例 54.12%")
        with pytest.raises(EcoAtlasError, match="unknown-statement"):
            compare_scanned(session, "0000-0000-0000-0000")
