"""Metrics: each declared once, computed by one pure function, every run kept with its origin."""

from __future__ import annotations

from projects.metrics.declaration import Column, Metric, Parameter, Role
from projects.metrics.inputs import kinds_for
from projects.metrics.registry import METRICS, get_metric
from projects.metrics.run import MetricRun, find_run, get_run, list_runs, run_metric
from projects.metrics.targets import target_phase

__all__ = [
    "METRICS",
    "Column",
    "Metric",
    "MetricRun",
    "Parameter",
    "Role",
    "find_run",
    "get_metric",
    "get_run",
    "kinds_for",
    "list_runs",
    "run_metric",
    "target_phase",
]
