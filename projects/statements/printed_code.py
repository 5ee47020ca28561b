"""What the QR code of a printed sheet says, so that paper can be compared with the system.

    校验码 7F3K-01QX-…
    达标比例 54.12%
    要求 ≥ 50 %
    是否达到 达到
    计算 2026-11-29

The lines are those of the statement itself: the check code, the headline figure, the target, the
verdict and the day of the computation; whoever scans the sheet can read them without the system.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import segno
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import LANGUAGES, Text
from projects.statements import words
from projects.statements.answering import headline_of
from projects.statements.codes import PRINTED, read_code
from projects.statements.course import minute
from projects.statements.earlier.figures import figures_of
from projects.statements.envelope import Envelope
from projects.statements.figures import Figures
from projects.statements.kept import StatementInfo, find_statement, require_whole
from projects.statements.layout import Layout, Writer

LONGEST = 2000
NO_CODE_IN_TEXT = declare(
    "printed-code-missing",
    "error",
    Text("文字里没有校验码。", "There is no check code in the text."),
    Text(
        "请粘贴扫描二维码得到的全部文字；或只输入校验码，对照列出的数值看打印件。",
        "Paste all the text that scanning the QR code gives; or type the check code alone and "
        "compare the sheet with the figures listed.",
    ),
)
AGREES = Text(
    "与系统一致：校验码、指标、要求、结论和日期都相同。",
    "It agrees with the system: check code, figure, demand, verdict and day are the same.",
)
DIFFERS = Text(
    "与系统不同：有 {count} 行不同或缺少。请勿采信这张打印件。",
    "It differs from the system: {count:line is another|lines are others} or missing. Do not rely "
    "on this sheet.",
)
LINE_AGREES = Text("  ✓ {expected}", "  ✓ {expected}")
LINE_DIFFERS = Text(
    "  ✗ {stated}（系统中：{expected}）", "  ✗ {stated} (in the system: {expected})"
)


def lines_of(layout: Layout, content: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of the QR code in the language of the layout."""
    writer = figures_of(content, layout.language)
    day = minute(content["computed"]["at"])[:10]
    pairs = [
        (writer.say(words.CODE), layout.code),
        *_headline(writer, content),
        *_target(writer, layout),
        (writer.say(words.COMPUTED), day),
    ]
    return tuple(f"{what} {value}" for what, value in pairs)


def _headline(writer: Figures, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The figure that the statement is about."""
    one = headline_of(writer, content)
    if one is not None:
        yield writer.say(one["title"]), writer.headline(one, content["result"]["total"])


def _target(writer: Writer, layout: Layout) -> Iterator[tuple[str, str]]:
    section = layout.section("target")
    rows = section.grid.rows if section is not None and section.grid is not None else ()
    said = {what.text: value.text for what, value in rows}
    for name in ("id", "demand", "met"):
        title = writer.say(words.TARGET[name])
        if title in said:
            yield title, said[title]


def picture_of(lines: Sequence[str]) -> bytes:
    """The QR code as PNG, with its quiet border; a fifth of it may be soiled or torn."""
    out = io.BytesIO()
    code = segno.make_qr("\n".join(lines), error="m", encoding="utf-8", eci=False)
    code.save(out, kind="png", scale=4, border=4)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet beside the one of the system; None where one of them has none."""

    stated: str | None
    expected: str | None

    @property
    def same(self) -> bool:
        return _bare(self.stated or "") == _bare(self.expected or "")


@dataclass(frozen=True, slots=True)
class Scanned:
    """A sheet compared with the statement that it names."""

    statement: StatementInfo
    lines: tuple[Line, ...]

    @property
    def ok(self) -> bool:
        return all(one.same for one in self.lines)

    @property
    def verdict(self) -> Text:
        count = sum(not one.same for one in self.lines)
        return DIFFERS.format(count=count) if count else AGREES


def compare_scanned(session: Session, text: str) -> Scanned:
    """Compare the text of a QR code with the kept statement, in whichever language fits better.

    Raises `printed-code-missing`, `unknown-statement`, `statement-damaged`.
    """
    text = text[:LONGEST]
    found = require_whole(find_statement(session, _code_in(text)))
    stated = [line.strip() for line in text.splitlines() if line.strip()]
    read = [_compared(stated, Envelope.of(found, one)) for one in LANGUAGES]
    return Scanned(found, max(read, key=lambda lines: sum(one.same for one in lines)))


def _code_in(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    found = PRINTED.search(plain)
    code = found[0] if found else read_code(plain)
    if code is None:
        raise EcoAtlasError(NO_CODE_IN_TEXT)
    return code


def _compared(stated: Sequence[str], envelope: Envelope) -> tuple[Line, ...]:
    expected = lines_of(envelope.layout, envelope.content)
    if len(stated) == 1 and read_code(stated[0]) == envelope.code:
        stated = expected[:1]
    if _bare("".join(stated)) == _bare("".join(expected)):
        stated = expected  # a field of one line has taken the ends of lines away
    return tuple(Line(one, other) for one, other in zip_longest(stated, expected))


def _bare(text: str) -> str:
    """Without what typing changes: spaces, wide letters, colons."""
    return "".join(unicodedata.normalize("NFKC", text).replace(":", "").split()).casefold()
