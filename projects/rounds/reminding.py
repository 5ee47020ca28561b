"""That units were reminded, kept with the round and in the audit log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from layers.audit import Actor, record
from projects.rounds.rounds import AnyRound, add_event
from projects.rounds.states import UnitState
from projects.rounds.tables import REASON_LENGTH


def note_reminded(session: Session, one: AnyRound, units: Sequence[UnitState], by: Actor) -> None:
    """Nothing is kept where nobody was late."""
    if not units:
        return
    named = "、".join(unit.name.zh for unit in units)
    add_event(session, one, "reminded", by, named[:REASON_LENGTH])
    details = {"units": [unit.code for unit in units], "count": len(units)}
    record(session, by, "round-reminded", one.period, details=details)
