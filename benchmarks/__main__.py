"""All rows side by side: `python -m benchmarks [ROW …] [--quick] [--list] [--dry] [--small]`.

What `make bench` calls. Each row writes its own section of docs/benchmarks.md as soon as it is
measured, with the machine, the versions and the load before it; a run of all rows writes the table
of all goals as well. A row that fails or takes too long is named, and the others go on. `--quick`
leaves out what takes more than a minute by itself, `--dry` prints and writes nothing, `--small`
tries rows at a hundredth of their size and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.frame import Row, found_rows
from benchmarks.page import RUN, goals, machine, put
from benchmarks.running import Done, in_own_process, run, told

MINUTES, SMALL = 25.0, 0.01


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="names; otherwise all")
    parser.add_argument("--quick", action="store_true", help="without what takes long")
    parser.add_argument("--list", action="store_true", help="what rows there are")
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    parser.add_argument("--small", action="store_true", help="try them small, write nothing")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for all of them together")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--share", type=float, default=1.0, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    rows = found_rows()
    if asked.measure:
        row = next(row for row in rows if row.name == asked.measure)
        print(told(row, asked.folder, asked.share))
        return 0
    if asked.list:
        print("\n".join(f"{row.name:14} {row.title}" for row in rows))
        return 0
    unknown = set(asked.rows) - {row.name for row in rows}
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    wanted = [row for row in rows if row.name in asked.rows or not asked.rows]
    wanted = [row for row in wanted if not (asked.quick and row.long)]
    return _run(wanted, asked, whole=len(wanted) == len(rows))


def _run(rows: Sequence[Row], asked: argparse.Namespace, *, whole: bool) -> int:
    write = not asked.dry and not asked.small
    measure = in_own_process(SMALL if asked.small else 1.0)
    done, began, day = Done(), time.monotonic(), datetime.now(UTC).date().isoformat()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for row, done in zip(
            rows, run(rows, lambda: Path(tempfile.mkdtemp(dir=folder)), asked.minutes, measure),
            strict=True,
        ):  # fmt: skip
            print(done.sections.get(row, ""), flush=True)
            if write and row in done.sections:
                put(done.sections[row], row.name)
            took = f"{(time.monotonic() - began) / 60:.0f} minutes"
            about = f"{day}, {machine()}, {len(done.measured)} of {len(rows)} rows in {took}."
            if write and whole:
                put(goals(done.measured, done.failed, about), RUN)
    print(goals(done.measured, done.failed, about))
    return 1 if done.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
