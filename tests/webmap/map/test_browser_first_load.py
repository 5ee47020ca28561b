"""What somebody who was never here fetches before he sees the map: counted, never timed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.webmap.served import served
from webmap.edge import browser_assets, bundles

pytestmark = pytest.mark.browser

MOST_REQUESTS, MOST_BYTES, LARGEST_PAGE = 15, 250_000, 40_000
STARTED = "#panel-layers > *"


@pytest.fixture(scope="module")
def base(site: Any) -> Iterator[str]:
    browser_assets.ensure()
    if not bundles.is_current():
        # Where a script was changed since, pages ask for each source.
        why = "scripts are put together by python -m webmap.edge.browser_assets"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with served(site.app) as address:
        yield address


def test_the_map_comes_with_few_requests_and_kilobytes(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    told = context.new_cdp_session(page)
    told.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def asked(about: dict[str, Any]) -> None:
        urls[about["requestId"]] = about["request"]["url"]

    def came(about: dict[str, Any]) -> None:
        sizes[about["requestId"]] = about["encodedDataLength"]

    told.on("Network.requestWillBeSent", asked)
    told.on("Network.loadingFinished", came)
    with page.expect_response(f"{base}/tiles/**"):
        page.goto(f"{base}/")
    page.wait_for_selector(STARTED, state="attached")
    page.wait_for_load_state("networkidle")
    context.close()
    sent = {url: sizes.get(one, 0) for one, url in urls.items()}
    assert len(sent) <= MOST_REQUESTS, sorted(sent)
    assert sum(sent.values()) <= MOST_BYTES, sent
    assert 0 < sent[f"{base}/"] <= LARGEST_PAGE
    # The tiles of all layers come together.
    assert 1 <= sum("/tiles/" in url for url in sent) <= 4
    assert sum("/static/" in url for url in sent) >= 4
