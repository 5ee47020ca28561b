"""How long a person waits until the map is drawn, beside a page that has nothing but the map.

Both draw the same layer from the same archive of tiles with the same library, in Debian's chromium
without a graphics card. The page beside has one rule of drawing and no panels, names or words.
Ready: what is in sight is drawn, and nothing is drawn after it. Seconds by the clock are those of
the page itself; the processor seconds those of its main thread, where scripts run and tiles are
drawn.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests
from flask import Flask, Response, send_file
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.frame import ASKED, WALL, Goal, Measured, Row
from benchmarks.rows.imports import KIND, LAYER, PLAIN, as_shapefile
from benchmarks.uploads import CLI
from layers.catalogue import Description
from layers.settings import Settings
from layers.storage.store import Store
from layers.tiles.ensuring import ensure_tiles
from layers.versions.importing import Wanted, import_file
from layers.versions.publishing import Publishing
from projects.accounts import options
from projects.opening import open_database

STATIC = Path(__file__).parents[2] / "webmap" / "static"
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
SCREEN = {"width": 1280, "height": 800}
RUNS = 3
PATIENCE_S = 120
# When something was last drawn on a canvas. Tiles are said to be loaded while layers are still off.
WATCH = """
window.drawnAfter = null;
for (const name of ["fill", "stroke", "drawImage", "fillText"]) {
  const plain = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    window.drawnAfter = performance.now();
    return plain.apply(this, given);
  };
}
"""
# Looks 50 ms apart that find nothing new, each answered by the page itself: on a busy machine it
# may lie still for seconds while it has tiles to take apart.
STILL_LOOKS = 30
BESIDE = """<!doctype html><meta charset="utf-8"><title>beside</title>
<link rel="stylesheet" href="/vendor/leaflet/leaflet.css">
<style>html, body, #map {{ height: 100%; margin: 0 }}</style><div id="map"></div>
<script src="/vendor/leaflet/leaflet.js"></script>
<script src="/vendor/protomaps-leaflet/protomaps-leaflet.js"></script>
<script>
const [west, south, east, north] = {bounds};
const map = L.map("map").fitBounds([[south, west], [north, east]]);
const symbolizer = new protomapsL.PolygonSymbolizer({{
  fill: "#0b6e6e", opacity: 0.5, stroke: "#22323c", width: 1,
}});
protomapsL.leafletLayer({{
  sources: {{ one: {{ url: "/tiles.pmtiles", maxDataZoom: {zoom}, levelDiff: 1 }} }},
  paintRules: [{{ dataSource: "one", dataLayer: "features", symbolizer }}], attribution: "",
}}).addTo(map);
</script>"""


def furnish(home: Path, features: int) -> str:
    """An office whose one layer has as many polygons; the content of the layer."""
    path = as_shapefile(replace(PLAIN, polygons=features), home)
    settings = Settings(home=home)
    database, store = open_database(settings), Store(settings.resolved_store_url)
    wanted = Wanted(LAYER, KIND, "设施（示例）", Description(secrecy="public"))
    import_file(Publishing(database, store), path, wanted, key="code")
    with database.transaction() as session:
        options.set_anonymous_viewing(session, True, None)
    database.close()
    sha256 = next(Path(home, "store").glob("*/*/manifest.json")).parent.name
    ensure_tiles(store, sha256)
    return sha256


def beside(tiles: Path, bounds: Sequence[float], zoom: int) -> Flask:
    """A page with the map and nothing else, and what it asks for."""
    app = Flask("beside", static_folder=STATIC / "vendor", static_url_path="/vendor")

    @app.get("/")
    def page() -> str:
        return BESIDE.format(bounds=json.dumps(list(bounds)), zoom=zoom)

    @app.get("/tiles.pmtiles")
    def archive() -> Response:
        return send_file(tiles, conditional=True, max_age=3600)

    return app


@contextmanager
def answering(command: Sequence[str], home: Path) -> Iterator[str]:
    """A process that serves at the port that `{port}` in its command stands for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [one.replace("{port}", port) for one in command],
        env=os.environ | {"ECOATLAS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base)
        yield base
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait(base: str) -> None:
    for _ in range(600):
        try:
            if requests.get(base, timeout=60).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise TimeoutError(base)


def looked_at(browser: Browser, address: str) -> dict[str, Any]:
    """One person who was never here: seconds until ready, of the main thread, requests, bytes."""
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(WATCH)
    told = context.new_cdp_session(page)
    told.send("Performance.enable", {"timeDomain": "threadTicks"})
    told.send("Network.enable")
    sent: list[float] = []
    waited_for: set[str] = set()
    told.on("Network.requestWillBeSent", lambda about: waited_for.add(about["requestId"]))
    told.on("Network.loadingFinished", lambda about: sent.append(about["encodedDataLength"]))
    for ended in ("Network.loadingFinished", "Network.loadingFailed"):
        told.on(ended, lambda about: waited_for.discard(about["requestId"]))
    page.goto(address)
    ready_s = _ready(page, waited_for)
    metrics = {one["name"]: one["value"] for one in told.send("Performance.getMetrics")["metrics"]}
    found = {
        "wall": ready_s,
        "cpu": metrics["TaskDuration"],
        "script": metrics["ScriptDuration"],
        "style": metrics["RecalcStyleDuration"] + metrics["LayoutDuration"],
        "requests": len(sent),
        "kb": sum(sent) / 1000,
    }
    context.close()
    return found


def _ready(page: Page, waited_for: Collection[str]) -> float:
    """When the last thing was drawn, once nothing is waited for and nothing more is drawn."""
    until, still, last = time.monotonic() + PATIENCE_S, 0, None
    while time.monotonic() < until:
        after = page.evaluate("window.drawnAfter")
        still = 0 if waited_for or after is None or after != last else still + 1
        last = after
        if still >= STILL_LOOKS:
            return float(after) / 1000
        page.wait_for_timeout(50)
    raise TimeoutError(page.url)


def told(browser: Browser, party: str, address: str, of: str | None) -> Measured:
    """The median of some looks."""
    looks = [looked_at(browser, address) for _ in range(RUNS)]
    by = {name: statistics.median(one[name] for one in looks) for name in looks[0]}
    note = (
        f"{by['kb']:.0f} KB with tiles; "
        f"of the main thread scripts {by['script']:.2f} s, styles {by['style']:.2f} s"
    )
    return Measured(party, by["wall"], by["cpu"], None, of=of, note=note, asked=by["requests"])


def measure_of(features: int) -> Any:
    def measured(folder: Path, share: float) -> Sequence[Measured]:
        if CHROMIUM is None:
            raise FileNotFoundError("chromium")
        sha256 = furnish(folder, round(features * share))
        with answering([*CLI, "serve", "--port", "{port}"], folder) as ours:
            layer = requests.get(f"{ours}/api/v1/layers", timeout=60).json()["layers"][0]
            drawn = [json.dumps(layer["bounds"]), str(layer["tiles"]["max_zoom"])]
            command = [sys.executable, "-m", "benchmarks.rows.map_ready", "{port}"]
            command += [str(folder), sha256, *drawn]
            with answering(command, folder) as static, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
                address = f"{ours}/#&on={LAYER}"
                found = [
                    told(browser, "ecoatlas", address, "page with the map alone"),
                    told(browser, "page with the map alone", static, None),
                ]
                browser.close()
        return found

    return measured


ROWS = tuple(
    Row(
        f"map-{features // 1000}k",
        f"地图可用 · Map ready, {features:,} polygons, no graphics card",
        (Goal("ecoatlas", WALL, seconds), Goal("ecoatlas", ASKED, 12)),
        measure_of(features),
        ("playwright",),
        long=features > 10_000,
        minutes=4,
    )
    for features, seconds in ((10_000, 1.2), (100_000, 2))
)


if __name__ == "__main__":
    port, home, content, bounds, zoom = sys.argv[1:]
    archive = next(Path(home, "store").glob(f"*/{content}/tiles.pmtiles"))
    beside(archive, json.loads(bounds), int(zoom)).run(port=int(port), threaded=True)
