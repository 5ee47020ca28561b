"""A party of a row in its own process: `python -m benchmarks.apart module:function '[arguments]'`.

Prints one line of JSON: seconds by the clock, processor seconds, peak memory, and the answer.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from importlib import import_module
from pathlib import Path


def _used() -> float:
    """Processor seconds of this process and all that came of it, ended or not: who reads a file is
    the child of a server that goes on."""
    ticks = sum(took for _, took in family(os.getpid()).values())
    return ticks / os.sysconf("SC_CLK_TCK")


def family(first: int) -> dict[int, tuple[int, int]]:
    """The parent and the ticks, those of ended children too, of a process and all that came of it,
    by process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended while we looked
            continue
        found[int(stat.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    return {one: about for one, about in found.items() if first in _line(one, found)}


def _line(process: int, known: dict[int, tuple[int, int]]) -> list[int]:
    """A process, its parent, its parent's parent …"""
    line = [process]
    while line[-1] in known:
        line.append(known[line[-1]][0])
    return line


def peak_mb() -> float:
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
    told = {"wall_s": wall, "cpu_s": cpu, "peak_mb": peak_mb(), "answer": answer}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
