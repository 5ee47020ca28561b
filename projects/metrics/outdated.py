"""What is to be said of figures that nobody vouches for as they are: an earlier version of their
metric computed them, or what their layers hold was never declared, or is declared no more.

It is no part of the stored result: what was kept, and what was signed, stays as it is and verifies.
"""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.metrics.errors import RUN_NOT_VOUCHED
from projects.metrics.held import taken_back
from projects.metrics.registry import METRICS
from projects.metrics.subjects import is_general

CODE = "metric-outdated"
OUTDATED = Text(
    "本结果由指标“{metric}”的第 {then} 版定义算得，现行第 {now} 版：数字或结论可能不同，"
    "请重新计算。",
    "An earlier version of “{metric}” computed this ({then}; version {now} is in force): figures "
    "or verdict may differ, compute again.",
)
BELIEVED = Text(
    "本结果的结论只凭使用者所说的图层内容，没有图层内容声明为证，不再作数：请先声明，再重新计算。",
    "The verdict rests on what the user said the layer holds, which nobody has declared: it counts "
    "no longer. Declare it and compute again.",
)
TAKEN_BACK = Text(
    "本结果所据的图层内容声明已撤销或被替换：请重新计算。",
    "What the layer was declared to hold has been taken back or replaced: compute again.",
)
EARLIER = Text("由早期规则算得，请重新计算", "computed by an earlier rule; compute again")
"""In place of a verdict that nobody vouches for any more."""


class Asked(Protocol):
    """What was asked of a run, in whatever form it was read."""

    @property
    def metric(self) -> str: ...
    @property
    def inputs(self) -> Any: ...
    @property
    def parameters(self) -> Any: ...


class StoredRun(Asked, Protocol):
    @property
    def metric_version(self) -> int: ...


def earlier_version(metric_id: str, version: int) -> Text | None:
    """What is to be said of a figure computed by this version; None by the one in force, and of a
    metric that is declared no more."""
    metric = METRICS.get(metric_id)
    if metric is None or metric.version == version:
        return None
    return OUTDATED.format(metric=metric.title, then=version, now=metric.version)


def outdated(session: Session, run: StoredRun) -> Text | None:
    """What is to be said of a stored run; None where it is as it would be computed today."""
    said = earlier_version(run.metric, run.metric_version)
    return said or not_vouched(session, run)


def believed(run: Asked) -> bool:
    """Whether a run was judged by the word of its user, as before layers were declared."""
    asked = (run.parameters or {}).get("target")
    return _declares(run) and bool(asked) and not any("holds" in one for one in run.inputs)


def vouched(run: Asked) -> bool:
    """Whether what the layers of a run hold was declared, where that has to be."""
    asked = [one["holds"] for one in run.inputs if "holds" in one]
    return not _declares(run) or (bool(asked) and all(asked))


def _declares(run: Asked) -> bool:
    metric = METRICS.get(run.metric)
    return metric is not None and is_general(metric)


def not_vouched(session: Session, run: Asked) -> Text | None:
    """That the verdict of a run rests on a layer of which nobody says any more what it holds."""
    if believed(run):
        return BELIEVED
    return TAKEN_BACK if taken_back(session, run.inputs) else None


def require_vouched(session: Session, run: Asked, run_id: int) -> None:
    """Raises `run-not-vouched`."""
    said = not_vouched(session, run)
    if said is not None:
        raise EcoAtlasError(RUN_NOT_VOUCHED, run=run_id, why=said)


def outdated_note(said: Text) -> dict[str, Any]:
    """The same as results have their notes."""
    return {"code": CODE, **said.as_dict()}
