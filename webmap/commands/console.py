"""How commands speak: one JSON object on standard output, everything else for people.

Progress and refusals go to standard error, so that standard output can always be piped.
"""

from __future__ import annotations

import json
import logging
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich import progress as bar
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from geo.errors import EcoAtlasError
from geo.words import Language, Text
from layers.system.progress import Progress
from webmap.edge.logbook import log_place

log = logging.getLogger("ecoatlas")

UNKNOWN_FAILURE = Text(
    "出现了意外情况，未做任何改动。请把编号 {reference} 告诉管理员，日志中有说明：{log}",
    "Something unexpected happened and nothing was changed. Give the administrator the reference "
    "{reference}; the log explains it: {log}",
)
NOT_LOGGED = Text(
    "（日志写不了，没有留下说明）", "(the log cannot be written, nothing of it was kept)"
)
AT_ROW = Text("第 {row} 行：", "Row {row}: ")
HOW_TO_MEND = Text("怎么办：{fix}", "What to do: {fix}")


@dataclass(frozen=True, slots=True)
class Column:
    title: Text
    numeric: bool = False


class Terminal:
    """Speaks to one person in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: Text, style: str = "", **values: object) -> None:
        self.out.print(Line(text.format(**values).in_(self.language), style=style))

    def note(self, text: Text, **values: object) -> None:
        self.err.print(Line(text.format(**values).in_(self.language)))

    def json(self, answer: Mapping[str, Any]) -> None:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in columns:
            # Chinese has no blanks to break at: what is long goes on below and is not cut off.
            table.add_column(
                column.title.in_(self.language),
                justify="right" if column.numeric else "left",
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(Line("" if value is None else str(value)) for value in row))
        self.out.print(table)

    def refuse(self, error: EcoAtlasError, *, as_json: bool) -> None:
        """Say what was refused, where, and what to do; the same as one JSON object when asked."""
        if as_json:
            self.json({"ok": False, "error": refusal(error, self.language)})
        self.err.print(Line(f"✗ {error.code}  {error.message.in_(self.language)}", style="red"))
        self.note(HOW_TO_MEND, fix=error.fix)
        for problem in error.problems:
            told = problem.feature is None or "row" in problem.values
            row = "" if told else AT_ROW.format(row=problem.feature).in_(self.language)
            said = problem.message.in_(self.language)
            self.err.print(Line(f"  · {problem.code}  {row}{said}"))
            self.err.print(Line(f"    {problem.fix.in_(self.language)}", style="dim"))

    def fail(self, *, as_json: bool) -> None:
        """An unknown failure: a reference number here, the whole story in the log only."""
        reference = uuid.uuid4().hex[:8]
        log.exception("unexpected failure %s", reference)
        place = log_place() or NOT_LOGGED
        sentence = UNKNOWN_FAILURE.format(reference=reference, log=place)
        if as_json:
            said = sentence.in_(self.language)
            self.json({"ok": False, "error": {"code": "unexpected", "message": said}})
        self.err.print(Line(f"✗ {sentence.in_(self.language)}", style="red"))

    @contextmanager
    def progress(self, steps: Mapping[str, Text] | None = None) -> Iterator[Progress]:
        """A bar per step on standard error; the yielded call takes (step, done, total).

        `steps` names the steps; a step that is not in it is its own name.
        """
        names = {step: name.in_(self.language) for step, name in (steps or {}).items()}
        columns = (
            bar.TextColumn("{task.description}"),
            bar.BarColumn(),
            bar.MofNCompleteColumn(),
            bar.TimeElapsedColumn(),
        )
        with bar.Progress(*columns, console=self.err) as bars:
            tasks: dict[str, Any] = {}

            def advance(step: str, done: int, total: int) -> None:
                if step not in tasks:
                    tasks[step] = bars.add_task(names.get(step, step), total=total)
                bars.update(tasks[step], completed=done, total=total)

            yield advance


def refusal(error: EcoAtlasError, language: Language) -> dict[str, Any]:
    """A refusal as JSON: code, sentence, advice, and the single problems behind it."""
    return {
        "code": error.code,
        "message": error.message.in_(language),
        "fix": error.fix.in_(language),
        "problems": [
            {
                "code": p.code,
                "severity": p.kind.severity,
                "feature": p.feature,
                "message": p.message.in_(language),
                "fix": p.fix.in_(language),
            }
            for p in error.problems
        ],
    }
