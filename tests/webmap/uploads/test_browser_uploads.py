"""Uploads in a real browser: from files as an office sends them to a layer that is live."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Browser, Page, Route, expect

from layers.catalogue import Description, resolve
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.uploads.tables import UploadRow
from projects.accounts import accounts
from projects.records.records import add_project, link
from tests.databases import make_tables
from tests.imported import import_file
from tests.webmap.labour import Labour
from tests.webmap.served import served
from webmap.app import create_app
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
WEST, SOUTH = 114.05, 30.45
PIECE = 4 * 1024 * 1024


class Office:
    """An application with its worker, and the address it is served at."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home)
        engine = engine_for(self.settings)
        make_tables(engine)
        self.database = Database(engine)
        self.store = Store(self.settings.resolved_store_url)
        self.app = create_app(self.settings)
        self.labour = Labour(self.settings, self.database, self.store)
        self.base = ""

    def close(self) -> None:
        self.labour.stop()
        self.app.extensions["ecoatlas"].database.close()
        self.database.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An editor, a known boundary, and a layer of zones to which a project is linked."""
    browser_assets.ensure()
    folder = tmp_path_factory.mktemp("uploads")
    made = Office(folder / "home")
    with made.database.transaction() as session:
        accounts.add_account(session, "li", "editor", password=PASSWORD, by=None)
    ground = {"code": ["420114"], "name": ["试验区"], "level": ["county"]}
    district = [shapely.box(114.0, 30.4, 114.2, 30.55)]
    frame = gpd.GeoDataFrame(ground, geometry=district, crs=4490)
    store(made, folder, "boundary", "admin_division", frame)
    store(made, folder, "old_zones", "sponge_zone", zones())
    with made.database.transaction() as session:
        add_project(session, {"code": "XM-7", "name": "沌口改造（示例）", "status": "building"})
        link(session, "XM-7", "old_zones", ["HN-5"], store=made.store)
    made.labour.start()
    with served(made.app) as made.base:
        yield made
    made.close()


def store(office: Office, folder: Path, layer_id: str, kind: str, frame: gpd.GeoDataFrame) -> None:
    path = folder / f"{layer_id}.geojson"
    frame.to_crs(4490).to_file(path)
    import_file(
        office.database, office.store, path, layer_id=layer_id, kind=kind, key="编号" if kind ==
        "sponge_zone" else "code", crs="EPSG:4490", description=Description(source="试验数据"),
    )  # fmt: skip


def zones(count: int = 6, third: str = "达标") -> gpd.GeoDataFrame:
    """Zones in a row, in zone 38 of CGCS2000; the fifth is a bow-tie."""
    west = [WEST + 0.02 * i for i in range(count)]
    shapes: list[shapely.Geometry] = [shapely.box(x, SOUTH, x + 0.012, SOUTH + 0.01) for x in west]
    if count > 4:
        x = west[4]
        tie = [(x, SOUTH), (x + 0.01, SOUTH + 0.01), (x + 0.01, SOUTH), (x, SOUTH + 0.01)]
        shapes[4] = shapely.Polygon(tie)
    table = {
        "编号": [f"HN-{i + 1}" for i in range(count)],
        "名称": ["纱帽", "东荆", "蔡甸", "军山", "沌口", "后官湖"][:count],
        "是否达标": ["达标", "未达标", third, "达标", "达标", "未评估"][:count],
    }
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4490).to_crs(4526)


@dataclass
class Window:
    """One browser window with everything it asked for and complained of."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, to: str = "/upload") -> Window:
        self.page.goto(f"{self.base}/sign-in?next={to}")
        self.page.fill("#sign-in-name", "li")
        self.page.fill("#sign-in-password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.base}{to}")
        return self

    def choose(self, *paths: Path) -> Window:
        self.page.set_input_files("#pick-files", list(paths))
        return self

    def checked(self) -> Window:
        """Wait until nothing works on the upload and no choice is on its way."""
        expect(self.page.locator("#stage[aria-busy=false] ~ #finish")).to_be_visible()
        return self

    def stands(self, words: str) -> None:
        expect(self.page.locator(".finish-standing")).to_contain_text(words)

    def check(self) -> None:
        assert self.complaints == []
        assert [url for url in self.requests if not url.startswith(("blob:", self.base))] == []


Windows = Callable[..., Window]


@pytest.fixture
def window(browser: Browser, office: Office) -> Iterator[Windows]:
    opened: list[Window] = []

    def make(width: int = 1280, height: int = 860) -> Window:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(viewport=size, accept_downloads=True)
        made = Window(context.new_page(), office.base)
        made.page.on("request", lambda request: made.requests.append(request.url))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda message: complain(made, message.type, message.text))
        opened.append(made)
        return made

    yield make
    for one in opened:
        one.page.context.close()
        one.check()


def complain(window: Window, kind: str, text: str) -> None:
    # Where a test breaks the connection the browser says so.
    if kind in ("error", "warning") and "ERR_CONNECTION_ABORTED" not in text:
        window.complaints.append(text)


@pytest.fixture
def loose(tmp_path: Path) -> tuple[Path, ...]:
    """The parts of a GBK shapefile of which nobody said the encoding and the CRS."""
    zones(third="算达标").to_file(tmp_path / "排水分区.shp", encoding="GBK")
    return tuple(tmp_path / f"排水分区{suffix}" for suffix in (".shp", ".shx", ".dbf"))


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


def test_sending_and_checking_go_on_after_the_page_was_reloaded(
    window: Windows, office: Office, tmp_path: Path
) -> None:
    """The connection breaks after the first piece; the page is loaded anew, twice."""
    path = tmp_path / "大文件.geojson"
    zones().to_crs(4490).to_file(path)
    path.write_text(path.read_text("utf-8") + " " * (PIECE + 1000), "utf-8")
    one = window().sign_in()
    page = one.page
    sent: list[str] = []

    def broken(route: Route) -> None:
        sent.append(route.request.url)
        if "offset=0" in route.request.url:
            route.continue_()
        else:
            route.abort("connectionaborted")

    page.route("**/files/0?offset=*", broken)
    one.choose(path)
    expect(page.get_by_text("连接中断")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute("**/files/0?offset=*")
    expect(page.locator("table")).to_contain_text("传输未完成")
    one.requests.clear()
    with office.labour.held():
        one.choose(path)
        page.wait_for_url("**/upload/*")
        pieces = [url for url in one.requests if "offset=" in url]
        assert [url.partition("offset=")[2] for url in pieces] == [str(PIECE)]
        expect(page.get_by_text("排队中")).to_be_visible()
        page.reload()
        expect(page.get_by_text("排队中")).to_be_visible()
    one.checked()
    expect(page.locator("#facts")).to_contain_text("6 个要素")


# Drops files as a person does: names and contents as base64, onto the zone.
DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.getElementById("drop").dispatchEvent(event);
}"""


def test_a_dropped_file_is_checked_cancelled_and_checked_again(
    window: Windows, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "分区.geojson"
    zones(2).to_crs(4490).to_file(path)
    one = window().sign_in()
    with office.labour.held():
        one.page.evaluate(DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])
        one.page.click("#job-stop")
        expect(one.page.get_by_text("检查已取消")).to_be_visible()
    one.page.click("#check-again")
    one.checked()


def test_a_dropped_folder_is_read_to_its_last_subfolder_without_leftovers(
    window: Windows, tmp_path: Path
) -> None:
    """Dropped by the browser itself: two shapefiles of one name in sub-folders, told by path."""
    folder = tmp_path / "来函附件"
    for name, count in (("江汉区", 2), ("汉阳区/2025 年", 3)):
        (folder / name).mkdir(parents=True)
        zones(count).to_file(folder / name / "水系.shp", encoding="GBK")
    (folder / "__MACOSX" / "江汉区").mkdir(parents=True)
    (folder / "__MACOSX" / "江汉区" / "._水系.shp").write_bytes(b"Mac OS X")
    (folder / ".DS_Store").write_bytes(b"Bud1")
    one = window().sign_in()
    with one.page.expect_request(lambda sent: "/api/v1/uploads?" in sent.url) as announced:
        let_fall(one.page, folder)
    names = {file["name"] for file in announced.value.post_data_json["files"]}
    assert {name for name in names if name.endswith(".shp")} == {
        "来函附件/江汉区/水系.shp",
        "来函附件/汉阳区/2025 年/水系.shp",
    }
    assert not [name for name in names if "__MACOSX" in name or ".DS_Store" in name]
    one.checked()
    labels = one.page.locator("#step-layer .pick .from-file").all_inner_texts()
    assert sorted(labels) == ["来函附件/汉阳区/2025 年/水系.shp", "来函附件/江汉区/水系.shp"]
    one.page.get_by_role("button", name="汉阳区/2025 年/水系.shp").click()
    one.checked()
    expect(one.page.locator("#facts")).to_contain_text("3 个要素")


def let_fall(page: Page, *paths: Path) -> None:
    """Drag files or folders from outside onto the zone, as an operating system does."""
    zone = page.locator("#drop").bounding_box()
    assert zone is not None
    x, y = zone["x"] + zone["width"] / 2, zone["y"] + zone["height"] / 2
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    browser = page.context.new_cdp_session(page)
    for what in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": what, "x": x, "y": y, "data": data})


def test_files_and_a_folder_may_be_dropped_together(
    window: Windows, loose: tuple[Path, ...], tmp_path: Path
) -> None:
    """What lies loose beside a folder belongs together all the same."""
    more = tmp_path / "另一份"
    more.mkdir()
    zones(2).to_file(more / "泵站.shp", encoding="GBK")
    one = window().sign_in()
    let_fall(one.page, *loose, more)
    one.checked()
    labels = one.page.locator("#step-layer .pick .from-file").all_inner_texts()
    assert sorted(labels) == ["排水分区", "泵站"]


def test_a_field_is_set_to_take_nothing_and_back(window: Windows, tmp_path: Path) -> None:
    path = tmp_path / "分区.geojson"
    zones(4).assign(行政区="蔡甸").to_crs(4490).to_file(path)
    one = window().sign_in().choose(path).checked()
    page = one.page
    page.select_option("#kind", "sponge_zone")
    one.checked()
    district = page.locator("#field-district")
    expect(district).to_have_value("行政区")
    district.select_option(label="不导入")
    one.checked()
    expect(district.locator("option:checked")).to_have_text("不导入")
    expect(page.locator("#field-code")).not_to_contain_text("不导入")
    district.select_option(label="自动")
    one.checked()
    expect(district).to_have_value("行政区")


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


def test_the_layer_of_a_file_with_several_is_chosen(window: Windows, tmp_path: Path) -> None:
    path = tmp_path / "多层.gpkg"
    zones(3).to_file(path, layer="分区甲")
    zones(4).to_file(path, layer="分区乙")
    one = window().sign_in().choose(path).checked()
    one.page.get_by_role("button", name="分区乙").click()
    one.checked()
    expect(one.page.locator("#facts")).to_contain_text("4 个要素")
    expect(one.page.locator("#layer-other")).to_be_visible()


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
    path = tmp_path / "新版.geojson"
    zones(count=3).to_crs(4490).to_file(path)
    one = window().sign_in("/upload?layer=old_zones")
    one.choose(path).checked()
    expect(one.page.locator("#layer")).to_have_value("old_zones")
    expect(one.page.locator("#source")).to_have_value("试验数据")
    with office.database.reading() as session:
        upload = session.get(UploadRow, one.page.url.rpartition("/")[2])
        assert upload is not None
        assert (upload.choices["key"], upload.choices["secrecy"]) == ("code", "internal")


def half_sent(one: Window, path: Path) -> None:
    """The first piece of a file has arrived, the second does not get through."""
    path.write_bytes(b"[" * (PIECE + 1000))

    def broken(route: Route) -> None:
        if "offset=0" in route.request.url:
            route.continue_()
        else:
            route.abort("connectionaborted")

    one.page.route("**/files/0?offset=*", broken)
    one.choose(path)
    expect(one.page.get_by_text("连接中断")).to_be_visible()


def test_a_file_that_was_changed_meanwhile_is_not_sent_on(window: Windows, tmp_path: Path) -> None:
    """Of the same name and size: half of the old one and half of the new would be one file."""
    path = tmp_path / "改动.geojson"
    one = window().sign_in()
    half_sent(one, path)
    one.page.on("dialog", lambda dialog: dialog.accept())
    one.page.reload()
    one.page.unroute("**/files/0?offset=*")
    path.write_bytes(b"]" * (PIECE + 1000))
    os.utime(path, (2e9, 2e9))
    one.page.get_by_role("link", name="改动.geojson").click()
    one.page.set_input_files("#pick-files", path)
    expect(one.page.locator("#faults")).to_contain_text("新旧混杂")


def test_a_file_that_is_gone_is_no_lost_connection(window: Windows, tmp_path: Path) -> None:
    path = tmp_path / "移走.geojson"
    one = window().sign_in()
    half_sent(one, path)
    path.unlink()
    expect(one.page.locator("#faults")).to_contain_text("“移走.geojson”读不出来")


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
