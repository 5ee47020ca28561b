"""Readings of sections of the demonstration, taken in as any file is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import SYSTEM, Actor
from layers.storage.store import Store
from projects.water.batches import take_in
from projects.water.readings import Asked
from projects.water.tables import WaterBatch


def load_readings(session: Session, store: Store, files: Sequence[Path], by: Actor | None) -> int:
    """How many batches were added; none once there is any, taken back or not."""
    if session.scalar(select(WaterBatch.id).limit(1)) is not None:
        return 0
    for path in files:
        take_in(session, store, path, Asked(), by or SYSTEM)
    return len(files)
