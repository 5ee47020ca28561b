"""Reading a file from outside in a process of its own, which has limits and no network."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.intake.drivers import environment
from layers.reading.intake.file_errors import READER_UNSAFE
from layers.reading.intake.formats import drivers_for
from layers.reading.limits import MEGABYTE
from layers.settings import Settings
from layers.system.fork_server import Forked, ForkServer
from projects.statements.envelope import Envelope, read_envelope
from projects.statements.errors import NOT_A_STATEMENT
from projects.statements.verifying import child
from projects.statements.verifying.files import FileRead, Shown
from projects.statements.verifying.looks import Look
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.places import Finding, Place, Reading
from projects.statements.verifying.verifying import Verification

log = logging.getLogger("ecoatlas.statements")
_IN = "projects.statements.verifying"
# GDAL too is loaded before the fork: it always leaves out the same drivers.
READER = ForkServer(f"{_IN}.child", tuple(f"{_IN}.{one}" for one in ("verifying", "looks")))
MOST_SECONDS = 180
ASK_EVERY_S = 0.2
BROKE_OFF = Text(
    "读取它的进程中断了（文件损坏、太大或另有所图）",
    "the process that read it broke off (it is damaged, too large, or up to something)",
)
TOO_LONG = Text("读取超过 {seconds} 秒", "reading it took longer than {seconds:second|seconds}")
Beat = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Apart:
    """Reads files in a child process; `beat` is called several times a second and may stop it.

    `name` is what a refusal calls the file, where that is not how it is stored.
    """

    settings: Settings
    beat: Beat = lambda: None
    name: str = "?"

    def read(self, path: Path) -> FileRead:
        """Raises `not-a-statement`, also where the process breaks off."""
        answer = self._asked(path, "values")
        envelope = None if answer["envelope"] is None else _envelope(**answer["envelope"])
        values, marks = _reading(answer["values"]), [Mark(*one) for one in answer["marks"]]
        shown = Shown(values, marks)
        told = (answer["plain"], answer["carried"])
        return FileRead(answer["format"], envelope, answer["code"], shown, *told)

    def looks(self, path: Path) -> list[Look]:
        return [Look(*one) for one in self._asked(path, "looks")["looks"]]

    def against_itself(self, path: Path, read: FileRead) -> Verification:
        answer = self._asked(path, "itself")
        findings = [
            Finding(**{**one, "stated": unwired(one["stated"]),
                       "computed": unwired(one["computed"])})
            for one in answer["findings"]
        ]  # fmt: skip
        notes, unvouched = ([Text(**one) for one in answer[n]] for n in ("notes", "unvouched"))
        return Verification(
            file=path.name,
            format=read.format,
            code=read.code,
            verdict=answer["verdict"],
            statement=None,
            findings=findings,
            notes=notes,
            grade=answer["grade"],
            unvouched=unvouched,
        )

    def _asked(self, path: Path, what: str) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(prefix="ecoatlas-verify-") as home:
            folder = Path(home)
            shutil.copyfile(path, folder / "file")
            task = {
                "file": "file",
                "what": what,
                "memory_bytes": self.settings.read_memory_mb * MEGABYTE,
                "seconds": self._seconds,
            }
            (folder / child.TASK).write_text(json.dumps(task), "utf-8")
            code = self._run(folder)
            return self._answer(folder, code)

    @property
    def _seconds(self) -> int:
        return min(self.settings.read_seconds, MOST_SECONDS)

    def _run(self, folder: Path) -> int:
        allowed = drivers_for(("gpkg",))
        with (folder / "stderr").open("wb") as stderr:
            process = READER.start(folder, environment(allowed), stderr)
            try:
                return self._wait(process)
            finally:
                process.kill()
                process.wait()

    def _wait(self, process: Forked) -> int:
        over = time.monotonic() + self._seconds
        while time.monotonic() < over:
            self.beat()
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(ASK_EVERY_S)
        raise self._refused(TOO_LONG.format(seconds=self._seconds))

    def _answer(self, folder: Path, code: int) -> dict[str, Any]:
        left = folder / child.ANSWER
        if not left.is_file():
            said = (folder / "stderr").read_bytes()[-4000:].decode("utf-8", "replace")
            log.error("the process reading a statement ended with %s: %s", code, said)
            raise self._refused(BROKE_OFF)
        answer: dict[str, Any] = json.loads(left.read_text("utf-8"))
        if answer.get("failure") == "canary":
            raise EcoAtlasError(READER_UNSAFE, canary=answer["canary"])
        if "failure" in answer:
            raise self._refused(BROKE_OFF)
        if "refused" in answer:
            raise self._refused(Text(**answer["refused"]))
        return answer

    def _refused(self, why: Text) -> EcoAtlasError:
        return EcoAtlasError(NOT_A_STATEMENT, file=self.name, why=why)


def _envelope(text: str, texts: bool) -> Envelope:
    return replace(read_envelope(text), texts=texts)


def _reading(wired: list[list[Any]]) -> Reading:
    values: dict[Place, Any] = {}
    rows: dict[Place, str] = {}
    columns: dict[Place, str] = {}
    for part, spot, value, row, column in wired:
        place = Place(part, spot)
        values[place] = unwired(value)
        if row:
            rows[place] = row
        if column:
            columns[place] = column
    return Reading(values, rows, columns)


def unwired(value: Any) -> Any:
    if isinstance(value, dict):
        return dt.datetime.fromisoformat(value["moment"])
    return value
