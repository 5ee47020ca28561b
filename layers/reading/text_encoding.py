"""Which encoding a text file is in (CSV, DXF): judged on all of its bytes, like a table's.

A byte order mark is a declaration that is believed. Without one, strict UTF-8 and strict GB18030
are weighed against what the file declares, and a person decides where they differ.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from geo.errors import Problem
from layers.reading.encoding import (
    GB18030,
    SAMPLES,
    UTF8,
    EncodingDecision,
    Evidence,
    canonical_name,
    weigh,
)
from layers.reading.encoding_errors import ENCODING_UNKNOWN, ENCODING_UNREADABLE
from layers.reading.report import EncodingReport

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)

# A piece of text with something beyond ASCII in it, up to the next separator or line end.
_PIECE = re.compile(rb"[^\x00-\x1f,;\t\"|]*[\x80-\xff][^\x00-\x1f,;\t\"|]*")
_PIECE_BYTES = 60


def decide_text(path: Path, asked: str | None, declared: str | None = None) -> EncodingDecision:
    """The encoding of a whole text file. declared: what the file says of itself, if it does."""
    marked = mark_of(path)
    if marked is not None and asked is None:
        return EncodingDecision(EncodingReport(marked, marked, marked))
    canonical = canonical_name(declared) if declared else None
    if asked is not None:
        return _as_asked(path, asked, declared)
    tried = list(dict.fromkeys([UTF8, GB18030, *([canonical] if canonical else [])]))
    return weigh(gather_text(path, tried), canonical)


def mark_of(path: Path) -> str | None:
    """The encoding that a byte order mark names."""
    with path.open("rb") as file:
        head = file.read(4)
    return next((name for mark, name, _ in _MARKS if head.startswith(mark)), None)


def codec_of(path: Path, used: str) -> str:
    """The codec that also takes the byte order mark away."""
    with path.open("rb") as file:
        head = file.read(4)
    return next((codec for mark, _, codec in _MARKS if head.startswith(mark)), used)


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
    return EncodingDecision(EncodingReport(declared, detected, encoding, evidence.sample(encoding)))


def gather_text(path: Path, encodings: list[str]) -> Evidence:
    """One pass over the bytes: where each encoding first fails, and pieces to show."""
    evidence = Evidence([])
    decoders = {name: codecs.getincrementaldecoder(name)("strict") for name in encodings}
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not chunk.isascii():
                evidence.ascii_only = False
                _take_pieces(chunk, evidence)
            for name in encodings:
                _judge(decoders[name], chunk, name, done, evidence)
            done += len(chunk)
    for name in encodings:
        _judge(decoders[name], b"", name, done, evidence, final=True)
    return evidence


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
        evidence.faults[name] = f"@{done + error.start}"


def _take_pieces(chunk: bytes, evidence: Evidence) -> None:
    for match in _PIECE.finditer(chunk):
        if len(evidence.samples) >= SAMPLES:
            return
        piece = match[0].strip()
        if len(piece) <= _PIECE_BYTES and piece not in evidence.samples:
            evidence.samples.append(piece)
