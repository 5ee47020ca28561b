"""Every metric there is, by id: found in the folders of the families, without a list of them.

A metric is declared in a module of which the name ends in `_metric`; what computes it stands in
another and is loaded when it is asked. Declarations load nothing of what measures.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from geo.declared import declared_in
from geo.errors import EcoAtlasError
from projects.metrics.declaration import Metric
from projects.metrics.errors import UNKNOWN_METRIC
from projects.metrics.families import FAMILIES

DECLARING = "_metric"


def get_metric(metric_id: str) -> Metric:
    """The metric of this id; raises `unknown-metric` with the list of metrics."""
    if metric_id not in METRICS:
        raise EcoAtlasError(UNKNOWN_METRIC, metric=metric_id)
    return METRICS[metric_id]


def load_computations() -> None:
    """Load what computes, all of it: for a service, where nobody who asks is to wait for that."""
    for metric in METRICS.values():
        _ = metric.computation


def _declared() -> Iterator[Metric]:
    for family in FAMILIES:
        package = import_module(f"projects.metrics.{family.folder}")
        yield from declared_in(package, Metric, DECLARING)


def _page_order(metric: Metric) -> tuple[int, int]:
    """By family, and in it by the declared place."""
    return FAMILIES.index(metric.family), metric.place


# Last in this module: what is found there may ask for `get_metric` while it is imported.
METRICS: dict[str, Metric] = {metric.id: metric for metric in sorted(_declared(), key=_page_order)}
