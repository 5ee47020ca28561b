"""All rows side by side: `python -m benchmarks [ROW …] [--quick] [--list] [--dry]`.

What `make bench` calls; `--quick` leaves out what takes more than a minute by itself. Each row
writes its own section of docs/benchmarks.md, with the machine, the versions and the load before it;
`--dry` prints and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.frame import found_rows, put, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="names; otherwise all")
    parser.add_argument("--quick", action="store_true", help="without what takes long")
    parser.add_argument("--list", action="store_true", help="what rows there are")
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    asked = parser.parse_args()
    rows = found_rows()
    if asked.list:
        print("\n".join(f"{row.name:12} {row.title} (goal: {row.goal})" for row in rows))
        return 0
    unknown = set(asked.rows) - {row.name for row in rows}
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    wanted = [row for row in rows if row.name in asked.rows or not asked.rows]
    wanted = [row for row in wanted if not (asked.quick and row.long)]
    with tempfile.TemporaryDirectory() as folder:
        done = run(wanted, lambda: Path(tempfile.mkdtemp(dir=folder)))
    if not asked.dry:
        for name, text in done.items():
            put(text, name)
    return 0 if len(done) == len(wanted) else 1


if __name__ == "__main__":
    raise SystemExit(main())
