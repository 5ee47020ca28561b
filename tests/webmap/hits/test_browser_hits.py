"""Hits worked off in a real browser with the keyboard alone; two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page, expect
from shapely.geometry import Point, box

from layers.catalogue import Layer, Version, make_live
from layers.storage.content import canonical
from projects.accounts import accounts
from projects.metrics.hits.hits import decide
from projects.metrics.kept import get_run
from projects.metrics.run import run_metric
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from webmap.edge import browser_assets
from webmap.hits import view_models as views_hits

pytestmark = pytest.mark.browser

PASSWORD = "水木清华-balcony-31"  # noqa: S105
WEST, SOUTH = 499_000.0, 3_380_000.0


def put(site: Any, layer: str, kind: str, columns: dict[str, list[Any]], shapes: list[Any]) -> None:
    frame = gpd.GeoDataFrame(columns, geometry=shapes)
    content = canonical(frame.set_crs(4547), kind=kind, key_field="code")
    site.store.put(content)
    with site.database.transaction() as session:
        version = Version(
            sha256=content.sha256,
            features=len(shapes),
            bbox=list(content.bbox),
            crs="EPSG:4547",
            secrecy="public",
            manifest={},
        )
        titles = {"title_zh": layer, "title_en": layer}
        make_live(session, Layer(id=layer, kind=kind, key_field="code", **titles), version)


@pytest.fixture
def office(private_home: Path, opened: Callable[[Path], Any]) -> Iterator[Any]:
    """An installation with one run that has three hits."""
    site = opened(private_home)
    ground = box(WEST, SOUTH, WEST + 900, SOUTH + 900)
    zone = {"code": ["Z1"], "name": ["水源地"], "grade": ["source_1"]}
    put(site, "protected", "protected_water", zone, [ground])
    outfalls = {"code": ["W1", "W2", "W3"], "name": ["甲口", "乙口", "丙口"]}
    places = [Point(WEST + 100 * n, SOUTH + 100) for n in (1, 2, 3)]
    put(site, "outfalls", "outfall", outfalls, places)
    inputs = {"zones": "protected", "outfalls": "outfalls"}
    run_metric(site.database, site.store, "protected_zone_hits", inputs)
    with site.database.transaction() as session:
        accounts.add_account(session, "wang", "reviewer", password=PASSWORD, by=None)
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def page(office: Any, browser: Browser) -> Iterator[Page]:
    browser_assets.ensure()
    with served(office.app) as base:
        yield from signed_in(browser, base, office)


def signed_in(browser: Browser, base: str, office: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=base)
    opened, complaints = context.new_page(), []
    opened.on("console", lambda m: m.type == "warning" and complaints.append(m.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    bring_in(context, office.app, base, "wang", PASSWORD)
    # Only with its script, at the end of loading, does the page hear the keys.
    opened.goto("/metrics/runs/1/hits")
    yield opened
    context.close()
    assert complaints == []


def test_the_keyboard_is_enough_and_the_next_open_hit_follows(page: Page, office: Any) -> None:
    expect(page.locator("#hit")).to_have_attribute("data-key", "outfalls/W1/Z1")
    expect(page.locator("#hit h2")).to_be_focused()
    page.keyboard.press("]")
    page.wait_for_url(re.compile("W2"))
    page.keyboard.press("2")
    expect(page.locator("[name=decision][value=justified]")).to_be_checked()
    expect(page.locator("[name=reason]")).to_be_focused()
    page.keyboard.type("取水口自用 [2] 号批文")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("after="))
    expect(page.locator("#hit")).to_have_attribute("data-key", "outfalls/W3/Z1")
    expect(page.get_by_role("status")).to_contain_text("乙口")
    expect(page.locator("#hit h2")).to_be_focused()
    with office.database.transaction() as session:
        decide(session, get_run(session, 1), "outfalls/W3/Z1", "removed", "已经封堵")
    page.keyboard.press("1")
    page.keyboard.type("现场属实")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("刚有人处理过")
    expect(page.locator("#course")).to_contain_text("已经封堵")
    expect(page.locator("[name=reason]")).to_have_value("现场属实")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile("after="))
    expect(page.locator("#hit")).to_have_attribute("data-key", "outfalls/W1/Z1")
    page.goto("/metrics/runs/1/hits?show=decided")
    expect(page.locator(".hit-list li")).to_have_count(2)
    expect(page.locator("#course")).to_contain_text("wang")


def test_pages_of_hits_are_walked_and_worked_off_by_keyboard(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_hits, "ON_A_PAGE", 2)
    page.goto("/metrics/runs/1/hits")
    page.keyboard.press("}")
    page.wait_for_url(re.compile("page=2"))
    expect(page.locator("#hit")).to_have_attribute("data-key", "outfalls/W3/Z1")
    page.keyboard.press("[")
    page.wait_for_url(re.compile("page=1.*W2"))
    expect(page.locator(".hit-list [aria-current]")).to_contain_text("乙口")
    page.keyboard.press("]")
    page.wait_for_url(re.compile("page=2.*W3"))
    page.keyboard.press("1")
    page.keyboard.type("现场属实")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("page=2.*after="))
    # Nothing is left on the second page, so the last there is comes up.
    expect(page.locator(".hit-list li")).to_have_count(2)
    expect(page.locator("#hit")).to_have_attribute("data-key", "outfalls/W1/Z1")
