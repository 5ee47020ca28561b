"""Functions called in processes of their own that begin at once: forks of a server which has loaded
the module of the function.

Not copies of this process: threads of other tests may hold locks that a copy would wait for without
end, and its open databases are nobody else's.
"""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from layers.system.fork_server import Forked, ForkServer

CALL, ERRORS = "call.json", "errors.txt"
PATIENCE_S = 300


def code_of(function: Callable[..., object], *arguments: str) -> int:
    """The code with which a process ends that calls a function of a module with texts."""
    with tempfile.TemporaryDirectory() as scratch:
        code = begun(Path(scratch), function, *arguments).wait(PATIENCE_S)
        print(Path(scratch, ERRORS).read_text("utf-8", "replace"))  # shown where a test fails
    return code


def begun(
    folder: Path,
    function: Callable[..., object],
    *arguments: str,
    environment: Mapping[str, str] = os.environ,
) -> Forked:
    """A process that does so, in an empty folder, which must outlast it."""
    call = [function.__module__, function.__name__, *arguments]
    Path(folder, CALL).write_text(json.dumps(call), "utf-8")
    with Path(folder, ERRORS).open("wb") as said:
        return _server_of(function.__module__).start(folder, environment, said)


@cache
def _server_of(module: str) -> ForkServer:
    return ForkServer(__name__, (module,))


def main(folder: Path) -> None:
    """In the fork: call what the folder says."""
    module, name, *arguments = json.loads(Path(folder, CALL).read_text("utf-8"))
    getattr(importlib.import_module(module), name)(*arguments)
