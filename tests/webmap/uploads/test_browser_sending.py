"""Files on their way in a real browser: chosen, dropped, broken off, read once they are there."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.webmap.uploads.conftest import PIECE, Office, Window, Windows, zones

pytestmark = pytest.mark.browser


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


def test_the_layer_of_a_file_with_several_is_chosen(window: Windows, tmp_path: Path) -> None:
    path = tmp_path / "多层.gpkg"
    zones(3).to_file(path, layer="分区甲")
    zones(4).to_file(path, layer="分区乙")
    one = window().sign_in().choose(path).checked()
    one.page.get_by_role("button", name="分区乙").click()
    one.checked()
    expect(one.page.locator("#facts")).to_contain_text("4 个要素")
    expect(one.page.locator("#layer-other")).to_be_visible()


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
