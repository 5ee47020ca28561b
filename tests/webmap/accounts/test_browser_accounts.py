"""Accounts in a real browser: signing in, a refused page, a changed role, by keyboard too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from layers.audit import Actor, record
from layers.catalogue import Layer, Version, make_live
from layers.settings import Settings
from layers.system.database import Database, engine_for
from projects.accounts import accounts
from tests.databases import make_tables
from tests.webmap.served import served
from webmap.app import create_app
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
LONG_NAME = "一个非常非常长的姓名（区自然资源和规划局生态修复科）"
LONG_ACCOUNT = "a_very_long_account_name_without_any_space_in_it_at_all_1234"
PAGES = ("/account", "/account/password", "/accounts", "/accounts/zhao", "/audit", "/layers/red")
# Where the script under test stands beside the browser's own words of a refusal.
REFUSED = re.compile(r"status of (401|403|422|429)")


@dataclass
class Window:
    """One browser window with everything it asked for and complained of."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Window:
        self.page.goto(f"{self.base}{path}")
        return self

    def sign_in(self, name: str, password: str = PASSWORD, lang: str = "zh") -> Window:
        self.open(f"/sign-in?next=/account&lang={lang}")
        self.page.fill("#sign-in-name", name)
        self.page.fill("#sign-in-password", password)
        self.page.locator(".account-form button[type=submit]").click()
        self.page.wait_for_url(f"{self.base}/account**")
        return self

    def headed(self, words: str) -> None:
        expect(self.page.locator("h1")).to_have_text(words)

    def focused(self, control: str) -> None:
        """The field has the keyboard; the browser gives it some time after the page is there."""
        expect(self.page.locator(f"#{control}")).to_be_focused()

    def check(self) -> None:
        assert self.complaints == []
        assert [url for url in self.requests if not url.startswith(self.base)] == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A closed office with some people, a restricted layer and something in its log."""
    browser_assets.ensure()
    settings = Settings(home=tmp_path_factory.mktemp("office") / "home")
    database = Database(engine_for(settings))
    make_tables(database.engine)
    fill(database)
    app = create_app(settings)
    with served(app) as address:
        yield address
    app.extensions["ecoatlas"].database.close()
    database.close()


def fill(database: Database) -> None:
    people = {"wang": "admin", "zhao": "viewer", "qian": "reviewer", LONG_ACCOUNT: "editor"}
    layer = Layer(id="red", kind="lake", title_zh="湖泊", title_en="Lakes", key_field="code")
    version = Version(
        sha256="0" * 64, features=1, bbox=[114.0, 30.0, 114.1, 30.1], crs="EPSG:4490",
        secrecy="restricted", manifest={},
    )  # fmt: skip
    with database.transaction() as session:
        for name, role in people.items():
            shown = LONG_NAME if name == LONG_ACCOUNT else None
            accounts.add_account(
                session, name, role, display_name=shown, password=PASSWORD, by=None
            )
        make_live(session, layer, version)
        change = {"before": {"name": "甲区"}, "after": {"name": "甲区改造" * 12}}
        record(session, Actor("zhao", "10.0.0.7"), "project-changed", "XM-1", details=change)


Windows = Callable[..., Window]


@pytest.fixture
def window(browser: Browser, office: str) -> Iterator[Windows]:
    """Opens windows, each with cookies of its own; all are checked at the end."""
    opened: list[Window] = []

    def make(width: int = 1280, height: int = 800, scripts: bool = True) -> Window:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(viewport=size, java_script_enabled=scripts)
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
    if kind in ("error", "warning") and not REFUSED.search(text):
        window.complaints.append(text)


def test_a_refused_page_opens_when_the_administrator_changes_the_role(window: Windows) -> None:
    viewer = window().sign_in("qian")
    viewer.open("/audit")
    expect(viewer.page.locator(".error-status")).to_have_text("403")
    expect(viewer.page.locator("h1")).to_contain_text("查看审计日志")
    expect(viewer.page.locator(".lead")).to_contain_text("管理员")
    expect(viewer.page.get_by_role("link", name="换个账号登录")).to_be_visible()
    admin = window().sign_in("wang").open("/accounts")
    admin.page.get_by_role("link", name="qian").click()
    admin.page.wait_for_url("**/accounts/qian")
    admin.page.get_by_label("角色").select_option("admin")
    admin.page.get_by_role("button", name="保存").click()
    admin.page.get_by_text("已保存").wait_for()
    viewer.page.reload()
    viewer.headed("审计日志")
    expect(viewer.page.locator(".audit-what", has_text="更改角色")).to_be_visible()


def test_signing_in_needs_nothing_but_the_keyboard(window: Windows) -> None:
    one = window().open("/projects")
    keyboard = one.page.keyboard
    one.headed("登录")
    one.focused("sign-in-name")
    keyboard.type("zhao")
    keyboard.press("Tab")
    keyboard.type("wrong password here")
    keyboard.press("Enter")
    one.page.get_by_text("登录没有成功").wait_for()
    one.focused("sign-in-password")
    expect(one.page.get_by_label("用户名")).to_have_value("zhao")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    one.page.wait_for_url(f"{one.base}/projects")
    for _ in range(20):
        keyboard.press("Tab")
        if one.page.evaluate("document.activeElement.matches('#account-menu > summary')"):
            break
    keyboard.press("Enter")
    expect(one.page.get_by_role("link", name="我的账号")).to_be_visible()
    keyboard.press("Escape")
    expect(one.page.get_by_role("link", name="我的账号")).to_be_hidden()
    keyboard.press("Enter")
    expect(one.page.get_by_role("link", name="我的账号")).to_be_visible()
    for _ in range(20):
        keyboard.press("Tab")
        if one.page.evaluate("document.activeElement.textContent.includes('退出登录')"):
            break
    keyboard.press("Enter")
    one.page.get_by_text("已退出登录").wait_for()


def test_a_one_time_password_is_handed_over_and_changed(window: Windows) -> None:
    admin = window().sign_in("wang").open("/accounts")
    admin.page.get_by_label("用户名").fill("sun.li")
    admin.page.get_by_role("button", name="新建账号并生成密码").click()
    once = admin.page.locator("#once-secret").inner_text()
    admin.page.get_by_role("button", name="复制").click()
    admin.page.get_by_role("button", name="已复制").wait_for()
    newcomer = window().open("/sign-in")
    newcomer.page.fill("#sign-in-name", "sun.li")
    newcomer.page.fill("#sign-in-password", once)
    newcomer.page.keyboard.press("Enter")
    newcomer.page.get_by_role("heading", name="请先设置自己的密码").wait_for()
    newcomer.page.get_by_label("当前密码").fill(once)
    newcomer.page.get_by_label("新密码").fill("short")
    newcomer.page.keyboard.press("Enter")
    newcomer.page.get_by_text("密码太短").first.wait_for()
    newcomer.focused("password-new")
    newcomer.page.get_by_label("当前密码").fill(once)
    newcomer.page.get_by_label("新密码").fill("nine badgers polish trumpets")
    newcomer.page.keyboard.press("Enter")
    newcomer.page.get_by_text("密码已修改").wait_for()


def test_a_password_can_be_looked_at_while_it_is_typed(window: Windows) -> None:
    one = window().open("/sign-in?lang=en")
    secret = one.page.locator("#sign-in-password")
    secret.fill(PASSWORD)
    one.page.get_by_role("button", name="Show the password").click()
    expect(secret).to_have_attribute("type", "text")
    one.page.get_by_role("button", name="Hide the password").click()
    expect(secret).to_have_attribute("type", "password")


def test_an_account_is_disabled_after_a_second_step(window: Windows) -> None:
    admin = window().sign_in("wang").open(f"/accounts/{LONG_ACCOUNT}")
    sure = admin.page.get_by_role("button", name="确认停用")
    expect(sure).to_be_hidden()
    admin.page.locator("summary", has_text="停用账号").click()
    sure.click()
    admin.page.get_by_text("账号已停用。").first.wait_for()
    admin.page.get_by_role("button", name="重新启用").click()
    admin.page.get_by_text("账号已启用").wait_for()


def test_everything_works_without_scripts(window: Windows) -> None:
    one = window(scripts=False).open("/sign-in?next=/account")
    expect(one.page.get_by_role("button", name="显示密码")).to_be_hidden()
    one.page.fill("#sign-in-name", "zhao")
    one.page.fill("#sign-in-password", PASSWORD)
    one.page.get_by_role("button", name="登录").click()
    one.page.get_by_label("用途").fill("脚本")
    one.page.get_by_role("button", name="新建访问令牌").click()
    expect(one.page.locator("#once-secret")).to_have_text(re.compile("^eco_"))
    one.page.locator("#account-menu > summary").click()
    one.page.get_by_role("button", name="退出登录").click()
    expect(one.page.get_by_text("已退出登录")).to_be_visible()


# Controls without a name, fields without a label, names that stand twice, targets too small.
FAULTS = """() => {
  const seen = (e) => e.getClientRects().length > 0;
  const all = (what) => [...document.querySelectorAll(what)].filter(seen);
  const fields = all("input:not([type=hidden]), select");
  const named = (e) => (e.getAttribute("aria-label") || e.textContent).trim();
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  // What is clicked of a box to tick is its whole line.
  const clicked = (e) => (e.type === "checkbox" && e.closest("label")) || e;
  const small = (e) => { const b = clicked(e).getBoundingClientRect(); return b.height < 31.5 || b.width < 31.5; };
  const text = (e) => e.outerHTML.slice(0, 120);
  return [
    ...fields.filter((e) => !e.labels.length && !e.getAttribute("aria-label")).map((e) => `label: ${text(e)}`),
    ...all("button, a, summary").filter((e) => !named(e)).map((e) => `name: ${text(e)}`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`),
    ...all("button, .button, .quiet-button, input, select, #account-menu > summary").filter(small)
      .map((e) => `small: ${text(e)}`),
    ...fields.flatMap((e) => (e.getAttribute("aria-describedby") ?? "").split(" ")).filter(Boolean)
      .filter((id) => !document.getElementById(id)).map((id) => `describes nothing: ${id}`),
    ...(document.querySelectorAll("h1").length === 1 ? [] : ["one h1"]),
    ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the window"] : []),
  ];
}"""  # noqa: E501


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_fits_its_window_and_names_its_controls(
    window: Windows, lang: str, signed_in: bool
) -> None:
    """In windows of three widths; what a page is sent as does not depend on them."""
    faults: dict[str, list[str]] = {}
    one = window(width=1400)
    if signed_in:
        one.sign_in("wang", lang=lang)
    closed = (*PAGES, "/accounts/" + LONG_ACCOUNT, "/nowhere")
    for address in closed if signed_in else ("/sign-in",):
        one.open(f"{address}?lang={lang}")
        one.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        for width in (320, 720, 1400):
            one.page.set_viewport_size({"width": width, "height": 800})
            assert one.page.evaluate("innerWidth") == width
            faults[f"{address} {width}"] = one.page.evaluate(FAULTS)
    one.complaints = [text for text in one.complaints if "404" not in text]
    assert {page: found for page, found in faults.items() if found} == {}


def test_the_menu_stays_in_a_narrow_window_also_over_the_map(window: Windows) -> None:
    one = window(width=320).sign_in("zhao").open("/")
    one.page.locator("#account-menu > summary").click()
    sheet = one.page.locator(".account-menu-sheet")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    one.page.get_by_role("link", name="我的账号").click()
    one.headed("我的账号")
