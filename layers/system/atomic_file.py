"""A file that is handed out appears whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from layers.faults.disk import is_there, watched


@contextmanager
def appearing(out: Path, ending: str = "") -> Iterator[Path]:
    """A path beside `out` to write to (`ending`: for another one); it takes its place at the end.

    What is half written goes away, and how much room there was is noted before. What is no file,
    as a terminal or a pipe, is written to as it is.
    """
    if is_there(out) and not out.is_file() and not out.is_dir():
        yield out
        return
    try:
        with _beside(out, ending or out.suffix) as written:
            yield written
            written.replace(out)
    except OSError as error:
        # Whoever asked knows the file that he has named, not the one beside it.
        if error.filename is not None and str(error.filename).startswith(str(out.parent)):
            error.filename, error.filename2 = str(out), None
        raise


@contextmanager
def _beside(out: Path, ending: str) -> Iterator[Path]:
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder,
        watched(out),
    ):
        yield Path(folder, f"out{ending}")
