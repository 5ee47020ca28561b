"""Reading a file from outside, in a fork of a server that has loaded what it needs.

It bounds itself before it loads anything that could be attacked, reads the file in its folder and
leaves what it states, or how its pages look, as plain values beside it. It prints nothing that
anyone shows.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from pathlib import Path
from typing import Any

from layers.reading.child import cut_network, end_with_parent

TASK, ANSWER = "task.json", "answer.json"


def main(folder: Path) -> None:
    """Bound, look for canaries, read, answer."""
    task = json.loads((folder / TASK).read_text("utf-8"))
    cut_network()
    end_with_parent()
    _bound(task["memory_bytes"], task["seconds"])
    partial = folder / f"{ANSWER}.part"
    try:
        answer = _answer(folder, task)
    except MemoryError:
        answer = {"failure": "memory"}
    partial.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    partial.replace(folder / ANSWER)


def _bound(memory_bytes: int, seconds: int) -> None:
    """Memory, processor seconds and the size of any file written; no core is dumped."""
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, memory_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(limit)
        value = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(limit, (value, value))


def _answer(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    from geo.errors import EcoAtlasError
    from layers.reading.intake.drivers import canary_that_opens
    from layers.reading.intake.formats import drivers_for
    from projects.statements.verifying.files import read_file
    from projects.statements.verifying.verifying import against_itself

    canary = canary_that_opens(folder, drivers_for(("gpkg",)))
    if canary:
        return {"failure": "canary", "canary": canary}
    path = folder / task["file"]
    if task["what"] == "looks":
        return {"looks": _looks(path)}
    try:
        read = read_file(path)
    except EcoAtlasError as error:
        return {"refused": error.problem.values["why"].as_dict()}
    if task["what"] == "values":
        values = [
            [one.part, one.spot, wired(value), read.reading.rows.get(one, ""),
             read.reading.columns.get(one, "")]
            for one, value in read.reading.values.items()
        ]  # fmt: skip
        envelope = None if read.envelope is None else _carried(read.envelope)
        form = {
            "plain": read.plain,
            "carried": read.carried,
            "marks": [one.wired() for one in read.shown.marks],
        }
        told = {"format": read.format, "envelope": envelope, "code": read.code, "values": values}
        return told | form
    found = against_itself(path, read)
    findings = [{**one.as_dict(), **_both(one)} for one in found.findings]
    return {
        "verdict": found.verdict,
        "grade": found.grade,
        "findings": findings,
        "notes": [one.as_dict() for one in found.notes],
        "unvouched": [one.as_dict() for one in found.unvouched],
    }


def _carried(envelope: Any) -> dict[str, Any]:
    """The envelope, and what its own text does not say: whether written figures stand beside."""
    return {"text": envelope.text, "texts": envelope.texts}


def _looks(path: Path) -> list[Any]:
    from dataclasses import astuple

    from projects.statements.verifying.looks import looks_of

    return [astuple(one) for one in looks_of(path)]


def _both(finding: Any) -> dict[str, Any]:
    return {"stated": wired(finding.stated), "computed": wired(finding.computed)}


def wired(value: Any) -> Any:
    """A value as JSON: moments under their name, what else JSON does not know as text."""
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
