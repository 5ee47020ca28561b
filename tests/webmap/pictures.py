"""Pictures of the guides and the README, taken in a browser while their steps are gone through.

`make pictures` loads a demonstration home, serves it and does what docs/guide tells a reader to do,
in both languages; a step that is no longer so stops it. Pictures go to docs/guide/images/zh and en.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

from geo.words import LANGUAGES, Language, Text
from layers.audit import Actor
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.system.progress import silent
from projects.accounts import accounts
from projects.accounts.demonstration import demo_accounts
from projects.demo.load import load_demo
from tests.databases import make_tables
from tests.webmap.conftest import ARGUMENTS, CHROMIUM
from tests.webmap.labour import Labour
from tests.webmap.served import served
from webmap.app import create_app

FOLDER = Path(__file__).parents[2] / "docs" / "guide" / "images"
PASSWORD = "seven otters juggle lanterns"  # noqa: S105
PEOPLE = {"lin": "viewer", "zhou": "editor", "wang": "reviewer", "chen": "reviewer"}
SIZE: Any = {"width": 1200, "height": 780}
QUALITY = 72
SETTLED_MS, PATIENCE_MS = 1_500, 40_000
TARGET = "WEDZ-2023-T22"
SITE = "114.0640 30.3010\n114.0720 30.3010\n114.0720 30.3080\n114.0640 30.3080"


@dataclass
class Walk:
    """One person's window: `said` finds a control by its words, `shot` takes a picture."""

    page: Page
    base: str
    language: Language
    files: Path
    kept: dict[str, Path] = field(default_factory=dict)

    def open(self, path: str) -> None:
        mark = "&" if "?" in path else "?"
        address, sign, part = path.partition("#")
        self.page.goto(f"{self.base}{address}{mark}lang={self.language}{sign}{part}")

    def text(self, zh: str, en: str) -> str:
        return Text(zh, en).in_(self.language)

    def button(self, zh: str, en: str) -> Locator:
        return self.page.get_by_role("button", name=self.text(zh, en), exact=True).first

    def link(self, zh: str, en: str) -> Locator:
        return self.page.get_by_role("link", name=self.text(zh, en), exact=True).first

    def shot(self, name: str, at: str | None = None, *, height: int | None = None) -> None:
        """The window as it is, `at` scrolled to its top below the bar of the page."""
        self.page.set_viewport_size({**SIZE, "height": height or SIZE["height"]})
        if at is not None:
            self.page.evaluate(
                "at => window.scrollTo(0, scrollY - 64 +"
                " document.querySelector(at).getBoundingClientRect().top)",
                at,
            )
        self.page.wait_for_timeout(SETTLED_MS)
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        folder = FOLDER / self.language
        folder.mkdir(parents=True, exist_ok=True)
        picture.convert("RGB").save(folder / f"{name}.webp", quality=QUALITY, method=6)
        self.page.set_viewport_size(SIZE)

    def sign_in(self, name: str, to: str) -> None:
        self.open(f"/sign-in?next={to}")
        self.page.fill("#sign-in-name", name)
        self.page.fill("#sign-in-password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: url.partition("?")[0] == self.base + to)

    def checked(self) -> None:
        """Nothing works on the upload, and no choice is on its way."""
        expect(self.page.locator("#stage[aria-busy=false] ~ #finish")).to_be_visible()


def plan(walk: Walk) -> None:
    """Somebody who looks: the map without an account, files with one."""
    page = walk.page
    walk.open("/")
    page.wait_for_load_state("networkidle")
    walk.shot("map")
    page.click("#tab-filters")
    for value in ("met", "not_assessed"):
        page.uncheck(f"#panel-filters input[data-layer=sponge_zones][data-value={value}]")
    walk.shot("filter")
    walk.button("清除筛选", "Clear the filters").click()
    page.click("#tab-layers")
    page.fill("#search-text", "沌口05号排水分区")
    page.get_by_role("option").first.click()
    expect(page.locator("a[href*='/projects/XM-002']").first).to_be_visible()
    walk.shot("card")
    page.click("#tab-theme")
    page.click(".to-list")
    walk.shot("figures")
    walk.sign_in("lin", "/layers")
    walk.open("/layers/sponge_zones")
    walk.link("属性表", "Attribute table").click()
    walk.shot("table", height=620)
    walk.open("/layers/sponge_zones/export")
    walk.shot("export", height=760)
    with page.expect_download() as got:
        walk.button("导出文件", "Export").click()
    walk.kept["export"] = Path(got.value.suggested_filename)
    walk.open("/policy")
    walk.shot("policy", height=620)
    walk.link("目标状态一览", "States of all targets").click()
    page.wait_for_url(lambda url: "/policy/states" in url)
    walk.shot("states", height=760)
    walk.open("/projects")
    walk.shot("projects", height=620)
    walk.open("/projects/XM-002")
    walk.shot("project", height=900)
    walk.open("/sites")
    page.fill("#site-name", walk.text("纱帽地块（示例）", "Plot in Shamao (illustrative)"))
    page.fill("#site-place", SITE)
    page.click("#site-more > summary")
    page.select_option("#site-sector", "chemical")
    walk.button("开始研判", "Check it").click()
    page.wait_for_url(lambda url: "/checks/" in url)
    walk.shot("site", height=900)


def six(walk: Walk) -> None:
    """Everyday questions, each answered from the first screen in at most two clicks; two of the six
    have their pictures in `plan` (`figures`, `site`)."""
    page = walk.page
    walk.open("/metrics")
    page.click("#bank_bans .metric-latest")
    walk.shot("ask-bank", "section[id^=table-]", height=560)
    walk.open("/changes")
    walk.link("近一季度", "A quarter").click()
    walk.shot("ask-changes", height=560)
    walk.open("/water")
    page.get_by_role("link", name="示例断面甲").first.click()
    walk.shot("ask-water", "main form", height=560)
    walk.open("/")
    page.check("[name=theme][value=projects]")
    expect(page.locator(".feature-row").first).to_be_visible()
    walk.shot("ask-late", height=560)


def staff(walk: Walk) -> None:
    """GIS staff: an awkward shapefile until it is a layer, and what is done to it afterwards."""
    page = walk.page
    walk.sign_in("zhou", "/upload")
    page.locator(".rules-notice form button").click()
    page.wait_for_load_state()
    walk.shot("upload", height=640)
    page.set_input_files("#pick-files", str(awkward(walk.files)))
    walk.checked()
    walk.shot("upload-crs", "#step-crs", height=700)
    page.click("#crs-take")
    page.click("#encoding-take")
    page.select_option("#kind", "sponge_zone")
    walk.checked()
    walk.shot("upload-fields", "#step-fields", height=820)
    walk.shot("upload-findings", "#step-findings", height=900)
    page.select_option("#value-0", "met")
    page.locator("#accept-outside-china").check()
    walk.checked()
    page.fill("#layer-id", "new_zones")
    page.fill("#source", "区水务局来函（示例）")
    page.keyboard.press("Tab")
    walk.checked()
    walk.shot("upload-ready", "#step-about", height=700)
    page.click("#import")
    expect(page.locator("#to-layer")).to_be_visible()
    walk.shot("upload-done", height=420)
    page.click("#to-layer")
    page.wait_for_url("**/layers/new_zones*")
    edit(walk)


def edit(walk: Walk) -> None:
    """One value put right in the table, the two versions compared, the older one brought back."""
    page = walk.page
    walk.open("/layers/new_zones/table")
    page.locator("a[href$='/features/HN-2/edit']").click()
    page.get_by_label(walk.text("达标情况", "Verdict")).select_option("met")
    page.fill("[name=reason]", walk.text("复查后达标（示例）", "met on review (illustrative)"))
    walk.shot("edit", height=760)
    walk.button("保存为新版本", "Save as a new version").click()
    page.wait_for_url(lambda url: "/edit" not in url)
    walk.open("/layers/new_zones/diff?from=1&to=2")
    walk.shot("diff", height=700)
    walk.open("/layers/new_zones")
    walk.shot("layer", height=620)
    page.locator("form[action$='/restore'] button").first.click()
    page.wait_for_load_state()
    walk.shot("restore", height=560)
    walk.open("/layers/land_cover")
    walk.shot("raster", height=720)
    walk.open("/sheets/effluent_limits")
    walk.shot("sheet", height=640)


def review(walk: Walk) -> None:
    """A reviewer: values that were reported, a figure, its statement, handed in."""
    page = walk.page
    walk.sign_in("wang", "/metrics")
    walk.shot("metrics", height=700)
    walk.open("/targets?document=WEDZ-2023&period=2025")
    walk.shot("targets", height=760)
    walk.open("/metrics/sponge_coverage")
    page.select_option("select[name=zones]", "sponge_zones")
    page.select_option("select[name=target]", TARGET)
    walk.shot("metric-form", "form.account-form", height=700)
    walk.button("开始计算", "Compute").click()
    page.wait_for_url(lambda url: "/metrics/runs/" in url)
    walk.shot("run", height=860)
    walk.button("制作核算单", "Make a statement").click()
    page.wait_for_url(lambda url: "/statements/" in url)
    walk.shot("statement", height=760)
    page.fill("#comment [name=text]", walk.text("重叠已按较差结论计（示例）。", "An example."))
    walk.button("提交意见", "Send the comment").click()
    walk.button("提交复核", "Hand in for review").click()
    walk.shot("handed-in", height=420)
    walk.kept["statement"] = Path(page.url.removeprefix(walk.base).partition("?")[0])
    hits(walk)


def hits(walk: Walk) -> None:
    """The list of findings of the protected zones, to be worked through."""
    page = walk.page
    walk.open("/metrics/protected_zone_hits")
    page.locator("table a[href^='/metrics/runs/']").first.click()
    page.wait_for_load_state()
    page.locator("a[href*='/hits']").first.click()
    page.wait_for_url(lambda url: "/hits" in url)
    walk.shot("hits", height=700)


def sign(walk: Walk) -> None:
    """The second reviewer signs, takes the file and has it checked."""
    page = walk.page
    walk.sign_in("chen", "/statements")
    walk.shot("statements", height=420)
    walk.open(str(walk.kept["statement"]))
    page.locator("details:has(form[action$='/answer']) > summary").click()
    page.fill("form[action$='/answer'] textarea", walk.text("同意（示例）。", "Agreed."))
    page.locator("form[action$='/answer'] button").click()
    page.wait_for_load_state()
    walk.open(str(walk.kept["statement"]))
    walk.shot("sign", "form[action$='/sign']", height=840)
    page.check("form[action$='/sign'] [name=confirmed]")
    page.fill("form[action$='/sign'] [name=password]", PASSWORD)
    walk.button("确认签署", "Sign now").click()
    page.wait_for_load_state()
    walk.open(str(walk.kept["statement"]))
    walk.shot("signed", height=420)
    with page.expect_download() as got:
        page.locator("a[href$='/file.pdf']").click()
    got.value.save_as(walk.files / "signed.pdf")
    walk.open("/statements/verify")
    page.set_input_files("#verify-form input[type=file]", str(walk.files / "signed.pdf"))
    walk.button("开始核对", "Check it").click()
    expect(page.locator("#verdict")).to_be_visible(timeout=180_000)
    walk.shot("verified", height=620)


def dispatch(walk: Walk) -> None:
    """The coordinator: a round that is half filled in, the sheet of a unit, and the dashboard."""
    walk.sign_in("zhou", "/rounds")
    walk.page.locator(".rules-notice form button").click()
    walk.page.wait_for_load_state()
    walk.page.locator("main a[href$='/rounds/2026Q3']").first.click()
    expect(walk.page.locator("main tbody tr").first).to_be_visible()
    walk.shot("round", height=760)
    walk.page.locator("main a[href$='/units/WEDZ-QZJJ']").first.click()
    expect(walk.page.locator("#grid-bar")).to_be_visible()
    walk.shot("round-unit", height=700)
    walk.link("项目", "Projects").click()
    walk.page.locator("main a[href^='/dashboard']").first.click()
    expect(walk.page.locator("main h1")).to_be_visible()
    walk.shot("dashboard", height=860)


def release(walk: Walk) -> None:
    """A reviewer chooses what of a project is released into the green pool."""
    walk.sign_in("wang", "/pool")
    walk.open("/pool/XM-002")
    walk.shot("pool", height=860)


def awkward(folder: Path) -> Path:
    """Zones as an office sends them: GBK, no .prj and no .cpg, a crossed outline, a word that is in
    no list, and a row at (0, 0)."""
    west = [113.90 + 0.016 * i for i in range(6)]
    shapes: list[shapely.Geometry] = [shapely.box(x, 30.42, x + 0.012, 30.43) for x in west]
    x = west[4]
    tie = [(x, 30.42), (x + 0.012, 30.43), (x + 0.012, 30.42), (x, 30.43)]
    shapes[4] = shapely.Polygon(tie)
    table = {
        "编号": [f"HN-{i + 1}" for i in range(6)],
        "名称": ["纱帽", "东荆", "蔡甸", "军山", "沌口", "后官湖"],
        "是否达标": ["达标", "未达标", "算达标", "达标", "达标", "未评估"],
    }
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs=4490).to_crs(4526)
    frame.geometry = [*frame.geometry[:5], shapely.box(0, 0, 900, 900)]
    frame.to_file(folder / "排水分区.shp", encoding="GBK")
    packed = folder / "排水分区.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(folder / f"排水分区{suffix}", f"排水分区{suffix}")
    return packed


@contextmanager
def office(home: Path) -> Iterator[str]:
    """The application over the home, with its worker; gives its address."""
    settings = Settings(home=home)
    database = Database(engine_for(settings))
    store = Store(settings.resolved_store_url)
    with database.transaction() as session:
        for name, role in PEOPLE.items():
            accounts.add_account(session, name, role, password=PASSWORD, must_change=False, by=None)
    app = create_app(settings)
    labour = Labour(settings, database, store)
    labour.start()
    try:
        with served(app) as base:
            yield base
    finally:
        labour.stop()
        app.extensions["ecoatlas"].database.close()
        database.close()


def load(home: Path) -> None:
    settings = Settings(home=home)
    engine = engine_for(settings)
    make_tables(engine)
    database = Database(engine)
    by = Actor("demo", "-")
    with database.transaction() as session:
        demo_accounts(session, by)
    load_demo(database, Store(settings.resolved_store_url), silent, by=by)
    database.close()


STEPS: tuple[Callable[[Walk], None], ...] = (plan, six, staff, review, sign, dispatch, release)


def main(loaded: Path | None) -> None:
    """loaded: a demonstration home that is there already; it is copied and stays as it is."""
    with tempfile.TemporaryDirectory(prefix="ecoatlas-pictures-") as made:
        folder = Path(made)
        if loaded is None:
            load(folder / "demo")
        for language in LANGUAGES:
            home = folder / language
            shutil.copytree(loaded or folder / "demo", home)
            (folder / f"files-{language}").mkdir()
            with office(home) as base:
                go_through(base, language, folder / f"files-{language}")


def go_through(base: str, language: Language, files: Path) -> None:
    kept: dict[str, Path] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for step in STEPS:
            locale = {"zh": "zh-CN", "en": "en-GB"}[language]
            context = browser.new_context(viewport=SIZE, accept_downloads=True, locale=locale)
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            try:
                step(Walk(page, base, language, files, kept))
            except Exception:
                page.screenshot(path=files.parent.parent / "ecoatlas-picture-fault.png")
                raise
            context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
