"""Batches of readings as they are kept: listed and found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import live_versions
from projects.water import errors
from projects.water.measured import MEASURED
from projects.water.tables import WaterBatch, WaterMonth

KINDS = tuple(one.kind for one in MEASURED.values())
LAYERS, UNTOLD = "layers", ""


def list_batches(session: Session) -> Sequence[WaterBatch]:
    """Every batch of sections that are seen, the newest first; those taken back too."""
    query = select(WaterBatch).where(WaterBatch.id.not_in(hidden_batches(session)))
    return session.scalars(query.order_by(WaterBatch.id.desc())).all()


def batch_known(session: Session, number: int) -> WaterBatch:
    """A batch, taken back or not; raises `water-batch-unknown`, also of what is not seen."""
    batch = session.get(WaterBatch, number) if number < 2**31 else None
    if batch is None or number in hidden_batches(session):
        raise EcoAtlasError(errors.BATCH_UNKNOWN, batch=number)
    return batch


def batch_of(session: Session, number: int) -> WaterBatch:
    """Raises `water-batch-unknown`, `water-batch-gone`."""
    batch = batch_known(session, number)
    if batch.withdrawn_at is not None:
        raise EcoAtlasError(errors.BATCH_GONE, batch=number)
    return batch


def hidden_batches(session: Session) -> frozenset[int]:
    """Batches that hold readings of a section that the session does not see."""
    named = session.scalars(select(WaterMonth.batches).where(not_(seen(session))))
    return frozenset(one for batches in named for one in batches) | _taken_back(session)


def seen(session: Session) -> ColumnElement[bool]:
    """Rows of sections that lie in no layer, and of those and of plants in one that is seen."""
    layers = [one.layer_id for one in live_versions(session, *KINDS)]
    return WaterMonth.layer.is_(None) | WaterMonth.layer.in_(layers)


def _taken_back(session: Session) -> frozenset[int]:
    """Batches that count no more, and so stand with no month, of layers that are not all seen; of
    one that does not say its layers only whoever sees everything is told."""
    if session.info["sight"].everything:
        return frozenset()
    layers = {one.layer_id for one in live_versions(session, *KINDS)}
    query = select(WaterBatch.id, WaterBatch.told).where(WaterBatch.withdrawn_at.is_not(None))
    return frozenset(
        number
        for number, told in session.execute(query)
        if not layers.issuperset(told.get(LAYERS, (UNTOLD,)))
    )
