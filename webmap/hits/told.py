"""Hits of a run with their decisions, as plain JSON: what commands and the interface share."""

from __future__ import annotations

from typing import Any

from projects.metrics.aging import Aged
from projects.metrics.hits.hit_tables import DECISIONS
from projects.metrics.hits.hits import Decided, Hit


def hit_json(hit: Hit, aged: Aged, *, names: bool = True) -> dict[str, Any]:
    """The row of the table under its own names, and `decision`; `names`: who decided is told.

    `warning`: what has come after the law of its rule, in both languages.
    """
    decided = decided_json(hit.decided, names=names) if hit.decided else None
    warning = aged.hits.get(str(hit.row["key"]))
    said = {"decision": hit.decision, "decided": decided}
    return {**hit.row, **said, "warning": warning.as_dict() if warning else None}


def decided_json(decided: Decided, *, names: bool = True) -> dict[str, Any]:
    return {
        "decision": decided.decision,
        "title": DECISIONS[decided.decision].as_dict(),
        "reason": decided.reason,
        "by": decided.by if names else None,
        "at": decided.at.isoformat(timespec="seconds"),
        "number": decided.number,
    }
