"""Everyone can use every page: axe looks at each of the navigation and at the map's tools."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from layers.audit import Actor
from layers.system.row_access import EVERYTHING
from projects.sites.keeping import check_and_keep
from projects.sites.pasted import read_pasted
from projects.sites.site import Planned, Site
from projects.statements.making import make_statement
from projects.work.services import Services
from tests.webmap.conftest import PASSWORD, add_role
from tests.webmap.served import served
from tests.webmap.test_pages import ADDRESSES

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "requirements/axe/node_modules/axe-core/axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
LOOKED_AT = """async (rules) => (await axe.run(document, rules)).violations.map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map((one) => one.target.join(" ")).join(", ")}`)"""
SQUARE = "114.005 30.495\n114.02 30.495\n114.02 30.51\n114.005 30.51"
OTHERS = (
    *("/statements/1", "/statements/verify", "/delegations", "/map/export", "/projects/clauses"),
    *("/sites/1/checks/1", "/layers/zones/table", "/layers/zones/export", "/pool", "/units"),
    *("/water/readings/grid", "/projects/list", "/nowhere", "/layers/gone", "/projects?text=zzz"),
)
"""Pages that the navigation does not name, and states: nothing there, nothing found."""


@pytest.fixture(scope="module")
def signed_in(site: Any, browser: Browser) -> Iterator[BrowserContext]:
    """An administrator in a wide window, in an office with a statement and a check of a site."""
    if not AXE.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("axe-core is needed: make test")
    read = read_pasted(SQUARE)
    services = Services(site.settings, site.database, site.store, EVERYTHING)
    plot = Site("地块（示例）", read.shape, Planned(), read.origin)
    check_and_keep(services, plot, Actor("li", "10.0.0.3"))
    with site.database.transaction() as session:
        make_statement(session, site.store, 1)
    name = add_role(site, "admin")
    with served(site.app) as address:
        context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 800}, bypass_csp=True
        )
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.goto("/sign-in?next=/layers")
        assert faults(page) == []
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/layers")
        yield context
        context.close()


def faults(page: Page) -> list[str]:
    """What axe finds, as rule and places."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(LOOKED_AT, RULES)
    return found


def test_every_page_of_the_navigation_is_for_everyone(signed_in: BrowserContext) -> None:
    page = signed_in.pages[0]
    links = page.eval_on_selector_all(
        "header a[href^='/']", "all => all.map((one) => one.getAttribute('href'))"
    )
    named = [one for one in links if "lang=" not in one and one != "/"]
    assert len(named) > 10
    found = {}
    for one in dict.fromkeys([*named, *ADDRESSES[1:], *OTHERS]):
        page.goto(one, wait_until="domcontentloaded")
        if told := faults(page):
            found[one] = told
    assert found == {}


@pytest.fixture(scope="module")
def base(signed_in: BrowserContext) -> str:
    return str(signed_in.pages[0].evaluate("location.origin"))


def opened(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#panel-layers > *", state="attached")


def shares(page: Page) -> float:
    """How much of the width the panels leave to the map."""
    wide = """() => [...document.querySelectorAll(".panel.left, .panel.right")]
        .reduce((rest, one) => rest - one.offsetWidth, innerWidth) / innerWidth"""
    return float(page.evaluate(wide))


def test_the_map_and_its_tools_are_for_everyone_and_leave_room(
    signed_in: BrowserContext, base: str
) -> None:
    """Two thirds of a window of 1024 px stay with the map, whichever panel is open."""
    page = signed_in.new_page()
    page.set_viewport_size({"width": 1024, "height": 768})
    opened(page, f"{base}/#13/30.49/114.01&sel=zones/A")
    expect(page.locator("#feature")).to_be_visible()
    found = {"feature": faults(page)}
    assert shares(page) >= 2 / 3
    page.click("#left-toggle")
    expect(page.locator("#feature")).to_be_hidden()
    assert shares(page) >= 2 / 3
    found["theme"] = faults(page)
    page.click("#tab-layers")
    found["layers"] = faults(page)
    page.click("#viewing-open")
    page.click("#display-zones")
    found["looks"] = faults(page)
    for tool in ("compare", "time"):
        page.click(f"button[aria-controls='tool-{tool}']")
        found[tool] = faults(page)
    page.click("#tab-filters")
    found["filters"] = faults(page)
    page.get_by_role("button", name="范围查询与量算").click()
    expect(page.locator("#left")).to_be_hidden()
    assert shares(page) >= 2 / 3
    found["asking"] = faults(page)
    page.get_by_role("button", name="关闭查询").click()
    expect(page.locator("#left")).to_be_visible()
    page.fill("#search-text", "甲")
    page.wait_for_selector("#search-results [role=option]")
    found["search"] = faults(page)
    page.close()
    assert {one: told for one, told in found.items() if told} == {}


def test_a_telephone_shows_one_sheet_at_a_time(signed_in: BrowserContext, base: str) -> None:
    page = signed_in.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, f"{base}/#13/30.49/114.01&sel=zones/A")
    expect(page.locator("#feature")).to_be_visible()
    expect(page.locator("#panel-theme")).to_be_hidden()
    assert faults(page) == []
    page.click("#feature-close")
    page.click("#tab-theme")
    expect(page.locator("#feature")).to_be_hidden()
    expect(page.locator("#panel-theme")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults(page) == []
    page.close()
