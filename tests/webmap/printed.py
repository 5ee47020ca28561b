"""A page on paper and on a telephone: nothing of it may be cut off."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from pypdfium2 import PdfDocument

PAPER_MM, BORDER_MM = {False: 210, True: 297}, 10
DOTS_A_MM = 96 / 25.4
TELEPHONE = 360
WIDER = """() => [document.documentElement, ...document.querySelectorAll(".table-frame")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => [one.className, one.scrollWidth, one.clientWidth])"""
GREY = """() => [...document.querySelectorAll("main :is(.chip, .progress, .bar)")]
    .filter((one) => !one.textContent.trim() && !one.getAttribute("aria-label") &&
        !one.getAttribute("aria-hidden"))
    .map((one) => one.outerHTML)"""


def prints_whole(page: Page, most_pages: int, *, across: bool = False) -> str:
    """The text of the page on A4, upright or across, in one line: no table is wider than the paper,
    no letter lies beyond it, nothing is told by its colour alone, and no button is on it."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": _inner(across), "height": 1000})
    assert page.evaluate(WIDER) == [], page.url
    assert page.evaluate(GREY) == [], page.url
    assert page.locator("main").get_by_role("button").count() == 0, page.url
    margin: Any = dict.fromkeys(("top", "bottom", "left", "right"), f"{BORDER_MM}mm")
    printed = page.pdf(format="A4", margin=margin, prefer_css_page_size=True)
    page.emulate_media(media="screen")
    with PdfDocument(printed) as sheets:
        assert len(sheets) <= most_pages, page.url
        return "".join(_text(sheet) for sheet in sheets).replace("\r\n", "")


def _inner(across: bool) -> int:
    return int((PAPER_MM[across] - 2 * BORDER_MM) * DOTS_A_MM)


def _text(sheet: Any) -> str:
    width, height = sheet.get_size()
    text = sheet.get_textpage()
    boxes = (text.get_charbox(at) for at in range(text.count_chars()))
    beyond = [one for one in boxes if one[0] < 0 or one[2] > width or one[3] > height]
    assert not beyond, "cut off"
    found: str = text.get_text_bounded()
    return found


def fits_a_telephone(page: Page) -> None:
    """Nothing has to be pushed sideways on the smallest screen."""
    page.set_viewport_size({"width": TELEPHONE, "height": 780})
    assert page.evaluate(WIDER) == [], page.url
