"""Working folders that vanish: at the end of the work, or at the next start if it was killed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from layers.faults.disk import watched

# Where there are no file locks, a folder of this age is taken for abandoned.
ABANDONED_AFTER_S = 24 * 3600
LOCKED_WITHIN_S = 60
LOCK = "lock"


@contextmanager
def kept_folder(parent: Path) -> Iterator[Path]:
    """A new folder under `parent`, locked while this process lives, removed at the end."""
    parent.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid4().hex
    lock_file = parent / f"{name}.lock"
    with lock_file.open("wb") as lock:
        # The lock is held before the folder exists, so a folder without a holder is abandoned.
        try_lock(lock)
        folder = parent / name
        try:
            with watched(parent):
                folder.mkdir()
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock_file.unlink(missing_ok=True)


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """A new folder of this user alone among the temporary files, locked while this process lives.

    What killed processes have left under the same prefix is removed first.
    """
    remove_abandoned_private(prefix)
    made = Path(tempfile.mkdtemp(prefix=f".{prefix}")).resolve()
    with (made / LOCK).open("wb") as lock:
        try_lock(lock)
        work = made / "work"
        work.mkdir()
        # Only now, locked, under the prefix: before, another process might take it for abandoned.
        folder = made.rename(made.with_name(made.name[1:]))
        try:
            with watched(made.parent):
                yield folder / work.name
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned_private(prefix: str) -> None:
    """Remove the folders of `private_folder` that no living process works in."""
    place = Path(tempfile.gettempdir())
    # Those with a dot were not finished; their maker locks them within moments.
    unfinished = [one for one in place.glob(f".{prefix}*") if _age_s(one) > LOCKED_WITHIN_S]
    for folder in (*place.glob(f"{prefix}*"), *unfinished):
        if _is_ours(folder) and _left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    try:
        about = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and (os.name != "posix" or about.st_uid == os.getuid())


def _left(folder: Path) -> bool:
    try:
        with (folder / LOCK).open("r+b") as lock:
            return try_lock(lock) and (_has_locks() or _old(folder))
    except FileNotFoundError:
        # Its maker was killed before it could lock it.
        return _age_s(folder) > LOCKED_WITHIN_S
    except OSError:
        return False


def remove_abandoned(parent: Path) -> list[Path]:
    """Remove the folders that no living process works in; returns them."""
    if not parent.is_dir():
        return []
    removed = [folder for folder in parent.iterdir() if folder.is_dir() and _abandoned(folder)]
    for folder in removed:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".lock").unlink(missing_ok=True)
    return removed


def _abandoned(folder: Path) -> bool:
    try:
        with folder.with_suffix(".lock").open("ab") as lock:
            return try_lock(lock) and (_has_locks() or _old(folder))
    except OSError:
        return False


def _old(folder: Path) -> bool:
    return _age_s(folder) > ABANDONED_AFTER_S


def _age_s(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0


def _has_locks() -> bool:
    return os.name == "posix"


def try_lock(file: IO[bytes]) -> bool:
    """Take the lock unless another process holds it; always true where there are no locks."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
