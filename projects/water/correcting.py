"""One value corrected, with a reason: the first one stays readable beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.database import now
from projects.water.batches import said_reason
from projects.water.effective import counting_batches, minute_of, values_of
from projects.water.errors import TIME_UNREADABLE, VALUE_UNKNOWN
from projects.water.items import items_now
from projects.water.meant import said_of_time
from projects.water.measured import MEASURED, Of, code_of
from projects.water.monthly import remake_months
from projects.water.months import is_hidden
from projects.water.sections import sections_of
from projects.water.tables import WaterBatch, WaterCorrection
from projects.water.times import read_time

if TYPE_CHECKING:
    from layers.storage.store import Store


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A value that counts: of which batch, from which row, and what the file said there."""

    section: str
    moment: str
    item: str
    value: float
    batch: int
    row: int


def section_key(session: Session, store: Store, written: str, of: Of = "sections") -> str:
    """The key under which readings of a section or plant are kept."""
    found = sections_of(session, store, of=of).named(written)
    return found[0].key if len(found) == 1 else f"{MEASURED[of].prefix}{written.strip()}"


def kept_values(session: Session, store: Store, section: str, month: str) -> list[KeptValue]:
    """What counts of a section in a month, by time; nothing of one that is not seen."""
    batches = [] if is_hidden(session, section) else counting_batches(session, [section])
    found = [
        KeptValue(section, str(moment), one.item, float(value), int(batch), int(row))
        for one in values_of(session, store, batches, [section])
        for moment, value, batch, row in zip(
            one.minutes.astype("datetime64[m]").astype(str),
            one.values,
            one.batch,
            one.rows,
            strict=True,
        )
        if str(moment).startswith(month)
    ]
    return sorted(found, key=lambda one: (one.moment, one.item))


def correct(
    session: Session,
    store: Store,
    section: str,
    time: str,
    item: str,
    value: float | None,
    reason: str,
    by: Actor,
    of: Of = "sections",
) -> WaterCorrection:
    """A value in place of the one that counts; None where none is to count any more.

    Raises `water-time-unreadable`, `water-value-unknown`, `water-reason-needed`.
    """
    said = said_reason(reason)
    when = read_time(time)
    if when is None:
        raise EcoAtlasError(TIME_UNREADABLE, row="—", value=time[:40], meant=said_of_time(time))
    known = items_now(session, of).named(item)
    moment = f"{when.at:%Y-%m-%dT%H:%M}"
    key = section_key(session, store, section, of)
    batch, row, first = _counting(session, store, key, moment, known.id if known else item)
    correction = WaterCorrection(
        batch_id=batch.id, section=key, moment=moment, item=known.id if known else item, row=row,
        first=first, value=value, reason=said, by=by.name, at=now(),
    )  # fmt: skip
    session.add(correction)
    session.flush()
    remake_months(session, store, batch, [key])
    details = {"section": key, "time": moment, "item": correction.item, "first": first,
               "value": value, "reason": said}  # fmt: skip
    record(session, by, "water-corrected", str(batch.id), details=details)
    return correction


def _counting(
    session: Session, store: Store, section: str, moment: str, item: str
) -> tuple[WaterBatch, int, float]:
    """Batch, row and value that count there; raises `water-value-unknown`, as for what is not
    there, of a section that is not seen."""
    batches = [] if is_hidden(session, section) else counting_batches(session, [section])
    for one in values_of(session, store, batches, [section], [item]):
        there = np.flatnonzero(one.minutes == minute_of(moment))
        if len(there):
            at = int(there[0])
            batch = next(of for of in batches if of.id == int(one.batch[at]))
            return batch, int(one.rows[at]), float(one.values[at])
    raise EcoAtlasError(
        VALUE_UNKNOWN, section=code_of(section), time=moment.replace("T", " "), item=item
    )


def corrections_of(session: Session, batch: int) -> Sequence[WaterCorrection]:
    query = select(WaterCorrection).where(WaterCorrection.batch_id == batch)
    return session.scalars(query.order_by(WaterCorrection.id)).all()
