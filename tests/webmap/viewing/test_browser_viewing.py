"""Order, opacity, classes, versions and days on the map, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

# What stands on top at a place of the map, from the canvases of both grids.
COLOUR = """([lon, lat]) => {
  const [zoom, south, west] = location.hash.slice(1).split("&")[0].split("/").map(Number);
  const box = document.getElementById("atlas_map").getBoundingClientRect();
  const to = (y, x) => L.CRS.EPSG3857.latLngToPoint(L.latLng(y, x), zoom);
  const away = to(lat, lon).subtract(to(south, west));
  const [x, y] = [box.x + box.width / 2 + away.x, box.y + box.height / 2 + away.y];
  for (const name of ["leaflet-swipe-pane", "leaflet-tile-pane"]) {
    for (const tile of document.querySelectorAll(`.${name} canvas`)) {
      const at = tile.getBoundingClientRect();
      const divider = document.querySelector(".swipe-divider");
      const left = divider && x < divider.getBoundingClientRect().x;
      if (divider && (name === "leaflet-swipe-pane") !== left) continue;
      if (x < at.left || x >= at.right || y < at.top || y >= at.bottom || !tile.width) continue;
      const scale = tile.width / at.width;
      const place = [(x - at.left) * scale, (y - at.top) * scale, 1, 1];
      const { data } = tile.getContext("2d").getImageData(...place);
      if (data[3]) return [...data];
    }
  }
  return [0, 0, 0, 0];
}"""
START = "/#13/30.5/114.02"


@pytest.fixture
def page(browser: Browser, dated_site: Any) -> Iterator[Page]:
    browser_assets.ensure()
    complaints: list[str] = []
    with served(dated_site.app) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=base)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)  # fmt: skip # noqa: E501
        yield page
        context.close()
    assert complaints == []


def open_tools(page: Page, address: str = START) -> None:
    page.goto(address)
    page.click("#tab-layers")
    page.click("#viewing-open")
    expect(page.locator("#display-zones")).to_be_visible()


def reddish(page: Page, place: tuple[float, float]) -> bool:
    red, green, _, opaque = page.evaluate(COLOUR, list(place))
    return bool(opaque and red > green + 20)


def wait(page: Page, place: tuple[float, float], red: bool) -> None:
    for _ in range(200):
        colour = page.evaluate(COLOUR, list(place))
        if colour[3] and reddish(page, place) == red:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{place} is {colour}")


A, B = (114.01, 30.493), (114.03, 30.493)


def test_colours_opacity_and_order_stand_in_the_address_and_go_back(page: Page) -> None:
    open_tools(page)
    page.click("#display-zones")
    page.select_option("#display-field-zones", "capture_actual")
    page.select_option("#display-method-zones", "fixed")
    legend = page.locator('[data-legend="zones"] li')
    expect(legend).to_have_count(3)
    expect(legend.nth(1)).to_contain_text("分区范围内")
    page.locator("#display-opacity-zones").focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("op=zones%3A95"))
    expect(page.locator("#display-opacity-zones")).to_be_focused()
    page.click("#tab-theme")
    expect(page.locator("#panel-theme .class-list li")).to_have_count(3)
    page.go_back()
    expect(page).not_to_have_url(re.compile("op="))
    page.go_back()
    page.go_back()
    expect(page).not_to_have_url(re.compile("look="))
    expect(page.locator("#panel-theme .class-list li").first).to_contain_text("达标")


def test_two_versions_lie_side_by_side_and_the_divider_moves_by_keys(page: Page) -> None:
    open_tools(page)
    wait(page, A, red=False)
    page.click("button[aria-controls='tool-compare']")
    page.select_option("#swipe-what", "zones")
    page.click("#swipe-start")
    # The divider is at the middle of what the panel leaves free: A and B lie left of it.
    wait(page, A, red=True)
    divider = page.get_by_role("slider", name="左右分隔线")
    divider.focus()
    page.keyboard.press("Home")
    wait(page, A, red=False)
    expect(page).to_have_url(re.compile("swipe=zones%3A1%3A2%3A5"))
    page.reload()
    expect(page.get_by_role("slider", name="左右分隔线")).to_have_attribute("aria-valuenow", "5")
    page.go_back()
    expect(page.locator(".swipe-divider")).to_have_count(0)


def test_an_earlier_day_has_its_version_and_leaves_out_what_came_later(page: Page) -> None:
    open_tools(page, f"{START}&on=facilities")
    page.click("button[aria-controls='tool-time']")
    page.click("#time-start")
    wait(page, A, red=False)
    slider = page.locator("#time-slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile("time=2021-03"))
    wait(page, A, red=True)
    notes = page.locator(".time-notes")
    expect(notes).to_contain_text("1 个要素此日之后才有")
    expect(notes).to_contain_text("2 个要素没有日期")
    expect(notes).to_contain_text("显示最早的第 1 版")
    page.get_by_role("button", name="回到现在").click()
    wait(page, A, red=False)
    expect(page).not_to_have_url(re.compile("time="))
