"""Lines of text: no number or Latin word is torn, and no line begins with a comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NEVER_FIRST, NEVER_LAST = "，。；：、！？）〕》”’%", "（〔《“‘"
PIECES = re.compile(rf"[{NEVER_LAST}]*(?:[!-~°²³µ×÷≥≤]+|[^\s])[{NEVER_FIRST}]*|\s+", re.DOTALL)
"""What stands together: opening marks, a word of Latin letters and digits or one other letter,
closing marks."""
UNITS = (
    "平方千米", "平方公里", "平方米", "立方米", "个百分点", "公里", "千米", "公顷", "万亩", "万元",
    "毫米", "米", "亩", "吨", "天", "元", "年", "月", "日", "个", "家", "处", "项", "条",
    "次", "点", "%",
)  # fmt: skip
SYMBOLS = r"(?:k?m[²³]?|mm|ha|mu|days?|years?|yuan|°)(?:/[a-z]+)?"
MEASURED = re.compile(
    rf"[{NEVER_LAST}]*[≥≤<>=±+-]?\s?\d[\d,.]*\s?(?:{'|'.join(UNITS)}|{SYMBOLS}(?![A-Za-z]))"
    rf"[{NEVER_FIRST}]*|[!-~]+?(?:_(?=\w)|(?=@\d))|{PIECES.pattern}",
    re.DOTALL,
)
"""The same, and a number with the unit and the sign that belong to it; the name of a layer may part
behind a low line and before its version."""


def lines_of(
    text: str, wide: float, long: Callable[[str], float], pieces: re.Pattern[str] = PIECES
) -> Iterator[str]:
    """The text in lines no longer than `wide`, as far as its pieces are; `long` measures."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in pieces.findall(paragraph):
            if line.strip() and long((line + piece).rstrip()) > wide:
                yield line.rstrip()
                line = piece.lstrip()
            else:
                line += piece
        yield line.rstrip()
