"""Pages of readings: checked, taken in, corrected, taken back; who may."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
from flask.testing import FlaskClient
from shapely.geometry import Point

from layers.catalogue import Layer, Version, make_live
from layers.storage.content import canonical

pytestmark = pytest.mark.slow

GOOD = "断面\t日期\t氨氮(mg/L)\n宗关\t2025-05-02\t0.2\n宗关\t2025-05-12\t<0.025\n"


class Office:
    """Somebody signed in who sends forms with their token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def send(self, address: str, **fields: Any) -> Any:
        page = self.client.get("/sheets").text
        token = re.search(r'name="csrf" content="([^"]+)"', page)
        assert token is not None
        return self.client.post(
            address, data={"csrf_token": token[1]} | fields, content_type="multipart/form-data"
        )


@pytest.fixture
def someone(empty_site: Any, signing_in: Callable[..., Any]) -> Callable[[str], Office]:
    from projects.accounts import accounts

    word = "正确 的马 电池 订书钉 蓝"

    def of(role: str) -> Office:
        with empty_site.database.transaction() as session:
            accounts.add_account(session, role, role, password=word, by=None)
        client = empty_site.app.test_client()
        assert signing_in(client, role).status_code == 303
        return Office(client)

    return of


def test_rows_are_checked_taken_in_corrected_and_taken_back(
    someone: Callable[[str], Office],
) -> None:
    editor = someone("editor")
    assert "2 个监测值" in editor.send("/water/readings", step="check", pasted=GOOD).text
    assert "还没有监测值" in editor.client.get("/water/readings").text
    taken = editor.send("/water/readings", step="take", pasted=GOOD)
    assert taken.headers["Location"] == "/water/readings/1?done=taken#content"
    said = {"at": "宗关", "time": "2025-05-02", "item": "NH3-N", "value": "0.4"}
    refused = editor.send("/water/readings/1/correct", **said)
    assert (refused.status_code, "没有写理由" in refused.text) == (400, True)
    assert editor.send("/water/readings/1/correct", **said, reason="抄错").status_code == 303
    assert "抄错" in editor.client.get("/water/readings/1?lang=en").text
    assert editor.send("/water/readings/1/withdraw", reason="送错了").status_code == 303
    assert "已撤回" in editor.client.get("/water/readings?lang=zh").text
    assert editor.client.get("/water/readings/9").status_code == 404


def test_a_file_with_faults_is_told_by_row_and_nothing_is_kept(
    someone: Callable[[str], Office],
) -> None:
    editor = someone("editor")
    bad = "断面,日期,氨氮(mg/L)\n宗关,2025-05-02,坏\n"
    for step in ("check", "take"):
        file = io.BytesIO(bad.encode("gb18030")), "a.csv"
        answer = editor.send("/water/readings", step=step, file=file)
        assert answer.status_code == 400
        assert "“坏”不是监测值" in answer.text
    assert "还没有监测值" in editor.client.get("/water/readings").text


SECTION = [("D1", "示例断面"), ("D2", "示例断面二")]


@pytest.fixture
def sections(empty_site: Any) -> None:
    """A live layer of sections."""
    frame = gpd.GeoDataFrame(
        {"code": [key for key, _ in SECTION], "name": [name for _, name in SECTION]},
        geometry=[Point(114, 30), Point(114.1, 30)],
        crs=4490,
    )
    content = canonical(frame, kind="monitoring_section", key_field="code")
    empty_site.store.put(content)
    with empty_site.database.transaction() as session:
        layer = Layer(id="there", kind="monitoring_section", title_zh="断面", title_en="Sections",
                      key_field="code")  # fmt: skip
        make_live(session, layer, Version(
            sha256=content.sha256, features=2, bbox=list(content.bbox), crs="EPSG:4490",
            secrecy="internal", manifest={},
        ))  # fmt: skip


def test_a_grid_is_kept_as_a_batch_and_marks_the_cells_that_are_wrong(
    someone: Callable[[str], Office], sections: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = someone("editor")
    page = editor.client.get("/water/readings/grid?time=2025-05&items=TP&items=pH").text
    assert (page.count('data-column="TP"'), page.count('data-column="DO"')) == (2, 0)
    with monkeypatch.context() as few:
        few.setattr("webmap.readings.typing.MOST_ROWS", 1)
        for at in (1, 2):
            asked = f"/water/readings/grid?time=2025-05&items=TP&page={at}"
            part = editor.client.get(asked).text
            assert re.findall(r'data-section="([^"]+)"', part) == [SECTION[at - 1][0]]
        assert "items=TP&amp;page=1" in part
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found is not None

    last: dict[str, Any] = {}

    def put(*rows: tuple[int, dict[str, str]], **more: Any) -> Any:
        asked = [{"section": SECTION[at][0], "time": "2025-05", "row": at + 2, "cells": cells}
                 for at, cells in rows]  # fmt: skip
        asked[-1] |= last
        return editor.client.put("/api/v1/water/readings/grid", json={"rows": asked, **more},
                                 headers={"X-CSRFToken": found[1]})  # fmt: skip

    wrong = put((1, {"TP": "15", "pH": "7"}))
    assert wrong.status_code == 400
    (fault,) = wrong.json["problems"]
    assert (fault["code"], fault["feature"], fault["field"]) == ("water-unit-doubted", 3, "TP")
    # Nothing is kept under another time, in place of another row, or left out.
    for other in ({"time": "2025-04"}, {"row": 2}, {"cells": {"TP": "0.1", "总磷": "0.1"}}):
        last = other
        refused = put((0, {"TP": "0.08"}), (1, {"TP": "0.1"}))
        assert (refused.status_code, refused.json["code"]) == (400, "water-grid-wrong")
    last = {}
    assert put((0, {"TP": "0.08"}), (1, {"TP": "15"}), status="looked").json["count"] == 2
    batch = editor.client.get("/water/readings/1").text
    assert "网页录入 2025-05" in batch
    assert "已有 1 项" in editor.client.get("/water/readings/grid?time=2025-05&lang=zh").text
    other = put((0, {"TP": "0.09"}))
    assert other.json["problems"][0]["code"] == "water-stored-differs"
    assert put((0, {"TP": "0.09"}), reason="抄错").json["batch"] == 2
    assert editor.send("/water/readings/2/withdraw", reason="送错了").status_code == 303
    assert editor.client.get("/water/readings/grid?time=2025-5").status_code == 422


def test_who_keeps_no_readings_does_not_see_them(someone: Callable[[str], Office]) -> None:
    viewer = someone("viewer")
    assert viewer.client.get("/water/readings").status_code == 403
    assert viewer.send("/water/readings", step="take", pasted=GOOD).status_code == 403
