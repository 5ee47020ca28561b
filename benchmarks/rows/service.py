"""The service over the demonstration: what it takes at rest, `/metrics`, and tiles by range beside
nginx, which reads the same archives from a folder and asks nobody whether it may."""

from __future__ import annotations

import http.client
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.frame import PEAK, WALL, Goal, Measured, Row, absent, apart
from benchmarks.load import SERVE, Offered, offered_in, processor_seconds, service, tile
from benchmarks.uploads import CLI, memory_mb
from layers.catalogue import live_versions
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.system.row_access import PUBLIC

RESTS_S, CLIENTS, REQUESTS = 40, 4, 250
AT_REST, METRICS = "at rest", "/metrics, first request"
RANGES, BESIDE = f"{CLIENTS * REQUESTS} ranges, {CLIENTS} clients", "nginx, the same ranges"
SLOWEST, SLOWEST_BESIDE = "95th percentile of ranges", "95th percentile of nginx"
NGINX = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{ access_log off; sendfile on; {places}
server {{ listen 127.0.0.1:{port}; root {folder}/www; keepalive_requests 100000; }} }}"""


def metrics(home: str) -> Callable[[], int]:
    """One request of somebody who signed in and has looked at nothing yet."""
    from benchmarks.growth import signed_in
    from webmap.app import create_app

    app = create_app(Settings(home=Path(home)))
    client = signed_in(app.test_client(), app.extensions["ecoatlas"].database)
    return lambda: int(client.get("/metrics").status_code)


def _ranges(
    party: str, slowest: str, of: tuple[str, str], base: tuple[int, int, Offered]
) -> Sequence[Measured]:
    """What a server that lives in a session at a port took for the ranges of all clients."""
    session, port, offered = base
    used, began = processor_seconds(session), time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        took = list(pool.map(lambda _: _by_range(port, offered), range(CLIENTS)))
    wall, cpu = time.perf_counter() - began, processor_seconds(session) - used
    p50, p95 = np.percentile(took, (50, 95))
    note = f"{p50:.1f} ms at the median"
    return [
        Measured(party, wall, cpu, None, of=of[0], note=note),
        Measured(slowest, p95 / 1000, None, None, of=of[1]),
    ]


def _by_range(port: int, offered: Offered) -> list[float]:
    """Milliseconds of ranges that one client asks for over one connection."""
    connection, took = http.client.HTTPConnection("127.0.0.1", port), []
    for _ in range(REQUESTS):
        path, head = tile(offered)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Range": head.split(": ")[1].strip()})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.PARTIAL_CONTENT:
            raise ValueError(f"{path} answered {answer.status}")
        took.append(1000 * (time.perf_counter() - began))
    connection.close()
    return took


def _by_nginx(home: Path, offered: Offered) -> Sequence[Measured]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        return [absent(BESIDE, "not here: nginx"), absent(SLOWEST_BESIDE, "")]
    folder, port = home / "nginx", _free_port()
    _copied(home, folder / "www")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{one}_temp_path {folder}/{one};" for one in kinds)
    written = folder / "nginx.conf"
    written.write_text(NGINX.format(folder=folder, port=port, places=places))
    command = f"{shlex.quote(program)} -p {folder} -c {written}"
    with service(command, port, home) as session:
        return _ranges(BESIDE, SLOWEST_BESIDE, ("", ""), (session, port, offered))


def _copied(home: Path, www: Path) -> None:
    """Archives of public layers under the addresses that we give them."""
    settings = Settings(home=home)
    store = Store(settings.resolved_store_url)
    with Database(engine_for(settings)).reading(PUBLIC) as session:
        for ref in live_versions(session):
            if store.has_tiles(ref.sha256):
                place = www / "tiles" / ref.layer_id / f"{ref.number}.pmtiles"
                place.parent.mkdir(parents=True, exist_ok=True)
                with store.open_tiles(ref.sha256) as opened, place.open("wb") as written:
                    shutil.copyfileobj(opened, written)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(folder: Path, share: float) -> Sequence[Measured]:
    environment = os.environ | {"ECOATLAS_HOME": str(folder)}
    subprocess.run([*CLI, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    offered, port, rests = offered_in(Settings(home=folder)), _free_port(), RESTS_S * share
    with service(SERVE, port, folder) as session:
        time.sleep(rests)
        rest_mb = memory_mb(session)
        _by_range(port, offered)
        ranges = _ranges(RANGES, SLOWEST, (BESIDE, SLOWEST_BESIDE), (session, port, offered))
    return [
        Measured(AT_REST, rests, None, rest_mb, note="all processes, shared pages once"),
        apart(METRICS, "benchmarks.rows.service:metrics", str(folder)),
        *ranges,
        *_by_nginx(folder, offered),
    ]


ROWS = (
    Row(
        "service",
        "服务 · The service with the demonstration",
        (Goal(AT_REST, PEAK, 300), Goal(METRICS, WALL, 0.15), Goal(SLOWEST, WALL, 0.005)),
        measure,
        long=True,
        minutes=4,
    ),
)
