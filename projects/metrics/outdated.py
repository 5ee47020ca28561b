"""What is to be said of figures that an earlier version of their metric computed.

It is no part of the stored result: what was kept, and what was signed, stays as it is and verifies.
"""

from __future__ import annotations

from typing import Any

from geo.words import Text
from projects.metrics.registry import METRICS

CODE = "metric-outdated"
OUTDATED = Text(
    "本结果由指标“{metric}”的第 {then} 版定义算得，现行第 {now} 版：数字或结论可能不同，"
    "请重新计算。",
    "An earlier version of “{metric}” computed this ({then}; version {now} is in force): figures "
    "or verdict may differ, compute again.",
)


EARLIER = Text("由早期规则算得，请重新计算", "computed by an earlier rule; compute again")
"""In place of a verdict that nobody vouches for any more."""


def outdated(metric_id: str, version: int) -> Text | None:
    """What is to be said of a figure computed by this version; None by the one in force, and of a
    metric that is declared no more."""
    metric = METRICS.get(metric_id)
    if metric is None or metric.version == version:
        return None
    return OUTDATED.format(metric=metric.title, then=version, now=metric.version)


def outdated_notes(metric_id: str, version: int) -> list[dict[str, Any]]:
    """The same as results have their notes."""
    said = outdated(metric_id, version)
    return [] if said is None else [{"code": CODE, **said.as_dict()}]
