"""A layer as a check has read it, kept so that the import need not read the file again.

What is imported is then what was checked. It is kept under a tag that says what was told about the
file: told otherwise, it is not the same layer.
"""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path
from typing import Any

from layers.storage.arrow_parts import read_arrow
from layers.storage.feature_table import FeatureTable

FRAME, ABOUT = "frame.feather", "about.json"
RASTER = "raster.tif"


def keep(made: Path, folder: Path, tag: str, answer: dict[str, Any]) -> None:
    """Move the frame of the reading process to `folder`, by one rename, with all it has found.

    That process is not trusted: what is no plain file is not kept.
    """
    partial = folder.with_name(f"{folder.name}.part")
    forget(folder)
    raster = made.with_name(RASTER)
    parts = [made, raster] if answer.get("raster") else [made]
    if not all(stat.S_ISREG(part.lstat().st_mode) for part in parts):
        return
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    about = json.dumps({"tag": tag, "answer": answer}, ensure_ascii=False)
    (partial / ABOUT).write_text(about, encoding="utf-8")
    shutil.move(made, partial / FRAME)
    if answer.get("raster"):
        shutil.move(raster, partial / RASTER)
    partial.rename(folder)


def find(folder: Path, tag: str) -> tuple[FeatureTable, dict[str, Any]] | None:
    """The features and the answer kept under this tag; None when there is none."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return (read_arrow(folder / FRAME), about["answer"]) if about["tag"] == tag else None
    except (OSError, ValueError):
        # Another check of the same file takes it away to put its own there.
        return None


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
