"""Rasters in a real browser: on paper a raster is whole, or the sheet says that it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from playwright.sync_api import Browser, Page, Route, expect

from layers.catalogue import Description
from tests.imported import import_file
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

# Every picture has come and is no longer fading in.
WHOLE = """() => {
  const pictures = [...document.querySelectorAll(".leaflet-rasters-pane img")];
  return pictures.length > 0 && pictures.every((one) => one.complete && one.style.opacity === "1");
}"""
# What the sheet shows at the moment of printing, kept for the test to read.
WATCH = """
window.sheets = [];
window.print = () => {
  window.dispatchEvent(new Event("beforeprint"));
  const note = document.querySelector(".print-note");
  const pictures = [...document.querySelectorAll(".leaflet-rasters-pane img")];
  window.sheets.push({
    pictures: pictures.length,
    whole: pictures.every((one) => one.complete && one.naturalWidth && one.style.opacity === "1"),
    note: note.hidden ? "" : note.textContent,
    seen: getComputedStyle(note).display,
  });
};
"""


@pytest.fixture(scope="module")
def cover(tmp_path_factory: pytest.TempPathFactory, opened: Any) -> Iterator[str]:
    """The address of an office with a raster of trees and water, about 4 km wide."""
    browser_assets.ensure()
    folder = tmp_path_factory.mktemp("cover")
    path = folder / "cover.tif"
    cells = np.repeat(np.array([10, 80], np.uint8), 20)[:, None].repeat(40, axis=1)
    place = Affine(0.001, 0, 114.0, 0, -0.001, 30.5)
    about = {"width": 40, "height": 40, "count": 1, "dtype": "uint8", "nodata": 0}
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:4490", transform=place, **about) as out:
        out.write(cells, 1)
    site = opened(folder / "home")
    import_file(
        site.database, site.store, path, layer_id="cover", kind="land_cover", title="土地覆盖",
        mapping={"legend": "esa_worldcover"},
        description=Description(source="示例", secrecy="public"),
    )  # fmt: skip
    with served(site.app) as address:
        yield address
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def page(cover: str, browser: Browser) -> Iterator[Page]:
    """The map with the raster switched on."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=cover)
    opened, complaints = context.new_page(), []
    opened.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.add_init_script(WATCH)
    opened.goto("/#&on=cover")
    opened.wait_for_function(WHOLE)
    yield opened
    context.close()
    # Pictures that a test withholds are told by the browser itself.
    assert [one for one in complaints if "ERR_FAILED" not in one] == []


def hold(page: Page) -> list[Route]:
    """Keeps back every picture that is asked for from now on."""
    held: list[Route] = []
    page.route("**/tiles/cover/**", lambda route: held.append(route))
    return held


def zoom(page: Page) -> None:
    """To where other pictures are asked for."""
    before = page.evaluate("location.hash")
    page.mouse.move(640, 400)
    with page.expect_request("**/tiles/cover/**"):
        page.mouse.wheel(0, 200)
    page.wait_for_function("(before) => location.hash !== before", arg=before)


def printed(page: Page) -> dict[str, Any]:
    """The sheet, as soon as there is one."""
    page.wait_for_function("() => window.sheets.length > 0")
    (sheet,) = page.evaluate("sheets")
    return sheet  # type: ignore[no-any-return]


def test_printing_waits_until_the_raster_is_whole(page: Page) -> None:
    # On the sheet the map has another size and zoom, so other pictures are asked for.
    zoom(page)
    page.wait_for_function(WHOLE)
    held = hold(page)
    page.click("#print")
    waiting = page.get_by_role("status").filter(has_text="正在载入栅格图层")
    expect(waiting).to_be_visible()
    assert held
    page.wait_for_timeout(2600)  # as long as vector tiles are waited for
    assert page.evaluate("sheets") == []
    for route in held:
        route.continue_()
    sheet = printed(page)
    assert sheet["pictures"] > 0
    assert sheet["whole"]
    assert sheet["note"] == ""
    expect(waiting).to_have_count(0)
    expect(page.locator("link[href*='print']")).to_have_attribute("media", "print")


def test_a_sheet_printed_without_waiting_says_that_the_raster_is_not_whole(page: Page) -> None:
    hold(page)
    zoom(page)
    page.keyboard.press("Control+p")
    page.get_by_role("button", name="立即打印").click()
    sheet = printed(page)
    assert sheet["note"] == "栅格图层未载入完整：土地覆盖"
    assert sheet["seen"] == "block"


def test_escape_calls_printing_off_and_the_map_is_as_it_was(page: Page) -> None:
    hold(page)
    zoom(page)
    before = page.evaluate("location.hash")
    page.click("#print")
    expect(page.locator(".print-wait")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".print-wait")).to_have_count(0)
    expect(page.locator("#print")).to_be_focused()
    page.wait_for_function("(before) => location.hash === before", arg=before)
    page.wait_for_timeout(300)
    assert page.evaluate("sheets") == []


def test_pictures_that_could_not_be_had_are_told_on_the_sheet(page: Page) -> None:
    page.route("**/tiles/cover/**", lambda route: route.abort())
    page.click("#print")
    sheet = printed(page)
    assert "土地覆盖" in sheet["note"]


def test_from_the_menu_of_the_browser_the_map_is_laid_out_as_on_paper(page: Page) -> None:
    page.evaluate("() => { window.dispatchEvent(new Event('beforeprint')); }")
    # 277 mm of paper less the figure beside the map, in pixels of 1/96 inch.
    frame = page.locator(".map-place").bounding_box()
    assert frame is not None
    assert frame["width"] == pytest.approx(196 / 25.4 * 96, abs=4)
    # The raster fills the middle of what is free of panels, so it does of the sheet.
    shown = page.locator(".leaflet-rasters-pane img").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((r) => [r.left, r.right])"
    )
    middle_x = frame["x"] + frame["width"] / 2
    assert any(left <= middle_x <= right for left, right in shown)
    page.evaluate("() => { window.dispatchEvent(new Event('afterprint')); }")
    expect(page.locator("link[href*='print']")).to_have_attribute("media", "print")
    wide = page.locator(".map-place").bounding_box()
    assert wide is not None
    assert wide["width"] == 1280
