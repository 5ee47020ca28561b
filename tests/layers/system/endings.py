"""What a fork of a test's own does: the code that its environment names."""

from __future__ import annotations

import os
from pathlib import Path


def main(folder: Path) -> None:
    exec(os.environ["ENDING"], {"folder": folder, "os": os})  # noqa: S102
