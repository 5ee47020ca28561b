"""Statements as plain JSON: what commands and the interface share."""

from __future__ import annotations

from typing import Any

from geo.words import LANGUAGES
from layers.system.china_time import today as today_in_china
from projects.statements.asserting import Assertions
from projects.statements.chain import Event
from projects.statements.delegating import Delegation
from projects.statements.kept import (
    StatementInfo,
)
from projects.statements.points import Point
from projects.statements.since import (
    Changed,
)


def statement_json(found: StatementInfo, *, named: bool = True) -> dict[str, Any]:
    """A statement without its content; `named` tells who made and signed it."""
    return {
        "id": found.id,
        "url": f"/statements/{found.id}",
        "code": found.code,
        "sha256": found.sha256,
        "metric": found.metric,
        "title": found.title.as_dict(),
        "run": found.run_id,
        "state": found.state,
        "secrecy": found.secrecy,
        "made_at": found.made_at.isoformat(),
        "made_by": found.made_by if named else None,
        "withdrawn": found.withdrawn.as_dict() if found.withdrawn and named else None,
        "replaces": found.content.get("replaces"),
        "waits_for": WAITS_FOR.get(found.state),
        "points": [_point(one) for one in found.points] if named else [],
        "events": [_event(one, named=named) for one in (found.events if named else found.steps)],
    }


def _event(event: Event, *, named: bool) -> dict[str, Any]:
    told = event.as_dict() | ({} if named else {"by": None, "body": None})
    if not named:
        told.pop("details", None)
    return told


def _point(point: Point) -> dict[str, Any]:
    """A comment or a return, its state, and what was said to it."""
    return {
        **point.event,
        "number": point.number,
        "state": point.state,
        "replies": [dict(one) for one in point.replies],
    }


def assertions_json(shown: Assertions) -> dict[str, Any]:
    """What signing would assert: the hash to sign with, the list in both languages, what waits."""
    told = {
        one: [{"title": part.title, "lines": list(part.lines)} for part in shown.parts(one)]
        for one in LANGUAGES
    }
    return {
        "statement": shown.statement.id,
        "code": shown.statement.code,
        "asserted": shown.fingerprint,
        "open": [one.number for one in shown.open],
        "parts": told,
    }


def change_json(change: Changed) -> dict[str, Any]:
    return {
        "table": change.table.as_dict() if change.table else None,
        "key": change.key,
        "name": change.name,
        "figure": change.column["name"],
        "then": change.signed,
        "now": change.now,
        "difference": change.difference,
    }


def delegation_json(one: Delegation) -> dict[str, Any]:
    return {
        **one.as_dict(),
        "to": one.delegate,
        "holds": one.holds(today_in_china()),
        "made_at": one.made_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_by": one.ended_by,
    }


WAITS_FOR = {"draft": "maker", "returned": "maker", "submitted": "reviewer"}
