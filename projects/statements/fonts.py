"""The Chinese font of documents: the one of a pinned package, else one of this system.

Noto Sans SC comes with the package pylopdf-fonts-zh-cn (SIL Open Font License 1.1), so that an
office without internet has it after installing. The others are looked for where systems keep them.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from geo.errors import EcoAtlasError
from projects.statements.errors import NO_FONT

PACKAGE, PACKAGED = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
SYSTEM = (
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("truetype/wqy/wqy-microhei.ttc", 0),
    ("msyh.ttc", 0),
    ("simsun.ttc", 0),
    ("simhei.ttf", 0),
)
"""Files below the folders of fonts, and which font of a collection is the simplified one."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file; `number` counts within a collection."""

    path: Path
    number: int = 0


@cache
def chinese_font() -> Font:
    """The font of documents; raises `statement-no-font`."""
    found = next((font for font in _candidates() if font.path.is_file()), None)
    if found is None:
        raise EcoAtlasError(NO_FONT)
    return found


def _candidates() -> Iterator[Font]:
    package = find_spec(PACKAGE)
    if package is not None and package.origin is not None:
        yield Font(Path(package.origin).parent / PACKAGED)
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    if "WINDIR" in os.environ:
        folders.append(Path(os.environ["WINDIR"]) / "Fonts")
    for folder in folders:
        for name, number in SYSTEM:
            yield Font(folder / name, number)


@cache
def letters() -> frozenset[int]:
    """The code points that the font has a glyph for."""
    font = chinese_font()
    with TTFont(font.path, fontNumber=font.number, lazy=True) as read:
        return frozenset(read.getBestCmap())


def printable(text: str) -> str:
    """The text in glyphs that the font has: ᵢ as i, and what has no plain form as 〔U+20BB7〕."""
    known = letters()
    return "".join(one if ord(one) in known else _instead(one, known) for one in text)


def _instead(letter: str, known: frozenset[int]) -> str:
    if letter in "\n\t":
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(ord(one) in known for one in plain) else f"〔U+{ord(letter):04X}〕"


@cache
def drawing_font(size_px: int) -> ImageFont.FreeTypeFont:
    font = chinese_font()
    return ImageFont.truetype(str(font.path), size_px, index=font.number)
