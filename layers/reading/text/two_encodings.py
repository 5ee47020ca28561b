"""Two encodings in one table: rows pasted from another file keep the bytes that they had there.

Every value is judged by itself. What is no valid UTF-8 cannot be UTF-8. What is valid UTF-8 and
holds characters of three bytes hardly is anything else: a text in GB18030 is so by chance only
where its characters are rare. Of valid UTF-8 in characters of two bytes nothing is said (水路 in
GB18030 is ˮ·), but for words of which every character is a common one in GB18030 and which are no
word of one alphabet in UTF-8.

The two are also one codec, `UTF-8+GB18030`, which reads value by value.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.words import Text

MIXED = "UTF-8+GB18030"
UTF8, GB18030 = "UTF-8", "GB18030"
SEPARATOR = b"\x1e"
KEPT = 200
LONGEST = 4096

# Bytes that end a value in a text; none of them is part of a character in any encoding of Asia.
_END = rb'\x00-\x1f,;"<>'
_TWO = rb"[\xc2-\xdf][\x80-\xbf]"
_MORE = rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_ENDS = [bytes([byte]) for byte in (*range(0x20), *b',;"<>')]
PIECE = re.compile(rb"[^%b\x80-\xff]*+[\x80-\xff][^%b]*+" % (_END, _END))
_WHOLE = re.compile(rb"(?:[\x00-\x7f]|%b|%b)*+" % (_TWO, _MORE))
_WHOLE_OR_CUT = re.compile(
    rb"(?:[\x00-\x7f]|%b|%b)*+(?:[\xc2-\xf4][\x80-\xbf]{0,2})?+" % (_TWO, _MORE)
)
_LONG_CHARACTER = re.compile(rb"[\xe0-\xf4]")
# The first level of GB 2312 are the 3,755 characters in use, ordered by their sound.
_COMMON_WORD = re.compile(rb"(?:[\x00-\x7f]|[\xb0-\xd7][\xa1-\xfe])*")
_TWO_COMMON = re.compile(rb"(?:[\xc2-\xd7][\xa1-\xbf]){2}")
_NO_LEADS = bytes({*range(256)} - {*range(0xC2, 0xD8)})
_ONE_ALPHABET = re.compile("[\x00-\u017f]*|[\x00-\xbf\u0370-\u03ff]*|[\x00-\xbf\u0400-\u045f]*")


def encoding_of(value: bytes, *, cut: bool = False) -> str:
    """UTF-8 or GB18030. cut: whether the value may end in the middle of a character."""
    if not (_WHOLE_OR_CUT if cut else _WHOLE).fullmatch(value):
        return GB18030
    return GB18030 if looks_gb18030(value) else UTF8


def looks_gb18030(value: bytes) -> bool:
    """Whether valid UTF-8 is more probably Chinese in GB18030."""
    if not _COMMON_WORD.fullmatch(value):
        return False
    text = value.decode("utf-8", "replace")
    if _LONG_CHARACTER.search(value):
        return not any(_is_common(char) for char in text)
    return bool(_TWO_COMMON.search(value)) and not _ONE_ALPHABET.fullmatch(text)


def _is_common(char: str) -> bool:
    return char > "\x7f" and bool(_COMMON_WORD.fullmatch(char.encode("gb2312", "replace")))


@dataclass(slots=True)
class Values:
    """How many values there are of one encoding, the first of them, and where these stand."""

    count: int = 0
    first: list[tuple[Text | str, bytes]] = field(default_factory=list)

    def add(self, where: Text | str, value: bytes) -> None:
        self.count += 1
        if len(self.first) < KEPT:
            self.first.append((where, value))


@dataclass(slots=True)
class Mixture:
    """The values of a text that hold anything beyond ASCII, by what they are written in."""

    utf8: Values = field(default_factory=Values)
    gb18030: Values = field(default_factory=Values)

    @property
    def is_one(self) -> bool:
        """Whether there are two indeed."""
        return bool(self.utf8.count and self.gb18030.count)

    @property
    def main(self) -> str:
        return UTF8 if self.utf8.count >= self.gb18030.count else GB18030

    @property
    def doubtful(self) -> Values:
        """Those of the encoding that fewer have."""
        return self.gb18030 if self.main == UTF8 else self.utf8


def is_mixed(blocks: Iterable[bytes]) -> bool:
    """Whether values of both kinds may occur. The blocks are cut between values."""
    utf8 = gb18030 = False
    for block in blocks:
        long, other = _kinds(block)
        utf8, gb18030 = utf8 or long, gb18030 or other
        if utf8 and gb18030:
            return True
    return False


def _kinds(block: bytes) -> tuple[bool, bool]:
    """Whether a text holds what is UTF-8 and hardly anything else, and what is none."""
    if _is_utf8(block):
        return bool(_LONG_CHARACTER.search(block)), _holds_words(block)
    return _in_runs(block)


def _holds_words(block: bytes) -> bool:
    """Whether valid UTF-8 holds words of GB18030; Chinese text has no lead bytes of two at all."""
    if not block.translate(None, _NO_LEADS):
        return False
    return any(looks_gb18030(_around(block, m.start())) for m in _TWO_COMMON.finditer(block))


def add_value(mixture: Mixture, where: Text | str, value: bytes, *, cut: bool = False) -> bool:
    """Put a value where it belongs; False when it is neither."""
    if encoding_of(value, cut=cut) == GB18030:
        mixture.gb18030.add(where, value)
        return _is_gb18030(value, cut)
    if _LONG_CHARACTER.search(value):
        mixture.utf8.add(where, value)
    return True


def _is_gb18030(value: bytes, cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder(GB18030)("strict").decode(value, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode(UTF8)
    except UnicodeDecodeError:
        return False
    return True


def _around(block: bytes, at: int) -> bytes:
    """The value that a byte is part of."""
    near = max(0, at - LONGEST)
    start = max(near - 1, *(block.rfind(mark, near, at) for mark in _ENDS)) + 1
    match = PIECE.match(block, start)
    return match[0] if match else b""


def _in_runs(block: bytes) -> tuple[bool, bool]:
    """The same, looked for by all bytes at once: runs of what is beyond ASCII, sound or not."""
    raw = np.frombuffer(b"\n" + block + b"\n", np.uint8)
    edges = np.flatnonzero(np.diff(raw >= 0x80)) + 1
    if not len(edges):
        return False, False
    starts, ends = edges[::2], edges[1::2]
    wrong = _wrong(raw)
    # Of a run the first result of each pair; what follows a character that is cut off is no fault.
    sound = ~np.logical_or.reduceat(wrong, edges)[::2]
    sound &= ~wrong[ends] | (raw[ends] == SEPARATOR[0])
    long = np.maximum.reduceat(raw, edges)[::2] >= 0xE0
    values = (_around(block, int(at) - 1) for at in starts[sound & long])
    return any(encoding_of(value, cut=True) == UTF8 for value in values), bool((~sound).any())


def _wrong(raw: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Bytes that do not continue a character where one has to go on, or do where none has."""
    due = np.zeros(len(raw), dtype=bool)
    for length, least in ((1, 0xC2), (2, 0xE0), (3, 0xF0)):
        due[length:] |= raw[:-length] >= least
    wrong: NDArray[np.bool_] = due != ((raw & 0xC0) == 0x80)
    return wrong


def _decode(raw: bytes, errors: str = "strict") -> tuple[str, int]:
    parts, done = [], 0
    for match in PIECE.finditer(raw):
        value = match[0]
        parts += [raw[done : match.start()].decode("ascii"), _one(value, match.start(), errors)]
        done = match.end()
    return "".join([*parts, raw[done:].decode("ascii")]), len(raw)


def _one(value: bytes, start: int, errors: str) -> str:
    try:
        return value.decode(encoding_of(value), errors)
    except UnicodeDecodeError as error:
        at = start + error.start
        raise UnicodeDecodeError(MIXED, b"\xff" * (at + 1), at, at + 1, error.reason) from error


class _Decoder(codecs.BufferedIncrementalDecoder):
    """As much as whole values go."""

    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        data = bytes(data)
        end = len(data) if final else 1 + max(data.rfind(mark) for mark in (b"\n", b",", b">"))
        return _decode(data[:end], errors)


def _encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    return text.encode("utf-8", errors), len(text)


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, text: str, final: bool = False) -> bytes:  # noqa: ARG002
        return _encode(text, self.errors)[0]


def _search(name: str) -> codecs.CodecInfo | None:
    if name != "utf_8_gb18030":
        return None
    return codecs.CodecInfo(
        name=MIXED,
        encode=_encode,
        decode=lambda raw, errors="strict": _decode(bytes(raw), errors),
        incrementalencoder=_Encoder,
        incrementaldecoder=_Decoder,
    )


codecs.register(_search)
