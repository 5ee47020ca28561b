"""What a result holds besides totals and declared tables: bounds, cross-checks, ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projects.statements import words
from projects.statements.layout import (
    Cell,
    Column,
    Format,
    Grid,
    Section,
    Writer,
    beside,
    number_cell,
    pairs,
    plain,
)

HEAD = ("metric", "metric_version", "inputs", "parameters", "measured_on", "sheets")
SHOWN_ELSEWHERE = frozenset((*HEAD, "total", "target", "notes"))
SHARES = frozenset({"share", "lower", "upper"})


def extra_sections(writer: Writer, content: Mapping[str, Any]) -> Iterator[Section]:
    """One section for each remaining part of the result, in its order."""
    shown = SHOWN_ELSEWHERE | {table["name"] for table in content["metric"]["tables"]}
    reader = _Reader(writer, content["metric"])
    for name, value in content["result"].items():
        if name not in shown and value not in (None, [], {}):
            grid = reader.grid(value)
            if grid is not None:
                yield Section(f"extra-{name}", reader.title(name), grid=grid)


class _Reader:
    """Names the parts of a result by the declaration where it names them, else by our words."""

    def __init__(self, writer: Writer, metric: Mapping[str, Any]) -> None:
        declared = [one for table in metric["tables"] for one in table["columns"]]
        self.writer = writer
        self.columns = {one["name"]: one for one in (*declared, *metric["total"])}
        self.codes = {
            value: word for one in self.columns.values() for value, word in one["codes"].items()
        }

    def title(self, name: str) -> str:
        if name in words.EXTRA:
            return self.writer.say(words.EXTRA[name])
        declared = self.columns.get(name)
        return self.writer.say(declared["title"]) if declared else name

    def format(self, name: str) -> Format:
        if name.endswith("_m2"):
            return "m2"
        return "ratio" if name in SHARES else "number"

    def cell(self, name: str, value: Any) -> Cell:
        if isinstance(value, str | list):
            return Cell(self._worded(value))
        return number_cell(value, self.format(name))

    def _worded(self, value: str | list[Any]) -> str | None:
        """Codes in words; keys of rows stay as they are."""
        if isinstance(value, list):
            return plain([self._worded(str(one)) for one in value])
        if value in words.EXTRA:
            return self.writer.say(words.EXTRA[value])
        return self.writer.say(self.codes[value]) if value in self.codes else value

    def grid(self, value: Any) -> Grid | None:
        if isinstance(value, Mapping):
            said = self.writer.say
            heads = (said(words.HEADS["item"]), said(words.HEADS["value"]))
            return pairs(heads, [(self._head(n), self.cell(n, v)) for n, v in value.items()])
        if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            return self._rows(value)
        return None

    def _head(self, name: str) -> str:
        return beside(self.title(name), "m²" if name.endswith("_m2") else "")

    def _rows(self, rows: Sequence[Mapping[str, Any]]) -> Grid:
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = tuple(
            Column(name, self.title(name), "m²" if name.endswith("_m2") else "", self.format(name))
            for name in names
        )
        cells = tuple(tuple(self.cell(n, row.get(n)) for n in names) for row in rows)
        return Grid(columns, cells)
