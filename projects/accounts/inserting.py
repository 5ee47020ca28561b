"""Adding a row that somebody else may be adding at the same moment."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from layers.system.database import Base


def insert_unless_there(session: Session, row: Base) -> bool:
    """Add the row; False where there is one of its key already, and nothing was done."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True
