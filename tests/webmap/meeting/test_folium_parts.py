"""The example of the documentation does what it says, and its page works without network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from geo.errors import EcoAtlasError
from layers.catalogue import resolve
from layers.settings import CHECKOUT
from webmap.edge import browser_assets
from webmap.meeting.folium_parts import VerdictStyle, VersionTiles

PAGE = CHECKOUT / "docs" / "folium.md"


@pytest.fixture(scope="module")
def written(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    browser_assets.ensure()
    folder = tmp_path_factory.mktemp("notebook")
    with site.database.reading() as session:
        ref = resolve(session, "zones")
    with site.store.open_tiles(ref.sha256) as tiles:
        (folder / "zones.pmtiles").write_bytes(tiles.read())
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), flags=re.S)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102
    return folder / "zones.html"


def test_the_page_of_the_example_names_no_other_host(written: Path) -> None:
    page = written.read_text("utf-8")
    assert not re.search(r'<(?:script|link)[^>]+(?:src|href)="', page)


@pytest.mark.browser
def test_the_page_of_the_example_draws_without_network(written: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 600}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(written.as_uri())
    page.wait_for_function(
        """() => [...document.querySelectorAll(".leaflet-tile-pane canvas")].some((tile) =>
          tile.width && tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data
            .some((value) => value))"""
    )
    assert "未达标" in page.locator(".leaflet-bottom.leaflet-right").inner_text()
    assert asked == [written.as_uri()]
    assert complaints == []
    context.close()


def test_a_verdict_has_the_colour_of_the_map() -> None:
    style = VerdictStyle("sponge_zone")
    assert style({"properties": {"verdict": "met"}})["fillColor"] == "#3a9d5d"
    assert style({"properties": {}})["fillColor"] == style.kind.style.colour


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(EcoAtlasError):
        VersionTiles("http://office/tiles/a/1.pmtiles", "nonsense")
