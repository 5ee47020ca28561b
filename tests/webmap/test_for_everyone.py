"""Everyone can use every page: axe looks at each of the navigation and at the map's tools."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
from tests.webmap.axe import AXE, faults
from tests.webmap.conftest import PASSWORD, add_role
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from tests.webmap.test_pages import ADDRESSES

pytestmark = pytest.mark.browser
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
        bring_in(context, site.app, address, name, PASSWORD)
        page.goto("/layers")
        yield context
        context.close()


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
    page.keyboard.press("Escape")
    page.focus("#atlas_map")
    page.keyboard.press("Enter")
    expect(page.locator("#feature .feature-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#atlas_map")).to_be_focused()
    found["cross"] = faults(page)
    page.keyboard.press("Enter")
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
    # The button that checks a site stays in sight, however much of its form is open.
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{base}/sites")
    for fold in ("#site-more > summary", ".site-way >> nth=0"):
        expect(page.get_by_role("button", name="开始研判")).to_be_in_viewport(ratio=1)
        page.click(fold)
    expect(page.get_by_role("button", name="开始研判")).to_be_in_viewport(ratio=1)
    page.close()


AWAY = ("**/api/**", "**/tiles/**", "**/session")


def cut(page: Page) -> None:
    """Nothing that the page asks for gets an answer."""
    for what in AWAY:
        page.route(what, lambda route: route.abort())


def mend(page: Page) -> None:
    for what in AWAY:
        page.unroute(what)


def test_what_the_map_is_not_given_is_told_with_the_next_step(
    signed_in: BrowserContext, base: str
) -> None:
    """Service away while the map is open, a layer and a version of an address gone."""
    page = signed_in.new_page()
    opened(page, f"{base}/")
    told = page.locator(".map-trouble")
    cut(page)
    page.check("input[name=theme][value=sewage]")
    page.locator(".map-button").first.click()
    expect(told).to_contain_text("连不上服务")
    expect(page.locator("#panel-theme .refused")).to_be_visible()
    assert faults(page) == []
    mend(page)
    told.get_by_role("button", name="再试一次").click()
    expect(told).to_be_hidden()
    expect(page.locator(".feature-row", has_text="试验厂")).to_be_visible()
    opened(page, f"{base}/?lang=en#&sel=gone/1")
    told.get_by_role("button", name="See the layers there are").click()
    expect(page.locator("#panel-layers")).to_be_visible()
    opened(page, f"{base}/?lang=zh#13/30.49/114.01&ver=zones:9")
    expect(told).to_contain_text("没有第 9 版")
    assert faults(page) == []
    page.goto(f"{base}/layers/zones@9")
    assert page.get_by_role("link", name="看全部图层").is_visible()
    expect(page.locator("main code", has_text="ecoatlas")).to_have_count(0)
    page.close()


def test_what_was_typed_outlives_the_service_and_the_session(
    browser: Browser, base: str, site: Any
) -> None:
    context = browser.new_context(
        base_url=base, viewport={"width": 360, "height": 740}, bypass_csp=True
    )
    page = context.new_page()
    bring_in(context, site.app, base, add_role(site, "editor"), PASSWORD)
    # Of a page that has lain open for an hour.
    page.clock.install()
    page.goto("/projects/new?lang=en")
    page.clock.fast_forward(3_600_000)
    page.fill("[name=name]", "写了很久的项目（示例）")
    page.fill("[name=code]", "TYPED-1")
    page.select_option("[name=status]", "building")
    send = page.locator("main form button[type=submit]").first
    cut(page)
    send.click()
    told = page.locator(".not-sent")
    expect(told).to_contain_text("nothing was sent")
    expect(page.locator("[name=name]")).to_have_value("写了很久的项目（示例）")
    assert faults(page) == []
    mend(page)
    context.clear_cookies()
    told.get_by_role("button", name="Send it again").click()
    again = page.get_by_role("dialog")
    expect(again).to_contain_text("no longer signed in")
    assert faults(page) == []
    again.locator("[name=name]").fill("editor")
    again.locator("[name=password]").fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/projects/TYPED-1*")
    expect(page.locator("h1")).to_contain_text("写了很久的项目")
    context.close()


ROLES: dict[str, tuple[str, ...]] = {
    "": ("/?lang=en", "/layers?lang=en", "/projects/XM-1", "/water?lang=en", "/account?lang=en"),
    "viewer": ("/layers/zones", "/audit?lang=en", "/sites?lang=en", "/map/export?lang=en"),
    "editor": ("/projects/XM-1?lang=en", "/upload?lang=en", "/layers/zones?lang=en", "/rounds"),
    "reviewer": ("/statements/1?lang=en", "/metrics/runs/1?lang=en", "/targets?lang=en", "/pool"),
}
"""Pages that differ by who looks at them; refusals too. Nobody is signed in as ``""``."""
ENGLISH = (
    *("/projects", "/policy", "/policy/states", "/metrics", "/changes", "/sheets", "/accounts"),
    *("/basemaps", "/audit", "/account", "/sites/1/checks/1", "/layers/zones/table"),
    *("/dashboard", "/water/readings/grid", "/units", "/nowhere"),
)


def test_in_english_and_for_every_role(
    signed_in: BrowserContext, browser: Browser, base: str, site: Any
) -> None:
    found = {}
    page = signed_in.pages[0]
    for one in ENGLISH:
        page.goto(f"{one}?lang=en", wait_until="domcontentloaded")
        if told := faults(page):
            found[one] = told
    for role, addresses in ROLES.items():
        context = browser.new_context(base_url=base, bypass_csp=True)
        page = context.new_page()
        if role:
            bring_in(context, site.app, base, add_role(site, role), PASSWORD)
        for one in addresses:
            page.goto(one, wait_until="domcontentloaded")
            if told := faults(page):
                found[role, one] = told
        context.close()
    assert found == {}
