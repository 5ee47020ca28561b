"""What the columns of a list mean: heads found under titles and merged cells, read by what offices
write, and by what somebody has confirmed for heads like these."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from geo.words import Text
from layers.system.compared_text import plain
from projects.records.files.grid import Page
from projects.records.model.codes import SOURCE_BY_WORD, STEP_BY_WORD
from projects.records.model.fields import (
    FIELDS_BY_HEAD,
    FIELDS_BY_NAME,
    PROJECT_FIELDS,
    RecordField,
)
from projects.records.model.money import unit_of_head
from projects.records.model.year_fields import (
    FUND_FIELD_BY_NAME,
    FUND_FIELDS,
    STEP_FIELD_BY_NAME,
    STEP_FIELDS,
    YEAR_FIELD_BY_NAME,
    YEAR_FIELDS,
    require_year,
)

HEAD_ROWS = 15  # titles and notes may stand above the heads
LEAST_ALIKE = 72
"""Which meanings are asked about for a head that has none; somebody chooses, so no rule sets it."""
MOST_PROPOSED = 3
YEAR = re.compile(r"(20\d\d)\s*年?度?")
WORKING_TIME = re.compile("工期|建设起止|起止时间")
IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
NUMBERING = frozenset(plain(one) for one in ("序号", "No.", "No", "#", "排序"))
SUMS = frozenset(plain(one) for one in ("合计", "小计", "总额", "总计", "total"))
REPORT_FIELDS: Mapping[str, RecordField] = {
    one.name: one
    for one in (
        RecordField(
            "reported_on",
            Text("报告日期", "Day of the report"),
            "date",
            ("填报日期", "截至日期", "统计日期"),
            ends=True,
        ),
        RecordField(
            "text",
            Text("进展情况", "What was done"),
            "text",
            ("工作进展", "进展", "形象进度描述", "完成情况", "项目进展情况"),
            limit=2000,
        ),
        RecordField(
            "next_steps",
            Text("下步计划", "Next steps"),
            "text",
            ("下一步工作", "下一步计划", "下步工作"),
            limit=2000,
        ),
        RecordField(
            "invested_wan_yuan",
            Text("累计完成投资（万元）", "Invested so far (10,000 yuan)"),
            "money",
            ("累计完成投资", "开工至今累计完成投资", "自开工累计完成投资"),
        ),
        RecordField(
            "reason",
            Text("进度下降原因", "Reason for a fall"),
            "text",
            ("下降原因", "进度说明"),
            limit=500,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds. `group`: record, report, year, fund or step; `key` is that of the part,
    with 0 for a year that the head does not name; `unit` of money that the head says."""

    group: str
    field: RecordField
    key: tuple[Any, ...] = ()
    unit: str | None = None

    @property
    def name(self) -> str:
        """As `--map` writes it: `name`, `year.work@2026`, `fund.central.planned_wan_yuan@2026`."""
        if self.group in ("record", "report"):
            return self.field.name if self.group == "record" else f"report.{self.field.name}"
        if self.group == "step":
            return f"step.{self.key[0]}.{self.field.name}"
        source = f".{self.key[1]}" if self.group == "fund" else ""
        year = f"@{self.key[0]}" if self.key[0] else ""
        return f"{self.group}{source}.{self.field.name}{year}"

    @property
    def undated(self) -> bool:
        return self.group in ("year", "fund") and not self.key[0]

    def of_year(self, year: int) -> Meaning:
        return Meaning(self.group, self.field, (year, *self.key[1:]), self.unit)


@dataclass(frozen=True, slots=True)
class Heads:
    """Rows of heads (from 0, `last` within), what each column is called and means.

    above: texts over the heads, such as the title. confirmed: whether a person's mapping counted.
    """

    first: int
    last: int
    titles: Mapping[int, str]
    columns: Mapping[int, Meaning]
    above: str
    confirmed: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for every file with these heads, wherever they stand; years do not count."""
        said = [YEAR.sub("", plain(one)) for _, one in sorted(self.titles.items())]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @property
    def unread(self) -> list[str]:
        """Heads that mean nothing here, but for running numbers."""
        return [
            title
            for at, title in sorted(self.titles.items())
            if at not in self.columns and plain(title) not in NUMBERING
        ]

    def twice(self) -> tuple[str, str, Meaning] | None:
        """Two heads with one meaning."""
        seen: dict[str, int] = {}
        for at, meaning in sorted(self.columns.items()):
            first = seen.setdefault(meaning.name, at)
            if first != at:
                return self.titles[first], self.titles[at], meaning
        return None


def find_heads(page: Page, mapping: Mapping[str, str], *, essential: Sequence[str]) -> Heads | None:
    """The heads of a sheet: the first rows whose columns have every essential meaning.

    mapping: meaning by head (both as `plain` compares them), as somebody confirmed it.
    """
    for first in range(min(HEAD_ROWS, len(page.rows))):
        if not _could_be_heads(page.rows[first]):
            continue
        last = _last_row(page, first)
        titles = dict(_titles(page, first, last))
        columns = {
            at: meaning
            for at, title in titles.items()
            if (meaning := meaning_of(title, mapping)) is not None
        }
        names = {one.name for one in columns.values()}
        if names >= set(essential):
            above = " ".join(str(c) for row in page.rows[:first] for c in row if c is not None)
            return Heads(first, last, titles, columns, above, bool(mapping))
    return None


def possible_titles(page: Page) -> Iterator[str]:
    """The heads of a sheet whichever of its first rows they begin in."""
    for first in range(min(HEAD_ROWS, len(page.rows))):
        if _could_be_heads(page.rows[first]):
            yield from (title for _, title in _titles(page, first, _last_row(page, first)))


def _could_be_heads(row: Sequence[Any]) -> bool:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) >= 2


def _last_row(page: Page, first: int) -> int:
    """Heads go on while a head is merged over several rows, or over columns with heads below."""
    last = first
    for span in page.spans:
        if span.first_row != first:
            continue
        wide = span.last_column > span.first_column
        last = max(last, span.last_row + (1 if wide and span.last_row == first else 0))
    return min(last, len(page.rows) - 1)


def _titles(page: Page, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The whole head of each column, from the top: 资金来源 over 中央预算内."""
    width = max(len(row) for row in page.rows[first : last + 1])
    for at in range(width):
        parts: list[str] = []
        for number in range(first, last + 1):
            cell = _spanned(page, number, at)
            text = " ".join(str(cell).split()) if isinstance(cell, str | int) else ""
            if text and text not in parts:
                parts.append(text)
        if parts:
            yield at, " ".join(parts)


def _spanned(page: Page, row: int, column: int) -> Any:
    for span in page.spans:
        rows = span.first_row <= row <= span.last_row
        if rows and span.first_column <= column <= span.last_column:
            return page.rows[span.first_row][span.first_column]
    cells = page.rows[row]
    return cells[column] if column < len(cells) else None


def meaning_of(title: str, mapping: Mapping[str, str] | None = None) -> Meaning | None:
    """What a head means; None for what nothing here is called."""
    confirmed = (mapping or {}).get(plain(title))
    if confirmed is not None:
        return None if confirmed == "-" else named_meaning(confirmed, unit_of_head(title))
    unit = unit_of_head(title)
    for text in dict.fromkeys((plain(title), _bare(title))):
        if text in FIELDS_BY_HEAD:
            return Meaning("record", FIELDS_BY_HEAD[text], (), unit)
    bare = _bare(title)
    report = _called(bare, REPORT_FIELDS)
    if report is not None:
        return Meaning("report", report, (), unit)
    return _step(bare) or _of_year(bare, unit) or _below(title, unit)


def _below(title: str, unit: str | None) -> Meaning | None:
    """A head below another one: it means what it says, of the year and in the unit of both."""
    above, _, own = title.rpartition(" ")
    if not above:
        return None
    if WORKING_TIME.search(above):
        return _day_below(above, own)
    meaning = meaning_of(above if plain(own) in SUMS else own)
    if meaning is None or meaning.group not in ("year", "fund"):
        return None
    year = YEAR.search(plain(above))
    key = (int(year[1]), *meaning.key[1:]) if meaning.undated and year else meaning.key
    return Meaning(meaning.group, meaning.field, key, meaning.unit or unit)


def _day_below(above: str, own: str) -> Meaning | None:
    """A day below the time of the works: 开工日期 below 计划工期, below 实际工期 the actual one."""
    meaning = meaning_of(f"实际{own}" if "实际" in above else own)
    if meaning is None or meaning.group != "record" or meaning.field.type != "date":
        return None
    return meaning


def _bare(title: str) -> str:
    """Without brackets, blanks and signs between."""
    folded = unicodedata.normalize("NFKC", title)
    return plain(IN_BRACKETS.sub("", folded)).strip(":_-—、")


def _called(text: str, fields: Mapping[str, RecordField]) -> RecordField | None:
    for field in fields.values():
        words = (field.name, field.title.zh, field.title.en, *field.aliases)
        if text in {_bare(word) for word in words}:
            return field
    return None


def _step(text: str) -> Meaning | None:
    for field in STEP_FIELDS:
        for word in (field.title.zh, field.title.en, *field.aliases):
            step = STEP_BY_WORD.get(text.removesuffix(plain(word)))
            if step is not None and text.endswith(plain(word)):
                return Meaning("step", field, (step.value,))
    return None


def _of_year(text: str, unit: str | None) -> Meaning | None:
    found = YEAR.search(text)
    year = int(found[1]) if found else 0
    rest = YEAR.sub("", text, count=1).strip("的") if found else text
    field = _called(rest, YEAR_FIELD_BY_NAME)
    if field is not None and (year or rest not in ("计划投资", "投资计划", "建设内容")):
        return Meaning("year", field, (year,), unit)
    if field is not None:
        return Meaning("year", field, (0,), unit)
    return _fund(rest, year, unit)


def _fund(text: str, year: int, unit: str | None) -> Meaning | None:
    text = text.removeprefix("资金来源").removeprefix("其中")
    for field in reversed(FUND_FIELDS):
        words = {_bare(word) for word in (field.title.zh, field.title.en, *field.aliases)}
        for word in sorted(words, key=len, reverse=True):
            source = SOURCE_BY_WORD.get(text.removesuffix(word))
            if source is not None and text.endswith(word):
                return Meaning("fund", field, (year, source.value), unit)
    source = SOURCE_BY_WORD.get(text)
    if source is None or text in ("其他", "待定"):
        return None
    return Meaning("fund", FUND_FIELDS[0], (year, source.value), unit)


def named_meaning(name: str, unit: str | None = None) -> Meaning | None:
    """A meaning by its name, as `Meaning.name` writes it; None for what is none.

    Raises `records-year-outside`.
    """
    bare, _, year = name.partition("@")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    if year:
        require_year(int(year))
    group, *rest = bare.split(".")
    if not rest:
        field = FIELDS_BY_NAME.get(group)
        return Meaning("record", field, (), unit) if field and not year else None
    tables = {
        "report": REPORT_FIELDS,
        "year": YEAR_FIELD_BY_NAME,
        "step": STEP_FIELD_BY_NAME,
        "fund": FUND_FIELD_BY_NAME,
    }
    field = tables.get(group, {}).get(rest[-1])
    if field is None or len(rest) != (2 if group in ("step", "fund") else 1):
        return None
    if group == "report":
        return Meaning(group, field, (), unit)
    if group == "year":
        return Meaning(group, field, (int(year or 0),), unit)
    words = STEP_BY_WORD if group == "step" else SOURCE_BY_WORD
    code = words.get(plain(rest[0]))
    if code is None:
        return None
    key = (code.value,) if group == "step" else (int(year or 0), code.value)
    return Meaning(group, field, key, unit)


def proposals(title: str) -> list[str]:
    """Names of meanings that a head which means nothing may be meant for, the likeliest first.

    Of a head below a merged one, such as 完成投资 below 2026 年, its own words are compared, too.
    """
    choices = {_bare(field.title.zh): f"report.{name}" for name, field in REPORT_FIELDS.items()}
    choices |= {
        _bare(word): field.name
        for field in PROJECT_FIELDS
        for word in (field.title.zh, *field.aliases)
    }
    choices |= {_bare(one.title.zh): f"year.{one.name}" for one in YEAR_FIELDS}
    own = YEAR.sub("", title.rpartition(" ")[2])
    found = [
        (score, choices[word])
        for text in dict.fromkeys((_bare(title), _bare(own)))
        for word, score, _ in process.extract(
            text, list(choices), scorer=fuzz.ratio, limit=3, score_cutoff=LEAST_ALIKE
        )
    ]
    found.sort(key=lambda one: -one[0])
    return list(dict.fromkeys(name for _, name in found))[:MOST_PROPOSED]


def likely_heads(page: Page) -> list[str]:
    """The texts of the row that is most like heads, where nobody has said yet what they mean."""
    rows = [row for row in page.rows[:HEAD_ROWS] if _could_be_heads(row)]
    best = max(rows, key=lambda row: sum(isinstance(one, str) for one in row), default=())
    return list(dict.fromkeys(" ".join(one.split()) for one in best if isinstance(one, str)))
