"""Which encoding a text file is in (CSV, DXF): judged on all of its bytes, like a table's.

The mark of UTF-16 is believed; that of UTF-8 is a declaration like another, for programs put it
before text in GB18030 too. Strict UTF-8 and strict GB18030 are weighed against what the file
declares, and a person decides where they differ.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from geo.errors import Problem
from geo.words import Text
from layers.reading.described import EncodingDecision, EncodingReport
from layers.reading.text.dbf_encoding import SAMPLES, Evidence, canonical_name, doubts, weigh
from layers.reading.text.errors import ENCODING_UNKNOWN, ENCODING_UNREADABLE
from layers.reading.text.two_encodings import GB18030, PIECE, UTF8, Mixture, add_value, is_mixed

_CHUNK = 1 << 20
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS = {codecs.BOM_UTF8: UTF8, **dict.fromkeys(_WIDE, "UTF-16")}

# A piece of text with something beyond ASCII in it, up to the next separator or line end.
_PIECE = re.compile(rb"[^\x00-\x1f,;\"|<>]*[\x80-\xff][^\x00-\x1f,;\"|<>]*")
_PIECE_BYTES = 60
_LINE = Text("第 {line} 行", "line {line}")
_BYTE = Text("第 {byte} 个字节", "byte {byte}")


def decide_text(path: Path, asked: str | None, declared: str | None = None) -> EncodingDecision:
    """The encoding of a whole text file. declared: what the file says of itself, if it does."""
    marked = mark_of(path)
    if asked is not None:
        return _as_asked(path, asked, declared)
    if marked is not None and marked != UTF8:
        return EncodingDecision(EncodingReport(marked, marked, marked))
    # A program that puts the mark in front of whatever it has makes a file say what it is not.
    canonical = marked or (canonical_name(declared) if declared else None)
    tried = list(dict.fromkeys([UTF8, GB18030, *([canonical] if canonical else [])]))
    evidence = gather_text(path, tried)
    return weigh(evidence, canonical)


def mark_of(path: Path) -> str | None:
    """The encoding that a byte order mark names."""
    head = _head(path)
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)


def open_text(path: Path, used: str) -> io.TextIOWrapper:
    """The text behind the byte order mark, if there is one, with its line ends as they are."""
    wide = any(_head(path).startswith(mark) for mark in _WIDE)
    file = path.open("rb")
    file.seek(0 if wide else _mark_bytes(path))
    return io.TextIOWrapper(file, encoding="utf-16" if wide else used, newline="")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _mark_bytes(path: Path) -> int:
    """How many bytes of a mark are to be skipped by whoever does not know it."""
    return len(codecs.BOM_UTF8) if _head(path).startswith(codecs.BOM_UTF8) else 0


def _as_asked(path: Path, asked: str, declared: str | None) -> EncodingDecision:
    encoding = canonical_name(asked)
    if encoding is None:
        problem = Problem(ENCODING_UNKNOWN, {"encoding": asked})
        return EncodingDecision(EncodingReport(declared), (problem,))
    evidence = gather_text(path, list(dict.fromkeys([UTF8, GB18030, encoding])))
    detected = next((name for name in (UTF8, GB18030) if evidence.valid(name)), None)
    if not evidence.valid(encoding):
        values = {"tried": encoding, "where": evidence.faults[encoding]}
        report = EncodingReport(declared, detected, None, evidence.sample(detected or UTF8))
        return EncodingDecision(report, (Problem(ENCODING_UNREADABLE, values),))
    report = EncodingReport(declared, detected, encoding, evidence.sample(encoding))
    return EncodingDecision(report, tuple(doubts(evidence, encoding)))


def gather_text(path: Path, encodings: list[str]) -> Evidence:
    """One pass over the bytes: where each encoding first fails, and pieces to show."""
    evidence = Evidence([])
    decoders = {name: codecs.getincrementaldecoder(name)("strict") for name in encodings}
    done = _mark_bytes(path)
    for chunk in _chunks(path):
        if not chunk.isascii():
            evidence.ascii_only = False
            _take_pieces(chunk, evidence)
        for name in encodings:
            _judge(decoders[name], chunk, name, done, evidence)
        done += len(chunk)
    for name in encodings:
        _judge(decoders[name], b"", name, done, evidence, final=True)
    if not evidence.ascii_only and is_mixed(_chunks(path)):
        evidence.mixture = _mixture(path)
    return evidence


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes behind the mark, cut between values where there are any."""
    rest = b""
    with path.open("rb") as file:
        file.seek(_mark_bytes(path))
        while chunk := file.read(_CHUNK):
            chunk = rest + chunk
            end = 1 + max(chunk.rfind(mark) for mark in (b"\n", b",", b">"))
            yield chunk[: end or len(chunk)]
            rest = chunk[end:] if end else b""
    yield rest


def _mixture(path: Path) -> Mixture | None:
    """Every value by itself; None where one is neither, or all are of one encoding after all."""
    mixture, line = Mixture(), 1
    for chunk in _chunks(path):
        done = 0
        for match in PIECE.finditer(chunk):
            line += chunk.count(b"\n", done, match.start())
            done = match.start()
            if not add_value(mixture, _LINE.format(line=line), match[0].strip()):
                return None
        line += chunk.count(b"\n", done)
    return mixture if mixture.is_one else None


def _judge(
    decoder: codecs.IncrementalDecoder,
    chunk: bytes,
    name: str,
    done: int,
    evidence: Evidence,
    *,
    final: bool = False,
) -> None:
    if not evidence.valid(name):
        return
    try:
        decoder.decode(chunk, final=final)
    except UnicodeDecodeError as error:
        evidence.faults[name] = _BYTE.format(byte=done + error.start + 1)


def _take_pieces(chunk: bytes, evidence: Evidence) -> None:
    for match in _PIECE.finditer(chunk):
        if len(evidence.samples) >= SAMPLES:
            return
        piece = match[0].strip()
        if len(piece) <= _PIECE_BYTES and piece not in evidence.samples:
            evidence.samples.append(piece)
