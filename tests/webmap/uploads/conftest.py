"""An office with its worker, and windows of a browser in which files are sent to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Browser, Page, expect

from layers.catalogue import Description
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from projects.accounts import accounts
from projects.records.changes.records import add_project, link
from tests.databases import make_tables
from tests.imported import import_file
from tests.webmap.entering import cookie_of
from tests.webmap.labour import Labour
from tests.webmap.served import served
from webmap.app import create_app
from webmap.edge import browser_assets

PASSWORD = "seven otters juggle lanterns"  # noqa: S105


WEST, SOUTH = 114.05, 30.45


PIECE = 4 * 1024 * 1024

# A page looks after a job every quarter of a second, and later less: patience for people and
# servers, which no test is about.
IMPATIENT = """(() => {
  const later = window.setTimeout;
  const looks = [250, 700, 1500];
  window.setTimeout = (what, ms, ...more) => later(what, looks.includes(ms) ? 80 : ms, ...more);
})()"""


class Office:
    """An application with its worker, and the address it is served at."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home)
        engine = engine_for(self.settings)
        make_tables(engine)
        self.database = Database(engine)
        self.store = Store(self.settings.resolved_store_url)
        self.app = create_app(self.settings)
        self.labour = Labour(self.settings, self.database, self.store)
        self.base = ""
        self.cookie: Any = None

    def close(self) -> None:
        self.labour.stop()
        self.app.extensions["ecoatlas"].database.close()
        self.database.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An editor, a known boundary, and a layer of zones to which a project is linked."""
    browser_assets.ensure()
    folder = tmp_path_factory.mktemp("uploads")
    made = Office(folder / "home")
    with made.database.transaction() as session:
        accounts.add_account(session, "li", "editor", password=PASSWORD, by=None)
    ground = {"code": ["420114"], "name": ["试验区"], "level": ["county"]}
    district = [shapely.box(114.0, 30.4, 114.2, 30.55)]
    frame = gpd.GeoDataFrame(ground, geometry=district, crs=4490)
    store(made, folder, "boundary", "admin_division", frame)
    store(made, folder, "old_zones", "sponge_zone", zones())
    with made.database.transaction() as session:
        add_project(session, {"code": "XM-7", "name": "沌口改造（示例）", "status": "building"})
        link(session, "XM-7", "old_zones", ["HN-5"], store=made.store)
    made.labour.start()
    with served(made.app) as made.base:
        made.cookie = cookie_of(made.app, made.base, "li", PASSWORD)
        yield made
    made.close()


def store(office: Office, folder: Path, layer_id: str, kind: str, frame: gpd.GeoDataFrame) -> None:
    path = folder / f"{layer_id}.geojson"
    frame.to_crs(4490).to_file(path)
    import_file(
        office.database, office.store, path, layer_id=layer_id, kind=kind, key="编号" if kind ==
        "sponge_zone" else "code", crs="EPSG:4490", description=Description(source="试验数据"),
    )  # fmt: skip


def zones(count: int = 6, third: str = "达标") -> gpd.GeoDataFrame:
    """Zones in a row, in zone 38 of CGCS2000; the fifth is a bow-tie."""
    west = [WEST + 0.02 * i for i in range(count)]
    shapes: list[shapely.Geometry] = [shapely.box(x, SOUTH, x + 0.012, SOUTH + 0.01) for x in west]
    if count > 4:
        x = west[4]
        tie = [(x, SOUTH), (x + 0.01, SOUTH + 0.01), (x + 0.01, SOUTH), (x, SOUTH + 0.01)]
        shapes[4] = shapely.Polygon(tie)
    table = {
        "编号": [f"HN-{i + 1}" for i in range(count)],
        "名称": ["纱帽", "东荆", "蔡甸", "军山", "沌口", "后官湖"][:count],
        "是否达标": ["达标", "未达标", third, "达标", "达标", "未评估"][:count],
    }
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4490).to_crs(4526)


@dataclass
class Window:
    """One browser window with everything it asked for and complained of."""

    page: Page
    office: Office
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.office.base

    def sign_in(self, to: str = "/upload") -> Window:
        self.page.context.add_cookies([self.office.cookie])
        self.page.goto(f"{self.base}{to}")
        return self

    def choose(self, *paths: Path) -> Window:
        self.page.set_input_files("#pick-files", list(paths))
        return self

    def checked(self) -> Window:
        """Wait until nothing works on the upload and no choice is on its way."""
        expect(self.page.locator("#stage[aria-busy=false] ~ #finish")).to_be_visible()
        return self

    def stands(self, words: str) -> None:
        expect(self.page.locator(".finish-standing")).to_contain_text(words)

    def check(self) -> None:
        assert self.complaints == []
        assert [url for url in self.requests if not url.startswith(("blob:", self.base))] == []


Windows = Callable[..., Window]


@pytest.fixture
def window(browser: Browser, office: Office) -> Iterator[Windows]:
    opened: list[Window] = []

    def make(width: int = 1280, height: int = 860) -> Window:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(viewport=size, accept_downloads=True)
        context.add_init_script(IMPATIENT)
        made = Window(context.new_page(), office)
        made.page.on("request", lambda request: made.requests.append(request.url))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda message: complain(made, message.type, message.text))
        opened.append(made)
        return made

    yield make
    for one in opened:
        one.page.context.close()
        one.check()


def complain(window: Window, kind: str, text: str) -> None:
    # Where a test breaks the connection the browser says so.
    if kind in ("error", "warning") and "ERR_CONNECTION_ABORTED" not in text:
        window.complaints.append(text)


@pytest.fixture
def loose(tmp_path: Path) -> tuple[Path, ...]:
    """The parts of a GBK shapefile of which nobody said the encoding and the CRS."""
    zones(third="算达标").to_file(tmp_path / "排水分区.shp", encoding="GBK")
    return tuple(tmp_path / f"排水分区{suffix}" for suffix in (".shp", ".shx", ".dbf"))
