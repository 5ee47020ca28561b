"""Processes forked from a server: how they end, what they know, and that nobody is left behind."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers.reading import sandbox
from layers.reading.intake.drivers import environment
from layers.settings import CHECKOUT
from layers.system.fork_server import Forked, ForkServer

pytestmark = pytest.mark.slow

Begin = Callable[[str], Forked]
PATIENT_S = 60
SEEN = """
import sys, tempfile
print(os.getcwd(), tempfile.gettempdir(), *os.environ, sep="\\n", file=sys.stderr)
for number in range(256):
    if os.path.exists(f"/proc/self/fd/{number}"):
        print("open:", os.readlink(f"/proc/self/fd/{number}"), file=sys.stderr)
"""


@pytest.fixture
def server() -> Iterator[ForkServer]:
    made = ForkServer("tests.layers.system.endings")
    yield made
    made.close()


@pytest.fixture
def begin(server: ForkServer, tmp_path: Path) -> Begin:
    """A fork that runs a piece of code; what it says of its faults is in `stderr`."""

    def start(code: str) -> Forked:
        with (tmp_path / "stderr").open("wb") as stderr:
            return server.start(tmp_path, {**environment(), "ENDING": code}, stderr)

    return start


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("pass", 0),
        ("raise SystemExit(3)", 3),
        ("raise SystemExit('no')", 1),
        ("raise RuntimeError('inner workings')", 1),
        ("os.abort()", -6),
        ("os.kill(os.getpid(), 9)", -9),
    ],
)
def test_it_ends_like_any_process(begin: Begin, ending: str, code: int) -> None:
    one = begin(ending)
    assert one.wait(PATIENT_S) == code
    assert one.wait(PATIENT_S) == code, "asked again"
    one.kill()


def test_a_fault_is_said_where_its_own_errors_go(begin: Begin, tmp_path: Path) -> None:
    begin("raise RuntimeError('inner workings')").wait(PATIENT_S)
    said = (tmp_path / "stderr").read_text()
    assert said.startswith("Traceback")
    assert "inner workings" in said


def test_whoever_waits_is_told_that_it_takes_long_and_may_end_it(begin: Begin) -> None:
    one = begin("import time; time.sleep(600)")
    with pytest.raises(subprocess.TimeoutExpired):
        one.wait(0.05)
    one.kill()
    assert one.wait(PATIENT_S) == -9


def test_what_some_of_the_work_needs_is_loaded_for_who_asks_twice(begin: Begin) -> None:
    codes = [begin("raise SystemExit(made_ready)").wait(PATIENT_S) for _ in range(3)]
    assert codes == [0, 1, 1]


def test_several_run_at_once_and_each_is_told_of_its_own_end(begin: Begin) -> None:
    long = [begin("import time; time.sleep(600)") for _ in range(3)]
    assert [begin(f"raise SystemExit({n})").wait(PATIENT_S) for n in (4, 5)] == [4, 5]
    long[1].kill()
    assert long[1].wait(PATIENT_S) == -9
    for one in (long[0], long[2]):
        with pytest.raises(subprocess.TimeoutExpired):
            one.wait(0.05)
        one.kill()
        assert one.wait(PATIENT_S) == -9


def test_it_has_the_environment_and_folder_it_is_given_and_no_descriptor_of_others(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_DATABASE_URL", "postgresql://user:password@host/db")
    other = begin("import time; time.sleep(600)")
    assert begin(SEEN).wait(PATIENT_S) == 0
    cwd, temporary, *more = (tmp_path / "stderr").read_text().splitlines()
    assert (cwd, temporary) == (str(tmp_path), str(tmp_path))
    assert "GDAL_SKIP" in more
    assert "ECOATLAS_DATABASE_URL" not in more
    held = [line for line in more if line.startswith("open:")]
    assert held == ["open: /dev/null", "open: /dev/null", f"open: {tmp_path / 'stderr'}"]
    other.kill()
    assert other.wait(PATIENT_S) == -9


def test_a_server_that_was_killed_is_started_again(begin: Begin, server: ForkServer) -> None:
    one = begin("import time; time.sleep(600)")
    process = server._server
    assert process is not None
    process.kill()
    process.wait()
    assert one.wait(PATIENT_S) == -9
    assert begin("raise SystemExit(7)").wait(PATIENT_S) == 7


def test_a_server_that_dies_between_question_and_answer_is_told_and_nothing_stays_open(
    begin: Begin, server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has taken the question and reads it no more."""
    begin("pass").wait(PATIENT_S)
    process, made, pair = server._server, [], socket.socketpair
    assert process is not None

    def send(control: socket.socket, *_: object) -> None:
        process.kill()
        process.wait()

    def socketpair() -> tuple[socket.socket, socket.socket]:
        made.extend(pair())
        return made[0], made[1]

    monkeypatch.setattr(socket, "send_fds", send)
    monkeypatch.setattr(socket, "socketpair", socketpair)
    with pytest.raises(BrokenPipeError):
        begin("pass")
    assert [one.fileno() for one in made] == [-1, -1]
    monkeypatch.undo()
    assert begin("raise SystemExit(7)").wait(PATIENT_S) == 7


def test_what_it_runs_ends_with_it(begin: Begin, server: ForkServer, tmp_path: Path) -> None:
    one = begin("open('pid', 'w').write(str(os.getpid())); import time; time.sleep(600)")
    pid = _pid(tmp_path / "pid")
    server.close()
    assert one.wait(PATIENT_S) == -9
    assert _gone(pid)


def test_the_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """Killed, so that it can say nothing to anybody."""
    code = (
        "import os, sys, time; from pathlib import Path;"
        "from layers.system.fork_server import ForkServer;"
        "server = ForkServer('tests.layers.system.endings'); folder = Path(sys.argv[1]);"
        "one = server.start(folder, {'ENDING': \"open('pid','w').write(str(os.getpid()));"
        "__import__('time').sleep(600)\"}, sys.stderr.buffer);"
        "(folder / 'server').write_text(str(server._server.pid)); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT) as asking:
        try:
            pids = [_pid(tmp_path / name) for name in ("pid", "server")]
        finally:
            asking.kill()
    assert all(_gone(pid) for pid in pids)


def test_the_server_of_readings_has_all_loaded_but_gdal() -> None:
    """GDAL asks when it is loaded which drivers to leave out: not the same for every file."""
    modules = ", ".join(sandbox.READER._modules)
    asked = f"import sys, {modules}; print(*sys.modules)"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not {"pyogrio", "rasterio", "fiona"} & loaded
    assert {"geopandas", "shapely", "pyarrow"} <= loaded


def _pid(path: Path) -> int:
    over = time.monotonic() + PATIENT_S
    while not (path.is_file() and path.read_text()):
        assert time.monotonic() < over
        time.sleep(0.02)
    return int(path.read_text())


def _gone(pid: int) -> bool:
    over = time.monotonic() + PATIENT_S
    while time.monotonic() < over:
        state = Path(f"/proc/{pid}/stat")
        if not state.is_file() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
