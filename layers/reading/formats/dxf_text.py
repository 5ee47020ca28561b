r"""Characters that a drawing spells out: `\U+5B97` for 宗, `\M+5B5D8` for the bytes of 地 in GBK.

AutoCAD writes them where its code page lacks the character, in names of layers too, and shows the
character itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# AutoCAD's numbers for the code pages of \M+.
_PAGES = {"1": "cp932", "2": "cp950", "3": "cp949", "4": "johab", "5": "gb18030"}
_SPELLED = re.compile(r"(?:\\U\+[0-9A-Fa-f]{4})+|\\M\+([1-5])([0-9A-Fa-f]{4})")
_LONGEST = len(r"\U+D840\U+DC00")


def unescaped(chunks: Iterable[str]) -> Iterator[str]:
    """The text with its spelled characters in place of what spells them."""
    rest = ""
    for chunk in chunks:
        text = rest + chunk
        # What begins near the end may go on in the next chunk.
        cut = text.find("\\", max(0, len(text) - 2 * _LONGEST))
        cut = len(text) if cut < 0 else cut
        rest = text[cut:]
        yield _SPELLED.sub(_character, text[:cut])
    yield _SPELLED.sub(_character, rest)


def _character(found: re.Match[str]) -> str:
    try:
        if found[1]:
            return _visible(bytes.fromhex(found[2]).decode(_PAGES[found[1]]), found[0])
        raw = bytes.fromhex(found[0].replace("\\U+", ""))
        return _visible(raw.decode("utf-16-be"), found[0])
    except UnicodeDecodeError:
        return found[0]


def _visible(text: str, spelled: str) -> str:
    """A line break would make two lines of one value; what cannot be seen stays spelled."""
    return text if text.isprintable() else spelled
