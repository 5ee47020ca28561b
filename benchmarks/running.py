"""Rows one after the other, each in a process of its own that is ended when its time is over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.apart import family
from benchmarks.frame import Measured, Row, failure
from benchmarks.page import section

# Less than this is left: a row is not begun.
SHORTEST_S = 20
GRACE_S = 10


@dataclass(slots=True)
class Done:
    """What a run came to so far: figures and section of each row, and why others have none."""

    measured: dict[Row, Sequence[Measured]] = field(default_factory=dict)
    sections: dict[Row, str] = field(default_factory=dict)
    failed: dict[Row, str] = field(default_factory=dict)


Measure = Callable[[Row, Path, float], Sequence[Measured]]


def run(
    rows: Iterable[Row],
    scratch: Callable[[], Path],
    minutes: float,
    measure: Measure,
) -> Iterator[Done]:
    """What is done, after each row; one that fails says so and stops no other.

    measure: given a row, an empty folder and the seconds that it may take.
    """
    done, until = Done(), time.monotonic() + minutes * 60
    for row in rows:
        load, day = os.getloadavg()[0], datetime.now(UTC).date().isoformat()
        patience = min(row.minutes * 60, until - time.monotonic())
        print(f"== {row.name}, at most {patience:.0f} s", file=sys.stderr, flush=True)
        if patience < SHORTEST_S:
            done.failed[row] = "not begun: the time was over"
        else:
            try:
                done.measured[row] = found = measure(row, scratch(), patience)
                done.sections[row] = section(row, found, load, day)
            except Exception as error:  # the next row goes on
                done.failed[row] = failure(error)
        if row in done.failed:
            print(f"{row.name}: {done.failed[row]}", file=sys.stderr, flush=True)
        yield done


def in_own_process(share: float) -> Measure:
    """Rows measured by `python -m benchmarks --measure`, at so much of their full size."""

    def measured(row: Row, folder: Path, patience_s: float) -> Sequence[Measured]:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks", "--measure", row.name]
        command += ["--share", str(share), "--folder", str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            told, _ = process.communicate(timeout=patience_s)
        finally:
            if process.poll() is None:
                end(process)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return [Measured(**one) for one in json.loads(told.splitlines()[-1])]

    return measured


def end(process: subprocess.Popen[str]) -> None:
    """A row and all that it started: servers live in sessions of their own."""
    started = family(process.pid)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for one in started:
            try:
                os.kill(one, number)
            except ProcessLookupError:
                continue
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            continue


def told(row: Row, folder: Path, share: float) -> str:
    """The row measured here, as the process that asked for it reads it."""
    return json.dumps([asdict(one) for one in row.measure(folder, share)])
