"""Lines of Chinese text: no number or Latin word is torn, and no line begins with a comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NEVER_FIRST, NEVER_LAST = "，。；：、！？）〕》”’%", "（〔《“‘"
PIECES = re.compile(rf"[{NEVER_LAST}]*(?:[!-~°²³µ×÷≥≤]+|[^\s])[{NEVER_FIRST}]*|\s+", re.DOTALL)
"""What stands together: opening marks, a word of Latin letters and digits or one other letter,
closing marks."""


def lines_of(text: str, wide: float, long: Callable[[str], float]) -> Iterator[str]:
    """The text in lines no longer than `wide`, as far as its pieces are; `long` measures."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in PIECES.findall(paragraph):
            if line.strip() and long((line + piece).rstrip()) > wide:
                yield line.rstrip()
                line = piece.lstrip()
            else:
                line += piece
        yield line.rstrip()
