"""The coordinator gives reports back with a remark."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from projects.rounds import errors
from projects.rounds.rounds import locked_round, require_open
from projects.rounds.saving import TOLD, Hand, add_change
from projects.rounds.tables import REASON_LENGTH, RoundEntry
from projects.targets.periods import Period

STATES: dict[str, Text] = {
    "empty": Text("未填", "not filled in"),
    "draft": Text("草稿", "draft"),
    "reported": Text("已填报", "reported"),
    "returned": Text("已退回", "returned"),
}


def return_entries(
    session: Session, period: Period | None, seen: Mapping[int, int], by: Actor, remark: str
) -> int:
    """Give reported entries back, by id with the version that was seen; all of them or none.

    Raises `round-remark-missing`, `round-entry-not-reported`, `round-entries-moved`,
    `round-closed`.
    """
    said = " ".join(remark.split())[:REASON_LENGTH]
    if not said:
        raise EcoAtlasError(errors.REMARK_MISSING)
    one = locked_round(session, period)
    require_open(one)
    row = RoundEntry
    query = select(row).where(row.round_id == one.id, row.id.in_(seen)).order_by(row.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    entries = session.scalars(query).all()
    for entry in entries:
        if entry.version != seen[entry.id]:
            raise EcoAtlasError(errors.ENTRIES_MOVED, code=entry.project_code)
        if entry.state != "reported":
            state = STATES[entry.state]
            raise EcoAtlasError(errors.ENTRY_NOT_REPORTED, code=entry.project_code, state=state)
    for entry in entries:
        entry.state, entry.remark = "returned", said
        entry.version += 1
        add_change(session, entry, "returned", Hand(by, "web"), said)
    session.flush()
    if entries:
        codes = [entry.project_code for entry in entries][:TOLD]
        details = {"projects": codes, "count": len(entries), "reason": said}
        record(session, by, "round-returned", one.period, details=details)
    return len(entries)
