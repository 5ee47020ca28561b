"""Memory over time while four people use an office: `python -m benchmarks.soak --home FOLDER`.

Serves the home as `ecoatlas serve` does (grown by `benchmarks.growth` if it is to be an old
office), lets four connections open public pages one after the other, with a pause where one is
asked, and prints for each minute the memory of all processes of the service, pages answered,
failures, and milliseconds at the median; at the end by how much memory grew in an hour (a straight
line through all minutes but the first third, in which what is kept fills).
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import linear_regression, median

import requests

from benchmarks.uploads import CLI, memory_mb, wait

CLIENTS = 4
PATIENCE_S = 60
PAGES = (
    "/",
    "/layers",
    "/projects",
    "/projects?page=9",
    "/dashboard",
    "/pool",
    "/policy",
    "/policy/states",
    "/metrics",
    "/changes",
    "/water",
    "/chiefs",
    "/api/v1/search?q=湿地",
)


@dataclass(slots=True)
class Minute:
    """Milliseconds of each answer, and answers that were none."""

    took_ms: list[float] = field(default_factory=list)
    failed: int = 0


class Soak:
    """The service of a home, and who uses it until it is told to stop."""

    def __init__(self, home: Path, pause: float = 0) -> None:
        self.pause = pause
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [*CLI, "serve", "--port", str(self.port)],
            env=os.environ | {"ECOATLAS_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.minute, self.over = Minute(), False

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answers(self) -> bool:
        try:
            return requests.get(self.url("/healthz"), timeout=5).ok
        except requests.RequestException:
            return False

    def click(self, first: int) -> None:
        """One person: page after page over one connection."""
        with requests.Session() as session:
            for page in cycle(PAGES[first:] + PAGES[:first]):
                if self.over:
                    return
                self._ask(session, page)
                time.sleep(self.pause)

    def _ask(self, session: requests.Session, page: str) -> None:
        start, minute = time.perf_counter(), self.minute
        try:
            good = session.get(self.url(page), timeout=PATIENCE_S).ok
        except requests.RequestException:
            good = False
        if good:
            minute.took_ms.append((time.perf_counter() - start) * 1000)
        else:
            minute.failed += 1

    def stop(self) -> None:
        self.over = True
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0, help="seconds between two pages")
    asked = parser.parse_args()
    soak = Soak(asked.home, asked.pause)
    try:
        wait(soak.answers)
        people = [threading.Thread(target=soak.click, args=(n,)) for n in range(CLIENTS)]
        for one in people:
            one.start()
        minutes = [_minute(soak, number) for number in range(1, asked.minutes + 1)]
        soak.over = True
        for one in people:
            one.join()
    finally:
        soak.stop()
    settled = [memory for memory, _ in minutes[len(minutes) // 3 :]]
    if len(settled) > 1:
        print(f"{linear_regression(range(len(settled)), settled).slope * 60:+.1f} MB an hour")
    return 1 if any(failed for _, failed in minutes) else 0


def _minute(soak: Soak, number: int) -> tuple[float, int]:
    """Print what a minute came to; the memory after it in megabytes, and the failures in it."""
    soak.minute = minute = Minute()
    time.sleep(60)
    took, memory = minute.took_ms or [0.0], memory_mb(soak.process.pid)
    print(
        f"minute {number:3}  {memory:7.1f} MB  {len(minute.took_ms):6} pages  "
        f"{minute.failed:3} failed  {median(took):7.1f} ms  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return memory, minute.failed


if __name__ == "__main__":
    sys.exit(main())
