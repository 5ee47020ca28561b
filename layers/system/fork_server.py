"""Processes that begin at once: a server imports what they need, and each is a fork of it.

Python, its libraries and ours take a second to load, for a file that is read in a tenth of that.
The server is started when it is first asked for, with a clean environment; it opens no file and
listens to nobody but the process that started it, and ends with that. So what is forked has seen
nothing but code, and bounds itself before it works, like a process started anew.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parents[2]
BEGIN: Final = b"+"


class Forked:
    """A process of the server; `wait` and `kill` as those of `subprocess.Popen`.

    It lives as long as this object: nobody would wait for it any more.
    """

    def __init__(self, name: str, life: socket.socket) -> None:
        self.args = name
        self._life = life
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """The code it ends with, -9 also where the server itself was killed.

        Raises `subprocess.TimeoutExpired` after so many seconds.
        """
        if self._code is None:
            self._life.settimeout(timeout)
            try:
                said = self._life.recv(16)
            except TimeoutError as error:
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from error
            except OSError:
                said = b""
            self._code = int(said) if said else -signal.SIGKILL
            self._life.close()
        return self._code

    def kill(self) -> None:
        """End it, whatever it does; nothing where it has ended."""
        if self._code is None:
            try:
                self._life.shutdown(socket.SHUT_WR)
            except OSError:
                return


class ForkServer:
    """Runs `main(folder)` of a module, in a fork of a process that has loaded `preload`."""

    def __init__(self, module: str, preload: tuple[str, ...] = ()) -> None:
        self._modules = (module, *preload)
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._of = 0

    def start(self, folder: Path, environment: Mapping[str, str], stderr: IO[bytes]) -> Forked:
        """A process in the folder, which is also its place for temporary files, with nothing of our
        environment but what is given; raises `OSError`."""
        own = {**environment, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        request = json.dumps({"folder": str(folder), "environment": own}).encode("utf-8")
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._ask(theirs, request, environment, stderr)
        except BaseException:
            ours.close()
            raise
        return Forked(self._modules[0], ours)

    def _ask(
        self, life: socket.socket, request: bytes, environment: Mapping[str, str], stderr: IO[bytes]
    ) -> None:
        """A server that dies meanwhile leaves nobody who reads: `BrokenPipeError`."""
        asked, asks = os.pipe()
        with os.fdopen(asks, "wb") as pipe:
            try:
                self._send([life.fileno(), asked, stderr.fileno()], environment)
            finally:
                os.close(asked)
            pipe.write(request)

    def close(self) -> None:
        """End the server and all that it runs."""
        with self._lock:
            self._stop()

    def _send(self, descriptors: list[int], environment: Mapping[str, str]) -> None:
        with self._lock:
            if self._server is None or self._of != os.getpid() or self._server.poll() is not None:
                self._stop()
                self._begin(environment)
            assert self._control is not None  # noqa: S101  (made by `_begin`)
            socket.send_fds(self._control, [BEGIN], descriptors)

    def _begin(self, environment: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = (sys.executable, "-P", "-m", "layers.system.forking", str(theirs.fileno()))
            self._server = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*command, *self._modules],
                env={**environment, "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._control, self._of = ours, os.getpid()
        atexit.register(self.close)

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None and self._of == os.getpid():
            # Without its only asker it ends by itself, and what it runs ends with it.
            self._server.wait()
        self._server = self._control = None
        atexit.unregister(self.close)
