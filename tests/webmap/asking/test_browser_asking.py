"""The tools that ask about a place, by mouse, by keyboard, from an address and at 360 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.webmap.conftest import PASSWORD, add_role
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser
STARTED = "#panel-layers > *"
# Latitude and longitude of the middle of the map.
MIDDLE = """() => location.hash.split("&")[0].split("/").slice(1)"""
RECTANGLE = (420, 300), (760, 640)


@pytest.fixture(scope="module")
def base(site: Any) -> Iterator[str]:
    browser_assets.ensure()
    with served(site.app) as address:
        yield address


def asked(page: Page) -> dict[str, list[str]]:
    """The question that stands in the address."""
    return parse_qs(parse_qs(urlsplit(page.url).fragment).get("ask", [""])[0])


def test_a_place_is_asked_about_measured_and_opened_again(
    browser: Browser, base: str, site: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda one: one.type == "error" and complaints.append(one.text))
    fetched: list[str] = []
    page.on("request", lambda one: fetched.append(one.url))
    page.goto(f"{base}/")
    page.wait_for_selector(STARTED, state="attached")
    assert not [url for url in fetched if "/asking" in url], "tools are fetched when first used"

    page.get_by_role("button", name="范围查询与量算").click()
    panel = page.locator("#asking")
    status = panel.locator(".ask-status")
    # A rectangle is dragged; its answer stands beside the map and in the address.
    panel.get_by_role("button", name="矩形").click()
    page.mouse.move(*RECTANGLE[0])
    page.mouse.down()
    page.mouse.move(*RECTANGLE[1], steps=3)
    page.mouse.up()
    expect(status).to_contain_text("个要素")
    expect(panel).to_be_visible()
    zones = panel.locator(".ask-layer", has_text="排水分区")
    zones.locator("summary").click()
    expect(zones.locator(".ask-feature").first).to_be_visible()
    assert "占范围" in zones.inner_text()
    # What a file calls itself is text, here too.
    assert page.locator("img[src='x']").count() == 0
    assert set(asked(page)) == {"box"}
    kept, sentence = page.url, status.inner_text()

    # A feature of the answer is looked at, and the answer comes back after it.
    zones.locator(".ask-feature").first.click()
    expect(page.locator("#feature")).to_be_visible()
    expect(panel).to_be_hidden()
    page.keyboard.press("Escape")
    expect(panel).to_be_visible()

    # By keyboard: two corners at the cross in the middle of the map, then Escape gives up.
    page.goto("about:blank")
    page.goto(kept)
    expect(status).to_have_text(sentence)
    panel.get_by_role("button", name="矩形").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#atlas_map")).to_be_focused()
    page.keyboard.press(" ")
    before = page.evaluate(MIDDLE)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    # The map takes a moment to move, and says in the address when it has.
    page.wait_for_function(
        f"(before) => ({MIDDLE})().some((one, at) => Math.abs(one - before[at]) > 0.001)",
        arg=before,
    )
    page.keyboard.press(" ")
    expect(status).not_to_have_text(sentence)
    expect(status).to_contain_text("个要素")
    panel.get_by_role("button", name="多边形").click()
    page.keyboard.press("Escape")
    expect(panel.get_by_role("button", name="多边形")).to_have_attribute("aria-pressed", "false")

    # Measures and coordinates come from the server, place by place.
    panel.get_by_role("button", name="量算").click()
    for place in ((450, 400), (600, 400), (600, 550)):
        page.mouse.click(*place)
    expect(panel.locator(".ask-measures dt")).to_have_text(["长度", "闭合面积", "闭合周长"])
    assert panel.locator(".ask-written input").count() == 4
    page.keyboard.press("Escape")
    # What is wrong is said, and nothing hangs.
    panel.locator("summary", has_text="粘贴坐标").click()
    panel.locator("#ask-text").fill("114 30.5\n114.02 30.52\n114.02 30.5\n114 30.52")
    panel.get_by_role("button", name="查询", exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text("自相交")

    # A phone has one sheet at a time.
    page.set_viewport_size({"width": 360, "height": 740})
    panel.get_by_role("button", name="周边").click()
    expect(panel.locator(".panel-body")).to_be_hidden()
    page.mouse.click(180, 300)
    expect(status).to_contain_text("500 m 以内")
    expect(page.locator("#panel-theme")).to_be_hidden()
    page.get_by_role("button", name="关闭查询").click()
    expect(panel).to_be_hidden()
    assert asked(page) == {}

    # Whoever may keep projects gives what is chosen to one, and comes back to what was chosen.
    bring_in(context, site.app, base, add_role(site, "editor"), PASSWORD)
    page.goto("about:blank")
    page.goto(f"{base}/#&ask=chosen%3Dzones%252FA%26chosen%3Dzones%252FB")
    panel.get_by_role("link", name="关联到项目").click()
    expect(page.locator(".feature-list a").first).to_have_text("甲区（示例）")
    page.get_by_role("link", name="回到地图").click()
    expect(status).to_contain_text("2 个要素")
    context.close()
    assert [one for one in complaints if "400" not in one] == []
