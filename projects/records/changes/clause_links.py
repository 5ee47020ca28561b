"""Clauses that projects answer, told one by one or of many projects at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.records.changes.held import Held
from projects.records.changes.known import known_now
from projects.records.changes.records import locked_project, update_project


def answer_clauses(session: Session, pairs: Iterable[tuple[str, str]], *, by: Actor) -> int:
    """Projects answer these clauses from now on; answers how many of the pairs are new.

    pairs: code of a project and id of a clause. The first clause of a project is its main one, any
    further one stands beside it. Raises as `update_project`; nothing is kept then.
    """
    wanted: dict[str, list[str]] = {}
    for code, item in pairs:
        wanted.setdefault(code, []).append(item.strip().upper())
    held, count = Held(known_now(session)), 0
    for code in sorted(wanted):
        there = locked_project(session, code).item_ids
        new = [one for one in dict.fromkeys(wanted[code]) if one not in there]
        if new:
            update_project(session, code, _as_fields([*there, *new]), by=by, held=held)
        count += len(new)
    return count


def drop_clauses(session: Session, code: str, items: Sequence[str], *, by: Actor) -> int:
    """A project answers these clauses no more; answers how many there were. Of what is left the
    first is the main one. Raises as `update_project`."""
    there = locked_project(session, code).item_ids
    left = [one for one in there if one not in items]
    if left != there:
        update_project(session, code, _as_fields(left), by=by)
    return len(there) - len(left)


def _as_fields(items: Sequence[str]) -> dict[str, Any]:
    return {"action_item_id": items[0] if items else None, "other_item_ids": list(items[1:])}
