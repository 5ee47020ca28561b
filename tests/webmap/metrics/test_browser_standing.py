"""The figure that stands, as its people and the public see it in their browsers.

An editor and a reviewer try things on a test layer and the public card of the map does not move;
the other reviewer sets the figure and hands its statement in, the first signs it with the password
and withdraws it with a reason, and the card says so each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from projects.metrics.run import run_metric
from tests.webmap.entering import bring_in
from tests.webmap.labour import Labour
from tests.webmap.served import served
from webmap.edge import browser_assets

pytestmark = pytest.mark.browser

PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
PEOPLE = {"li": "editor", "wang": "reviewer", "zhao": "reviewer"}
TARGET = "WEDZ-2023-T22"
NONE, UNSIGNED, SIGNED = "还没有现行数字", "现行 · 未签署", "现行 · 已签署"


@pytest.fixture
def site(trial_office: Callable[..., Any], tmp_path: Any) -> Iterator[Any]:
    browser_assets.ensure()
    with trial_office(tmp_path, PEOPLE, PASSWORD) as made, ExitStack() as ending:
        worker = Labour(made.settings, made.database, made.store)
        worker.start()
        ending.callback(worker.stop)
        yield made


@pytest.fixture
def window(site: Any, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A window of its own for whoever arrives: signed in by name, or the public without one."""
    with served(site.app) as base, ExitStack() as ending:
        complaints: list[str] = []

        def arrives(name: str) -> Page:
            context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 800})
            ending.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
            page.on("dialog", lambda dialog: complaints.append(f"{name}: {dialog.message}"))
            if name:
                bring_in(context, site.app, base, name, PASSWORD)
            return page

        yield arrives
        assert complaints == []


def tries(page: Page, cell: int) -> None:
    """A run on the test layer, by the form; its page says that it is a trial."""
    page.goto("/metrics/sponge_coverage")
    page.select_option("[name=zones]", "test_zones")
    page.select_option("[name=target]", TARGET)
    page.fill("[name=cell_m]", str(cell))
    page.click("form.account-form button.button")
    page.wait_for_url("**/metrics/runs/*")
    expect(page.locator("#standing h2 .chip")).to_have_text("试算")


def card(public: Page) -> Locator:
    """The card of the figure on the map, as whoever opens it now sees it."""
    public.goto("/")
    found = public.locator("#panel-theme [data-metric=sponge_coverage]")
    expect(found).to_have_count(1)
    return found


def test_the_card_moves_by_what_is_set_signed_and_withdrawn_never_by_trials(
    site: Any, window: Callable[[str], Page]
) -> None:
    inputs = {"zones": "zones", "built_up": "built_up"}
    own = run_metric(site.database, site.store, "sponge_coverage", inputs, {"target": TARGET}).id
    public, editor, first, second = (window(name) for name in ("", "li", "wang", "zhao"))

    tries(editor, 50)
    expect(card(public)).to_contain_text(NONE)

    # The first reviewer chooses, on layers declared the office's own.
    first.goto(f"/metrics/runs/{own}")
    for box in first.locator("#standing [name=own]").all():
        box.check()
    first.fill("#current-reason", "年报采用")
    first.locator("#standing button", has_text="设为现行").click()
    expect(first.locator("#standing h2 .chip")).to_have_text(UNSIGNED)
    shown = card(public)
    expect(shown.locator(".standing .chip")).to_have_text(UNSIGNED)
    before = shown.inner_text()
    assert "至少 25.00%，至多 75.00%" in before
    assert "wang" not in before
    tries(second, 70)

    # Handed in by whoever made it; only somebody else signs, and with the password.
    first.get_by_role("button", name="制作核算单").click()
    first.wait_for_url("**/statements/*")
    statement = first.url.partition("?")[0]
    first.locator("#submit button").click()
    expect(first.locator(".statement-head .chip")).to_have_text("待复核")
    expect(first.locator("#sign")).to_have_count(0)
    assert card(public).inner_text() == before
    second.goto(statement)
    for given in ("不是这个密码", PASSWORD):
        second.check("#sign [name=confirmed]")
        second.fill("#sign-password", given)
        second.locator("#sign button").click()
        if given != PASSWORD:
            expect(second.locator("#sign-password-fault")).to_be_visible()
    expect(second.locator(".statement-head .chip")).to_have_text("已签署")
    shown = card(public)
    expect(shown.locator(".standing .chip")).to_have_text(SIGNED)
    assert shown.locator(f".standing a[href='/statements/{statement.rpartition('/')[2]}']").count()

    # Withdrawn with a reason, the figure is gone from the card, which tells of it.
    second.locator("summary", has_text="撤回").click()
    withdraw = second.locator("form[action$='/withdraw']")
    withdraw.locator("[name=note]").fill("范围有误")
    withdraw.locator("[name=password]").fill(PASSWORD)
    withdraw.locator("button").click()
    expect(second.locator(".statement-head .chip")).to_have_text("已撤回")
    shown = card(public)
    expect(shown).to_contain_text(NONE)
    expect(shown.locator(".notice")).to_contain_text("撤回")
    expect(shown).not_to_contain_text("25.00%")
