"""The values that count: those of the newest batch that has one, corrections in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.water.cells import VALUE
from projects.water.readings import Places
from projects.water.storing import read_batch
from projects.water.tables import WaterBatch, WaterCorrection, WaterMonth

if TYPE_CHECKING:
    from layers.storage.store import Store

COLUMNS = ("section", "at", "row", "value", "flag")


@dataclass(frozen=True, slots=True)
class ItemValues:
    """Values of one item that count, of all batches; `minutes` since 1970."""

    item: str
    section: NDArray[np.object_]
    minutes: Places
    values: NDArray[np.float64]
    flags: NDArray[np.int8]
    rows: Places
    batch: Places


def counting_batches(session: Session, sections: Collection[str]) -> list[WaterBatch]:
    """Batches that hold something of some sections, the oldest first."""
    named = select(WaterMonth.batches).where(WaterMonth.section.in_(sections))
    numbers = {one for batches in session.scalars(named) for one in batches}
    query = select(WaterBatch).where(WaterBatch.id.in_(numbers), WaterBatch.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(WaterBatch.id)))


def values_of(
    session: Session,
    store: Store,
    batches: Collection[WaterBatch],
    sections: Collection[str],
    items: Collection[str] | None = None,
) -> Iterator[ItemValues]:
    """What counts of some sections, an item at a time; of two batches the newer one."""
    parts: dict[str, list[tuple[int, pa.Table]]] = {}
    for batch in batches:
        for item, table in read_batch(
            store, batch.sha256, sections=sections, items=items, columns=COLUMNS
        ):
            parts.setdefault(item, []).append((batch.id, table))
    corrections = _corrections(session, [batch.id for batch in batches])
    for item, tables in parts.items():
        yield _corrected(_newest(item, tables), corrections.get(item, []))


def _newest(item: str, tables: list[tuple[int, pa.Table]]) -> ItemValues:
    section = np.concatenate([
        np.asarray(one.column("section").cast(pa.string()).to_pylist(), dtype=object)
        for _, one in tables
    ])  # fmt: skip
    minutes = _joined(tables, "at").astype("datetime64[m]").astype(np.int64)
    batch = np.concatenate([np.full(len(one), number) for number, one in tables])
    values, flags = _joined(tables, "value"), _joined(tables, "flag")
    rows = _joined(tables, "row").astype(np.int64)
    names, codes = np.unique(section.astype(str), return_inverse=True)
    order = np.lexsort((batch, minutes, codes))
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (np.diff(codes[order]) != 0) | (np.diff(minutes[order]) != 0)
    kept = order[last]
    return ItemValues(
        item, names.astype(object)[codes[kept]], minutes[kept], values[kept], flags[kept],
        rows[kept], batch[kept],
    )  # fmt: skip


def _joined(tables: list[tuple[int, pa.Table]], column: str) -> NDArray[Any]:
    found = [one.column(column).combine_chunks().to_numpy(zero_copy_only=False)
             for _, one in tables]  # fmt: skip
    return np.concatenate(found)


def _corrections(session: Session, batches: list[int]) -> dict[str, list[WaterCorrection]]:
    query = select(WaterCorrection).where(WaterCorrection.batch_id.in_(batches))
    found: dict[str, list[WaterCorrection]] = {}
    for one in session.scalars(query.order_by(WaterCorrection.id)):
        found.setdefault(one.item, []).append(one)
    return found


def _corrected(found: ItemValues, corrections: list[WaterCorrection]) -> ItemValues:
    if not corrections:
        return found
    values, flags = found.values.copy(), found.flags.copy()
    for one in corrections:
        at = (found.section == one.section) & (found.minutes == minute_of(one.moment))
        at &= found.batch == one.batch_id
        values[at] = np.nan if one.value is None else one.value
        flags[at] = VALUE
    kept = ~np.isnan(values)
    return ItemValues(
        found.item, found.section[kept], found.minutes[kept], values[kept], flags[kept],
        found.rows[kept], found.batch[kept],
    )  # fmt: skip


def minute_of(moment: str) -> int:
    """Minutes since 1970 of `YYYY-MM-DDTHH:MM`."""
    return int(np.datetime64(moment, "m").astype(np.int64))
