"""Starting the reading process and making one clear sentence of however it ends."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import time
from pathlib import Path
from typing import Any

from geo.errors import EcoAtlasError
from layers.reading import child
from layers.reading.intake.drivers import environment
from layers.reading.intake.file_errors import (
    READER_CRASHED,
    READER_OUT_OF_MEMORY,
    READER_OUT_OF_TIME,
    READER_UNSAFE,
)
from layers.reading.intake.formats import drivers_for
from layers.reading.limits import MEGABYTE, Limits
from layers.reading.request import Request
from layers.system.fork_server import Forked, ForkServer
from layers.system.progress import Progress, silent

logger = logging.getLogger("ecoatlas.reading")

READER = ForkServer("layers.reading.child", ("layers.reading.perform",))
# Signals that mean "over the limit": SIGXCPU, and SIGKILL by the kernel's memory guard.
_OUT_OF_TIME, _KILLED = -24, -9
_LOGGED = 4000
ASK_EVERY_S = 0.2


def run(
    request: Request, folder: Path, limits: Limits, progress: Progress = silent
) -> dict[str, Any]:
    """The answer of the reading process; raises one refusal when it breaks off.

    The folder is private to this reading and is thrown away by the caller. `progress` is called
    several times a second, and what it raises ends the process.
    """
    (folder / child.REQUEST).write_text(json.dumps(request.as_json()), encoding="utf-8")
    (folder / child.LIMITS).write_text(json.dumps(_bounds(limits)))
    code = _run_child(request, folder, limits, progress)
    answer_path = folder / child.ANSWER
    if not answer_path.is_file():
        _log(folder, code)
        raise _broke_off(code, request, limits)
    answer: dict[str, Any] = json.loads(answer_path.read_text(encoding="utf-8"))
    if answer.get("failure") == "memory":
        raise _out_of_memory(request, limits)
    if answer.get("failure") == "canary":
        raise EcoAtlasError(READER_UNSAFE, canary=answer["canary"])
    return answer


def _bounds(limits: Limits) -> dict[str, int]:
    return {
        "memory_bytes": limits.memory_bytes,
        "seconds": limits.seconds,
        "file_bytes": max(limits.unpacked_bytes, limits.memory_bytes),
    }


def _run_child(request: Request, folder: Path, limits: Limits, progress: Progress) -> int:
    allowed = drivers_for(source.format for source in request.sources)
    with (folder / "stderr").open("wb") as stderr:
        process = READER.start(folder, environment(allowed), stderr)
        try:
            return _wait(process, limits.seconds, progress)
        except subprocess.TimeoutExpired as error:
            raise _out_of_time(request, limits) from error
        finally:
            process.kill()
            process.wait()


def _wait(process: Forked, seconds: float, progress: Progress) -> int:
    """The code it ends with; raises `TimeoutExpired`, or what `progress` raises."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        progress("read", 0, 1)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(ASK_EVERY_S)
    raise subprocess.TimeoutExpired(process.args, seconds)


def _broke_off(code: int, request: Request, limits: Limits) -> EcoAtlasError:
    if code == _OUT_OF_TIME:
        return _out_of_time(request, limits)
    if code == _KILLED:
        return _out_of_memory(request, limits)
    return EcoAtlasError(READER_CRASHED, file=request.file)


def _log(folder: Path, code: int) -> None:
    """For the operator only: what a parser says about a hostile file is not shown to anyone."""
    said = (folder / "stderr").read_bytes()[-_LOGGED:].decode("utf-8", "replace")
    logger.error("the reading process ended with %s: %s", code, said)


def _out_of_time(request: Request, limits: Limits) -> EcoAtlasError:
    return EcoAtlasError(READER_OUT_OF_TIME, file=request.file, seconds=limits.seconds)


def _out_of_memory(request: Request, limits: Limits) -> EcoAtlasError:
    limit = limits.memory_bytes // MEGABYTE
    return EcoAtlasError(READER_OUT_OF_MEMORY, file=request.file, limit_mb=limit)
