"""Pages of rounds: opened, filled in on the web and by sheet, given back, settled, closed."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from layers.jobs.running import Workshop, run_job
from projects.accounts import accounts
from projects.records.files import grid
from projects.rounds.workbook import HEADS
from projects.work.kinds import JOB_KINDS
from tests.webmap.test_pages import ReadAloud
from webmap.rounds import bulletin_pages
from webmap.rounds.view_models import BulletinView

pytestmark = pytest.mark.slow

ClientOf = Callable[[str], FlaskClient]
UNIT, OTHER, CODE = "WEDZ-QZJJ", "WEDZ-QSTHJFJ", "XM-1"
PASSWORD = "seven otters juggle lanterns"  # noqa: S105


@pytest.fixture
def post(token_of_form: Callable[..., str]) -> Callable[..., Any]:
    def send(client: FlaskClient, address: str, **data: Any) -> Any:
        return client.post(address, data={"csrf_token": token_of_form(client, "/rounds"), **data})

    return send


@pytest.fixture
def put(token_of_form: Callable[..., str]) -> Callable[..., Any]:
    def send(client: FlaskClient, period: str, **cells: Any) -> Any:
        token = token_of_form(client, "/rounds")
        row = {"code": CODE, **cells}
        body = {"rows": [row], "status": row.pop("state", "reported")}
        address = f"/api/v1/rounds/{period}/entries"
        return client.put(address, json=body, headers={"X-CSRFToken": token})

    return send


@pytest.fixture
def editor(client_of: ClientOf) -> FlaskClient:
    return client_of("editor")


def opened(editor: FlaskClient, post: Callable[..., Any], period: str) -> None:
    answer = post(editor, "/rounds", period=period, due_on="2025-01-10")
    assert answer.status_code == 303, answer.text


def sheet(editor: FlaskClient, period: str, **cells: Any) -> bytes:
    """The sheet as it goes out, with cells of its first row filled in."""
    answer = editor.get(f"/rounds/{period}/units/{UNIT}/sheet.xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    for name, value in cells.items():
        book.worksheets[0].cell(3, [*HEADS].index(name) + 1).value = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def hand_in(editor: FlaskClient, post: Callable[..., Any], period: str, content: bytes) -> Any:
    file = (io.BytesIO(content), "填好.xlsx")
    return post(editor, f"/rounds/{period}/units/{UNIT}/sheet", file=file)


def test_rounds_are_seen_by_those_who_sign_in(client: FlaskClient, client_of: ClientOf) -> None:
    assert client.get("/rounds").status_code == 303
    shown = client_of("viewer").get("/rounds")
    assert shown.status_code == 200
    assert 'name="period"' not in shown.text


def test_a_round_goes_from_opening_to_closing(
    editor: FlaskClient, post: Callable[..., Any], put: Callable[..., Any]
) -> None:
    period = "2024Q4"
    refused = post(editor, "/rounds", period="去年")
    assert (refused.status_code, "不是季度" in refused.text) == (400, True)
    opened(editor, post, period)
    shown = editor.get(f"/rounds/{period}").text
    assert all(text in shown for text in ("区住建局", "未填报", "逾期", "letters.docx"))
    assert 'data-column="progress_percent"' in editor.get(f"/rounds/{period}/units/{UNIT}").text
    done = put(editor, period, version=0, progress_percent="46.8", text="主体完成")
    assert (done.status_code, done.json["changed"]) == (200, 1)
    clash = put(editor, period, version=0, progress_percent="44")
    assert (clash.status_code, clash.json["problems"][0]["code"]) == (422, "round-entry-conflict")
    seen = editor.get(f"/api/v1/rounds/{period}/entries?code={CODE}").json["entries"][0]
    assert (seen["cells"]["progress_percent"], seen["status"]) == ("46.8", "reported")
    back = post(editor, f"/rounds/{period}/units/{UNIT}/return", entry="1:1", remark="")
    assert back.status_code == 422
    closed = post(editor, f"/rounds/{period}/turn", step="close")
    assert closed.status_code == 303
    assert "不能再改" in editor.get(f"/rounds/{period}/units/{UNIT}").text
    assert put(editor, period, version=1, progress_percent="50").status_code == 409
    assert post(editor, f"/rounds/{period}/turn", step="reopen").status_code == 422
    again = post(editor, f"/rounds/{period}/turn", step="reopen", reason="补报")
    assert again.status_code == 303


def test_a_sheet_is_handed_in_marked_where_it_is_wrong_and_its_conflict_settled(
    editor: FlaskClient, post: Callable[..., Any], put: Callable[..., Any]
) -> None:
    period = "2024Q3"
    opened(editor, post, period)
    wrong = hand_in(editor, post, period, sheet(editor, period, progress_percent="五成"))
    assert wrong.status_code == 422
    assert "data:application/vnd" in wrong.text
    content = sheet(editor, period, progress_percent=52)
    put(editor, period, version=0, progress_percent="50")
    merged = hand_in(editor, post, period, content)
    assert merged.headers["Location"].startswith(f"/rounds/{period}/conflicts")
    page = editor.get(f"/rounds/{period}/conflicts").text
    assert all(text in page for text in ("52", "50", "填好.xlsx"))
    name = page.split('type="radio" name="')[1].split('"')[0]
    gone = post(editor, f"/rounds/{period}/conflicts", **{name: "mine:9"})
    assert gone.status_code == 409
    settled = post(editor, f"/rounds/{period}/conflicts", **{name: "mine:1"})
    assert settled.status_code == 303
    seen = editor.get(f"/api/v1/rounds/{period}/entries?code={CODE}").json["entries"][0]
    assert seen["cells"]["progress_percent"] == "52"


def test_a_long_sheet_is_merged_by_a_job_or_comes_back_marked(
    site: Any, editor: FlaskClient, post: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid, "LONG_ROWS", 2)
    period = "2023Q3"
    opened(editor, post, period)
    office = site.app.extensions["ecoatlas"]
    shop = Workshop(office.settings, office.database, office.store, JOB_KINDS, "w")

    def merged(**cells: Any) -> Any:
        answer = hand_in(editor, post, period, sheet(editor, period, **cells))
        place = answer.location.partition("#")[0]
        assert "并入调度表" in editor.get(place).text
        assert run_job(shop, place.removeprefix("/workbooks/")) == "done"
        return editor.get(place)

    refused = merged(progress_percent="五成").text
    assert "五成" in refused
    with editor.get(refused.split('id="made-file" href="')[1].split('"')[0]) as marked:
        book = load_workbook(io.BytesIO(marked.data)).worksheets[0]
    assert "五成" in book.cell(3, [*HEADS].index("progress_percent") + 1).comment.text
    done = merged(progress_percent=53)
    assert done.location == f"/rounds/{period}/units/{UNIT}?done=merged#content"
    seen = editor.get(f"/api/v1/rounds/{period}/entries?code={CODE}").json["entries"][0]
    assert seen["cells"]["progress_percent"] == "53"


def test_the_bulletin_and_the_letters_are_made(
    editor: FlaskClient, post: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    period = "2024Q2"
    opened(editor, post, period)
    page = editor.get(f"/rounds/{period}/bulletin")
    assert page.status_code == 200
    assert "未填报" in page.text
    named = "甲区改造（示例）"
    assert named in page.text
    with monkeypatch.context() as few:
        few.setattr(bulletin_pages, "BulletinView", partial(BulletinView, shown=0))
        text = editor.get(f"/rounds/{period}/bulletin").text
    assert "只列出前 0 个" in text
    assert named not in text
    document = Document(io.BytesIO(editor.get(f"/rounds/{period}/bulletin.docx").data))
    assert named in [cell.text for row in document.tables[0].rows for cell in row.cells]
    book = load_workbook(io.BytesIO(editor.get(f"/rounds/{period}/bulletin.xlsx").data))
    assert named in [cell.value for row in book.worksheets[0] for cell in row]
    pdf = PdfDocument(editor.get(f"/rounds/{period}/bulletin.pdf").data)
    assert CODE in pdf[0].get_textpage().get_text_range()
    assert editor.get(f"/rounds/{period}/bulletin.txt").status_code == 404
    letters = Document(io.BytesIO(editor.get(f"/rounds/{period}/letters.docx").data))
    assert "区住建局：" in [one.text for one in letters.paragraphs]
    assert "催报" in editor.get(f"/rounds/{period}").text


def test_a_year_is_assessed_by_unit_and_district(
    editor: FlaskClient, post: Callable[..., Any]
) -> None:
    opened(editor, post, "2022Q4")
    assert "生态环境部门" in editor.get("/assessments/2022").text
    assert "未写区划" in editor.get("/assessments/2022?by=district").text
    assert editor.get("/assessments/2022?by=colour").status_code == 422
    assert editor.get("/assessments/1990").status_code == 404
    book = load_workbook(io.BytesIO(editor.get("/assessments/2022.xlsx").data))
    assert "武汉经开区住建局" in [cell.value for row in book.worksheets[0] for cell in row]


def test_a_reporter_sees_and_writes_his_own_unit_alone(
    site: Any, post: Callable[..., Any], editor: FlaskClient, put: Callable[..., Any],
    signing_in: Callable[..., Any],
) -> None:  # fmt: skip
    period = "2024Q1"
    opened(editor, post, period)
    with site.database.transaction() as session:
        for name, unit in (("of-ours", UNIT), ("of-others", OTHER)):
            accounts.add_account(
                session, name, "unit", unit=unit, password=PASSWORD, must_change=False, by=None
            )
    ours, others = site.app.test_client(), site.app.test_client()
    signing_in(ours, "of-ours", PASSWORD)
    signing_in(others, "of-others", PASSWORD)
    assert ours.get(f"/rounds/{period}/units/{UNIT}").status_code == 200
    assert others.get(f"/rounds/{period}/units/{UNIT}").status_code == 403
    assert put(others, period, version=0, progress_percent="50").status_code == 422
    assert put(ours, period, version=0, progress_percent="50").status_code == 200
    assert post(ours, f"/rounds/{period}/turn", step="close").status_code == 403


def test_english_pages_mark_every_chinese_name(
    editor: FlaskClient, post: Callable[..., Any]
) -> None:
    period = "2023Q4"
    opened(editor, post, period)
    for address in ("", f"/{period}", f"/{period}/units/{UNIT}", f"/{period}/conflicts",
                    f"/{period}/bulletin", "../assessments/2023"):  # fmt: skip
        reader = ReadAloud()
        place = address.removeprefix("..") if ".." in address else f"/rounds{address}"
        reader.feed(editor.get(f"{place}?lang=en").text)
        assert [text for text in reader.unmarked if text != "甲"] == []
