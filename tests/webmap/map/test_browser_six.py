"""Six everyday questions of a planner, each answered from the first screen with two clicks at most:
a click, a dragging and a line typed into the box of the search count as one each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geo.words import Text
from layers.catalogue import Description
from projects.metrics.run import run_metric
from projects.records.changes.records import add_project, link
from projects.water.tables import WaterMonth
from tests.imported import import_file
from tests.webmap.conftest import PASSWORD, add_role, box, feature
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

MOST_CLICKS = 2
STARTED = "#panel-layers > *"
POINT = "Point"
BANK = {"type": "LineString", "coordinates": [[114.0, 30.55], [114.06, 30.55]]}
# 0.005° of latitude are 550 m.
NEAR, FAR = [114.01, 30.545], [114.02, 30.53]
OTHERS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "banks": (
        "river_bank",
        [feature(BANK, code="A", name="左岸", river="长江", line="water_edge", main_stem=True)],
    ),
    "enterprises": (
        "enterprise",
        [
            feature({"type": POINT, "coordinates": at}, code=code, name=name, sector="chemical",
                    change="new", started_on="2024-01-01")
            for code, name, at in (("Q1", "江畔化工", NEAR), ("Q2", "内陆化工", FAR))
        ],
    ),
    "sources": (
        "protected_water",
        [feature(box(114.05, 30.5, 0.01), code="S1", name="水源地", grade="source_1")],
    ),
    "sections": (
        "monitoring_section",
        [
            feature({"type": POINT, "coordinates": [114.03, 30.55]}, code="ZG", name="宗关断面",
                    river="汉江", target_class="III")
        ],
    ),
}  # fmt: skip
CLEAN = {"DO": 8.0, "CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08, "CODCr": 10.0}
MONTHS = {"2026-08": CLEAN, "2026-09": CLEAN | {"NH3-N": 1.2}, "2026-10": CLEAN}


def lay(site: Any, folder: Path, layer: str) -> None:
    kind, features = OTHERS[layer]
    path = folder / f"{layer}.geojson"
    content = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    import_file(
        site.database, site.store, path, layer_id=layer, kind=kind, title=Text(layer, layer),
        key="code", crs="EPSG:4490", accept=("crs-missing",),
        description=Description(source="试验", secrecy="public"),
    )  # fmt: skip


def late(session: Any, store: Any) -> None:
    record = {
        "code": "XM-9", "name": "乙区改造", "status": "building", "lead_unit": "区住建局",
        "due_date": "2025-06-30", "action_item_id": "WEDZ-2023-09-03",
    }  # fmt: skip
    add_project(session, record)
    link(session, "XM-9", "zones", ["B"], store=store)


@pytest.fixture(scope="module")
def six(
    tmp_path_factory: pytest.TempPathFactory,
    opened: Callable[[Path], Any],
    own_layer: Callable[..., None],
    standing: Callable[[Any, int], None],
) -> Iterator[Any]:
    """Zones and built-up area, a bank with two enterprises, a section with three months, a project
    that is late; the figures of both themes stand."""
    folder = tmp_path_factory.mktemp("six")
    site = opened(folder / "home")
    for layer in ("zones", "built_up"):
        own_layer(site, folder, layer)
    for layer in OTHERS:
        lay(site, folder, layer)
    with site.database.transaction() as session:
        late(session, site.store)
        for month, values in MONTHS.items():
            sums = {item: [value, 1, 0] for item, value in values.items()}
            session.add(
                WaterMonth(section="ZG", month=month, name="ZG", lake=False, readings=1,
                           expected=1, sums=sums, batches=[])
            )  # fmt: skip
    for metric, inputs in (
        ("sponge_coverage", {"zones": "zones", "built_up": "built_up"}),
        ("bank_bans", {"enterprises": "enterprises", "banks": "banks"}),
    ):
        standing(site, run_metric(site.database, site.store, metric, inputs).id)
    add_role(site, "viewer")
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture(scope="module")
def base(six: Any) -> Iterator[str]:
    browser_assets.ensure()
    with served(six.app) as address:
        yield address


@dataclass
class Planner:
    """Somebody at the first screen, who counts what it takes to have an answer."""

    page: Page
    base: str
    clicks: int = 0

    def begin(self) -> None:
        self.page.goto(f"{self.base}/")
        self.page.wait_for_selector(STARTED, state="attached")
        self.clicks = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def type(self, text: str) -> None:
        """Typed or pasted; what is found first is taken by a further one."""
        self.clicks += 1
        self.page.locator("#search-text").fill(text)
        self.page.locator("#search-results [role=option]").first.wait_for()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.clicks += 1
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()

    def answered(self, *answers: Locator) -> None:
        for one in answers:
            expect(one.first).to_be_visible()
        assert self.clicks <= MOST_CLICKS

    def theme(self, name: str) -> Locator:
        return self.page.locator(f"[name=theme][value={name}]")


@pytest.fixture
def planner(browser: Browser, six: Any, base: str) -> Iterator[Planner]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    bring_in(context, six.app, base, "viewer", PASSWORD)
    yield Planner(context.new_page(), base)
    context.close()


def test_six_questions_take_two_clicks_each(planner: Planner) -> None:
    page = planner.page
    # Which zones miss the requirement, and who answers for them?
    planner.begin()
    planner.click(page.locator(".to-list"))
    first = page.locator(".feature-row").first
    planner.answered(first.get_by_text("乙区"), first.get_by_text("区住建局"))
    # Which enterprises lie within 1 km of the bank? By the theme, and by the search.
    for ways in ("theme", "search"):
        planner.begin()
        if ways == "theme":
            planner.click(planner.theme("protection"))
            planner.click(page.locator(".figure-card a[href*='#rows']").first)
        else:
            planner.type("岸线 企业")
            planner.click(page.locator("#search-results [role=option]").first)
        table = page.locator("table[data-table=hits]")
        planner.answered(table.get_by_text("江畔化工"), table.locator("td.number").first)
        assert "内陆化工" not in table.inner_text()
        # The heading of the rows is not under the bar of the page.
        heading = page.locator("#table-hits h2").bounding_box()
        bar = page.locator("header").first.bounding_box()
        assert heading is not None
        assert bar is not None
        assert heading["y"] >= bar["y"] + bar["height"]
    # Which projects are late, and whose are they?
    planner.begin()
    planner.click(planner.theme("projects"))
    first = page.locator(".feature-row").first
    planner.answered(first.get_by_text("乙区改造"), first.get_by_text("区住建局"))
    # What changed since last quarter?
    planner.begin()
    planner.click(page.locator("header a[href='/changes']"))
    planner.click(page.get_by_role("link", name="近一季度"))
    planner.answered(page.locator("main").get_by_text("乙区改造"))
    # How was the water at 宗关 in a given month? On the map, and on the page of the section.
    planner.begin()
    planner.type("宗关 2026年9月")
    planner.click(page.locator("#search-results [role=option]").first)
    card = page.locator("#feature")
    planner.answered(card.get_by_text("2026-09 的水质"), card.get_by_text("Ⅳ类 · 未达标"))
    planner.begin()
    planner.click(page.locator("header a[href='/water']"))
    planner.click(page.locator("main").get_by_role("link", name="宗关断面").first)
    month = page.locator("#months tr", has_text="2026-09")
    planner.answered(month.get_by_text("Ⅳ类"), month.get_by_text("氨氮 1.2"))


def test_a_site_is_checked_as_soon_as_it_is_drawn_or_pasted(planner: Planner) -> None:
    page = planner.page
    answer = page.locator(".statement-answer")
    corners = ((700, 300), (900, 300), (900, 450), (700, 450))
    planner.begin()
    planner.click(page.locator("#draw-site"))
    expect(page.locator(".draw-hint")).to_be_visible()
    planner.drag(corners[0], corners[2])
    planner.answered(answer)
    size = page.locator(".fact-list").inner_text()
    # Corner by corner it is the same site: Enter adds none of its own.
    planner.begin()
    page.click("#draw-site")
    expect(page.locator(".draw-hint")).to_be_visible()
    for corner in corners:
        page.mouse.click(*corner)
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    area = next(line for line in size.splitlines() if "km²" in line)
    assert area in page.locator(".fact-list").inner_text()
    # The place is kept for whoever wants to say what is planned there.
    page.get_by_role("link", name="补充名称、行业和日期再研判").click()
    expect(page.locator("#site-place")).to_have_value(re.compile(r"^POLYGON \(\("))
    expect(page.locator("#site-sector")).to_be_visible()
    planner.begin()
    planner.type("114.005,30.485;114.015,30.485;114.015,30.495")
    planner.click(page.locator("#search-results [role=option]").first)
    planner.answered(answer)
    # Given up, nothing is drawn any more.
    planner.begin()
    page.click("#draw-site")
    expect(page.locator(".draw-hint")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".draw-hint")).to_be_hidden()
