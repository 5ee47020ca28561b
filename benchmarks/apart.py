"""A party of a row in its own process: `python -m benchmarks.apart module:function '[arguments]'`.

Prints one line of JSON: seconds by the clock, processor seconds, peak memory, and the answer.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _peak_mb() -> float:
    """The largest of this process and its children. Of itself `getrusage` would tell what the
    process that it was forked from had."""
    status = Path("/proc/self/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main(call: str, arguments: str) -> None:
    module, _, name = call.partition(":")
    given = json.loads(arguments)
    function = getattr(import_module(module), name)
    start, used = time.perf_counter(), _used()
    answer = function(*given)
    if callable(answer):
        start, used = time.perf_counter(), _used()
        answer = answer()
    wall, cpu = time.perf_counter() - start, _used() - used
    told = {"wall_s": wall, "cpu_s": cpu, "peak_mb": _peak_mb(), "answer": answer}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
