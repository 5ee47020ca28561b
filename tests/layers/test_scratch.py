"""Working folders among the temporary files: gone at the end, or with the next one after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from layers.scratch import private_folder, remove_abandoned_private

PREFIX = "ecoatlas-test-"
NAMES = ((".", "new"), (".", "old"), ("", "older"))
HOLD = f"""
import sys, time
from layers.scratch import private_folder
with private_folder({PREFIX!r}) as folder:
    (folder / "half").write_text("half-made")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_private_and_gone_at_the_end(temporary_files: Path) -> None:
    with private_folder(PREFIX) as folder:
        assert list(folder.iterdir()) == []
        assert folder.parent.stat().st_mode & 0o077 == 0
    assert list(temporary_files.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs file locks")
def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(
    temporary_files: Path,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    with process.stdout:
        left = Path(process.stdout.readline().strip())
    remove_abandoned_private(PREFIX)
    assert (left / "half").exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    with private_folder(PREFIX):
        assert not left.exists()
        assert len(list(temporary_files.iterdir())) == 1


def test_a_folder_made_a_moment_ago_is_not_taken_for_abandoned(temporary_files: Path) -> None:
    new, old, older = (temporary_files / f"{dot}{PREFIX}{name}" for dot, name in NAMES)
    an_hour_ago = time.time() - 3600
    for folder in (new, old, older):
        folder.mkdir()
    for folder in (old, older):
        os.utime(folder, (an_hour_ago, an_hour_ago))
    remove_abandoned_private(PREFIX)
    assert [new.exists(), old.exists(), older.exists()] == [True, False, False]
