"""The worker beside a web server of one process: another program, started again when it dies.

Where the server is several processes the worker is a copy like them (`webmap.jobs.working`).
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from webmap.edge.restarts import AGAIN_AFTER_S, LONGEST_PAUSE_S, STARTING

log = logging.getLogger("ecoatlas.jobs")
COMMAND = (sys.executable, "-P", "-c", "from webmap.commands import main; main()", "worker")
# What the worker watches: when this process is gone, so is the reason to work.
PARENT = "ECOATLAS_PARENT_PROCESS"
STOP_WITHIN_S = 20.0


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker process for the time of the block; one that dies is started again."""
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class _Keeper:
    def __init__(self) -> None:
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                # Its job is taken up at the next start; nothing half-made is ever seen.
                self._process.kill()
        self._thread.join()

    def _keep(self) -> None:
        pause_s = AGAIN_AFTER_S / 2
        while not self._over.is_set():
            began = time.monotonic()
            try:
                code: object = self._worked()
            except OSError as error:
                # No memory or no process to be had for a moment: without a worker no job is done.
                code = error
            # On a full disk it ends at once, each time with a line on the terminal.
            lived = time.monotonic() - began > LONGEST_PAUSE_S
            pause_s = AGAIN_AFTER_S if lived else min(2 * pause_s, LONGEST_PAUSE_S)
            if not self._over.wait(pause_s):
                log.error("the worker process ended with %s and is started again", code)

    def _worked(self) -> int:
        """Start a worker and wait for its end; raises OSError where none can be started."""
        with STARTING:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and command
                COMMAND,
                env=os.environ | {PARENT: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        if self._over.is_set():
            self._process.terminate()
        return self._process.wait()


def stop_with_parent() -> None:
    """End this worker, as by SIGTERM, once the server that started it is gone."""
    parent = os.environ.get(PARENT)
    if parent is None or os.name != "posix":
        return
    import signal

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
