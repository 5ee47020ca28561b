"""Hits of a run with their decisions, as pages, commands and the interface give them."""

from __future__ import annotations

from typing import Any

from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import Decided, Hit


def hit_json(hit: Hit, *, names: bool = True) -> dict[str, Any]:
    """The row of the table under its own names, and `decision`; `names`: who decided is told."""
    decided = decided_json(hit.decided, names=names) if hit.decided else None
    return {**hit.row, "decision": hit.decision, "decided": decided}


def decided_json(decided: Decided, *, names: bool = True) -> dict[str, Any]:
    return {
        "decision": decided.decision,
        "title": DECISIONS[decided.decision].as_dict(),
        "reason": decided.reason,
        "by": decided.by if names else None,
        "at": decided.at.isoformat(timespec="seconds"),
        "number": decided.number,
    }
