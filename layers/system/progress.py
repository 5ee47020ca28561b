"""Saying how far a long piece of work has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from geo.words import Text

STEPS: dict[str, Text] = {
    "read": Text("读取文件", "Reading the file"),
    "check": Text("核对各行", "Checking the rows"),
    "take": Text("写入记录", "Writing the records"),
    "content": Text("整理内容", "Ordering the content"),
    "store": Text("写入版本库", "Writing to the store"),
    "search": Text("建立搜索索引", "Indexing names"),
    "tiles": Text("制作瓦片", "Building tiles"),
    "verify": Text("核对瓦片", "Checking the tiles"),
    "live": Text("启用新版本", "Making the version live"),
    "compute": Text("计算", "Computing"),
    "compare": Text("比较图形", "Comparing shapes"),
    "write": Text("写出文件", "Writing the file"),
    "demonstration": Text("载入图层、项目和指标", "Loading layers, projects and figures"),
    "pack": Text("打包文件", "Packing the file"),
}
TOLD_EVERY = 1000
One = TypeVar("One")


class Progress(Protocol):
    """Called with the id of a step (see STEPS), how much of it is done and how much there is."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
    del step, done, total


def counted(rows: Iterable[One], progress: Progress, step: str, total: int) -> Iterator[One]:
    """The same rows, telling every thousand of them how many there have been."""
    for number, row in enumerate(rows):
        if number % TOLD_EVERY == 0:
            progress(step, number, total)
        yield row
