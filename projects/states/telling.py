"""A state as commands and the interface give it, and the choice of a list as people write it."""

from __future__ import annotations

import difflib
import math
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import listed
from projects.policy.divisions import DIVISIONS
from projects.policy.tables import PolicyAction
from projects.policy.units import unit_names
from projects.states.errors import UNKNOWN_ACTION, UNKNOWN_UNIT
from projects.states.gathering import NONE, Named, Stated
from projects.states.known import Asked, Entry, Figure
from projects.states.rule import STATES
from projects.states.sentences import said_by

SIMILAR = 3


def told(one: Stated) -> dict[str, Any]:
    """The state of a target and what it stands on; texts in both languages."""
    state = one.state
    asked, number = state.asked, state.number
    return {
        "item": one.items[0].id if one.items else None,
        "subject": one.subject.id,
        "subject_title": one.subject.title,
        "jurisdiction": [_named(division) for division in one.divisions],
        "soft": list(asked.soft),
        "due": asked.due.isoformat() if asked.due else None,
        "judged_by": asked.day.isoformat() if asked.day else None,
        "on": state.on.isoformat(),
        "state": state.state,
        "state_title": STATES[state.state],
        "rule": state.rule,
        "why": state.why,
        "counts": None if state.counts is None else getattr(state.counts, "source", "person"),
        "counts_why": state.counts_why,
        "figure": state.figure and _figure(asked, state.figure),
        "reported": [_entry(asked, entry) for entry in (state.approved, state.reported) if entry],
        "set_value": number
        and {
            "value": number.value,
            "comparator": number.comparator,
            "set_by": number.set_by,
            "document": number.document,
            "since": number.since.isoformat(),
        },
        "replaced_by": list(asked.replaced_by),
    }


def listed_target(one: Stated) -> dict[str, Any]:
    """The same with what the target asks, for a list."""
    asked = one.state.asked
    about = {
        "id": one.id,
        "document": one.document.id,
        "items": [item.id for item in one.items],
        "indicator": one.indicator,
        "demand": one.demand,
        "comparator": asked.comparator,
        "value": asked.value,
        "value_to": asked.value_to,
        "unit": asked.unit,
        "year": one.stated_year,
        "quote": one.quote,
    }
    return about | told(one)


def _named(named: Named) -> dict[str, Any]:
    return {"id": named.id, "title": named.title}


def _figure(asked: Asked, figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "text": asked.told(figure),
        "between": None if figure.between is None else [*map(_end, figure.between)],
        "met": figure.met,
        "outdated": figure.outdated,
        "signed": figure.signed,
        "run": figure.run_id,
        "statement": figure.statement_id,
        "set_by": figure.set_by,
        "day": figure.day.isoformat(),
        "data_on": None if figure.of is None else figure.of.isoformat(),
    }


def _end(value: float) -> float | None:
    """At least or at most; none where there is no end."""
    return None if math.isinf(value) else value


def _entry(asked: Asked, entry: Entry) -> dict[str, Any]:
    return {
        "value": entry.value,
        "done": entry.done,
        "text": said_by(asked, entry),
        "period": entry.period,
        "unit": entry.unit_title,
        "status": entry.status,
        "since": entry.since.isoformat(),
    }


def find_unit(given: str | None) -> str | None:
    """A bureau, or a division by its code, of a name or a code; raises `unknown-answering-unit`."""
    if given is None or given == NONE:
        return given
    plain = given.strip()
    named = {title.zh: name for name, title in (*unit_names().items(), *DIVISIONS.items())}
    found = named.get(plain, plain)
    if found not in unit_names() and found not in DIVISIONS:
        near = difflib.get_close_matches(plain, named, SIMILAR, cutoff=0.3)
        raise EcoAtlasError(UNKNOWN_UNIT, unit=given, near=listed(near))
    return found


def find_action(session: Session, given: str | None) -> str | None:
    """The id of an action that exists; raises `unknown-action`."""
    if given is None or given == NONE:
        return given
    if session.get(PolicyAction, given) is None:
        raise EcoAtlasError(UNKNOWN_ACTION, action=given)
    return given
