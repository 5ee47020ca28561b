"""What is to be said of figures that nobody vouches for as they are: an earlier version of their
metric computed them, what their layers hold was never declared, or is declared no more, or the
register asks something else of their target today.

It is no part of the stored result: what was kept, and what was signed, stays as it is and verifies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from projects.figures.demands import Demand
from projects.metrics.errors import RUN_NOT_VOUCHED
from projects.metrics.held import taken_back
from projects.metrics.jurisdiction.limits import in_a_place
from projects.metrics.registry import METRICS
from projects.metrics.results import fingerprint
from projects.metrics.subjects import is_general
from projects.metrics.targets import Target, current
from projects.policy.tables import PolicyTarget

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
ASKED_OTHERWISE = Text(
    "政策台账此后改动了目标 {target}：本结果对照的是“{then}”（{then_year}），现行为“{now}”"
    "（{now_year}）。结论不再作数，请重新计算。",
    "The register has changed target {target} since: this was judged by “{then}” ({then_year}), in "
    "force is “{now}” ({now_year}). The verdict counts no longer, compute again.",
)
REPLACED = Text(
    "政策台账此后把目标 {target} 拆分为 {others}：本结果的结论不再作数，请按新目标重新计算。",
    "The register has split target {target} into {others} since: the verdict counts no longer, "
    "compute again for those.",
)
NO_YEAR = Text("未写年份", "no year")
HEAD = ("metric", "metric_version", "inputs", "parameters", "measured_on", "area_apart", "sheets")
"""What of a result is hashed, beside its target, to know whether the same was asked before."""
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
    @property
    def input_hash(self) -> str: ...


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


def asked_otherwise(session: Session, result: Mapping[str, Any], input_hash: str) -> Text | None:
    """That the target of a result is not what it was when the result was judged: its number, year,
    unit, subject, place or words."""
    then = result.get("target")
    row = session.get(PolicyTarget, then["id"]) if then else None
    if then is None or row is None:
        return None
    now = Target.of(row) if in_a_place(result) else Target.of(row).as_before
    head = {name: result[name] for name in HEAD if name in result}
    if not current(row):
        return REPLACED.format(target=now.id, others=listed(row.replaced_by))
    if fingerprint(head | {"target": now.content()}) == input_hash:
        return None
    before, today = Demand.of(then), Demand.of({**now.content(), "unit": now.unit_en})
    return ASKED_OTHERWISE.format(
        target=now.id,
        then=before.text if before else "—",
        then_year=then.get("year") or NO_YEAR,
        now=today.text if today else "—",
        now_year=now.year or NO_YEAR,
    )


def require_vouched(
    session: Session, run: StoredRun, run_id: int, result: Mapping[str, Any]
) -> None:
    """Raises `run-not-vouched`."""
    said = not_vouched(session, run) or asked_otherwise(session, result, run.input_hash)
    if said is not None:
        raise EcoAtlasError(RUN_NOT_VOUCHED, run=run_id, why=said)


def outdated_note(said: Text) -> dict[str, Any]:
    """The same as results have their notes."""
    return {"code": CODE, **said.as_dict()}
