"""What it costs to verify a stored content: hashed, remembered, worked out from its features.

    python -m benchmarks.integrity [--features 100000]

The content is a layer of invented buildings without tiles and original; its file was just written,
so that it is read from the memory of the system and not from the disk.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.footprints import footprints
from layers.storage import integrity
from layers.storage.content import canonical
from layers.storage.file_record import RECORD
from layers.storage.integrity import examine
from layers.storage.store import DATA, Store


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measured(features: int, folder: Path) -> dict[str, float]:
    """Seconds of each, and MB/s of hashing."""
    integrity.SETTLED_S = -1.0
    store = Store(folder / "store")
    content = canonical(footprints(features), kind="building", key_field="key")
    about = {"kind": content.kind, "key_field": content.key_field}
    sha256 = store.put(content, manifest=about)
    hashed = seconds(lambda: examine(store, sha256))
    remembered = seconds(lambda: examine(store, sha256))
    store.fs.rm_file(store.path(sha256, RECORD))
    integrity.forget()
    worked_out = seconds(lambda: examine(store, sha256))
    megabytes = store.fs.size(store.path(sha256, DATA)) / 1e6
    return {
        "features": features,
        "megabytes": round(megabytes, 1),
        "hashed_s": round(hashed, 4),
        "hashed_mb_s": round(megabytes / hashed),
        "remembered_s": round(remembered, 5),
        "worked_out_s": round(worked_out, 2),
    }


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--features", type=int, default=100_000)
    with tempfile.TemporaryDirectory() as folder:
        told = measured(asked.parse_args().features, Path(folder))
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
