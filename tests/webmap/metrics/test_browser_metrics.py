"""A figure in a real browser: the form, the job, the result with its map, a row and its shape."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from projects.accounts import accounts
from projects.metrics.run import run_metric
from tests.webmap.entering import bring_in
from tests.webmap.labour import Labour
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

PASSWORD = "seven otters juggle lanterns"  # noqa: S105


@pytest.fixture
def worker(site: Any) -> Iterator[Labour]:
    made = Labour(site.settings, site.database, site.store)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def page(site: Any, browser: Browser, worker: Labour) -> Iterator[Page]:
    browser_assets.ensure()
    name = f"figures-{secrets.token_hex(4)}"
    with site.database.transaction() as session:
        accounts.add_account(session, name, "reviewer", password=PASSWORD, by=None)
    with served(site.app) as base:
        yield from signed_in(browser, base, site, name)


def signed_in(browser: Browser, base: str, site: Any, name: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=base)
    opened, complaints = context.new_page(), []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    opened.on("console", on_console)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda r: r.url.startswith(base) or complaints.append(r.url))
    bring_in(context, site.app, base, name, PASSWORD)
    yield opened
    context.close()
    assert complaints == []


def test_from_the_form_to_the_map_of_the_result(page: Page, worker: Labour) -> None:
    page.goto("/metrics")
    page.click("#sponge_coverage h3 a")
    page.select_option("[name=target]", "WEDZ-2023-T22")
    page.fill("[name=cell_m]", "50")
    with worker.held():
        page.click("form.account-form button.button")
        page.wait_for_url("**/metrics/jobs/*")
        expect(page.locator("#job-said")).to_contain_text("排队中")
        page.reload()  # a job survives that
        expect(page.locator("#job-progress")).to_be_visible()
    page.wait_for_url("**/metrics/runs/*")

    expect(page.locator(".run-figure.first .run-number")).to_contain_text("25.")
    expect(page.locator("#run-map")).to_have_attribute("aria-label", "地图")
    page.wait_for_selector("#run-map[data-ready='3']")
    expect(page.locator("#run-legend .key")).to_have_text(["✓ 达标", "✗ 未达标", "? 未评估"])
    for _ in range(2):
        before = page.evaluate(SIGHT)
        page.click("#run-map .leaflet-control-zoom-out")
        # The map takes a moment to move, and no other zoom meanwhile.
        page.wait_for_function(f"(before) => ({SIGHT})() < before", arg=before)
    before = page.evaluate(SIGHT)
    page.click("table[data-table=zones] tr[data-key=B] td >> nth=2")
    expect(page.locator("tr.chosen")).to_have_attribute("data-key", "B")
    assert page.evaluate(SIGHT) > 1.3 * before, "the map went nearer to zone B"
    page.focus("tr[data-key=C]")
    page.keyboard.press("Enter")
    expect(page.locator("tr.chosen")).to_have_attribute("data-key", "C")
    page.click("#run-legend button")
    middle = page.locator("#run-map").bounding_box()
    assert middle is not None
    # The three zones lie around the middle; west of it and south of it is zone A.
    page.mouse.click(
        middle["x"] + middle["width"] / 2 - 60, middle["y"] + middle["height"] / 2 + 60
    )
    expect(page.locator("tr.chosen")).to_have_attribute("data-key", "A")
    heading = page.locator("table[data-table=zones] thead th").first
    for order in ("ascending", "descending"):
        heading.locator("a").click()
        expect(heading).to_have_attribute("aria-sort", order)
    expect(page.locator("table[data-table=zones] tbody tr >> nth=0")).to_have_attribute(
        "data-key", "A"
    )


# The length of a kilometre on the screen, by the scale bar: metres a pixel, the other way round.
SIGHT = """() => {
  const bar = document.querySelector("#run-map .leaflet-control-scale-line");
  const [, number, unit] = bar.textContent.match(/([\\d.]+)\\s*(k?m)/);
  return bar.offsetWidth / (number * (unit === "km" ? 1000 : 1));
}"""


def test_a_running_job_is_cancelled_from_its_page(page: Page, worker: Labour) -> None:
    page.goto("/metrics/sponge_coverage")
    page.fill("[name=cell_m]", "51")
    with worker.held():
        page.click("form.account-form button.button")
        page.wait_for_url("**/metrics/jobs/*")
        page.click("#job-cancel")
        expect(page.locator("h1")).to_have_text("没有算出结果")
    page.click("a.button")
    expect(page.locator("[name=cell_m]")).to_have_value("51")


def test_a_run_is_set_on_its_page_and_the_card_of_the_map_says_so(site: Any, page: Page) -> None:
    """At the width of a telephone too; taken off again, the card is gone."""
    inputs = {"zones": "zones", "built_up": "built_up"}
    run = run_metric(site.database, site.store, "sponge_coverage", inputs, {"cell_m": 90.0}).id
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"/metrics/runs/{run}")
    section = page.locator("#standing")
    expect(section.locator("h2 .chip")).to_have_text("试算")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill("#current-reason", "月报采用")
    section.locator("button", has_text="设为现行").click()
    expect(section.locator("h2 .chip")).to_have_text("现行 · 未签署")

    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    cards = page.locator(".figure-card[data-metric=sponge_coverage]")
    expect(cards).to_have_count(2)
    expect(cards.nth(1).locator(".standing")).to_contain_text("设为现行")
    expect(cards.nth(1).locator(".standing .chip")).to_have_text("现行 · 未签署")

    page.goto(f"/metrics/runs/{run}")
    section.locator("summary", has_text="取消现行").click()
    page.fill("#current-reason", "误设")
    section.locator("button.danger").click()
    expect(section.locator("h2 .chip")).to_have_text("曾为现行")
    page.goto("/")
    expect(cards).to_have_count(1)


@pytest.mark.parametrize("address", ["/metrics", "/metrics/sponge_coverage", "/metrics/runs/1"])
def test_nothing_is_wider_than_a_telephone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    drawn = page.locator("#run-map")
    expect(drawn.and_(page.locator("[data-ready]"))).to_have_count(drawn.count())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
