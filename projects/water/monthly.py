"""Rows of sections and months: put for a new batch, made anew where several batches meet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from projects.water.effective import ItemValues, counting_batches, values_of
from projects.water.office_limits import Steps, office_limits
from projects.water.readings import Readings, months_of
from projects.water.sums import Cube, MonthSums, add_item, set_expected, sums_of
from projects.water.tables import WaterBatch, WaterMonth

if TYPE_CHECKING:
    from layers.storage.store import Store

Named = dict[str, tuple[str, bool, str | None]]
"""Name of each section, whether it is a lake, and the layer in which it lies."""


def put_months(session: Session, store: Store, batch: WaterBatch, readings: Readings) -> None:
    """Rows of the months of a new batch; those that other batches have too are made anew."""
    named = {one.key: (one.name, one.lake, one.layer_id) for one in readings.sections}
    found = sums_of(readings, office_limits(session).steps)
    there = _there(session, batch, named)
    shared = {one.section for one in found if (one.section, one.month) in there}
    alone = [one for one in found if one.section not in shared]
    _insert(session, alone, named, lambda _: [batch.id])
    if shared:
        _also(session, batch, [one for one in found if one.section in shared], named)
        _remake(session, store, shared, batch.first_month, batch.last_month)


def _there(session: Session, batch: WaterBatch, sections: Collection[str]) -> set[tuple[str, str]]:
    query = select(WaterMonth.section, WaterMonth.month).where(
        _between(batch.first_month, batch.last_month)
    )
    return {(one, month) for one, month in session.execute(query) if one in sections}


def _insert(
    session: Session, found: Iterable[MonthSums], named: Named,
    batches: Callable[[MonthSums], list[int]],
) -> None:  # fmt: skip
    rows = [
        {
            "section": one.section,
            "month": one.month,
            "name": named[one.section][0],
            "lake": named[one.section][1],
            "layer": named[one.section][2],
            "readings": one.readings,
            "expected": one.expected,
            "sums": {item: list(parts) for item, parts in one.items.items()},
            "batches": batches(one),
        }
        for one in found
        if one.readings
    ]
    if rows:
        session.execute(insert(WaterMonth), rows)


def _also(session: Session, batch: WaterBatch, found: Iterable[MonthSums], named: Named) -> None:
    """Say that a batch has something of a month, before the month is made anew."""
    rows = select(WaterMonth).where(_between(batch.first_month, batch.last_month))
    there = {(row.section, row.month): row for row in session.scalars(rows)}
    new = []
    for one in found:
        row = there.get((one.section, one.month))
        if row is None:
            new.append(one)
        else:
            row.batches = [*row.batches, batch.id]
            row.name, row.lake, row.layer = named[one.section]
    session.flush()
    _insert(session, new, named, lambda _: [batch.id])


def _between(first: str, last: str) -> ColumnElement[bool]:
    return WaterMonth.month.between(first, last)


def remake_months(
    session: Session, store: Store, batch: WaterBatch, sections: Collection[str] | None = None
) -> None:
    """Make the months of a batch anew from what counts now, of some of its sections or of all."""
    query = select(WaterMonth).where(_between(batch.first_month, batch.last_month))
    own = {one.section for one in session.scalars(query) if batch.id in one.batches}
    wanted = own if sections is None else own & set(sections)
    _remake(session, store, wanted, batch.first_month, batch.last_month)


def _remake(
    session: Session, store: Store, sections: Collection[str], first: str, last: str
) -> None:
    query = select(WaterMonth).where(WaterMonth.section.in_(sections), _between(first, last))
    before = list(session.scalars(query))
    named = {one.section: (one.name, one.lake, one.layer) for one in before}
    batches = counting_batches(session, sections)
    values = list(values_of(session, store, batches, sections))
    found = [
        one for one in _sums(values, office_limits(session).steps) if first <= one.month <= last
    ]
    every = [one.id for one in batches]
    has = {(one.section, one.month): set(one.batches) for one in before}
    session.execute(delete(WaterMonth).where(WaterMonth.id.in_([one.id for one in before])))
    session.expire_all()

    def holding(one: MonthSums) -> list[int]:
        own = has.get((one.section, one.month), set())
        return [number for number in every if number in own] or every

    _insert(session, found, named, holding)


def _sums(items: list[ItemValues], steps: Steps) -> list[MonthSums]:
    """Sums by section and month of values that count."""
    if not items:
        return []
    section = np.concatenate([one.section for one in items]).astype(str)
    minutes = np.concatenate([one.minutes for one in items])
    names, codes = np.unique(section, return_inverse=True)
    cube = Cube.of([str(one) for one in names], codes, months_of(minutes))
    reading = np.unique(np.stack([codes, minutes], axis=1), axis=0)
    own = Cube.of(cube.keys, reading[:, 0], months_of(reading[:, 1]))
    counts = own.counted(own.place)
    found = {
        int(at): MonthSums(*cube.named(int(at)), int(counts[at])) for at in np.flatnonzero(counts)
    }
    set_expected(found, own, reading[:, 0], reading[:, 1], steps)
    start = 0
    for one in items:
        places = cube.place[start : start + len(one.values)]
        add_item(found, cube, one.item, places, one.values, one.flags)
        start += len(one.values)
    return [found[place] for place in sorted(found)]
