"""Vector tiles in the browser: taken apart as the library does, and drawn where they are seen."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
from playwright.sync_api import Browser, Page

from webmap.edge import browser_assets
from webmap.edge.bundles import STATIC
from webmap.meeting.scripts import joined

pytestmark = pytest.mark.browser

SCRIPTS = ("vendor/leaflet/leaflet.js", "vendor/protomaps-leaflet/protomaps-leaflet.js")
KEYS = ("key", "name", "class", "whole", "long", "share", "truth")
VALUES: dict[str, Any] = {
    "key": "P-1",
    "name": "汉口江滩湿地（示例）",
    "class": "met",
    "whole": -7,
    "long": 5_000_000_000,
    "share": -0.125,
    "truth": True,
}
SHAPES = (
    "POINT (20 40)",
    "MULTIPOINT ((1 2), (3 5), (900 4000))",
    "LINESTRING (-100 -60, 0 0, 4000 4195)",
    "MULTILINESTRING ((0 0, 5 5), (9 9, 8 7, 3 1))",
    "POLYGON ((0 0, 4096 0, 4096 4096, 0 4096, 0 0), (10 10, 10 90, 90 90, 90 10, 10 10))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((50 50, 80 50, 60 77, 50 50)))",
)
# What each way finds, as plain values; the library says the first place of a ring again at its end.
BOTH = """async ([bytes, keys]) => {
  const { buffer } = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const archive = { getZxy: async () => ({ data: buffer }) };
  const said = ({ props }) => Object.fromEntries(keys.map((key) => [key, props[key]]));
  const box = ({ bbox }) => [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY];
  const plain = (lines) => lines.map((line) => line.map(({ x, y }) => [x, y]));
  const told = (one, lines) => [one.geomType, said(one), box(one), plain(lines)];
  const at = { z: 3, x: 1, y: 2 };
  const ours = await new TileSource(archive).get(at, 512);
  const theirs = await new protomapsL.PmtilesSource(archive, true).get(at, 512);
  const places = (ring, geomType) => (geomType === 3 ? ring.slice(0, -1) : ring);
  const open = ({ geomType, geom }) => geom.map((ring) => places(ring, geomType));
  const all = (tile, told) => [...tile].map(([name, features]) => [name, features.map(told)]);
  return [all(ours, (one) => told(one, one.lines())), all(theirs, (one) => told(one, open(one)))];
}"""


# On a canvas of 64 px whose left edge is at 100: boxes that end at these places, how often each is
# filled, and how much of the first column it has coloured.
AT_THE_EDGE = """(ends) => {
  const look = { colour: "#000", pattern: "solid" };
  const style = { ...look, classes: {}, fill_opacity: 1, weight: 4, sketch_corners: 0 };
  return ends.map((end) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    let filled = 0;
    const fill = context.fill.bind(context);
    context.fill = () => { filled++; fill(); };
    const painter = new Painter(style, 14);
    painter.before(context);
    context.translate(-100, 0);
    const ring = [[40, 10], [end, 10], [end, 50], [40, 50]].map(([x, y]) => ({ x, y }));
    const box = { minX: 40, minY: 10, maxX: end, maxY: 50 };
    painter.draw(context, [], 13, Object.assign(shapeOf(3, [ring]), { bbox: box, props: {} }));
    return [filled, context.getImageData(0, 30, 1, 1).data[3]];
  });
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    browser_assets.ensure()
    page = browser.new_page()
    for name in SCRIPTS:
        page.add_script_tag(path=STATIC / name)
    for name in ("vector_tiles", "paint", "shapes"):
        page.add_script_tag(
            content=joined(f"js/map/{name}.js").replace("const modules", "var modules")
        )
    yield page
    page.close()


def test_an_area_is_drawn_where_its_outline_reaches_the_canvas(page: Page) -> None:
    far, beside, over = page.evaluate(AT_THE_EDGE, [80, 99, 120])
    assert far == [0, 0]
    assert beside[0] == 1
    assert beside[1] > 100
    assert over == [1, 255]


def test_tiles_are_taken_apart_as_the_library_does(page: Page) -> None:
    tile = mapbox_vector_tile.encode(
        [
            {"name": "features", "features": [_feature(number) for number in range(len(SHAPES))]},
            {"name": "more", "features": [{"geometry": SHAPES[0], "properties": {}}]},
        ]
    )
    ours, theirs = page.evaluate(BOTH, [base64.b64encode(tile).decode(), KEYS])
    assert ours == theirs
    (_, features), _ = ours
    assert [one[1]["key"] for one in features] == [f"P-{number}" for number in range(len(SHAPES))]
    assert features[1][1] == VALUES | {"key": "P-1"}


def _feature(number: int) -> dict[str, Any]:
    # The last one says little.
    said = VALUES if number < len(SHAPES) - 1 else {"truth": False}
    return {"geometry": SHAPES[number], "properties": said | {"key": f"P-{number}"}}
