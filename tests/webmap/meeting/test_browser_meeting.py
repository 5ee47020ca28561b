"""The file for a meeting opened from a disk in a fresh profile without network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from layers.audit import Actor
from layers.system.row_access import EVERYTHING
from projects.work.services import Services
from webmap.edge import browser_assets
from webmap.meeting.choosing import Asked
from webmap.meeting.making import make, write_out


@pytest.mark.browser
def test_search_list_click_and_legend_work_from_a_disk_without_network(
    site: Any, browser: Browser, tmp_path: Path
) -> None:
    browser_assets.ensure()
    office = Services(site.settings, site.database, site.store, EVERYTHING)
    out = tmp_path / "会议.html"
    made = make(office, Asked("sponge"), "html", "某人", "zh")
    write_out(made, "html", site.database, out, Actor("某人", "test"))
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.goto(out.as_uri())

    # The list, sorted by name; a row leads to its card, where hostile text is text.
    rows = page.locator(".feature-row")
    expect(rows).to_have_count(3)
    page.select_option(".list-order select", "name")
    page.locator('.feature-row[data-key="C"]').click()
    title = page.locator(".feature-title")
    expect(title).to_contain_text("<img src=x onerror=alert(1)>丙区")
    expect(page.locator("#feature-body img")).to_have_count(0)
    expect(page.locator("#feature-body a[href]")).to_have_count(0)

    # The legend counts what is in view and switches a class off.
    counts = page.locator(".class-line .figure")
    expect(counts).to_have_text(["1", "1", "1"])
    page.locator('.class-list input[data-value="met"]').uncheck()
    expect(rows).to_have_count(2)

    # The search box finds by initials; a click on the map finds what lies there.
    page.fill("#search-text", "yq")
    page.locator('.search-results [role="option"]').first.click()
    expect(title).to_have_text("乙区（示例）")
    page.click("#feature-close")
    box = page.locator("#atlas_map").bounding_box()
    assert box
    page.mouse.click(
        box["x"] + 320 + (box["width"] - 320) / 2 + 30, box["y"] + box["height"] / 2 + 30
    )
    expect(title).to_be_visible()

    assert asked == [out.as_uri()]
    assert complaints == []
    context.close()
