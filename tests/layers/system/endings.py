"""What a fork of a test's own does: the code that its environment names."""

from __future__ import annotations

import os
from pathlib import Path

made_ready = 0


def ready() -> None:
    global made_ready
    made_ready += 1
    raise RuntimeError("what could not be loaded is told by who needs it")


def main(folder: Path) -> None:
    exec(os.environ["ENDING"], {"folder": folder, "os": os, "made_ready": made_ready})  # noqa: S102
