"""The grid in a browser: keys, cells pasted from Excel, faults and conflicts shown, a lock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from layers.audit import Actor
from projects.accounts import accounts
from projects.targets.approving import approve_values
from projects.targets.closing import close_period
from projects.targets.ledger import save_values, values_of
from projects.targets.rules import Row
from tests.webmap.entering import bring_in
from tests.webmap.served import served

pytestmark = pytest.mark.browser
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
OTHER = Actor("王工", "test")
UNIT = "区住建局"


@pytest.fixture
def office(empty_site: Any) -> Any:
    with empty_site.database.transaction() as session:
        accounts.add_account(session, "li", "editor", password=PASSWORD, by=None)
    return empty_site


@pytest.fixture
def page(browser: Browser, office: Any) -> Iterator[Page]:
    with served(office.app) as base:
        context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
        opened, complaints = context.new_page(), []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        bring_in(context, office.app, base, "li", PASSWORD)
        opened.goto(f"/targets?unit={UNIT}&document=WEDZ-2023&period=2024")
        expect(opened.locator("#grid-bar")).to_be_visible()
        yield opened
        assert complaints == []
        context.close()


def paste(page: Page, text: str) -> None:
    """What Ctrl+V does once Excel has put the text on the clipboard."""
    page.evaluate(
        """(text) => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        const about = { clipboardData: data, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", about));
    }""",
        text,
    )


def test_many_cells_are_pasted_put_right_and_saved_and_a_conflict_shows_both(
    page: Page, office: Any
) -> None:
    def cell(target: str, column: str = "value") -> Any:
        return page.locator(f"tr[data-target='{target}'] [data-column={column}]")

    grid, false = page.url, {"name": "照片.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    form = page.locator("form[action^='/targets/evidence']")
    form.locator("[type=file]").set_input_files(false)
    form.get_by_role("button", name="上传").click()
    expect(page.get_by_role("alert")).to_contain_text("照片.pdf")
    page.goto(grid)
    rows = page.locator("#grid tbody tr")
    ids = [rows.nth(at).get_attribute("data-target") or "" for at in range(rows.count())]
    share = "WEDZ-2023-T22"
    at = ids.index(share)
    below = ids[at + 1]
    cell(share).click()
    page.keyboard.press("ArrowDown")
    expect(cell(below)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(cell(share)).to_be_focused()
    paste(page, '146.8\t住建汇总\t照片.pdf\t"两行\n说明"\r\n3万\t台账\r\n')
    expect(page.locator("#grid-said")).to_contain_text("已粘贴 6 格")
    expect(cell(share, "source")).to_have_value("住建汇总")
    expect(cell(share)).to_have_class("unsaved")

    page.get_by_role("button", name="填报", exact=True).click()
    expect(cell(share)).to_have_attribute("aria-invalid", "true")
    for said in ("146.8", "照片.pdf", "3万"):
        expect(page.locator(".cell-fault", has_text=said)).to_have_count(1)
    with office.database.reading() as session:
        assert values_of(session) == [], "one wrong cell and nothing is stored"
    cell(share).fill("46.8")
    cell(share, "evidence").fill("")
    cell(below).fill("5")
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.locator("#grid-said")).to_contain_text("新增 2")
    expect(page.locator("input.unsaved")).to_have_count(0)

    row = {"target": share, "unit": UNIT, "period": "2024", "value": "47.1"}
    with office.database.transaction() as session:
        save_values(session, [Row(1, row, 1)], OTHER)
    cell(share).fill("50")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator(".cell-fault")).to_contain_text(re.compile("50%.*王工.*47.1%"))
    page.get_by_role("button", name="保留我的：50").click()
    expect(cell(share)).to_be_focused()
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.locator("#grid-said")).to_contain_text("更改 1")
    with office.database.transaction() as session:
        found = {one.target_id: one for one in values_of(session)}
        assert (found[share].value, found[share].version) == (50, 3)
        approve_values(session, {found[share].id: 3}, OTHER)
    page.reload()
    cell(share).fill("51")
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.locator(".cell-fault")).to_contain_text("请填写“修改理由”")
    expect(page.locator("#grid-reason")).to_be_focused()
    page.keyboard.type("统计口径更正")
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.locator("#grid-said")).to_contain_text("更改 1")
    expect(page.locator("#grid-reason")).not_to_have_attribute("aria-invalid", "true")
    with office.database.transaction() as session:
        close_period(session, "WEDZ-2023", "2024", OTHER)

    cell(share).fill("60")
    page.get_by_role("button", name="填报", exact=True).click()
    expect(page.locator(".cell-fault")).to_contain_text("已关闭")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
    fault, wrong = page.locator(".cell-fault").bounding_box(), cell(share).bounding_box()
    assert fault is not None
    assert wrong is not None
    assert fault["width"] > 250, "what is wrong stands below the cell, not in a strip beside it"
    assert fault["y"] >= wrong["y"] + wrong["height"]
