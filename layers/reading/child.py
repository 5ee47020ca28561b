"""The reading process, a fork of a server that has loaded all but GDAL (`fork_server`).

It bounds itself before it loads anything that could be attacked, reads `request.json` in its
folder, and leaves `answer.json` and the finished layer there. It prints nothing that anyone shows.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

REQUEST, LIMITS, ANSWER = "request.json", "limits.json", "answer.json"
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_END_WITH_PARENT = 1
RESTARTED = "ECOATLAS_READER_RESTARTED"


def main(folder: Path) -> None:
    """Bound, look for canaries, read, answer."""
    bounds = json.loads((folder / LIMITS).read_text())
    isolated = cut_network()
    # Afterwards: with other rights the kernel would forget it.
    end_with_parent()
    _bound(bounds)
    try:
        answer = _answer(folder)
    except MemoryError:
        answer = {"failure": "memory"}
    answer["network_cut"] = isolated
    partial = folder / (ANSWER + ".part")
    partial.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    partial.replace(folder / ANSWER)


def ready() -> None:
    """Loads what comparing many polygons needs, and names of columns by their sound, for all
    processes that are forked from here on."""
    from geo.coverage.along import have_pairs_ready
    from layers.system.pinyin import tables

    tables()
    have_pairs_ready()


def end_with_parent() -> None:
    """Killed with the process that waits for the answer, where the kernel does that for us: its
    folder is taken for abandoned then."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_END_WITH_PARENT, signal.SIGKILL)
    except (OSError, AttributeError):
        return


def cut_network() -> bool:
    """Move into a network of our own that has no way out, where the kernel lets us."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return any(libc.unshare(how) == 0 for how in (_NEW_NETWORK, _NEW_NETWORK | _NEW_USER))
    except (OSError, AttributeError):
        return False


def _bound(bounds: dict[str, int]) -> None:
    """Memory, processor seconds and the size of any file written; no core is dumped."""
    for limit, value in (
        (resource.RLIMIT_AS, bounds["memory_bytes"]),
        (resource.RLIMIT_CPU, bounds["seconds"]),
        (resource.RLIMIT_FSIZE, bounds["file_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(limit)
        if ceiling != resource.RLIM_INFINITY:
            value = min(value, ceiling)
        resource.setrlimit(limit, (value, value))


def _answer(folder: Path) -> dict[str, Any]:
    from layers.reading.intake.drivers import canary_that_opens, gdal_skip, unwanted_drivers
    from layers.reading.intake.formats import drivers_for
    from layers.reading.request import request_from_json

    request = request_from_json(json.loads((folder / REQUEST).read_text(encoding="utf-8")))
    allowed = drivers_for(source.format for source in request.sources)
    unwanted = unwanted_drivers(allowed)
    if unwanted and RESTARTED not in os.environ:
        # Another build of GDAL has drivers that we could not know: start again without them.
        more = {"GDAL_SKIP": gdal_skip(allowed, unwanted), RESTARTED: "1"}
        command = [sys.executable, "-P", "-m", "layers.reading.child", str(folder)]
        os.execve(sys.executable, command, os.environ | more)  # noqa: S606
    canary = canary_that_opens(folder, allowed)
    if canary:
        return {"failure": "canary", "canary": canary}
    from layers.reading.perform import perform

    return perform(request)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
