"""The service over the demonstration: what it takes at rest, `/metrics`, and tiles by range."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.frame import Measured, Row, apart
from benchmarks.load import SERVE, Offered, offered_in, processor_seconds, service, tile
from benchmarks.uploads import CLI, memory_mb
from layers.settings import Settings

RESTS_S, CLIENTS, REQUESTS = 40, 4, 250


def metrics(home: str) -> Callable[[], int]:
    """One request of somebody who signed in and has looked at nothing yet."""
    from benchmarks.growth import signed_in
    from webmap.app import create_app

    app = create_app(Settings(home=Path(home)))
    client = signed_in(app.test_client(), app.extensions["ecoatlas"].database)
    return lambda: int(client.get("/metrics").status_code)


def _by_range(port: int, offered: Offered) -> list[float]:
    """Milliseconds of ranges that one client asks for over one connection."""
    connection, took = http.client.HTTPConnection("127.0.0.1", port), []
    for _ in range(REQUESTS):
        path, head = tile(offered)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Range": head.split(": ")[1].strip()})
        connection.getresponse().read()
        took.append(1000 * (time.perf_counter() - began))
    connection.close()
    return took


def measure(folder: Path) -> Sequence[Measured]:
    environment = os.environ | {"ECOATLAS_HOME": str(folder)}
    subprocess.run([*CLI, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    offered = offered_in(Settings(home=folder))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with service(SERVE, port, folder) as session:
        time.sleep(RESTS_S)
        rest_mb = memory_mb(session)
        used, began = processor_seconds(session), time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            took = list(pool.map(lambda _: _by_range(port, offered), range(CLIENTS)))
        wall, cpu = time.perf_counter() - began, processor_seconds(session) - used
    p50, p95 = np.percentile(took, (50, 95))
    told = f"{p50:.1f} ms at the median, {p95:.1f} ms at the 95th percentile"
    return [
        Measured("at rest", float(RESTS_S), None, rest_mb, note="all processes, shared pages once"),
        apart("/metrics, first request", "benchmarks.rows.service:metrics", str(folder)),
        Measured(f"{CLIENTS * REQUESTS} ranges, {CLIENTS} clients", wall, cpu, None, note=told),
    ]


ROWS = (
    Row(
        "service",
        "服务 · The service with the demonstration",
        "at rest ≤ 300 MB; /metrics ≤ 0.15 s; ranges ≤ 5 ms at the 95th percentile",
        measure,
        long=True,
    ),
)
