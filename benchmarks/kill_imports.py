"""Kill web server and worker at random moments of uploads and imports; look at what is left.

    python -m benchmarks.kill_imports --kills 50

Each round starts the service on a real port, sends a zipped shapefile, has it checked and
imported, and kills every process with SIGKILL at a random moment, mostly while it is imported.
While all is dead the catalogue must show the old version whole or the new one whole; after the next
start the job is taken up again, and no file may be left that nothing names. Stops with exit code 1
at the first breach.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import requests
import shapely

from layers.audit import verify
from layers.catalogue import live_versions, versions
from layers.jobs import ledger
from layers.settings import Settings
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.uploads.tables import UploadRow

LAYER = "zones"
SIDE = 40
PIECE = 1 << 18
OVER = ("done", "refused", "failed", "cancelled")


class BreachError(AssertionError):
    """Something that must never be seen."""


def must(holds: bool, what: str) -> None:
    if not holds:
        raise BreachError(what)


def write_zip(folder: Path, number: int) -> Path:
    """SIDE² squares as a GBK shapefile without .cpg; every round has other verdicts."""
    rng = np.random.default_rng(number)
    east, north = np.meshgrid(np.arange(SIDE) * 200.0, np.arange(SIDE) * 200.0)
    west, south = 38_500_000 + east.ravel(), 3_380_000 + north.ravel()
    verdicts = rng.choice(["达标", "未达标"], SIDE * SIDE)
    frame = gpd.GeoDataFrame(
        {
            "code": [f"Z{n}" for n in range(SIDE * SIDE)],
            "name": [f"分区{n}-{number}" for n in range(SIDE * SIDE)],
            "verdict": verdicts,
        },
        geometry=shapely.box(west, south, west + 200, south + 200),
        crs=4526,
    )
    frame.to_file(folder / "zones.shp", encoding="GBK", engine="pyogrio")
    path = folder / f"zones-{number}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("shp", "dbf", "shx", "prj"):
            archive.write(folder / f"zones.{part}", f"分区.{part}")
    return path


class Service:
    """The service as an office starts it, on a free port, in a session of its own."""

    def __init__(self, home: Path, token: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.headers = {"Authorization": f"Bearer {token}"}
        command = [sys.executable, "-c", "from webmap.commands import main; main()", "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            env=os.environ | {"ECOATLAS_HOME": str(home), "TMPDIR": str(home.parent / "tmp")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if requests.get(self.url("/healthz"), timeout=2).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise BreachError("the service does not start again")

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = self.headers | more.pop("headers", {})
        answer = requests.request(
            method, self.url(f"/api/v1{path}"), headers=headers, timeout=30, **more
        )
        answer.raise_for_status()
        return answer.json()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Round:
    """One upload on its way, until it is done or the service dies under it."""

    def __init__(self, service: Service, office: Office, file: Path) -> None:
        self.service, self.office, self.file = service, office, file
        self.begun: dict[str, float] = {}
        self.on_stage: dict[str, Callable[[], object]] = {}
        self.at = "announcing"

    def enter(self, stage: str) -> None:
        self.at, self.begun[stage] = stage, time.monotonic()
        self.on_stage.get(stage, lambda: None)()

    def go(self) -> None:
        self.enter("announcing")
        data = self.file.read_bytes()
        listed = [{"name": self.file.name, "size": len(data)}]
        upload = self.service.ask("POST", "/uploads", json={"files": listed})["id"]
        self.enter("travelling")
        for offset in range(0, len(data), PIECE):
            self.service.ask(
                "PUT",
                f"/uploads/{upload}/files/0?offset={offset}",
                data=data[offset : offset + PIECE],
                headers={"Content-Type": "application/octet-stream"},
            )
        choices = {"kind": "sponge_zone", "layer_id": LAYER, "key": "code", "encoding": "GB18030"}
        self.service.ask("PATCH", f"/uploads/{upload}", json=choices)
        for what in ("check", "import"):
            self.enter(what)
            self._done(self.service.ask("POST", f"/uploads/{upload}/{what}", json={})["id"])
        self.enter("tiles")
        while not self.office.settled():
            if self.service.process.poll() is not None:
                return
            time.sleep(0.05)
        self.enter("after")

    def _done(self, job: str) -> None:
        while True:
            found = self.service.ask("GET", f"/jobs/{job}")
            if found["state"] in OVER:
                must(found["state"] == "done", f"job {found['kind']}: {found}")
                return
            time.sleep(0.05)


class Office:
    """What is on disk, looked at without the service."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home)
        self.database = Database(engine_for(self.settings))

    def live(self) -> str:
        with self.database.reading() as session:
            (found,) = live_versions(session)
        return found.sha256

    def look(self) -> None:
        """Every version of the catalogue is whole, its content is what its hash says."""
        store = Store(self.settings.resolved_store_url)
        with self.database.reading() as session:
            must(verify(session).ok, "the audit log is broken")
            found = versions(session, LAYER)
        for one in found[:3]:
            content = canonical(store.frame(one.sha256), kind=one.kind, key_field=one.key_field)
            must(content.sha256 == one.sha256, f"version {one.number} is not whole")
            must(content.features == SIDE * SIDE, f"version {one.number} lacks features")

    def settled(self) -> bool:
        with self.database.reading() as session:
            return not ledger.to_be_done(session, 0.0)

    def leftovers(self) -> list[str]:
        """Files and folders that nothing names: unfinished contents, uploads without a row."""
        home = self.settings.resolved_home
        left = [str(path) for path in home.glob("store/.unfinished/*") if path.is_dir()]
        with self.database.reading() as session:
            known = {row.id for row in session.query(UploadRow)}
        left += [str(p) for p in (home / "uploads").glob("*") if p.is_dir() and p.name not in known]
        return left + [str(path) for path in (home.parent / "tmp").iterdir()]


def cli(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", "from webmap.commands import main; main()", *arguments]
    env = os.environ | {"ECOATLAS_HOME": str(home)}
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def one_round(home: Path, token: str, file: Path, stage: str, delay: float) -> tuple[str, str]:
    """Where the kill fell, and whether the old or the new version was live then."""
    office = Office(home)
    before = office.live()
    service = Service(home, token)
    course = Round(service, office, file)
    timer = threading.Timer(delay, service.kill)
    course.on_stage[stage] = timer.start
    with suppress(requests.RequestException, OSError):
        course.go()
    timer.join()
    office.look()
    seen = "old" if office.live() == before else "new"
    service = Service(home, token)
    until = time.monotonic() + 120
    while not office.settled():
        must(time.monotonic() < until, "a job is not taken up again")
        time.sleep(0.2)
    office.look()
    # The worker tidies up as it starts, which may be after the web server answers.
    until = time.monotonic() + 30
    while left := office.leftovers():
        must(time.monotonic() < until, f"left behind: {left}")
        time.sleep(0.2)
    service.kill()
    office.database.close()
    return course.at, seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        Path(folder, "tmp").mkdir()
        cli(home, "init")
        cli(home, "users", "add", "killer", "--role", "editor")
        made = cli(home, "users", "token", "killer", "--title", "k", "--role", "editor", "--json")
        token = json.loads(made)["token"]
        first = write_zip(Path(folder), 0)
        how = ("--layer", LAYER, "--kind", "sponge_zone", "--key", "code", "--encoding", "GB18030")
        cli(home, "layers", "import", str(first), *how)
        begun = _undisturbed(home, token, write_zip(Path(folder), 1))
        stages = list(zip(begun, list(begun)[1:], strict=False))
        spans = {one: begun[following] - begun[one] for one, following in stages}
        print({stage: round(span, 1) for stage, span in spans.items()}, flush=True)
        seen: Counter[tuple[str, str]] = Counter()
        for number in range(asked.kills):
            stage = chance.choice(("announcing", "travelling", "check", *["import", "tiles"] * 4))
            delay = chance.uniform(0, spans[stage])
            file = write_zip(Path(folder), number + 2)
            where = one_round(home, token, file, stage, delay)
            seen[where] += 1
            print(
                f"{number + 1:3d}  {stage} + {delay:5.2f} s  {where[0]:11} {where[1]}", flush=True
            )
        for (where, which), times in sorted(seen.items()):
            print(f"{where:11} {which:4} {times:3d}")


def _undisturbed(home: Path, token: str, file: Path) -> dict[str, float]:
    """When each stage begins if nobody is killed."""
    service = Service(home, token)
    course = Round(service, Office(home), file)
    course.go()
    service.kill()
    return course.begun


if __name__ == "__main__":
    main()
