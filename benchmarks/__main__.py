"""All rows side by side: `python -m benchmarks [--rows zonal,start] [--list] [--dry]`.

What `make bench` calls. Each row writes its own section of docs/benchmarks.md, with the machine,
the versions and the load before it; `--dry` prints and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.frame import found_rows, put, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", default="", help="names, separated by commas; otherwise all")
    parser.add_argument("--list", action="store_true", help="what rows there are")
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    asked = parser.parse_args()
    rows = found_rows()
    if asked.list:
        print("\n".join(f"{row.name:12} {row.title} (goal: {row.goal})" for row in rows))
        return 0
    names = [name for name in asked.rows.split(",") if name]
    unknown = set(names) - {row.name for row in rows}
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    wanted = [row for row in rows if not names or row.name in names]
    with tempfile.TemporaryDirectory() as folder:
        done = run(wanted, lambda: Path(tempfile.mkdtemp(dir=folder)))
    if not asked.dry:
        for name, text in done.items():
            put(text, name)
    return 0 if len(done) == len(wanted) else 1


if __name__ == "__main__":
    raise SystemExit(main())
