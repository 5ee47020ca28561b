"""Versions in a real browser: what changed on a map, going back, a file that arrives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page, expect

from geo.words import Text
from layers.catalogue import Description, resolve
from projects.accounts import accounts
from projects.records.changes.records import add_project, link
from tests.imported import import_file
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser
PASSWORD = "seven otters juggle lanterns"  # noqa: S105


def square(west: float, code: str, name: str, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, 30.5 + size
    ring = [[west, 30.5], [east, 30.5], [east, north], [west, north], [west, 30.5]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "geometry": geometry, "properties": {"code": code, "name": name}}


FIRST = [square(114.0, "L1", "东湖"), square(114.02, "L2", "南湖"), square(114.04, "L3", "西湖")]
SECOND = [square(114.0, "L1", "东湖（大）"), square(114.04, "L3", "西湖", 0.02)]
SECOND += [square(114.08, "L4", "北湖")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, opened: Callable[..., Any]) -> Iterator[Any]:
    """Version 1 is public; version 2, live, is internal and has what a project stands on."""
    browser_assets.ensure()
    folder = tmp_path_factory.mktemp("versions")
    site = opened(folder / "home")
    for number, (features, grade) in enumerate(((FIRST, "public"), (SECOND, "internal"))):
        path = folder / f"{number}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        import_file(
            site.database, site.store, path, layer_id="lakes", kind="lake", key="code",
            title=Text("湖泊（示例）", "Lakes (illustrative)"), crs="EPSG:4490",
            accept=("crs-missing",), description=Description(secrecy=grade),
        )  # fmt: skip
    with site.database.transaction() as session:
        accounts.add_account(session, "li", "editor", password=PASSWORD, by=None)
        add_project(session, {"code": "XM-9", "name": "北湖治理", "status": "building"})
        link(session, "XM-9", "lakes", ["L4"], store=site.store)
    with served(site.app) as base:
        site.app.config["base"] = base
        yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def page(browser: Browser, office: Any) -> Iterator[Page]:
    """A window of the editor; nothing leaves for another host, nothing complains."""
    base = office.app.config["base"]
    context = browser.new_context(viewport={"width": 1280, "height": 850}, base_url=base)
    made, foreign, complaints = context.new_page(), [], []
    made.on("request", lambda r: None if r.url.startswith(base) else foreign.append(r.url))
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    bring_in(context, office.app, base, "li", PASSWORD)
    yield made
    context.close()
    assert foreign == []
    assert [text for text in complaints if "409" not in text] == []


def live(office: Any) -> int:
    with office.database.reading() as session:
        return resolve(session, "lakes").number


# How many pixels of each hue the map shows; it draws a moment after it was told to.
PIXELS = """() => {
  const canvas = document.querySelector("#diff-map .leaflet-overlay-pane canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const hues = {};
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 60) continue;
    const [r, g, b] = data.slice(at, at + 3);
    const [green, blue] = [g > r && g > b, b > r && b > g];
    const hue = green ? "green" : blue ? "blue" : r > b + 60 ? "red" : "other";
    hues[hue] = (hues[hue] || 0) + 1;
  }
  return hues;
}"""


def test_what_changed_is_drawn_by_what_happened_and_lines_lead_to_the_map(page: Page) -> None:
    page.goto("/layers/lakes")
    page.locator(".versions a", has_text="比较").click()
    page.wait_for_selector("#diff-map[data-ready='4']")
    page.wait_for_function(
        f"() => ['green', 'blue', 'red'].every((hue) => ({PIXELS})()[hue] > 200)"
    )
    far = page.evaluate(PIXELS)["green"]
    page.locator("#diff-lines button", has_text="L4").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#diff-lines tr.chosen")).to_have_text(re.compile(r"^\s*L4"))
    page.wait_for_function(f"(far) => ({PIXELS})().green > 4 * far", arg=far)
    page.locator("#diff-map").click(position={"x": 20, "y": 300})
    page.locator("#diff-whole").click()
    expect(page.locator("#diff-lines tr.chosen")).to_have_count(0)
    page.locator(".diff-counts a", has_text="删除").click()
    expect(page.locator("#diff-lines tr")).to_have_count(1)


def test_going_back_asks_and_is_undone_by_one_click(page: Page, office: Any) -> None:
    page.goto("/layers/lakes")
    page.get_by_role("button", name="把第 1 版恢复为现行版本").click()
    expect(page.locator(".restore")).to_contain_text("XM-9")
    page.get_by_role("button", name="恢复为现行版本").click()
    # The browser wants the ticks, and says where.
    expect(page.locator(".question input").first).to_be_focused()
    assert live(office) == 2
    for tick in page.locator(".question input").all():
        tick.check()
    page.get_by_role("button", name="恢复为现行版本").click()
    page.wait_for_url("**/layers/lakes?done=restored#versions")
    assert live(office) == 1
    page.goto("/projects/XM-9")
    expect(page.locator(".ground-features")).to_contain_text("现行版本中没有这个要素")
    page.goto("/layers/lakes")
    page.get_by_role("button", name="把第 2 版恢复为现行版本").click()
    page.wait_for_url("**/layers/lakes?done=restored#versions")
    assert live(office) == 2


def test_rows_that_were_found_arrive_as_a_file(page: Page, tmp_path: Path) -> None:
    page.goto("/layers/lakes/table?q=xh")
    page.get_by_role("link", name="导出这些行").click()
    page.wait_for_url("**/export*")
    page.select_option("[name=format]", "gpkg")
    page.select_option("[name=crs]", "gk")
    with page.expect_download() as waiting:
        page.locator("#export-form button").click()
    assert waiting.value.suggested_filename == "湖泊（示例）_v2_EPSG4547.gpkg"
    out = tmp_path / "lakes.gpkg"
    waiting.value.save_as(out)
    found = gpd.read_file(out)
    assert (found["code"].tolist(), found.crs.to_epsg()) == (["L3"], 4547)


def test_a_feature_leads_from_the_map_to_its_row_and_back(page: Page) -> None:
    page.goto("/#&sel=lakes/L3")
    page.locator(".chips a", has_text="属性表").click()
    page.wait_for_url("**/layers/lakes/table?key=L3#chosen")
    row = page.locator("tr.chosen")
    expect(row).to_contain_text("西湖")
    row.get_by_role("link", name="在图上看 L3").click()
    expect(page.locator(".feature-title")).to_have_text("西湖")
    page.fill("#search-text", "bh")
    page.locator(".search-results li", has_text="北湖").first.click()
    page.locator(".feature-title", has_text="北湖").wait_for()


def test_a_narrow_window_shows_all_of_it_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("/layers/lakes", "/layers/lakes/diff", "/layers/lakes/export"):
        page.goto(f"{address}?lang=en")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    page.goto("/layers/lakes")
    page.locator("#layer-map[data-ready]").wait_for()
    expect(page.locator("#layer-map-legend")).to_contain_text("Lakes")
