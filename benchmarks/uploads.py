"""A large GBK shapefile through the browser: how long until it is seen, live, and on the map.

    python -m benchmarks.uploads [--features 100000] [--shape cells] [--json F]

The service runs as an office starts it; chromium drops the zip on the page of uploads, the choices
are made, and the layer is imported. Beside it `geopandas.read_file` reads the same file, told the
encoding that it would not find by itself. Memory is the sum over the processes of the service,
and its peak is told step by step; a page of the attribute table and an export follow.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import requests
from playwright.sync_api import Page, sync_playwright

from benchmarks.footprints import footprints
from benchmarks.tiles import tessellation

CHROMIUM = "/usr/bin/chromium"
PATIENCE_S = 3600
LAYER = "zones"
# The peak since the program was loaded; what `getrusage` says includes the process it came from.
READ = """
import re, sys, time, geopandas
start = time.perf_counter()
frame = geopandas.read_file(sys.argv[1], encoding="GBK", use_arrow=sys.argv[2] == "arrow")
taken = time.perf_counter() - start
peak_kb = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(len(frame), taken, int(peak_kb) / 1024)
"""
CLI = (sys.executable, "-c", "from webmap.commands import main; main()")


SHAPES = {
    "cells": tessellation,
    "fine-cells": partial(tessellation, nodes=12),
    "footprints": footprints,
}


def write_zip(folder: Path, features: int, shape: str = "cells") -> Path:
    """The features as a zone-38 shapefile, texts in GBK, without a .cpg."""
    frame = SHAPES[shape](features).to_crs(4526)
    frame = frame.drop(columns=["share"], errors="ignore")
    frame["verdict"] = np.array(["达标", "未达标", "未评估"])[np.arange(len(frame)) % 3]
    frame.to_file(folder / "zones.shp", encoding="GBK", engine="pyogrio")
    path = folder / "分区.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("shp", "dbf", "shx", "prj"):
            archive.write(folder / f"zones.{part}", f"分区.{part}")
    return path


class Office:
    """The service on a free port in an empty home, and what memory its processes have had."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = os.environ | {"ECOATLAS_HOME": str(folder / "home")}
        self.run("init")
        self.password = json.loads(self.run("users", "add", "li", "--role", "editor", "--json"))
        self.process = subprocess.Popen(
            [*CLI, "serve", "--port", str(self.port)],
            env=self.env,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait(self._answers)
        self.resting_mb = self.memory_mb()
        self.step = "at rest"
        self.peaks_mb: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        threading.Thread(target=self._watch, daemon=True).start()

    def run(self, *arguments: str) -> str:
        done = subprocess.run([*CLI, *arguments], env=self.env, check=True, capture_output=True)
        return done.stdout.decode()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _answers(self) -> bool:
        try:
            return requests.get(self.url("/healthz"), timeout=2).ok
        except requests.ConnectionError:
            return False

    @contextmanager
    def doing(self, step: str) -> Iterator[None]:
        """Seconds and peak memory until the end of the block are those of the step."""
        self.step = step
        start = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - start
        print(
            f"{step:20} {self.seconds[step]:6.1f} s  {self.peaks_mb.get(step, 0):6.0f} MB",
            flush=True,
        )

    @property
    def peak_mb(self) -> float:
        return max(self.peaks_mb.values(), default=self.resting_mb)

    def memory_mb(self) -> float:
        return memory_mb(self.process.pid)

    def _watch(self) -> None:
        while self.process.poll() is None:
            step, memory = self.step, self.memory_mb()
            self.peaks_mb[step] = max(self.peaks_mb.get(step, 0.0), memory)
            time.sleep(0.2)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def memory_mb(session: int) -> float:
    """Proportional set size of every process of a session: shared pages once."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(one.split()[1]) for one in lines if one.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


def wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)


def sign_in(page: Page, office: Office) -> None:
    once, own = office.password["password"], "Ein langer Satz fuer 2026"
    page.goto(office.url("/sign-in"))
    page.fill("[name=name]", "li")
    page.fill("[name=password]", once)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/password")
    page.fill("[name=old]", once)
    page.fill("[name=new]", own)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/password" not in url)


def change(page: Page, method: str, path: str, value: dict[str, Any]) -> dict[str, Any]:
    """What a button of the page sends."""
    script = """async ([method, path, value]) => {
        const token = document.querySelector('meta[name="csrf"]').content;
        const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
        const body = JSON.stringify(value);
        const answer = await fetch(`/api/v1/${path}`, { method, headers, body });
        return await answer.json();
    }"""
    return dict(page.evaluate(script, [method, path, value]))


def job_done(page: Page, job: str) -> None:
    def over() -> bool:
        found = page.evaluate("async (id) => (await fetch(`/api/v1/jobs/${id}`)).json()", job)
        if found["state"] in ("refused", "failed", "cancelled"):
            raise RuntimeError(found)
        return bool(found["state"] == "done")

    wait(over)


def through_the_browser(office: Office, file: Path) -> None:
    """From dropping the file to its preview, live, its tiles and its table."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        sign_in(page, office)
        page.goto(office.url("/upload"))
        with office.doing("preview"):
            page.set_input_files("#pick-files", str(file))
            page.wait_for_url("**/upload/*")
            page.wait_for_selector("#stage:not([hidden])")
        upload = page.url.rpartition("/")[2]
        choices = {"kind": "sponge_zone", "layer_id": LAYER, "title": "分区（示例）", "key": "key"}
        more = {"encoding": "GB18030", "mapping": {"code": "key"}}
        change(page, "PATCH", f"uploads/{upload}", choices | more)
        with office.doing("check as the kind"):
            job_done(page, change(page, "POST", f"uploads/{upload}/check", {})["id"])
        with office.doing("live"):
            job_done(page, change(page, "POST", f"uploads/{upload}/import", {})["id"])
        with office.doing("tiles"):
            wait(lambda: office_has_tiles(office))
        with office.doing("attribute table"):
            page.goto(office.url(f"/layers/{LAYER}/table?q=9&sort=name"))
        browser.close()


def office_has_tiles(office: Office) -> bool:
    return any(Path(office.env["ECOATLAS_HOME"]).glob("store/*/*/tiles.pmtiles"))


def read_beside(file: Path, how: str) -> tuple[float, float]:
    command = [sys.executable, "-W", "ignore", "-c", READ, f"zip://{file}", how]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _, seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def export_beside(office: Office, out: Path) -> tuple[float, float]:
    """Seconds and peak MB of the command that writes the layer as a GeoPackage."""
    start = time.perf_counter()
    command = ["layers", "export", LAYER, "--format", "gpkg", "--out", str(out)]
    process = subprocess.Popen(
        [*CLI, *command],
        env=office.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_mb(process.pid))
        time.sleep(0.1)
    if process.returncode:
        raise RuntimeError(f"the export ended with {process.returncode}")
    return time.perf_counter() - start, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--features", type=int, default=100_000)
    parser.add_argument("--shape", choices=SHAPES, default="cells")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = write_zip(folder, asked.features, asked.shape)
        size_mb = file.stat().st_size / 1e6
        print(f"{asked.features} {asked.shape}, {size_mb:.0f} MB, load {os.getloadavg()[0]:.1f}")
        plain, plain_mb = read_beside(file, "plain")
        arrow, arrow_mb = read_beside(file, "arrow")
        print(f"geopandas.read_file  {plain:6.1f} s  {plain_mb:6.0f} MB")
        print(f"  with Arrow         {arrow:6.1f} s  {arrow_mb:6.0f} MB")
        office = Office(folder)
        try:
            through_the_browser(office, file)
        finally:
            office.stop()
        export, export_mb = export_beside(office, folder / "out.gpkg")
    result = {
        "features": asked.features,
        "shape": asked.shape,
        "file_mb": size_mb,
        "geopandas_s": plain,
        "geopandas_mb": plain_mb,
        "arrow_s": arrow,
        "arrow_mb": arrow_mb,
        "export_s": export,
        "export_mb": export_mb,
        "service_peak_mb": office.peak_mb,
        "service_resting_mb": office.resting_mb,
        "steps_s": office.seconds,
        "steps_peak_mb": office.peaks_mb,
    }
    print(f"export as gpkg       {export:6.1f} s  {export_mb:6.0f} MB (the command alone)")
    print(f"service, peak        {office.peak_mb:6.0f} MB (at rest {office.resting_mb:.0f})")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
