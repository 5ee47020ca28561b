"""Periods of the ledger, as text: 2025, 2025H1, 2025Q3, 2025-07."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from geo.words import Text
from geo.years import LAST_YEAR

FIRST_YEAR = 2000
KINDS: dict[str, Text] = {
    "year": Text("年度", "year"),
    "half_year": Text("半年", "half-year"),
    "quarter": Text("季度", "quarter"),
    "month": Text("月度", "month"),
}
PER_YEAR = {"year": 1, "half_year": 2, "quarter": 4, "month": 12}
EXAMPLES = {"year": "2025", "half_year": "2025H1", "quarter": "2025Q3", "month": "2025-07"}
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
# As people write them, spaces left out.
_SPELLINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(\d{4})(?:年|年度|全年)?")),
    ("half_year", re.compile(r"(\d{4})(?:年|年度)?(?:H|h|-H)([12])")),
    ("half_year", re.compile(r"(\d{4})(?:年|年度)?([上下])半年度?")),
    ("quarter", re.compile(r"(\d{4})(?:年|年度)?(?:Q|q|-Q|第)?([1-4一二三四])(?:季度?)")),
    ("quarter", re.compile(r"(\d{4})(?:年|年度)?(?:Q|q|-Q)([1-4])")),
    ("month", re.compile(r"(\d{4})[-/.年](\d{1,2})月?")),
)


KIND_OF = {"": "year", "H": "half_year", "Q": "quarter", "-": "month"}
"""The kind of a period by what stands behind its year."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of a year: the `number`-th (from 1) of its kind."""

    year: int
    kind: str
    number: int = 1

    def __str__(self) -> str:
        if self.kind == "year":
            return f"{self.year}"
        if self.kind == "month":
            return f"{self.year}-{self.number:02d}"
        return f"{self.year}{'H' if self.kind == 'half_year' else 'Q'}{self.number}"

    @property
    def title(self) -> Text:
        """As a page writes it."""
        if self.kind == "year":
            return Text(f"{self.year} 年", f"{self.year}")
        if self.kind == "half_year":
            half = (
                Text("上半年", "first half") if self.number == 1 else Text("下半年", "second half")
            )
            return Text(f"{self.year} 年{half.zh}", f"{half.en} of {self.year}")
        if self.kind == "quarter":
            return Text(
                f"{self.year} 年第 {self.number} 季度", f"quarter {self.number} of {self.year}"
            )
        month = calendar.month_name[self.number]
        return Text(f"{self.year} 年 {self.number} 月", f"{month} {self.year}")

    @property
    def _months(self) -> int:
        return 12 // PER_YEAR[self.kind]

    @property
    def begins(self) -> dt.date:
        return dt.date(self.year, (self.number - 1) * self._months + 1, 1)

    @property
    def ends(self) -> dt.date:
        """Its last day."""
        month = self.number * self._months
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])


def read_period(written: object) -> Period | None:
    """The period that a text or a whole number means; None where it means none."""
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    if isinstance(written, dt.date):
        return Period(written.year, "month", written.month)
    plain = re.sub(r"\s+", "", str(written))
    for kind, pattern in _SPELLINGS:
        found = pattern.fullmatch(plain)
        if found:
            return _bounded(kind, *found.groups())
    return None


def _bounded(kind: str, year: str, number: str = "1") -> Period | None:
    which = int(_NUMERALS.get(number, number))
    known = FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= which <= PER_YEAR[kind]
    return Period(int(year), kind, which) if known else None


def periods_of(kind: str, within: Period) -> list[Period]:
    """Every period of a kind that lies within another one, in order."""
    every = (Period(within.year, kind, number + 1) for number in range(PER_YEAR[kind]))
    return [one for one in every if within.begins <= one.begins and one.ends <= within.ends]
