"""What a metric promises to add up does: asked of every result before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from projects.metrics.declaration import Metric, Sum
from projects.metrics.results import require_sum

TOTAL = "total"


def require_sums(metric: Metric, figures: Mapping[str, Any]) -> None:
    """Raises `parts-do-not-add-up` for a sum of `Metric.sums` that does not hold. Where a figure of
    it is unknown there is nothing to add up."""
    for one in metric.sums:
        for place, whole, parts in _asked(one, figures):
            if whole is not None and None not in parts:
                require_sum(f"{metric.id}: {place}.{one.whole}", whole, parts)


def _asked(one: Sum, figures: Mapping[str, Any]) -> Iterator[tuple[str, Any, list[Any]]]:
    if one.rows:
        rows = figures.get(one.rows) or ()
        if rows:
            parts = [part for row in rows for part in _parts(one, row)]
            yield one.rows, (figures.get(TOTAL) or {}).get(one.whole), parts
        return
    for place in one.places:
        found = figures.get(place)
        for record in [found] if isinstance(found, Mapping) else found or ():
            yield place, record.get(one.whole), _parts(one, record)


def _parts(one: Sum, record: Mapping[str, Any]) -> list[Any]:
    return [_signed(name, record.get(name.removeprefix("-"))) for name in one.parts]


def _signed(name: str, value: Any) -> Any:
    return value if value is None or not name.startswith("-") else -value
