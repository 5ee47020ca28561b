"""The lines of the ledger: which values are asked of whom for which period, and what is there.

Grid and template show the same lines: a target is asked of the units that lead its clauses, or of
its division where no unit leads; and of whoever has reported on it before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from geo.errors import EcoAtlasError
from geo.words import Language, Text
from layers.system.china_time import day
from layers.system.database import now
from projects.figures.demands import demand_text
from projects.figures.target_units import TARGET_UNITS
from projects.policy.divisions import DIVISIONS, is_part_of
from projects.policy.register import get_document
from projects.policy.tables import PolicyTarget
from projects.targets import errors
from projects.targets.closing import closed_periods
from projects.targets.ledger import OFFICE, Eyes, Tally, tallies_of, values_of
from projects.targets.measured import Measured, last_set, measured
from projects.targets.periods import KINDS, Period, periods_of, read_period
from projects.targets.setting import Demand, demand_of, set_values_of
from projects.targets.units import find_reporting_unit, reporting_unit_text, similar_units
from projects.targets.values import Cell, TargetValue


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that is asked for, with what it holds now."""

    target: Measured
    indicator: Text
    demand: Text
    unit: str
    period: Period
    value: TargetValue | None
    closed: bool

    @property
    def late(self) -> bool:
        """Whether the period is over and nothing was reported."""
        there = self.value is not None and self.value.status != "draft"
        return not there and self.period.ends < today()


def today() -> dt.date:
    """The day that it is in China."""
    return day(now())


def unit_label(unit: str, language: Language) -> str:
    """A unit as grid and template write it, so that it reads back: a division with its code."""
    title = reporting_unit_text(unit).in_(language)
    return f"{unit} {title}" if unit in DIVISIONS else title


def known_unit(written: str) -> str:
    """The unit that is meant; raises `target-unit-invalid`."""
    found = find_reporting_unit(written)
    if found is None:
        near = similar_units(written)
        raise EcoAtlasError(errors.UNIT_INVALID, value=written[:60], near=near)
    return found


@dataclass(frozen=True, slots=True)
class LinesPage:
    """Some lines one after the other: the page, of how many; and of all lines how many there are
    and how many are late."""

    lines: tuple[Line, ...]
    total: int
    late: int
    page: int
    pages: int


def lines_of(
    session: Session,
    within: Period,
    *,
    unit: str | None = None,
    document: str | None = None,
    target: str | None = None,
    eyes: Eyes = OFFICE,
) -> list[Line]:
    """What is asked within a period, of one unit or of all, in the order of the plans.

    A fixed number of queries, however much there is. Raises `unknown-document`.
    """
    targets = _targets(session, document, target)
    ids = [one.id for one in targets] if document or target else None
    found = values_of(session, ids, unit=unit, periods=_periods(within), eyes=eyes)
    units = _units_by_target(targets, [one.cell for one in found], unit)
    places = [place for one in targets for place in _places(one, units[one.id], within)]
    return list(_lines(session, places, found, ids))


def lines_page(
    session: Session,
    within: Period,
    page: int,
    most: int,
    *,
    unit: str | None = None,
    document: str | None = None,
    target: str | None = None,
    eyes: Eyes = OFFICE,
) -> LinesPage:
    """The same, `most` of them at a time; of the others no value is read. A page behind the last
    is the last."""
    targets = _targets(session, document, target)
    ids = [one.id for one in targets] if document or target else None
    periods = _periods(within)
    over = [one for one in periods if _over(one)]
    cells = tallies_of(session, ids, unit=unit, periods=periods, over=over, eyes=eyes)
    units = _units_by_target(targets, cells, unit)
    total, late, places = 0, 0, list[Place]()
    for one in targets:
        own = _places(one, units[one.id], within)
        total += len(own)
        late += sum(_over(period) for _, _, period in own)
        places += own
    kinds = {one.id: one.period for one in targets}
    late -= sum(one.reported for one in cells if kinds.get(one.target_id) == one.kind)
    pages = max(-(-total // most), 1)
    shown = min(page, pages)
    here = places[(shown - 1) * most : shown * most]
    found = values_of(
        session,
        list(dict.fromkeys(one.id for one, _, _ in here)),
        unit=unit,
        periods=list(dict.fromkeys(period for _, _, period in here)),
        eyes=eyes,
    )
    return LinesPage(tuple(_lines(session, here, found, ids)), total, late, shown, pages)


Place = tuple[PolicyTarget, str, str]
"""A target, a unit and a period that are asked for."""


def _targets(session: Session, document: str | None, target: str | None) -> list[PolicyTarget]:
    query = select(PolicyTarget).order_by(PolicyTarget.position)
    query = query.options(selectinload(PolicyTarget.items))
    if document is not None:
        query = query.where(PolicyTarget.document_id == get_document(session, document).id)
    if target is not None:
        query = query.where(PolicyTarget.id == target)
    return [one for one in session.scalars(query) if not one.replaced_by]


def _periods(within: Period) -> list[str]:
    return [str(one) for kind in KINDS for one in periods_of(kind, within)]


@lru_cache(maxsize=1024)
def _period(written: str) -> Period:
    found = read_period(written)
    if found is None:
        raise ValueError(written)
    return found


def _over(written: str) -> bool:
    return _period(written).ends < today()


def _places(target: PolicyTarget, units: Collection[str], within: Period) -> list[Place]:
    periods = [str(one) for one in periods_of(target.period, within)]
    return [(target, unit, period) for unit in units for period in periods]


def _lines(
    session: Session,
    places: Collection[Place],
    found: Collection[TargetValue],
    ids: Collection[str] | None,
) -> Iterator[Line]:
    values = {one.cell: one for one in found}
    sets, closed = set_values_of(session, ids), closed_periods(session)
    given = last_set(session)
    measures: dict[str, Measured] = {}
    demands: dict[tuple[str, str], Text] = {}
    for target, unit, period in places:
        own = measures.setdefault(target.id, measured(target, given.get(target.id)))
        if (target.id, unit) not in demands:
            demands[target.id, unit] = demand_line(target, demand_of(target, sets, unit))
        yield Line(
            own,
            target.indicator,
            demands[target.id, unit],
            unit,
            _period(period),
            values.get(Cell(target.id, unit, period)),
            (target.document_id, period) in closed,
        )


def _units_by_target(
    targets: Collection[PolicyTarget], cells: Collection[Cell | Tally], unit: str | None
) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for target in targets:
        asked = asked_units(target) if unit is None else _asked_of(target, unit)
        found[target.id] = dict.fromkeys(asked)
    for cell in cells:
        if cell.target_id in found:
            found[cell.target_id][cell.unit] = None
    return {target: list(units) for target, units in found.items()}


def asked_units(target: PolicyTarget) -> list[str]:
    """The units that a target is asked of, where nobody says which."""
    leading = [unit for item in target.items for unit in item.lead_units]
    return list(dict.fromkeys(leading)) or list(target.divisions[:1])


def _asked_of(target: PolicyTarget, unit: str) -> list[str]:
    taking_part = {one for item in target.items for one in item.all_units}
    within = unit in DIVISIONS and any(is_part_of(unit, one) for one in target.divisions)
    return [unit] if within or unit in taking_part else []


def demand_line(target: PolicyTarget, demand: Demand) -> Text:
    """What a target asks, with the document that has set it where it was delegated."""
    if demand.set_value is None:
        unit = TARGET_UNITS.get(target.unit_en or "", target.unit)
        return demand_text(target.comparator, target.value, target.value_to, unit)
    asked = demand_text(demand.comparator, demand.value, None, demand.unit)
    issuer, number = demand.set_value.issuer, demand.set_value.document
    return Text(f"{asked.zh}（{issuer} {number}）", f"{asked.en} ({issuer} {number})")
