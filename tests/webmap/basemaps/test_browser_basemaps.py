"""Choosing a basemap and a grid on the map, in a browser; a server of our own plays the host."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from geo.crs.gcj02 import gcj02_to_wgs84, wgs84_to_gcj02
from projects.basemaps.keeping import Given, add_basemap, remove_basemap
from tests.webmap.basemaps.conftest import KEY
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser
START = "/#13/30.5/114.02"
IN_THE_PANE = ".leaflet-basemap-pane img.leaflet-tile-loaded"


@dataclass
class Host:
    """What the foreign host was asked, and whether it answers."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    referrers: set[str | None] = field(default_factory=set)
    well: bool = True


@contextmanager
def host_of(picture: bytes) -> Iterator[Host]:
    host = Host()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            host.referrers.add(self.headers.get("Referer"))
            body = picture if host.well else b'{"code": 301012, "msg": "key"}'
            self.send_response(200 if host.well else 418)
            self.send_header("Content-Type", "image/png" if host.well else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    host.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)


@pytest.fixture
def host(green: bytes) -> Iterator[Host]:
    with host_of(green) as made:
        yield made


@pytest.fixture
def enter(office: Any) -> Iterator[Callable[..., str]]:
    """Enters a basemap for everybody, and takes it out again."""
    entered: list[str] = []

    def add(source: Any, **values: Any) -> str:
        given = Given(f"底图{len(entered)}", source, "市测绘院 审图号（试验）", **values)
        with office.database.transaction() as session:
            entered.append(add_basemap(session, office.settings, given, None).id)
        return entered[-1]

    yield add
    with office.database.transaction() as session:
        for one in entered:
            remove_basemap(session, one, None)


@pytest.fixture
def page(browser: Browser, office: Any) -> Iterator[Page]:
    browser_assets.ensure()
    wrong: list[str] = []
    with served(office.app) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=base)
        made = context.new_page()
        made.on("pageerror", lambda error: wrong.append(str(error)))
        yield made
        context.close()
    assert wrong == []


def open_tool(page: Page, address: str = START) -> None:
    page.goto(address)
    page.click("#tab-layers")
    page.click("#viewing-open")
    page.get_by_role("button", name="底图", exact=True).click()


def test_a_basemap_is_chosen_shown_and_taken_back(
    page: Page, host: Host, enter: Callable[..., str]
) -> None:
    basemap = enter("address", template=f"{host.address}/{{z}}/{{x}}/{{y}}.png", opacity=70)
    open_tool(page)
    page.wait_for_load_state("networkidle")
    assert host.asked == []
    page.focus("#tool-base-none")
    page.keyboard.press("ArrowDown")
    expect(page.locator(IN_THE_PANE).first).to_be_visible()
    expect(page.locator(".basemap-named")).to_have_text("市测绘院 审图号（试验）")
    expect(page.locator(f"#tool-base-{basemap}")).to_be_focused()
    assert f"base={basemap}" in page.url
    assert any(one.startswith("/13/6691/") for one in host.asked)
    assert host.referrers == {None}
    page.emulate_media(media="print")
    expect(page.locator(".basemap-unprinted")).to_have_text("打印不含底图")
    expect(page.locator(IN_THE_PANE).first).to_be_hidden()
    page.emulate_media(media="screen")
    page.go_back()
    expect(page.locator(".leaflet-basemap-pane img")).to_have_count(0)
    expect(page.locator(".basemap-named")).to_be_hidden()
    expect(page.locator("#tool-base-none")).to_be_checked()
    page.go_forward()
    expect(page.locator(IN_THE_PANE).first).to_be_visible()


def test_a_host_that_gives_nothing_is_told_once_and_own_ground_goes_on(
    page: Page, host: Host, enter: Callable[..., str]
) -> None:
    host.well = False
    basemap = enter("address", template=f"{host.address}/{{z}}/{{x}}/{{y}}.png")
    page.goto(f"{START}&base={basemap}")
    notice = page.locator(".basemap-notice")
    expect(notice).to_contain_text("没有给出图片，已改用本地底面")
    expect(page.locator(".leaflet-basemap-pane img")).to_have_count(0)
    asked = len(host.asked)
    page.evaluate("document.getElementById('atlas_map').focus()")
    page.keyboard.press("ArrowRight")
    page.wait_for_load_state("networkidle")
    assert len(host.asked) == asked
    expect(notice).to_have_count(1)
    host.well = True
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(IN_THE_PANE).first).to_be_visible()
    expect(notice).to_be_hidden()


def test_tianditu_refusing_the_key_and_a_basemap_that_is_gone(
    page: Page, enter: Callable[..., str]
) -> None:
    asked: list[str] = []

    def refuse(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=403, body="key")

    page.route("https://*.tianditu.gov.cn/**", refuse)
    basemap = enter("tianditu", layer="vec", key=KEY)
    page.goto(f"{START}&base={basemap}")
    notice = page.locator(".basemap-notice")
    expect(notice).to_contain_text("核对密钥")
    assert all(f"tk={KEY}" in one for one in asked)
    assert {one.split("/")[3] for one in asked} == {"vec_w", "cva_w"}
    page.get_by_role("button", name="不用底图").click()
    expect(notice).to_be_hidden()
    assert "base=" not in page.url
    page.goto(f"/?lang=zh{START[1:]}&base=b999")
    expect(notice).to_contain_text("已删除")


def test_a_file_of_the_office_needs_no_network(page: Page, enter: Callable[..., str]) -> None:
    basemap = enter("file", file="世界.mbtiles")
    elsewhere: list[str] = []
    page.on("request", lambda one: elsewhere.append(one.url) if "127.0.0.1" not in one.url else None)  # fmt: skip # noqa: E501
    page.goto(f"{START}&base={basemap}")
    expect(page.locator(IN_THE_PANE).first).to_be_visible()
    assert elsewhere == []


# Where the corner of a tile of the pane lies on the map, against where it should.
CORNERS = """([z, x, y]) => {
  const img = [...document.querySelectorAll(".leaflet-basemap-pane img")].find((one) => one.src.endsWith(`/${z}/${x}/${y}`));
  if (!img) return null;
  const [zoom, south, west] = location.hash.slice(1).split("&")[0].split("/").map(Number);
  const box = document.getElementById("atlas_map").getBoundingClientRect();
  const middle = L.CRS.EPSG3857.latLngToPoint(L.latLng(south, west), zoom);
  const degrees = (px, py) => {
    const at = middle.add([px - box.x - box.width / 2, py - box.y - box.height / 2]);
    const { lat, lng } = L.CRS.EPSG3857.pointToLatLng(at, zoom);
    return [lng, lat];
  };
  const at = img.getBoundingClientRect();
  return [degrees(at.left, at.top), degrees(at.right, at.bottom)];
}"""  # noqa: E501


@pytest.mark.parametrize("grid", ["gcj02", "degrees"])
def test_shifted_tiles_lie_where_their_ground_is(
    page: Page, host: Host, enter: Callable[..., str], grid: Any
) -> None:
    """The pictures are moved, to within a pixel; what is drawn of our data is not."""
    from layers.basemaps.addresses import tile_at

    basemap = enter("address", template=f"{host.address}/{{z}}/{{x}}/{{y}}", grid=grid)
    page.goto(f"/#14/30.5/114.02&base={basemap}")
    expect(page.locator(IN_THE_PANE).first).to_be_visible()
    zoom, x, y = tile_at(grid, 114.02, 30.5, 14)
    found = page.evaluate(CORNERS, [zoom, x, y])
    pixel = 360 / 256 / 2**14
    for corner, (dx, dy) in zip(found, [(0, 0), (1, 1)], strict=True):
        assert corner == pytest.approx(true_corner(grid, zoom, x + dx, y + dy), abs=pixel * 1.1)


def true_corner(grid: str, zoom: int, x: int, y: int) -> tuple[float, float]:
    lon = x / 2**zoom * 360 - 180
    if grid == "degrees":
        return lon, 90 - y / 2**zoom * 360
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / 2**zoom))))
    true_lon, true_lat = gcj02_to_wgs84(lon, lat)
    return float(true_lon), float(true_lat)


def test_the_shift_and_the_plane_in_the_browser_are_those_of_the_office(page: Page) -> None:
    page.goto(START)
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    folder = icon.split("/img/")[0].replace("/vendor/built", "") + "/js/viewing/"
    places = [(lon, lat) for lon in (73.0, 104.3, 114.02, 135.0) for lat in (3.0, 30.5, 54.0)]
    places.append((139.0, 36.0))
    script = """async ([folder, places]) => {
      const { toGcj02, fromGcj02 } = await import(`${folder}gcj02.js`);
      const { degreesOf } = await import(`${folder}graticule.js`);
      const { gaussKruger } = await import(folder.replace("viewing/", "map/") + "gauss_kruger.js");
      return places.map(([lng, lat]) => {
        const there = toGcj02({ lng, lat });
        const back = fromGcj02(there);
        const near = Math.round(lng / 3) * 3;
        return [there.lng, there.lat, back.lng, back.lat, ...degreesOf(gaussKruger(lng, lat, near), near)];
      });
    }"""  # noqa: E501
    found = np.array(page.evaluate(script, [folder, places]))
    lon, lat = np.array(places).T
    there = np.array(wgs84_to_gcj02(lon, lat)).T
    assert np.abs(found[:, :2] - there).max() < 1e-9
    assert np.abs(found[:, 2:4] - np.array(places)).max() < 1e-8
    assert np.abs(found[:, 4:] - np.array([lat, lon]).T).max() < 1e-8


def test_grids_say_their_numbers_and_stand_in_the_address(page: Page) -> None:
    open_tool(page)
    page.click("#tool-grid-degrees")
    numbers = page.locator(".graticule-numbers span")
    expect(numbers.filter(has_text="114°02′E")).to_have_count(1)
    expect(numbers.filter(has_text="30°30′N")).to_have_count(1)
    page.click("#tool-grid-km")
    expect(page.locator(".graticule-caption")).to_contain_text("第 38 带（中央经线 114°E）")
    expect(numbers.filter(has_text="502")).to_have_count(1)
    assert "grid=km" in page.url
    page.go_back()
    expect(numbers.filter(has_text="114°02′E")).to_have_count(1)
    page.go_back()
    expect(numbers).to_have_count(0)
    expect(page.locator("#tool-grid-none")).to_be_checked()
