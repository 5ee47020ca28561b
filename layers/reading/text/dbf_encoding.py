"""Which encoding the attribute table is in: decided on all of its bytes, never assumed.

Strict UTF-8 first, because text in another encoding hardly ever is valid UTF-8 by chance; then
strict GB18030, which holds GBK and GB2312. What the .cpg or the language byte of the table says is
weighed against that; where the two differ, a person decides on the sample text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from geo.errors import Problem
from geo.words import Text, listed
from layers.reading.described import EncodingDecision, EncodingReport
from layers.reading.text import dbf
from layers.reading.text.errors import (
    CPG_UNREADABLE,
    ENCODING_AMBIGUOUS,
    ENCODING_CONFLICT,
    ENCODING_DETECTED,
    ENCODING_DOUBTFUL,
    ENCODING_UNKNOWN,
    ENCODING_UNREADABLE,
    ENCODING_UNVERIFIED,
    ENCODING_UTF8_FOUND,
    ENCODINGS_MIXED,
)
from layers.reading.text.two_encodings import GB18030 as GB18030
from layers.reading.text.two_encodings import MIXED, Mixture, Values, add_value, is_mixed
from layers.reading.text.two_encodings import UTF8 as UTF8

ASCII = "ASCII"
SAMPLES = 6
_BETWEEN_PLACES = Text("、", "; ")
_PLACE = Text("“{field}”第 {row} 行", "'{field}', row {row}")
DOUBTFUL_SHOWN = 3
_CHINESE_CODECS = frozenset({"gb18030", "gbk", "gb2312"})
_FIRST_CJK = "\u2e80"


@dataclass(slots=True)
class Evidence:
    """What a pass over the bytes has shown."""

    names: list[bytes]
    samples: list[bytes] = field(default_factory=list)
    faults: dict[str, Text | str] = field(default_factory=dict)
    """Encoding -> where it first failed."""
    ascii_only: bool = True
    mixture: Mixture | None = None
    """The values by their encodings, where they have not all the same."""

    def valid(self, encoding: str) -> bool:
        return encoding not in self.faults

    def shown(self) -> list[bytes]:
        """What a person decides by: doubtful values first, then names of fields and values."""
        doubtful = self.mixture.doubtful.first[:DOUBTFUL_SHOWN] if self.mixture else []
        shown = [value for _, value in doubtful]
        shown += [name for name in self.names if not name.isascii()] + self.samples
        return shown[:SAMPLES]

    def sample(self, encoding: str) -> tuple[str, ...]:
        return tuple(text.decode(encoding, "replace") for text in self.shown())

    def sample_text(self, encoding: str) -> Text:
        return listed(self.sample(encoding))

    def is_chinese_in(self, encoding: str) -> bool:
        return any(char >= _FIRST_CJK for text in self.sample(encoding) for char in text)


def decide(table: dbf.Table, cpg: str | None, asked: str | None) -> EncodingDecision:
    """The encoding of a table, from its bytes, its declarations and a person's word.

    cpg: the content of the .cpg file, if there is one. asked: what the person says.
    """
    declared, label, problems = _declared(table, cpg)
    if asked is not None:
        return _labelled(_as_asked(table, asked, declared), label, [])
    tried = [UTF8, GB18030, *([declared] if declared else [])]
    return _labelled(weigh(gather(table, tried), declared), label, problems)


def canonical_name(name: str) -> str | None:
    """One spelling for each encoding: "cp936" and "936" are GB18030, "65001" is UTF-8."""
    cleaned = re.sub(r"^(ansi|oem|ibm|windows)[\s_-]*", "", name.strip().lower())
    guesses = [cleaned, f"cp{cleaned}", re.sub(r"^8859[-_]?", "iso8859-", cleaned)]
    if cleaned == "65001":
        return UTF8
    if cleaned == MIXED.lower():
        return MIXED
    for guess in guesses:
        try:
            found = codecs.lookup(guess).name
        except (LookupError, ValueError):
            continue
        return _family(found)
    return None


def _family(codec: str) -> str | None:
    if codec in _CHINESE_CODECS:
        return GB18030
    if codec in ("utf-8", "utf-8-sig"):
        return UTF8
    # Only encodings of text that keep ASCII as it is: the table is padded with blanks.
    try:
        keeps_ascii = b"A 1".decode(codec) == "A 1"
    except (LookupError, UnicodeError, ValueError):
        return None
    return codec.upper() if keeps_ascii else None


def gather(table: dbf.Table, encodings: list[str]) -> Evidence:
    """One pass over the text of the table: samples, and which encodings fit all of it."""
    evidence = Evidence(table.names)
    for name in table.names:
        _judge_name(name, encodings, evidence)
    for column, first, values in dbf.text_blocks(table):
        rows = dbf.non_ascii_rows(values)
        evidence.ascii_only = False
        _take_samples(values, rows[:SAMPLES], evidence)
        whole = dbf.joined(values[rows])
        for encoding in encodings:
            if evidence.valid(encoding):
                bad = dbf.first_bad_row(values, rows, encoding, whole)
                if bad is not None:
                    label = label_of(column.raw_name)
                    evidence.faults[encoding] = _at(label, first + bad)
    if is_mixed(_blocks(table)):
        evidence.mixture = _mixture(table)
    return evidence


def _blocks(table: dbf.Table) -> Iterator[bytes]:
    """All text, value by value."""
    yield dbf.SEPARATOR.encode().join([*table.names, b""])
    for _, _, values in dbf.text_blocks(table):
        yield dbf.joined(dbf.without_tails(values[dbf.non_ascii_rows(values)]))


def _mixture(table: dbf.Table) -> Mixture | None:
    """Every value by itself; None where one is neither, or all are of one encoding after all."""
    mixture = Mixture()
    known = [
        add_value(mixture, label_of(name), name, cut=len(name) >= dbf.NAME - 1)
        for name in table.names
        if not name.isascii()
    ]
    for column, first, values in dbf.text_blocks(table):
        label = label_of(column.raw_name)
        for row in dbf.non_ascii_rows(values).tolist():
            raw = dbf.value_bytes(values, row)
            where = _at(label, first + row)
            known.append(add_value(mixture, where, raw, cut=len(raw) == column.width))
    return mixture if all(known) and mixture.is_one else None


def _judge_name(name: bytes, encodings: list[str], evidence: Evidence) -> None:
    if name.isascii():
        return
    evidence.ascii_only = False
    for encoding in encodings:
        if dbf.decode_cut(name, encoding, full=len(name) >= dbf.NAME - 1) is None:
            evidence.faults.setdefault(encoding, repr(name))


def _take_samples(values: dbf.Bytes, rows: dbf.Rows, evidence: Evidence) -> None:
    for row in rows:
        value = dbf.value_bytes(values, int(row))
        if len(evidence.samples) < SAMPLES and value not in evidence.samples:
            evidence.samples.append(value)


def _at(label: str, row: int) -> Text:
    return _PLACE.format(field=label, row=row + 1)


def label_of(raw: bytes) -> str:
    """A column name for a message, before the encoding is known."""
    return next(
        (text for enc in (UTF8, GB18030) if (text := dbf.decode_cut(raw, enc, full=True))),
        repr(raw),
    )


def _declared(table: dbf.Table, cpg: str | None) -> tuple[str | None, str | None, list[Problem]]:
    """What is declared, under our name and as it is written, and what is wrong with it."""
    by_table = canonical_name(table.declared) if table.declared else None
    if cpg is None or not cpg.strip():
        return by_table, table.declared, []
    by_cpg = canonical_name(cpg)
    if by_cpg is None:
        problem = Problem(CPG_UNREADABLE, {"content": " ".join(cpg.split())[:40]})
        return by_table, table.declared, [problem]
    return by_cpg, cpg.strip(), []


def _labelled(
    decision: EncodingDecision, label: str | None, problems: list[Problem]
) -> EncodingDecision:
    """The report shows the declaration as it is written in the file."""
    report = replace(decision.report, declared=label)
    return replace(decision, report=report, problems=(*problems, *decision.problems))


def _as_asked(table: dbf.Table, asked: str, declared: str | None) -> EncodingDecision:
    encoding = canonical_name(asked)
    if encoding is None:
        problem = Problem(ENCODING_UNKNOWN, {"encoding": asked})
        return EncodingDecision(EncodingReport(declared), (problem,))
    evidence = gather(table, [UTF8, GB18030, encoding])
    detected = _detected(evidence)
    if not evidence.valid(encoding):
        where = evidence.faults[encoding]
        problem = Problem(ENCODING_UNREADABLE, {"tried": encoding, "where": where})
        report = EncodingReport(declared, detected, None, evidence.sample(detected or UTF8))
        return EncodingDecision(report, (problem,))
    report = EncodingReport(declared, detected, encoding, evidence.sample(encoding))
    return EncodingDecision(report, tuple(doubts(evidence, encoding)))


def doubts(evidence: Evidence, encoding: str) -> list[Problem]:
    """What a person's word makes of values that look like another encoding."""
    if evidence.mixture is None or encoding == MIXED:
        return []
    doubtful = evidence.mixture.gb18030 if encoding == UTF8 else evidence.mixture.utf8
    values = _both_ways(doubtful, UTF8, GB18030) | {"encoding": encoding}
    return [Problem(ENCODING_DOUBTFUL, values)]


def _detected(evidence: Evidence) -> str | None:
    if evidence.ascii_only:
        return ASCII
    if evidence.mixture is not None:
        return MIXED
    return next((e for e in (UTF8, GB18030) if evidence.valid(e)), None)


def weigh(evidence: Evidence, declared: str | None) -> EncodingDecision:
    detected = _detected(evidence)
    if detected == ASCII:
        return _decided(evidence, declared, ASCII, declared or UTF8)
    if evidence.mixture is not None:
        return _mixed(evidence, declared, evidence.mixture)
    if detected is None:
        return _neither(evidence, declared)
    if _could_be_both(evidence):
        return _both(evidence, declared)
    if declared is None:
        return _undeclared(evidence, detected)
    if declared == detected:
        return _decided(evidence, declared, detected, detected)
    return _conflict(evidence, declared, detected)


def _mixed(evidence: Evidence, declared: str | None, mixture: Mixture) -> EncodingDecision:
    """Read value by value, once a person has seen the doubtful ones both ways."""
    if declared not in (None, UTF8, GB18030) and evidence.valid(declared):
        return _unverified(evidence, declared)
    other = GB18030 if mixture.main == UTF8 else UTF8
    values = _both_ways(mixture.doubtful, mixture.main, other)
    return _decided(evidence, declared, MIXED, MIXED, Problem(ENCODINGS_MIXED, values))


def _both_ways(doubtful: Values, main: str, other: str) -> dict[str, Any]:
    shown = doubtful.first[:SAMPLES]
    return {
        "main": main,
        "other": other,
        "count": doubtful.count,
        "places": listed((where for where, _ in doubtful.first), SAMPLES, _BETWEEN_PLACES),
        "as_main": listed(raw.decode(main, "replace") for _, raw in shown),
        "as_other": listed(raw.decode(other, "replace") for _, raw in shown),
    }


def _could_be_both(evidence: Evidence) -> bool:
    """Short GBK words such as 水路 are valid UTF-8 too, but then they are not Chinese."""
    return (
        evidence.valid(UTF8)
        and evidence.valid(GB18030)
        and not evidence.is_chinese_in(UTF8)
        and evidence.is_chinese_in(GB18030)
    )


def _both(evidence: Evidence, declared: str | None) -> EncodingDecision:
    if declared in (UTF8, GB18030):
        return _decided(evidence, declared, declared, declared)
    values = {"as_utf8": evidence.sample_text(UTF8), "as_gb18030": evidence.sample_text(GB18030)}
    report = EncodingReport(declared, None, None, evidence.sample(GB18030))
    return EncodingDecision(report, (Problem(ENCODING_AMBIGUOUS, values),))


def _undeclared(evidence: Evidence, detected: str) -> EncodingDecision:
    kind = ENCODING_UTF8_FOUND if detected == UTF8 else ENCODING_DETECTED
    values = {"detected": detected, "sample": evidence.sample_text(detected)}
    return _decided(evidence, None, detected, detected, Problem(kind, values))


def _conflict(evidence: Evidence, declared: str, detected: str) -> EncodingDecision:
    values = {
        "declared": declared,
        "detected": detected,
        "as_declared": evidence.sample_text(declared),
        "as_detected": evidence.sample_text(detected),
    }
    report = EncodingReport(declared, detected, None, evidence.sample(detected))
    return EncodingDecision(report, (Problem(ENCODING_CONFLICT, values),))


def _neither(evidence: Evidence, declared: str | None) -> EncodingDecision:
    if declared and evidence.valid(declared):
        return _unverified(evidence, declared)
    tried = listed(evidence.faults)
    values = {"tried": tried, "where": evidence.faults[UTF8]}
    report = EncodingReport(declared, None, None, evidence.sample(UTF8))
    return EncodingDecision(report, (Problem(ENCODING_UNREADABLE, values),))


def _unverified(evidence: Evidence, declared: str) -> EncodingDecision:
    values = {"declared": declared, "sample": evidence.sample_text(declared)}
    problem = Problem(ENCODING_UNVERIFIED, values)
    return _decided(evidence, declared, None, declared, problem)


def _decided(
    evidence: Evidence, declared: str | None, detected: str | None, used: str, *problems: Problem
) -> EncodingDecision:
    report = EncodingReport(declared, detected, used, evidence.sample(used))
    return EncodingDecision(report, problems, tuple(evidence.shown()))
