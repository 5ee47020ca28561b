"""The lines of the ledger: which values are asked of whom for which period, and what is there.

Grid and template show the same lines: a target is asked of the units that lead its clauses, or of
its division where no unit leads; and of whoever has reported on it before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

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
from projects.targets.ledger import OFFICE, Eyes, values_of
from projects.targets.measured import Measured, last_set, measured
from projects.targets.periods import KINDS, Period, periods_of
from projects.targets.setting import Demand, demand_of, set_values_of
from projects.targets.units import find_reporting_unit, reporting_unit_text, similar_units
from projects.targets.values import Cell, SetValue, TargetValue


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
    query = select(PolicyTarget).order_by(PolicyTarget.position)
    query = query.options(selectinload(PolicyTarget.items))
    if document is not None:
        query = query.where(PolicyTarget.document_id == get_document(session, document).id)
    if target is not None:
        query = query.where(PolicyTarget.id == target)
    targets = [one for one in session.scalars(query) if not one.replaced_by]
    ids = [one.id for one in targets] if document or target else None
    periods = [str(one) for kind in KINDS for one in periods_of(kind, within)]
    found = values_of(session, ids, unit=unit, periods=periods, eyes=eyes)
    values = {one.cell: one for one in found}
    sets, closed = set_values_of(session, ids), closed_periods(session)
    given = last_set(session)
    units = _units_by_target(targets, values, unit)
    return [
        line
        for one in targets
        for line in _lines(
            one,
            measured(one, given.get(one.id)),
            units.get(one.id, ()),
            within,
            values,
            sets,
            closed,
        )
    ]


def _lines(
    target: PolicyTarget,
    own: Measured,
    units: Collection[str],
    within: Period,
    values: Mapping[Cell, TargetValue],
    sets: Mapping[str, list[SetValue]],
    closed: Collection[tuple[str, str]],
) -> Iterator[Line]:
    periods = periods_of(target.period, within)
    for unit in units:
        demand = demand_line(target, demand_of(target, sets, unit))
        for period in periods:
            is_closed = (target.document_id, str(period)) in closed
            value = values.get(Cell(target.id, unit, str(period)))
            yield Line(own, target.indicator, demand, unit, period, value, is_closed)


def _units_by_target(
    targets: Collection[PolicyTarget], values: Collection[Cell], unit: str | None
) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for target in targets:
        asked = asked_units(target) if unit is None else _asked_of(target, unit)
        found[target.id] = dict.fromkeys(asked)
    for cell in values:
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
