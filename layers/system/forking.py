"""The server of forks: `python -m layers.system.forking DESCRIPTOR MODULE PRELOADED…`.

It has one thread and knows one process, which asks over the socket with this descriptor: three
descriptors come for each process to be forked. One is the life of it: on it the code is told with
which the process ended, and when it is closed there, the process is killed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from layers.system.collecting import collect_seldom

Main = Callable[[Path], object]


def main(descriptor: int, module: str, *preloaded: str) -> None:
    """Load, then fork whenever asked, until whoever asks has ended."""
    # Ctrl-C reaches the whole group of processes: no traceback of ours beside theirs.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Python 3.12 warns of each fork for the threads of numeric libraries, which stand one.
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    with _silent():
        for name in preloaded:
            importlib.import_module(name)
        work = importlib.import_module(module)
    _freeze()
    with socket.socket(fileno=descriptor) as control:
        _Server(control, work.main, getattr(work, "ready", None)).serve()


def _freeze() -> None:
    """What is loaded is never looked at again, so its pages stay shared."""
    gc.collect()
    gc.freeze()
    collect_seldom()


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Libraries mutter while they are loaded (GDAL, of every driver it was not built with)."""
    errors, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(errors, 2)
        os.close(errors)
        os.close(nowhere)


class _Server:
    def __init__(
        self, control: socket.socket, run: Main, ready: Callable[[], object] | None
    ) -> None:
        self.control, self.run, self.ready = control, run, ready
        self.asked_before = False
        self.lives: dict[int, socket.socket] = {}
        self.selector = selectors.DefaultSelector()
        self.woken, wakes = socket.socketpair()
        self.wakes = wakes
        self.woken.setblocking(False)
        wakes.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        self.selector.register(control, selectors.EVENT_READ)
        self.selector.register(self.woken, selectors.EVENT_READ)

    def serve(self) -> None:
        try:
            while True:
                for key, _ in self.selector.select():
                    if key.fileobj is self.control:
                        if not self._begun():
                            return
                    elif key.fileobj is self.woken:
                        self._reap()
                    else:
                        self._give_up(key.data)
        finally:
            for pid in self.lives:
                os.kill(pid, signal.SIGKILL)

    def _begun(self) -> bool:
        """Fork as asked; False when nobody is there any more who asks."""
        try:
            told, descriptors, _, _ = socket.recv_fds(self.control, 1, 3)
        except OSError:
            return False
        if not told:
            return False
        life, asked, stderr = descriptors
        self._get_ready()
        pid = os.fork()
        if pid == 0:
            os._exit(self._child(life, asked, stderr))
        os.close(asked)
        os.close(stderr)
        self.lives[pid] = socket.socket(fileno=life)
        self.selector.register(self.lives[pid], selectors.EVENT_READ, pid)
        return True

    def _get_ready(self) -> None:
        """Whoever asks twice will ask more often: what only some of the work needs is loaded."""
        if self.asked_before and self.ready is not None:
            # Whoever needs what cannot be loaded says so.
            with _silent(), contextlib.suppress(Exception):
                self.ready()
            _freeze()
            self.ready = None
        self.asked_before = True

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self.woken.recv(512):
                pass
        while self.lives:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self.lives.pop(pid) as life:
                self._unregister(life)
                # Whoever asked may have ended in between.
                with contextlib.suppress(OSError):
                    life.send(str(os.waitstatus_to_exitcode(status)).encode())

    def _give_up(self, pid: int) -> None:
        """Nobody waits for it any more; it is reaped when it is gone."""
        if pid in self.lives:
            self._unregister(self.lives[pid])
            os.kill(pid, signal.SIGKILL)

    def _unregister(self, life: socket.socket) -> None:
        with contextlib.suppress(KeyError):
            self.selector.unregister(life)

    def _child(self, life: int, asked: int, stderr: int) -> int:
        """The code to end with. What the server holds for others is closed before any work."""
        try:
            self._forget(life)
            os.dup2(stderr, 2)
            os.close(stderr)
            with os.fdopen(asked, "rb") as pipe:
                request = json.loads(pipe.read())
            os.environ.clear()
            os.environ.update(request["environment"])
            os.chdir(request["folder"])
            tempfile.tempdir = None
            self.run(Path(request["folder"]))
        except SystemExit as error:
            return error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException:  # whatever it is, it is said as a process of its own would say it
            traceback.print_exc()
            return 1
        finally:
            with contextlib.suppress(OSError):
                sys.stderr.flush()
        return 0

    def _forget(self, life: int) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        for one in (self.control, self.woken, self.wakes, *self.lives.values()):
            one.close()
        os.close(life)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
