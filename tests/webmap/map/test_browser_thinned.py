"""A layer too heavy for low zooms says in the panel how much of it the map shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from layers.catalogue import Description
from layers.tiles import building as tiles
from layers.tiles import ensuring as tiling
from tests.imported import import_file
from tests.webmap.conftest import box, feature
from tests.webmap.served import served

pytestmark = pytest.mark.browser

SIDE = 40


@pytest.fixture(scope="module")
def heavy(
    tmp_path_factory: pytest.TempPathFactory, opened: Callable[..., Any]
) -> Iterator[tuple[Any, str]]:
    """1600 ponds, of which small tiles hold a few; and one lake, which they hold."""
    folder = tmp_path_factory.mktemp("heavy")
    site = opened(folder / "home")
    ponds = [
        feature(box(114 + n % SIDE / 100, 30 + n // SIDE / 100, 0.004), code=f"S{n}", name=f"塘{n}")
        for n in range(SIDE * SIDE)
    ]
    lake = [feature(box(114.1, 30.1, 0.2), code="L1", name="湖")]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tiling, "build_tiles", partial(tiles.build_tiles, largest_tile_bytes=2000))
        for layer, features in (("ponds", ponds), ("lake", lake)):
            path = folder / f"{layer}.geojson"
            path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
            import_file(
                site.database, site.store, path, layer_id=layer, kind="lake", key="code",
                crs="EPSG:4490", accept=("crs-missing",), title=layer,
                description=Description(secrecy="public"),
            )  # fmt: skip
    with served(site.app) as base:
        yield site, base


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def test_a_thinned_zoom_says_so_and_a_close_one_does_not(
    page: Page, heavy: tuple[Any, str]
) -> None:
    site, base = heavy
    layers = site.app.test_client().get("/api/v1/layers").get_json()["layers"]
    shares = {one["id"]: one["tiles"]["drawn_shares"] for one in layers}
    assert shares["lake"] == {}
    share = shares["ponds"]["8"]
    assert 0 < share < 1
    page.goto(f"{base}/#9/30.2/114.2")
    said = page.locator("[data-thinned=ponds]")
    told = f"{max(round(share * 100), 1)}%"
    expect(said).to_have_text(f"此缩放级别仅显示约 {told} 的要素，放大后显示全部")
    expect(page.locator("[data-thinned=lake]")).to_be_hidden()
    page.click("#tab-layers")
    page.locator("#layer-ponds").uncheck()
    expect(said).to_be_hidden()
    page.locator("#layer-ponds").check()
    expect(said).to_be_visible()
    page.goto(f"{base}/?lang=en#9/30.2/114.2")
    expect(said).to_have_text(
        f"About {told} of the features are shown at this zoom; zoom in for all of them"
    )
    page.goto(f"{base}/#16/30.2/114.2")
    page.reload()
    page.click("#tab-layers")
    expect(page.locator("#layer-ponds")).to_be_checked()
    expect(said).to_be_hidden()
