"""Whether the database has the units of the file: all that an opened office asks of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.units.tables import Unit

UNITS_FILE = Path(__file__).resolve().parents[2] / "data" / "units" / "units.json"


def is_loaded(session: Session, path: Path = UNITS_FILE) -> bool:
    """Whether the database has the units of the file."""
    return holds(session, hashlib.sha256(path.read_bytes()).hexdigest())


def holds(session: Session, mark: str) -> bool:
    return session.scalar(select(Unit.code).where(Unit.shipped == mark).limit(1)) is not None
