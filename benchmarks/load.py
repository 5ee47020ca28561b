"""How the service holds while an office looks at it: `python -m benchmarks.load`.

Serves a home (the demonstration, made in a folder of its own unless `--home` names one) as
`ecoatlas serve` does, keeps connections open that ask for nothing, and lets viewers click: each
waits some seconds, then moves the map (tiles by byte range), opens a feature, a page, or the map
anew. Prints per kind of request how many, how many failed, and the 50th, 95th and 99th percentile
in milliseconds, and the processor seconds of the service.

    python -m benchmarks.load [--viewers 200] [--idle 300] [--seconds 60] [--pause 5]
        [--command 'gunicorn … {port}']   another way of serving the same home, to compare
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import numpy as np

from benchmarks.uploads import CLI, memory_mb
from layers.catalogue import live_versions
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from layers.system.row_access import PUBLIC

SERVE = "{python} -c 'from webmap.commands import main; main()' serve --port {port}"

PATIENCE_S = 20.0
SETTLES_S = 8.0
CONNECTIONS_A_VIEWER = 3
TILES_A_MOVE = 8
RANGE_BYTES = 16_384
PAGES = ("/layers", "/projects", "/policy")
# How often a click is what: a person mostly moves the map.
CLICKS = (("move", 60), ("feature", 20), ("page", 15), ("map", 5))


@dataclass(slots=True)
class Seen:
    """Milliseconds by kind of request, and what went wrong."""

    took_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def lines(self) -> Iterator[str]:
        for kind, took in sorted(self.took_ms.items()):
            p50, p95, p99 = np.percentile(took, (50, 95, 99))
            yield (
                f"{kind:8} {len(took):6} requests {self.failed[kind]:4} failed   "
                f"p50 {p50:7.1f}   p95 {p95:7.1f}   p99 {p99:7.1f} ms"
            )


@dataclass(frozen=True, slots=True)
class Offered:
    """What a viewer can click on: archives of tiles with their sizes, features, pages."""

    archives: tuple[tuple[str, int], ...]
    features: tuple[str, ...]


class Connection:
    """One kept-alive connection, as a browser holds it; opened when first needed."""

    def __init__(self, port: int) -> None:
        self.port, self.turn = port, asyncio.Lock()
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, extra: str = "") -> int:
        """The status, once the body is read; what was closed meanwhile is opened again."""
        async with self.turn:
            kept = self.streams is not None
            try:
                return await self._asked(path, extra)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.drop()
                if not kept:
                    raise
                return await self._asked(path, extra)

    async def _asked(self, path: str, extra: str) -> int:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{extra}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await _body(reader, head)
        if "connection: close" in head:
            self.drop()
        return int(head.split(" ", 2)[1])

    def drop(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def _body(reader: asyncio.StreamReader, head: str) -> None:
    if "content-length:" in head:
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
        return
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readuntil(b"\r\n")


async def timed(seen: Seen, kind: str, connection: Connection, path: str, extra: str = "") -> None:
    began = time.perf_counter()
    try:
        status = await asyncio.wait_for(connection.get(path, extra), PATIENCE_S)
        seen.failed[kind] += status >= 400
    except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
        connection.drop()
        seen.failed[kind] += 1
    seen.took_ms[kind].append((time.perf_counter() - began) * 1000)


async def viewer(port: int, offered: Offered, seen: Seen, until: float, pause: float) -> None:
    connections = [Connection(port) for _ in range(CONNECTIONS_A_VIEWER)]
    kinds, weights = zip(*CLICKS, strict=True)
    await asyncio.sleep(random.uniform(0, pause))
    while time.monotonic() < until:
        await clicked(random.choices(kinds, weights)[0], connections, offered, seen)
        await asyncio.sleep(random.expovariate(1 / pause))
    for connection in connections:
        connection.drop()


async def clicked(kind: str, connections: list[Connection], offered: Offered, seen: Seen) -> None:
    first = connections[0]
    if kind == "page":
        await timed(seen, "page", first, random.choice(PAGES))
    elif kind == "feature":
        await timed(seen, "feature", first, random.choice(offered.features))
    else:
        if kind == "map":
            await timed(seen, "map", first, "/")
        tiles = (tile(offered) for _ in range(TILES_A_MOVE))
        await asyncio.gather(
            *(
                timed(seen, "tile", connections[n % len(connections)], *asked)
                for n, asked in enumerate(tiles)
            )
        )


def tile(offered: Offered) -> tuple[str, str]:
    path, size = random.choice(offered.archives)
    start = random.randrange(max(size - RANGE_BYTES, 1))
    return path, f"Range: bytes={start}-{start + RANGE_BYTES - 1}\r\n"


def idle_sockets(port: int, count: int) -> list[socket.socket]:
    return [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]


def offered_in(settings: Settings) -> Offered:
    """What the public layers of a home hold: archives of tiles, and some features of each."""
    store, archives, features = Store(settings.resolved_store_url), [], []
    with Database(engine_for(settings)).reading(PUBLIC) as session:
        for ref in live_versions(session):
            keys = store.attributes(ref.sha256, [ref.key_field])[ref.key_field]
            features += [f"/api/v1/layers/{ref.layer_id}/features/{quote(k)}" for k in keys[:20]]
            if store.has_tiles(ref.sha256):
                with store.open_tiles(ref.sha256) as opened:
                    path = f"/tiles/{ref.layer_id}/{ref.number}.pmtiles"
                    archives.append((path, opened.seek(0, 2)))
    return Offered(tuple(archives), tuple(features))


@contextmanager
def service(command: str, port: int, home: Path) -> Iterator[int]:
    """The session of a service that answers at the port."""
    env = os.environ | {"ECOATLAS_HOME": str(home)}
    words = shlex.split(command.format(port=port, python=sys.executable))
    process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError(f"the service ended with {process.returncode}")
            time.sleep(0.1)
        time.sleep(SETTLES_S)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def processor_seconds(session: int) -> float:
    """Of all living processes of a session, by the user and by the kernel for them."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(values[3]) == session:
            ticks += int(values[11]) + int(values[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def looked_at(port: int, offered: Offered, asked: argparse.Namespace) -> Seen:
    seen = Seen()
    until = time.monotonic() + asked.seconds
    people = (viewer(port, offered, seen, until, asked.pause) for _ in range(asked.viewers))
    await asyncio.gather(*people)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path)
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--idle", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--command", default=SERVE)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or Path(folder)
        if asked.home is None:
            env = os.environ | {"ECOATLAS_HOME": str(home)}
            subprocess.run([*CLI, "demo"], env=env, check=True, stdout=subprocess.DEVNULL)
        offered = offered_in(Settings(home=home))
        with service(asked.command, asked.port, home) as session:
            idle = idle_sockets(asked.port, asked.idle)
            before = processor_seconds(session)
            seen = asyncio.run(looked_at(asked.port, offered, asked))
            spent = processor_seconds(session) - before
            for one in idle:
                one.close()
            print(f"{asked.viewers} viewers, {asked.idle} idle connections, {asked.seconds:.0f} s")
            print("\n".join(seen.lines()))
            print(f"processor {spent:.1f} s, memory {memory_mb(session):.0f} MB")


if __name__ == "__main__":
    main()
