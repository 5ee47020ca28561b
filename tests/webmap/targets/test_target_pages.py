"""Pages of the ledger: grid, one target, decisions, closed periods, templates in and out."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from layers.audit import Actor
from projects.targets.ledger import save_values, values_of
from projects.targets.rules import Row

pytestmark = pytest.mark.slow

ClientOf = Callable[[str], FlaskClient]
SHARE, DELEGATED, UNIT = "WEDZ-2023-T22", "WEDZ-2023-T08", "区住建局"


@pytest.fixture
def put(site: Any) -> Callable[..., int]:
    """A reported value; answers its id."""

    def save(period: str, **cells: Any) -> int:
        row = {"target": SHARE, "unit": UNIT, "period": period, "value": 46.8} | cells
        with site.database.transaction() as session:
            save_values(session, [Row(1, row)], Actor("li", "test"))
            found = values_of(session, [SHARE], unit=UNIT, periods=[period])
        return found[0].id

    return save


@pytest.fixture
def post(token_of_form: Callable[..., str]) -> Callable[..., Any]:
    def send(client: FlaskClient, address: str, **data: Any) -> Any:
        token = token_of_form(client, "/targets")
        return client.post(address, data={"csrf_token": token, **data})

    return send


def test_the_grid_is_for_those_who_report(client: FlaskClient, client_of: ClientOf) -> None:
    address = f"/targets?unit={UNIT}&period=2036"
    assert 'data-column="value"' not in client.get(address).text
    shown = client_of("editor").get(address).text
    assert 'data-column="value"' in shown
    assert f'href="/targets/{SHARE}"' in shown
    assert "没有要填报的目标" in client.get("/targets?unit=市铁路办&document=EZ-2022").text
    for wrong in ("unit=区住建", "period=去年", "document=X", "colour=red"):
        assert client.get(f"/targets?{wrong}").status_code in (400, 404, 422)


def test_the_page_of_a_target_tells_its_state_and_what_stands_for_one_that_was_split(
    client: FlaskClient,
) -> None:
    old, new = "SY-2018-T03", "SY-2018-T41"
    split = client.get(f"/targets/{old}").text
    assert f'href="/targets/{new}"' in split
    assert "state-not_checkable" in split
    after = client.get(f"/targets/{new}").text
    assert f'href="/targets/{old}"' in after
    assert "目前状态" in after
    assert client.get("/targets/SY-2018-T999").status_code == 404


def test_a_reviewer_approves_gives_back_closes_and_opens(
    site: Any, put: Callable[..., int], post: Any, client_of: ClientOf, client: FlaskClient
) -> None:
    id_, reviewer = put("2037"), client_of("reviewer")
    shown = reviewer.get(f"/targets?unit={UNIT}&period=2037").text
    assert f'value="{id_}:1"' in shown
    assert post(reviewer, "/targets/decide", step="approve", value=f"{id_}:9").status_code == 409
    done = post(reviewer, "/targets/decide", step="approve", value=f"{id_}:1", back="period=2037")
    assert done.headers["Location"] == "/targets?period=2037&done=approved#content"
    assert "46.8%" in client.get(f"/targets/{SHARE}").text
    look = {"value": f"{id_}:2", "back": "period=2037&unit=" + UNIT}
    refused = post(reviewer, "/targets/decide", step="return", **look)
    assert (refused.status_code, "请写明理由" in refused.text) == (422, True)
    assert f'value="{id_}:2" checked' in refused.text, "what was chosen stays chosen"
    post(reviewer, "/targets/decide", step="return", value=f"{id_}:2", reason="口径不对")
    assert "口径不对" in reviewer.get(f"/targets/{SHARE}").text

    period = {"document": "WEDZ-2023", "period": "2037"}
    assert post(reviewer, "/targets/periods", step="close", **period).status_code == 303
    assert post(reviewer, "/targets/periods", step="close", **period).status_code == 409
    shown = client_of("editor").get(f"/targets?unit={UNIT}&period=2037").text
    assert 'data-column="value"' not in shown
    assert "草稿，已关闭" in reviewer.get(f"/targets?unit={UNIT}&period=2037").text
    assert "<li>武汉经开区长江经济带降碳减污扩绿增长十大行动实施方案，2037 年</li>" in shown
    refused = post(reviewer, "/targets/periods", step="reopen", **period)
    assert refused.status_code == 422
    assert refused.text.count('value="2037" selected') == 2, "the filters and the form keep it"
    done = post(reviewer, "/targets/periods", step="reopen", reason="补报", **period)
    assert done.status_code == 303
    assert post(client_of("editor"), "/targets/periods", step="close", **period).status_code == 403


def test_a_number_of_the_level_above_is_recorded_on_the_page_of_its_target(
    post: Any, client_of: ClientOf
) -> None:
    editor, address = client_of("editor"), f"/targets/{DELEGATED}/set"
    given = {
        "value": "2.5", "comparator": "<=", "measured_in": "亿立方米", "issuer": "武汉市水务局",
        "document": "武水〔2023〕1号", "dated": "2023-03-01",
    }  # fmt: skip
    wrong = post(editor, address, **given | {"dated": "去年"})
    assert (wrong.status_code, 'value="武汉市水务局"' in wrong.text) == (422, True)
    assert post(editor, address, **given | {"unit": "无此局"}).status_code == 400
    assert post(editor, address, **given).status_code == 303
    shown = editor.get(f"/targets/{DELEGATED}").text
    assert "2.5 亿立方米" in shown
    assert "武水〔2023〕1号" in shown
    assert 'id="set-value"' not in editor.get(f"/targets/{SHARE}").text


def test_a_template_goes_out_comes_in_marked_and_then_in(post: Any, client_of: ClientOf) -> None:
    editor = client_of("editor")
    got = editor.get(f"/targets/template.xlsx?unit={UNIT}&period=2038")
    book = load_workbook(io.BytesIO(got.data))
    got.close()
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == SHARE)
    sheet.cell(row, 7).value, sheet.cell(row, 9).value = 147, "汇总.pdf"

    def send(evidence: bytes) -> Any:
        content = io.BytesIO()
        book.save(content)
        files = [(io.BytesIO(evidence), "汇总.pdf")]
        file = (io.BytesIO(content.getvalue()), "填报.xlsx")
        back = "period=2038&page=1"
        return post(editor, "/targets/report", file=file, evidence=files, back=back)

    refused = send(b"MZ")
    assert refused.status_code == 422
    assert "百分比 147 不在 0 至 100 之间。请核对" in refused.text, "no blank between sentences"
    found = re.search(r'href="(data:[^"]+)"', refused.text)
    assert found is not None
    content = base64.b64decode(html.unescape(found[1]).partition("base64,")[2])
    marked = load_workbook(io.BytesIO(content)).worksheets[0]
    assert marked.cell(row, 7).comment is not None
    assert marked.cell(row, 9).comment is not None

    assert 'value="2038" selected' in refused.text
    sheet.cell(row, 7).value = 47.1
    done = send(b"%PDF-1.7 y")
    # The form's own place would be kept otherwise, and the note above it not be seen.
    assert done.headers["Location"] == "/targets?period=2038&page=1&done=read#content"
    shown = editor.get(f"/targets/{SHARE}").text
    assert "47.1%" in shown
    assert "汇总.pdf" in shown
    assert post(editor, "/targets/report").status_code in (400, 422)


def test_the_grid_takes_as_many_queries_however_much_is_reported(
    site: Any, put: Callable[..., int], client_of: ClientOf
) -> None:
    editor, engine = client_of("editor"), site.app.extensions["ecoatlas"].database.engine
    sent: list[str] = []

    def note(*about: Any) -> None:
        sent.append(about[2])

    def asked() -> int:
        sent.clear()
        event.listen(engine, "before_cursor_execute", note)
        assert editor.get("/targets?period=2039").status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len([one for one in sent if one.startswith("SELECT")])

    asked()
    before = asked()
    put("2039")
    asked()  # who asks is found out anew once somebody has written
    assert asked() == before <= 12
