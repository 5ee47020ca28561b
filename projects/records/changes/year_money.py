"""Money of a project by year and source, with what the sources of a year add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.records.changes.parts import Parts
from projects.records.model.codes import SOURCE_BY_VALUE
from projects.records.model.part_tables import ProjectFund


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A year in 10,000 yuan: the investment planned, its sources in order, and their sums.

    told: what was spent of all sources together, of which the sources may tell a part only.
    A sum is None where no source of the year tells an amount: nothing told is not nothing.
    """

    year: int
    plan: Decimal | None
    told: Decimal | None
    funds: Sequence[ProjectFund]

    @property
    def planned(self) -> Decimal | None:
        return _sum(one.planned_wan_yuan for one in self.funds)

    @property
    def arrived(self) -> Decimal | None:
        return _sum(one.arrived_wan_yuan for one in self.funds)

    @property
    def spent(self) -> Decimal | None:
        by_source = _sum(one.spent_wan_yuan for one in self.funds)
        known = [one for one in (self.told, by_source) if one is not None]
        return max(known, default=None)


def money_by_year(parts: Parts) -> list[YearMoney]:
    """Every year that has a planned investment or a source, the first one first."""
    order = list(SOURCE_BY_VALUE)
    planned = {year: row.planned_wan_yuan for year, row in parts.years.items()}
    spent = {year: row.spent_wan_yuan for year, row in parts.years.items()}
    years = {year for year in planned if (planned[year], spent[year]) != (None, None)}
    found = []
    for year in sorted(years | {year for year, _ in parts.funds}):
        funds = [row for key, row in parts.funds.items() if key[0] == year]
        funds.sort(key=lambda row: order.index(row.source))
        found.append(YearMoney(year, planned.get(year), spent.get(year), funds))
    return found


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    told = [one for one in amounts if one is not None]
    return sum(told, Decimal(0)) if told else None
