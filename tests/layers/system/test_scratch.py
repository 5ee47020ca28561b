"""Working folders among the temporary files: gone at the end, or with the next one after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from layers.jobs import queue
from layers.reading.files import SCRATCH_PREFIX
from layers.system.scratch import private_folder, remove_abandoned_private
from webmap.jobs.working import remove_left_over

pytestmark = pytest.mark.slow

PREFIX = "ecoatlas-test-"
NAMES = ((".", "new"), (".", "old"), ("", "older"))
HOLD = f"""
import sys, time
from layers.jobs import queue
from layers.reading.files import SCRATCH_PREFIX
from layers.system.scratch import private_folder
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


ORPHAN = """
import subprocess, sys, time
child = "import sys, time; from layers.reading.child import end_with_parent; end_with_parent();"
child += "print('on', flush=True); time.sleep(60)"
with subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE, text=True) as reader:
    reader.stdout.readline()
    print(reader.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends it")
def test_a_reading_process_ends_with_the_one_that_waits_for_it() -> None:
    """Otherwise it would go on in a folder that is removed as abandoned."""
    waiting = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True)
    assert waiting.stdout is not None
    with waiting.stdout:
        reader = int(waiting.stdout.readline())
    waiting.kill()
    waiting.wait()
    for _ in range(200):
        if not runs(reader):
            return
        time.sleep(0.02)
    os.kill(reader, signal.SIGKILL)
    pytest.fail("it lived on")


def runs(process: int) -> bool:
    """Whether it is there and at work; one that has ended waits for somebody to ask its code."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_the_worker_removes_what_killed_readings_have_left_on_its_rounds(
    temporary_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = temporary_files / f"{SCRATCH_PREFIX}left"
    left.mkdir()
    (left / "lock").touch()
    over = threading.Event()
    rounds: list[bool] = []

    def tidy() -> None:
        rounds.append(left.exists())
        if len(rounds) == 1:
            raise OSError("a disk that does not answer")
        if len(rounds) == 3:
            over.set()
        remove_left_over()

    monkeypatch.setattr(queue, "TIDY_EVERY_S", 0.0)
    with private_folder(SCRATCH_PREFIX) as living:
        left.mkdir(exist_ok=True)
        (left / "lock").touch()
        queue._keep_tidy(tidy, over)
        assert rounds == [True, True, False]
        assert living.exists()
