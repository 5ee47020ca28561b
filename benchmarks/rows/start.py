"""How long a person waits for the command that says what version it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.frame import WALL, Goal, Measured, Row, apart

CALL = "benchmarks.rows.start:command"


def command(code: str) -> Callable[[], None]:
    """Python with this code, and arguments after a bar."""

    def started() -> None:
        subprocess.run([sys.executable, "-c", *code.split("|")], check=True, capture_output=True)

    return started


def measure(_folder: Path, _share: float) -> Sequence[Measured]:
    ours = "from webmap.commands import main; main()|--version"
    return [
        apart("ecoatlas --version", CALL, ours, runs=3, of="python -c pass"),
        apart("python -c pass", CALL, "pass", runs=3),
    ]


GOALS = (Goal("ecoatlas --version", WALL, 0.4),)
ROWS = (Row("start", "启动命令 · Start of a command", GOALS, measure),)
