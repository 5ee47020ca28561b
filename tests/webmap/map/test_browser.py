"""The map in a real browser, every other host out of reach: what a planner sees and does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect
from pyproj import Transformer

from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

HAN = re.compile(r"[㐀-鿿]")
# Where the zones of the small district lie.
IN_ZONE_A, IN_ZONE_B, IN_ZONE_C = (114.01, 30.49), (114.03, 30.49), (114.01, 30.51)
PLANT = (114.05, 30.53)
MET_GREEN, NOT_MET_ORANGE, LAND = (58, 157, 93), (224, 88, 43), (253, 253, 251)
Colour = tuple[int, int, int, int]
# Said because the test itself reads pixels.
OWN_NOISE = "willReadFrequently"
# The map has its panels once its script has run, and its last tile says so itself.
STARTED = "#panel-layers > *"
DRAWN = """() => {
  const tiles = [...document.querySelectorAll(".leaflet-tile-pane canvas")];
  return tiles.length > 0 && tiles.every((tile) => tile.classList.contains("leaflet-tile-loaded"));
}"""
PATIENCE_S = 30
# A window in which the map of the small district begins at a whole zoom. At a half one there are
# twice as many tiles, each drawn smaller than it is, anew for every frame: without a graphics
# card that is half the work of a page.
SIZE: Any = {"width": 1440, "height": 860}
AT_A_HALF = "/#13.5/30.50000/114.00000"


@dataclass
class Visit:
    """One page with everything it asked for and complained of."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Visit:
        self.page.goto(f"{self.base}{path}")
        return self.drawn()

    def drawn(self) -> Visit:
        """Wait until the map listens and no tile is on its way."""
        self.page.wait_for_selector(STARTED, state="attached")
        self.page.wait_for_function(DRAWN)
        return self

    def click_at(self, position: tuple[float, float]) -> None:
        x, y = self.place(position)
        self.page.mouse.move(x, y)
        self.page.mouse.click(x, y)

    def place(self, position: tuple[float, float]) -> tuple[float, float]:
        """Where a position lies in the window, in pixels."""
        found = self.page.evaluate(PLACE, list(position))
        return found["x"], found["y"]

    def colour_at(self, position: tuple[float, float]) -> Colour:
        """Colour and opacity that the tiles show at a position, mean of a small square."""
        return tuple(self.page.evaluate(COLOUR, list(self.place(position))))  # type: ignore[return-value]

    def colour_when(
        self, position: tuple[float, float], wanted: Callable[[Colour], bool]
    ) -> Colour:
        """The colour at a position as soon as it is a wanted one."""
        end = time.monotonic() + PATIENCE_S
        while not wanted(colour := self.colour_at(position)):
            assert time.monotonic() < end, f"still {colour}"
            self.page.wait_for_timeout(50)
        return colour

    @property
    def questions(self) -> int:
        """How often data was asked for, tiles or answers."""
        return sum("/tiles/" in url or "/api/" in url for url in self.requests)

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(self.base)]


# The address says zoom and centre of the map; the rest is the Web Mercator projection.
PLACE = """([lon, lat]) => {
  const [zoom, south, west] = location.hash.slice(1).split("&")[0].split("/").map(Number);
  const box = document.getElementById("atlas_map").getBoundingClientRect();
  const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), zoom);
  const middle = L.CRS.EPSG3857.latLngToPoint(L.latLng(south, west), zoom);
  const away = at.subtract(middle);
  return { x: box.x + box.width / 2 + away.x, y: box.y + box.height / 2 + away.y };
}"""
COLOUR = """([x, y]) => {
  for (const tile of document.querySelectorAll(".leaflet-tile-pane canvas")) {
    const box = tile.getBoundingClientRect();
    if (x < box.left || x >= box.right || y < box.top || y >= box.bottom || !tile.width) continue;
    const scale = tile.width / box.width;
    const read = [(x - box.left) * scale - 6, (y - box.top) * scale - 6, 12, 12];
    const { data } = tile.getContext("2d").getImageData(...read);
    const sums = [0, 0, 0, 0];
    data.forEach((value, index) => { sums[index % 4] += value; });
    return sums.map((sum) => Math.round(sum / 144));
  }
  return [0, 0, 0, 0];
}"""


@pytest.fixture(scope="session")
def base(site: Any) -> Iterator[str]:
    browser_assets.ensure()
    with served(site.app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=SIZE)
    made = Visit(context.new_page(), base)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and OWN_NOISE not in message.text:
            made.complaints.append(message.text)

    def on_request(request: Request) -> None:
        made.requests.append(request.url)

    made.page.on("console", on_console)
    made.page.on("request", on_request)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()
    assert made.complaints == []
    assert made.foreign == []


def wait_for_colour(visit: Visit, position: tuple[float, float]) -> Colour:
    return visit.colour_when(position, lambda colour: colour[3] > 0)


def nearer(colour: tuple[int, ...], one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    def distance(a: tuple[int, ...]) -> int:
        return sum(abs(x - y) for x, y in zip(a, colour, strict=False))

    return distance(one) < distance(other)


def test_layers_are_drawn_in_the_colours_of_their_verdicts(visit: Visit) -> None:
    visit.open(AT_A_HALF)
    met = wait_for_colour(visit, IN_ZONE_A)
    not_met = wait_for_colour(visit, IN_ZONE_B)
    assert met[3] > 200
    assert nearer(met, MET_GREEN, NOT_MET_ORANGE)
    assert nearer(not_met, NOT_MET_ORANGE, MET_GREEN)


def test_a_zone_is_clicked_and_its_projects_and_clauses_are_listed(visit: Visit) -> None:
    visit.open()
    wait_for_colour(visit, IN_ZONE_A)
    visit.click_at(IN_ZONE_A)
    panel = visit.page.locator("#feature")
    panel.get_by_role("heading", name="甲区（示例）").wait_for()
    assert panel.get_by_role("link", name="甲区改造（示例）").is_visible()
    assert panel.get_by_text("在建").is_visible()
    assert panel.get_by_text("达到海绵城市建设要求的面积比例：≥ 50%（2025 年）").is_visible()
    expect(visit.page).to_have_url(re.compile("sel=zones%2FA"))
    visit.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_point_is_hit_before_the_area_around_it(visit: Visit) -> None:
    visit.open("/#12/30.50000/114.02000&theme=sewage")
    wait_for_colour(visit, PLANT)
    visit.click_at(PLANT)
    panel = visit.page.locator("#feature")
    panel.get_by_role("heading", name="试验厂").wait_for()
    panel.get_by_role("button", name="试验区").click()
    panel.get_by_role("heading", name="试验区").wait_for()


def test_beyond_the_last_tiles_features_are_still_hit(visit: Visit) -> None:
    visit.open("/#18/30.49990/114.01990")
    near_the_corner = (114.0199, 30.4999)
    wait_for_colour(visit, near_the_corner)
    visit.click_at(near_the_corner)
    visit.page.locator("#feature .feature-title", has_text="甲区").wait_for()


def test_a_name_that_is_markup_is_shown_as_text(visit: Visit) -> None:
    visit.open()
    wait_for_colour(visit, IN_ZONE_C)
    visit.click_at(IN_ZONE_C)
    heading = visit.page.locator("#feature .feature-title")
    heading.wait_for()
    assert heading.inner_text().startswith("<img src=x onerror=alert(1)>")
    assert visit.page.locator("#feature img").count() == 0


def test_the_address_opens_the_same_view_and_selection_again(visit: Visit) -> None:
    visit.open("/#14/30.49000/114.01000&sel=zones/B&off=built_up")
    visit.page.locator("#feature .feature-title", has_text="乙区").wait_for()
    expect(visit.page.locator("#panel-layers input[data-layer=built_up]")).not_to_be_checked()
    address = "#14/30.49000/114.01000&sel=zones%2FB&off=built_up"
    expect(visit.page).to_have_url(re.compile(re.escape(address) + "$"))


def test_an_address_without_a_view_goes_to_the_selected_feature(visit: Visit) -> None:
    visit.open("/#&sel=zones/B")
    visit.page.locator("#feature .feature-title", has_text="乙区").wait_for()
    visit.drawn()
    x, y = visit.place(IN_ZONE_B)
    assert 320 < x < 1440 - 380
    assert 48 < y < SIZE["height"]
    assert nearer(wait_for_colour(visit, IN_ZONE_B), NOT_MET_ORANGE, MET_GREEN)


def is_bare(colour: Colour) -> bool:
    """Land or built-up ground, which are pale; no zone is."""
    return min(colour[:3]) > 210


def test_switching_and_filtering_redraw_without_asking_again(visit: Visit) -> None:
    visit.open("/#14/30.49000/114.01500")
    before = wait_for_colour(visit, IN_ZONE_A)
    visit.page.locator(".figure-card").wait_for(state="attached")
    visit.page.wait_for_load_state("networkidle")
    asked = visit.questions
    visit.page.click("#tab-filters")
    box = visit.page.locator("#panel-filters input[data-layer=zones][data-value=met]")
    box.uncheck()
    visit.colour_when(IN_ZONE_A, is_bare)
    box.check()
    visit.colour_when(IN_ZONE_A, lambda colour: colour == before)
    visit.page.fill("#filter-text", "乙区")
    visit.colour_when(IN_ZONE_A, is_bare)
    visit.page.get_by_role("button", name="清除筛选").click()
    visit.colour_when(IN_ZONE_A, lambda colour: colour == before)
    visit.page.click("#tab-layers")
    visit.page.uncheck("#panel-layers input[data-layer=zones]")
    visit.colour_when(IN_ZONE_A, is_bare)
    assert visit.questions == asked


def test_the_share_stands_beside_its_target(visit: Visit) -> None:
    visit.open()
    card = visit.page.locator(".figure-card")
    expect(card.locator("[data-figure=share]")).to_have_text("至少 25.00%，至多 75.00%")
    for wording in (
        "未判定",
        "≥ 50%（2025 年）",
        "最多 75.00%",
        "达标",
        "未评估",
        "无分区",
        "栅格法",
    ):
        expect(card).to_contain_text(wording)


def test_the_list_begins_with_what_is_behind_and_leads_to_it(visit: Visit) -> None:
    visit.open()
    visit.page.click(".to-list")
    rows = visit.page.locator(".feature-row")
    expect(rows.first).to_be_focused()
    expect(rows).to_have_text([re.compile("^乙区"), re.compile("^<img"), re.compile("^甲区")])
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#feature .feature-title")).to_contain_text("乙区")
    expect(rows.first).to_have_attribute("aria-current", "true")
    visit.page.uncheck("#panel-theme input[data-value=not_met]")
    expect(rows).to_have_count(2)


def test_one_theme_is_in_colour_and_its_legend_counts_what_is_in_view(visit: Visit) -> None:
    visit.open("/#14/30.49000/114.01500")
    in_colour = wait_for_colour(visit, IN_ZONE_A)
    count = visit.page.locator("#panel-theme [data-count=met]")
    expect(count).to_have_text("1")
    visit.page.check("input[name=theme][value=sewage]")
    expect(count).to_have_count(0)
    visit.colour_when(IN_ZONE_A, lambda colour: not nearer(colour, MET_GREEN, LAND))
    expect(visit.page).to_have_url(re.compile("theme=sewage"))
    visit.page.check("input[name=theme][value=sponge]")
    visit.colour_when(IN_ZONE_A, lambda colour: colour == in_colour)


def test_the_theme_of_projects_shows_what_they_are_built_on(visit: Visit) -> None:
    visit.open("/#14/30.49000/114.01500&theme=projects")
    row = visit.page.locator(".feature-row", has_text="甲区改造")
    expect(row).to_contain_text("到期")
    # Teal, which no verdict is.
    visit.colour_when(IN_ZONE_A, lambda colour: colour[2] - colour[0] > 20)
    visit.colour_when(IN_ZONE_B, lambda colour: not nearer(colour, NOT_MET_ORANGE, LAND))
    row.click()
    expect(visit.page.locator("#feature .feature-title")).to_contain_text("甲区")


def test_search_leads_to_a_feature_by_keyboard(visit: Visit) -> None:
    visit.open()
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("试验厂")
    found = visit.page.locator("#search-results [role=option]")
    expect(found.first).to_contain_text("试验厂")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    panel = visit.page.locator("#feature")
    panel.get_by_role("heading", name="试验厂").wait_for()
    assert "50,000 m³/d" in panel.inner_text()


def test_enter_never_takes_an_answer_to_what_was_typed_before(visit: Visit) -> None:
    visit.open()
    box = visit.page.locator("#search-text")
    box.fill("乙区")
    expect(visit.page.locator("#search-results [role=option]").first).to_contain_text("乙区")
    box.fill("试验厂")
    box.press("Enter")
    expect(visit.page.locator("#feature .feature-title")).to_have_text("试验厂")


def test_chinese_type_is_served_where_the_machine_has_none(visit: Visit) -> None:
    visit.open()
    loaded = """document.fonts.load('16px "Noto Sans SC Variable"', '汉南').then((f) => f.length)"""
    assert visit.page.evaluate(loaded) > 0
    assert any(url.endswith(".woff2") for url in visit.requests)


def test_tabs_are_walked_with_arrow_keys(visit: Visit) -> None:
    visit.open()
    visit.page.focus("#tab-layers")
    visit.page.keyboard.press("ArrowRight")
    expect(visit.page.locator("#panel-filters")).to_be_visible()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.keyboard.press("ArrowLeft")
    expect(visit.page.locator("#panel-theme")).to_be_visible()
    expect(visit.page.locator("#tab-theme")).to_be_focused()


def test_the_english_page_shows_no_chinese_but_names(visit: Visit) -> None:
    visit.open()
    wait_for_colour(visit, IN_ZONE_A)
    visit.page.click("#language")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.drawn()
    wait_for_colour(visit, IN_ZONE_A)
    visit.click_at(IN_ZONE_A)
    visit.page.locator("#feature .feature-title").wait_for()
    visit.page.locator(".figure-card").wait_for(state="attached")
    for tab in ("theme", "filters", "layers"):
        visit.page.click(f"#tab-{tab}")
        expect(visit.page.locator(f"#panel-{tab}")).to_be_visible()
        assert [text for text in visit.page.evaluate(UNMARKED) if HAN.search(text)] == []


# Every visible text, title, label and placeholder that is not marked as Chinese.
UNMARKED = """() => {
  const found = [];
  const marked = (element) => element.closest('[lang="zh-CN"]:not(html)');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element.closest("script, style") && !marked(element)) found.push(walker.currentNode.data);
  }
  const names = ["title", "aria-label", "placeholder"];
  for (const element of document.querySelectorAll("[title], [aria-label], [placeholder]")) {
    if (!marked(element)) found.push(...names.map((name) => element.getAttribute(name) ?? ""));
  }
  return found;
}"""


def test_controls_are_large_enough_and_the_policy_is_strict(visit: Visit) -> None:
    response = visit.page.goto(visit.base)
    visit.drawn()
    assert response
    assert "unsafe-inline" not in response.headers["content-security-policy"]
    assert len(response.body()) < 100_000
    small = visit.page.evaluate(
        """() => [...document.querySelectorAll("button, a.language, .topnav a, label.switch")]
        .map((e) => [e.id || e.className, e.getBoundingClientRect()])
        .filter(([, box]) => box.width && Math.min(box.width, box.height) < 32)
        .map(([name]) => name)"""
    )
    assert [name for name in small if name != "left-toggle"] == []


def test_a_narrow_window_has_sheets_and_no_sideways_scrolling(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    made = Visit(context.new_page(), base).open()
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(made.page.locator("#panel-theme")).to_be_hidden()
    made.page.click("#tab-theme")
    expect(made.page.locator(".figure-card")).to_be_visible()
    context.close()


@pytest.mark.parametrize("meridian", [111, 114, 117])
def test_gauss_kruger_in_the_browser_is_that_of_proj(visit: Visit, meridian: int) -> None:
    visit.page.goto(f"{visit.base}/account")  # any page: the module is fetched, not what uses it
    offsets = (-1.6, -1.0, -0.2, 0.0, 0.7, 1.6)
    places = [(meridian + dx, lat) for dx in offsets for lat in (4.0, 30.5, 53.5)]
    epsg = 4534 + (meridian - 75) // 3
    project = Transformer.from_crs(4490, epsg, always_xy=True)
    expected = [project.transform(lon, lat) for lon, lat in places]
    icon = visit.page.evaluate("document.querySelector('link[rel=icon]').href")
    module = re.sub(r"(/static/\w+/).*", r"\1js/map/gauss_kruger.js", icon)
    script = """async ([module, places, meridian]) => {
      const { gaussKruger } = await import(module);
      const found = places.map(([lon, lat]) => gaussKruger(lon, lat, meridian));
      return found.map(({ east, north }) => [east, north]);
    }"""
    found: list[Any] = visit.page.evaluate(script, [module, places, meridian])
    for (east, north), (x, y) in zip(found, expected, strict=True):
        assert abs(east - x) < 1e-3
        assert abs(north - y) < 1e-3


def test_an_installation_without_layers_says_what_to_do(browser: Browser, empty_site: Any) -> None:
    complaints: list[str] = []
    with served(empty_site.app) as address, browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        expect(page.locator("#panel-theme").get_by_text("还没有图层")).to_be_visible()
        sign_in = page.locator("#panel-theme").get_by_role("link", name="登录")
        expect(sign_in).to_be_visible()
        expect(page.get_by_text("还没有现行数字")).to_be_visible()
    assert complaints == []
