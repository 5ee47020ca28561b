"""Writes docs/reference/awkward-inputs.md from the cases; `make docs` calls it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from geo.words import Text
from tests.layers.reading.awkward.case import Awkward
from webmap.references import FOLDER, both, page, table

NAME = "awkward-inputs.md"
HERE = Path(__file__).parent
ABOUT = Text(
    "每一行都是一个测试：文件现做现读，结果与此处所写不符即失败。",
    "Each line is a test: the file is made and read, and what is not as written here fails.",
)


def cases() -> list[Awkward]:
    """Those of every `cases_*` module here, in the order of their names."""
    return list(_cases())


def _cases() -> Iterator[Awkward]:
    for module in sorted(HERE.glob("cases_*.py")):
        yield from importlib.import_module(f"tests.layers.reading.awkward.{module.stem}").CASES


def text() -> str:
    parts = [both(ABOUT)]
    for fault, alike in groupby(cases(), key=lambda case: case.fault):
        rows = [(f"`{case.id}`", both(case.input), both(case.outcome)) for case in alike]
        heads = ("测试 test", "输入 input", "结果 outcome")
        parts += [
            f"## {fault.zh} · {fault.en}",
            table(heads, rows),
        ]
    return page(Text("难读的输入", "Awkward inputs"), *parts)


if __name__ == "__main__":
    (FOLDER / NAME).write_text(text(), encoding="utf-8")
