"""Uploads in a real browser: from files as an office sends them to a layer that is live."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, Route, expect

from layers.catalogue import resolve
from layers.uploads.tables import UploadRow
from tests.webmap.uploads.conftest import Office, Windows, zones

pytestmark = pytest.mark.browser


def test_a_shapefile_of_unknown_encoding_and_place_becomes_a_layer(
    window: Windows, office: Office, loose: tuple[Path, ...]
) -> None:
    one = window().sign_in().choose(*loose).checked()
    page = one.page
    expect(page.locator("#step-crs")).to_contain_text("EPSG:4526")
    expect(page.locator("#step-crs")).to_contain_text("100% 在已知边界内")
    expect(page.locator("#step-encoding .pick").first).to_contain_text("编号、名称")
    expect(page.locator("#import")).to_be_disabled()
    page.click("#crs-take")
    page.click("#encoding-take")
    page.select_option("#kind", "sponge_zone")
    one.checked()
    expect(page.locator("#field-verdict")).to_have_value("是否达标")
    one.stands("还有 1 项")
    expect(page.locator("#finding-unknown-code")).to_contain_text("算达标")
    expect(page.locator("#step-findings")).not_to_contain_text("--")
    page.get_by_label("达标情况 算达标").select_option("met")
    one.checked()
    one.stands("可以导入")
    page.locator("#finding-geometry-repaired").get_by_role("button").click()
    expect(page.locator("#look-map")).to_be_focused()
    assert page.locator("tr.chosen").inner_text().split()[:2] == ["5", "HN-5"]
    with page.expect_download() as report:
        page.get_by_role("link", name="下载检查报告").click()
    assert report.value.suggested_filename == "排水分区_检查报告.xlsx"
    with page.expect_download() as mended:
        page.click("#take-zip")
    assert mended.value.suggested_filename == "排水分区_改正后.zip"
    page.fill("#layer-id", "fresh_zones")
    page.fill("#source", "区水务局来函")
    page.click("#import")
    page.click("#to-layer")
    page.wait_for_url("**/layers/fresh_zones")
    expect(page.locator("table").first).to_contain_text("区水务局来函")
    with office.database.reading() as session:
        live = resolve(session, "fresh_zones")
    assert (live.features, live.description.source, live.crs) == (6, "区水务局来函", "EPSG:4526")


def test_a_version_that_breaks_links_asks_and_names_the_project(
    window: Windows, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "分区.geojson"
    zones(4).to_crs(4490).to_file(path)
    one = window().sign_in("/upload?layer=old_zones")
    page = one.page
    expect(page.locator(".for-layer")).to_contain_text("上传新版本")
    one.choose(path).checked()
    expect(page.locator("#layer")).to_have_value("old_zones")
    # What is read as the live version was is told in one line, and asked when that is opened.
    same = page.locator("#step-same > summary")
    expect(same).to_contain_text("坐标系 EPSG:4490、字段对应")
    expect(page.locator("#step-crs")).to_be_hidden()
    same.click()
    expect(page.locator("#field-name")).to_be_visible()
    page.click("#import")
    question = page.locator(".question")
    expect(question).to_contain_text("XM-7")
    expect(question).to_contain_text("沌口改造")
    with office.database.reading() as session:
        assert resolve(session, "old_zones").number == 1
    expect(page.locator("#import-anyway")).to_be_disabled()
    page.get_by_label("我了解后果").check()
    page.click("#import-anyway")
    expect(page.locator("#to-layer")).to_be_visible()
    with office.database.reading() as session:
        assert resolve(session, "old_zones").number == 2


def test_a_large_export_waits_on_a_page_of_its_own_across_a_reload(
    window: Windows, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.artifacts.bound.AT_ONCE_S", 0.0)
    one = window().sign_in("/layers/boundary/export")
    with office.labour.held():
        one.page.select_option("#export-format", "xlsx")
        one.page.get_by_role("button", name="导出文件").click()
        one.page.wait_for_url("**/jobs/*")
        expect(one.page.get_by_text("排队中")).to_be_visible()
        one.page.reload()
        expect(one.page.get_by_text("排队中")).to_be_visible()
        assert one.page.evaluate(FAULTS) == []
    with one.page.expect_download() as file:
        one.page.click("#made-file")
    assert file.value.suggested_filename.endswith("_v1_EPSG4490.xlsx")
    assert one.page.evaluate(FAULTS) == []


def test_an_upload_goes_live_by_keyboard_alone(window: Windows, tmp_path: Path) -> None:
    path = tmp_path / "多层.gpkg"
    zones(3).to_file(path, layer="分区甲")
    zones(4).to_file(path, layer="分区乙")
    one = window().sign_in().choose(path).checked()
    page = one.page
    tab_to(page, "#layer-1")
    page.keyboard.press("Enter")
    one.checked()
    expect(page.locator("#step-layer :focus")).to_be_attached()
    tab_to(page, "#kind")
    arrow_to(page, "#kind", "sponge_zone")
    one.checked()
    expect(page.locator("#kind")).to_be_focused()
    tab_to(page, "#import")
    page.keyboard.press("Enter")
    expect(page.locator("#to-layer")).to_be_visible()
    tab_to(page, "#to-layer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/layers/sponge_zone*")


def tab_to(page: Page, wanted: str) -> None:
    """Go on with the tab key until the control has the focus; never backwards."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} cannot be reached")


def arrow_to(page: Page, select: str, wanted: str) -> None:
    """Go down to a value with the arrow key; each step is seen before the next one."""
    values = page.locator(f"{select} option").evaluate_all("(all) => all.map((one) => one.value)")
    for value in values[1 : values.index(wanted) + 1]:
        page.keyboard.press("ArrowDown")
        expect(page.locator(select)).to_have_value(value)
        expect(page.locator(select)).to_be_focused()


# Controls without a name, fields without a label, names that stand twice, targets too small.
FAULTS = """() => {
  const seen = (e) => e.getClientRects().length > 0;
  const all = (what) => [...document.querySelectorAll(what)].filter(seen);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id).filter(Boolean);
  const small = (e) => e.getBoundingClientRect().height < 31.5;
  const text = (e) => e.outerHTML.slice(0, 120);
  return [
    ...all("main input:not([type=hidden]), main select")
      .filter((e) => !e.labels.length && !e.getAttribute("aria-label")).map((e) => `label: ${text(e)}`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`),
    ...all("main button, main .button, main .quiet-button, main select, main .pick, main .accept")
      .filter(small).map((e) => `small: ${text(e)}`),
    ...(document.querySelectorAll("h1").length === 1 ? [] : ["one h1"]),
    ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the window"] : []),
  ];
}"""  # noqa: E501


def test_the_pages_fit_a_narrow_window_in_both_languages(
    window: Windows, loose: tuple[Path, ...]
) -> None:
    one = window(width=360, height=740).sign_in().choose(*loose).checked()
    one.page.select_option("#kind", "sponge_zone")
    one.checked()
    found: dict[str, list[str]] = {}
    detail = one.page.url.partition("?")[0]
    for lang in ("zh", "en"):
        one.page.goto(f"{detail}?lang={lang}")
        one.checked()
        one.page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
        found[f"detail {lang}"] = one.page.evaluate(FAULTS)
        one.page.goto(f"{one.base}/upload?lang={lang}")
        found[f"start {lang}"] = one.page.evaluate(FAULTS)
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_a_choice_that_did_not_arrive_is_sent_before_the_import(
    window: Windows, office: Office, tmp_path: Path
) -> None:
    """The connection broke while the grade was sent; the page went on showing it as chosen."""
    path = tmp_path / "密.geojson"
    zones(count=3).to_crs(4490).to_file(path)
    one = window().sign_in().choose(path).checked()
    page = one.page
    page.select_option("#kind", "sponge_zone")
    page.fill("#layer-id", "secret_zones")
    one.checked()
    one.stands("可以导入")

    def broken(route: Route) -> None:
        if route.request.method == "PATCH":
            route.abort("connectionaborted")
        else:
            route.continue_()

    page.route("**/api/v1/uploads/*", broken)
    page.select_option("#secrecy", "restricted")
    expect(page.locator("#faults .fault-summary")).to_be_visible()
    page.unroute("**/api/v1/uploads/*")
    expect(page.locator("#secrecy")).to_have_value("restricted")
    page.click("#import")
    expect(page.locator("#to-layer")).to_be_visible()
    with office.database.reading() as session:
        assert resolve(session, "secret_zones").secrecy == "restricted"


def test_an_upload_for_a_layer_takes_over_its_key_grade_and_source(
    window: Windows, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "新版.gpkg"
    zones(count=3).to_file(path)
    one = window().sign_in("/upload?layer=old_zones")
    one.choose(path).checked()
    expect(one.page.locator("#layer")).to_have_value("old_zones")
    expect(one.page.locator("#source")).to_have_value("试验数据")
    expect(one.page.locator("#step-crs")).to_contain_text("不同：EPSG:4490")
    expect(one.page.locator("#step-same")).to_contain_text("相同：字段对应")
    with office.database.reading() as session:
        upload = session.get(UploadRow, one.page.url.rpartition("/")[2])
        assert upload is not None
        assert (upload.choices["key"], upload.choices["secrecy"]) == ("code", "internal")


@pytest.mark.parametrize(
    ("lang", "ours", "done"),
    [
        ("zh", "改正或确认之前不导入", "已按确认的办法处理"),
        ("en", "put right or", "Done as confirmed"),
    ],
)
def test_a_row_astray_is_ticked_off_and_the_others_become_a_layer(
    window: Windows, office: Office, tmp_path: Path, lang: str, ours: str, done: str
) -> None:
    """To the end in both languages; what has been ticked does not say that it still waits."""
    frame = zones(4)
    frame.geometry = [*frame.geometry[:3], shapely.box(0, 0, 900, 900)]
    path = tmp_path / "散点.gpkg"
    frame.to_file(path)
    one = window().sign_in()
    one.page.goto(f"{one.base}/upload?lang={lang}")
    one.choose(path).checked()
    page = one.page
    page.select_option("#kind", "sponge_zone")
    page.fill("#layer-id", f"astray_{lang}")
    page.keyboard.press("Tab")
    one.checked()
    card = page.locator("#finding-outside-china")
    expect(card).to_contain_text(ours)
    expect(page.locator("#import")).to_be_disabled()
    page.check("#accept-outside-china")
    expect(card).to_contain_text(done)
    expect(card).not_to_contain_text(ours)
    one.checked()
    page.click("#import")
    expect(page.locator("#to-layer")).to_be_visible()
    with office.database.reading() as session:
        assert resolve(session, f"astray_{lang}").features == 3
