"""Pages of water quality over four sections: a month, one section, a year by a scheme, the map."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, expect

from geo.words import Text
from layers.audit import SYSTEM
from layers.catalogue import Description
from projects.accounts.accounts import add_account
from projects.metrics.run import run_metric
from projects.sections.warned import kept_inputs
from projects.water.batches import take_in
from projects.water.readings import Asked
from projects.water.tables import WaterMonth
from tests.imported import import_file
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.slow

CLEAN = {"DO": 8.0, "CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08, "CODCr": 10.0}
FOUL = CLEAN | {"NH3-N": 1.2, "TP": 0.22}
SECTIONS = (
    ("A", "水洪中心", None, None, "public"),
    ("B", "老关村", "A", "汉南区", "public"),
    ("C", "王家巷", "A", "武昌区", "public"),
)
HIDDEN = "密断面"
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105


def months() -> Iterator[WaterMonth]:
    for month in ("2026-08", "2026-09", "2026-10"):
        yield row("A", month, CLEAN)
        yield row("B", month, FOUL if month == "2026-10" else CLEAN)
        yield row(HIDDEN, month, CLEAN)


def row(section: str, month: str, values: dict[str, float]) -> WaterMonth:
    sums = {item: [value, 1, 0] for item, value in values.items()}
    return WaterMonth(
        section=section, month=month, name=section, lake=False, readings=1, expected=1, sums=sums,
        batches=[],
    )  # fmt: skip


def daily() -> Iterator[str]:
    """A month of one section with a value far off on its tenth day."""
    for day in range(1, 31):
        yield f"水洪中心,2024-03-{day:02d},{0.5 if day == 10 else 0.1 + day % 3 / 100:.2f}"


def write(folder: Path, name: str, sections: tuple[Any, ...]) -> Path:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [114.0 + at / 50, 30.5]},
            "properties": {
                "code": code, "name": title, "river": "长江", "control_code": control,
                "upstream_district": district, "downstream_district": "汉阳区",
                "target_class": "III",
            },
        }
        for at, (code, title, control, district, _) in enumerate(sections)
    ]  # fmt: skip
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def around(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """A bank drawn against the water, and one district: what arrows and outlines come from."""
    bank = {"type": "LineString", "coordinates": [[114.1, 30.5], [114.02, 30.5], [113.9, 30.505]]}
    ring = [[113.9, 30.4], [114.1, 30.4], [114.1, 30.6], [113.9, 30.6], [113.9, 30.4]]
    district = {"type": "Polygon", "coordinates": [ring]}
    named = {"code": "1", "river": "长江", "name": "汉南区"}
    for kind, shape in (("river_bank", bank), ("admin_division", district)):
        feature = {"type": "Feature", "geometry": shape, "properties": named}
        path = folder / f"{kind}.geojson"
        content = {"type": "FeatureCollection", "features": [feature]}
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        yield kind, path, kind


@pytest.fixture(scope="module")
def water(
    tmp_path_factory: pytest.TempPathFactory,
    opened: Callable[[Path], Any],
    signing_in: Callable[..., Any],
) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("water")
    site = opened(folder / "home")
    for name, path, kind in around(folder):
        import_file(
            site.database, site.store, path, layer_id=name, kind=kind, title=Text(name, name),
            key="code", crs="EPSG:4490", accept=("crs-missing",),
            description=Description(source="试验", secrecy="public"),
        )  # fmt: skip
    hidden = ((HIDDEN, HIDDEN, None, None, "restricted"),)
    for name, sections, secrecy in (("open", SECTIONS, "public"), ("shut", hidden, "restricted")):
        import_file(
            site.database, site.store, write(folder, name, sections), layer_id=name,
            kind="monitoring_section", title=Text(name, name), key="code", crs="EPSG:4490",
            accept=("crs-missing",), description=Description(source="试验", secrecy=secrecy),
        )  # fmt: skip
    with site.database.transaction() as session:
        session.add_all(list(months()))
        path = folder / "daily.csv"
        path.write_text("\n".join(["断面,日期,总磷(mg/L)", *daily()]), encoding="utf-8")
        take_in(session, site.store, path, Asked(), SYSTEM)
        add_account(session, "viewer", "viewer", password=PASSWORD, by=None)
        add_account(session, "editor", "editor", password=PASSWORD, by=None)
    client = site.app.test_client()
    assert signing_in(client, "viewer", PASSWORD).status_code == 303
    yield client
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.text[:500]
    return unescape(response.text)


def test_a_month_names_what_is_missing_before_what_is_met(water: FlaskClient) -> None:
    page = text(water, "/water?lang=zh")
    order = [page.index(f'id="{name}"') for name in ("missing", "missed", "met", "districts")]
    assert order == sorted(order)
    assert "2026 年 10 月断面水质" in page
    assert "50.0%" in page
    assert "氨氮 1.2 (+0.20)" in page


def test_what_a_layer_hides_is_not_there(water: FlaskClient) -> None:
    for address in ("/water", "/api/v1/water/months/2026-10", "/water/schemes/hubei?year=2026"):
        assert HIDDEN not in text(water, address)
    assert water.get(f"/water/sections/{HIDDEN}").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_section_has_its_series_with_bands_and_its_control(
    water: FlaskClient, language: str
) -> None:
    page = text(water, f"/water/sections/B?lang={language}")
    assert page.count('class="point-over"') == 2
    assert 'class="series-control"' in page
    assert 'class="band band-III"' in page
    assert 'href="/water/sections/A?until=2026-10"' in page
    assert 'href="/#&amp;sel=open/B&amp;theme=water"' in water.get("/water/sections/B").text
    assert {"zh": "目标限值 0.2", "en": "limit of the target 0.2"}[language] in page


def months_shown(page: str) -> list[tuple[str, bool]]:
    """The months of the table, with whether there was anything measured."""
    rows = re.findall(r'<td class="date stack-head">([-\d]+)</td>\s*<td([^>]*)>', page)
    return [(month, "colspan" not in cell) for month, cell in rows]


def test_a_section_tells_its_class_month_by_month_and_what_lacks_readings(
    water: FlaskClient,
) -> None:
    page = text(water, "/water/sections/B?lang=zh")
    assert months_shown(page) == [("2026-10", True), ("2026-09", True), ("2026-08", True)]
    foul = page[page.index("2026-10</td>") : page.index("2026-09</td>")]
    assert "Ⅳ类" in foul
    assert "未达标" in foul
    assert "氨氮 1.2 (+0.20)" in foul
    # A month without readings is a row of its own.
    later = text(water, "/water/sections/B?until=2026-11&lang=zh")
    assert months_shown(later)[:2] == [("2026-11", False), ("2026-10", True)]
    # None in all of them: where the last ones are; none at all: that is said, without commands.
    earlier = text(water, "/water/sections/B?until=2020-01&lang=zh")
    assert 'href="/water/sections/B?until=2026-10"' in earlier
    never = text(water, "/water/sections/C?lang=zh")
    assert "这个断面还没有任何监测数据" in never
    assert "ecoatlas water" not in never


def test_a_year_by_a_scheme_shows_months_ledger_and_what_is_not_known(water: FlaskClient) -> None:
    page = text(water, "/water/schemes/wuhan_yangtze?year=2026&lang=zh")
    assert "追加扣缴不计" in page
    assert "没有可结算的金额" not in page
    assert "武汉市（市级财政）" in page
    assert "名称上已被" in text(water, "/water/schemes/hubei?lang=zh")
    assert "unknown-scheme" in text(water, "/water/schemes/mars", 404)


def test_the_map_is_told_classes_and_whether_targets_are_met(water: FlaskClient) -> None:
    told = json.loads(text(water, "/api/v1/water/months/newest"))
    assert told["month"] == "2026-10"
    by_key = {one["key"]: (one["class"], one["met"]) for one in told["sections"]}
    assert by_key == {"A": ("II", True), "B": ("IV", False), "C": (None, None)}
    assert [one["class"] for one in told["classes"]] == ["I", "II", "III", "IV", "V", "V-"]
    flows = [one["flow"] for one in told["sections"]]
    assert flows == pytest.approx([90, 90, 90], abs=3)
    between = {one["key"]: (one["upstream_at"], one["downstream_at"]) for one in told["sections"]}
    assert between["B"] == ({"layer": "admin_division", "key": "1"}, None)
    assert between["C"] == (None, None)
    assert [one["target_title"] for one in told["sections"]] == ["Ⅲ类"] * 3
    assert told["months"] == ["2024-03", "2026-08", "2026-09", "2026-10"]
    empty = json.loads(text(water, "/api/v1/water/months/1999-01"))
    assert empty["sections"] == []


def test_a_file_to_take_along_has_the_month_of_the_sections_inside(water: FlaskClient) -> None:
    page = text(water, "/map/export/file?theme=water&grade=public&bbox=113.99,30.4,114.01,30.6")
    lying = re.search(r'<script type="application/json" id="answers">(.*?)</script>', page)
    assert lying
    month = json.loads(lying[1])["water/months/newest"]
    assert month["month"] == "2026-10"
    assert [(one["key"], one["class"]) for one in month["sections"]] == [("A", "II")]


def test_a_file_to_take_along_is_of_the_month_that_was_chosen(water: FlaskClient) -> None:
    page = text(water, "/map/export/file?theme=water&month=2026-09&grade=public")
    inside = json.loads(page.split('id="answers">')[1].split("</script>")[0])
    told = inside["water/months/newest"]
    assert (told["month"], told["months"]) == ("2026-09", ["2026-09"])
    assert {one["key"]: one["met"] for one in told["sections"]} == {"A": True, "B": True, "C": None}
    assert HIDDEN not in page
    form = text(water, "/map/export?theme=water&grade=public&lang=en")
    assert '<dt>Water quality of</dt><dd lang="zh-CN">2026-10</dd>' in form
    assert "1999-01 没有断面监测值" in text(
        water, "/map/export?theme=water&month=1999-01&grade=public&lang=zh", 400
    )


def test_on_paper_sections_have_the_colours_of_the_month(water: FlaskClient) -> None:
    fourth = (0xE3, 0xB2, 0x1C)
    for month, there in (("2026-10", True), ("2026-09", False)):
        asked = f"/map/export/file?theme=water&month={month}&grade=public&format=png"
        picture = Image.open(io.BytesIO(water.get(asked).data)).convert("RGB")
        assert (fourth in {colour for _, colour in picture.getcolors(1 << 20) or ()}) is there


@pytest.mark.browser
def test_the_month_is_chosen_by_keys_and_stands_in_the_address(
    water: FlaskClient, browser: Browser
) -> None:
    browser_assets.ensure()
    with served(water.application) as base:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{base}/#12/30.5/114.02&theme=water&sel=open/B")
        row, card = page.locator('[data-key="B"]'), page.locator(".facts.answer")
        expect(row).to_contain_text("未达标")
        expect(card).to_contain_text("Ⅳ类 · 未达标 · 目标 Ⅲ类")
        missed, fourth = (page.locator(f'[data-graded="{n}"]') for n in ("met false", "class IV"))
        for count in (missed, fourth):
            expect(count).to_have_text("1")
        page.focus("#month-slider")
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(re.compile("month=2026-09"))
        expect(row).not_to_contain_text("未达标")
        expect(card).to_contain_text("Ⅱ类 · 达标")
        expect(card).to_contain_text("汉南区")
        for count in (missed, fourth):
            expect(count).to_have_text("0")
        page.reload()
        expect(page.locator(".step-said")).to_have_text("2026-09")
        page.click('button[title="后一个有监测值的月份"]')
        expect(page).not_to_have_url(re.compile("month="))
        expect(row).to_contain_text("未达标")
        # The tools for earlier days have the map, and their own month, as long as they are open.
        page.goto(f"{base}/#12/30.5/114.02&theme=water&swipe=days:2026-09:2026-10:50")
        expect(page.locator(".swipe-side")).to_have_text(["2026-09", "2026-10"])
        expect(page.locator("#month-slider")).to_have_count(0)
        page.close()


def test_whoever_is_not_signed_in_looks_and_takes_nothing_away(water: FlaskClient) -> None:
    stranger = water.application.test_client()
    assert "bulletin.docx" not in text(stranger, "/water")
    assert "bulletin.docx" in text(water, "/water")
    assert stranger.get("/water/bulletin.docx").status_code == 303


def test_warnings_are_asked_for_by_whoever_keeps_readings(
    water: FlaskClient, signing_in: Callable[..., Any]
) -> None:
    assert "/water/warnings" not in text(water, "/water")
    editor = water.application.test_client()
    assert signing_in(editor, "editor", PASSWORD).status_code == 303
    token = re.search(r'name="csrf_token" value="([^"]+)"', text(editor, "/water"))
    assert token is not None
    asked = {"layer": "open", "year": "2023", "csrf_token": token[1]}
    again = editor.post("/water/warnings", data=asked)
    assert again.status_code == 409
    assert "没有可取的监测值" in again.text
    assert water.post("/water/warnings", data=asked).status_code in (400, 403)
    began = editor.post("/water/warnings", data=asked | {"year": "2024"})
    assert began.headers["Location"].startswith("/metrics/jobs/")
    office = water.application.extensions["ecoatlas"]
    with office.database.transaction() as session:
        inputs = kept_inputs(session, office.store, "open", 2024, SYSTEM)
    run = run_metric(office.database, office.store, "section_warnings", inputs, {"year": 2024.0})
    page = text(water, "/water?month=2024-03&lang=zh")
    assert f'href="/metrics/runs/{run.id}/hits">查看处理情况' in page
    listed = text(water, f"/metrics/runs/{run.id}/hits?lang=zh")
    assert "突变 · 总磷 · Total phosphorus · 2024-03<" in listed


def test_a_checked_file_is_taken_in_without_choosing_it_again(
    water: FlaskClient, signing_in: Callable[..., Any]
) -> None:
    editor = water.application.test_client()
    assert signing_in(editor, "editor", PASSWORD).status_code == 303
    token = re.search(r'name="csrf_token" value="([^"]+)"', text(editor, "/water/readings"))
    assert token is not None
    rows = "断面,时间,总磷(mg/L)\n梁湖湖心,1999-03-05,0.04\n"
    asked = {"csrf_token": token[1], "step": "check", "below": "zero"}
    sent = asked | {"file": (io.BytesIO(rows.encode()), "旧.csv")}
    checked = editor.post("/water/readings", data=sent).text
    assert "像是湖库" in checked
    assert "在这一天没有现行限值" in checked
    assert "已选“旧.csv”" in checked
    assert '<option value="zero" selected>' in checked
    held = dict(re.findall(r'type="hidden" name="(held\w*)" value="([^"]+)"', checked))
    taken = editor.post("/water/readings", data=asked | held | {"step": "take"})
    assert taken.status_code == 303
    page = text(editor, taken.headers["Location"])
    assert "旧.csv" in page
    assert "请在数据表“地表水环境质量标准限值”里补上" in page


def test_a_bulletin_is_made_in_one_step_and_taken_along_by_whoever_may(
    water: FlaskClient, signing_in: Callable[..., Any]
) -> None:
    editor = water.application.test_client()
    assert signing_in(editor, "editor", PASSWORD).status_code == 303
    token = re.search(r'name="csrf_token" value="([^"]+)"', text(editor, "/water"))
    assert token is not None
    asked = {"layer": "open", "month": "2026-10", "csrf_token": token[1]}
    assert water.post("/water/bulletins", data=asked).status_code in (400, 403)
    again = editor.post("/water/bulletins", data=asked | {"month": "2021-10"})
    assert (again.status_code, "不能编制通报" in again.text) == (409, True)
    made = editor.post("/water/bulletins", data=asked)
    assert made.status_code == 303
    address = made.headers["Location"]
    assert address.startswith("/statements/")
    number = re.findall(r"\d+", address)[0]
    assert f"/water/bulletins/{number}.pdf" in text(water, f"/statements/{number}")
    page = text(water, "/water?month=2026-10")
    assert f'href="/statements/{number}"' in page
    assert HIDDEN not in text(water, f"/statements/{number}")
    for form in ("docx", "xlsx", "pdf"):
        assert water.get(f"/water/bulletins/{number}.{form}").status_code == 200
    assert water.get(f"/water/bulletins/{number}.odt").status_code == 404
    assert water.get("/water/bulletins/99999.pdf").status_code == 404


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_the_draft_of_a_bulletin_is_handed_out(water: FlaskClient, form: str) -> None:
    response = water.get(f"/water/bulletin.{form}?month=2026-10")
    assert response.status_code == 200
    assert f"water-2026-10.{form}" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/water?month=2026-13", 422),
        ("/water?mouth=2026-10", 400),
        ("/water/bulletin.odt", 404),
        ("/water/schemes/hubei?year=26", 422),
        ("/water/sections/Z", 404),
        ("/api/v1/water/months/October", 422),
    ],
)
def test_what_is_not_understood_is_refused(water: FlaskClient, address: str, status: int) -> None:
    assert water.get(address).status_code == status
