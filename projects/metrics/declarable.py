"""What layers can be declared to hold, and by which terms: as the general measures ask for it."""

from __future__ import annotations

from projects.holdings.vouching import EVERY_TERM
from projects.metrics.declaration import Metric, Parameter
from projects.metrics.registry import METRICS
from projects.metrics.subjects import is_general


def general_metrics() -> list[Metric]:
    return [one for one in METRICS.values() if is_general(one)]


def declarable_subjects() -> tuple[str, ...]:
    """Every subject that a general measure judges, in the order of the metrics."""
    return tuple(dict.fromkeys(name for one in general_metrics() for name in one.subjects))


def terms() -> dict[str, Parameter]:
    """The terms of a declaration, each with the parameter that it answers."""
    found = {p.name: p for one in general_metrics() for p in one.parameters}
    return {name: found[name] for name in EVERY_TERM}
