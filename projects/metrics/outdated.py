"""What is to be said of figures that nobody vouches for as they are: an earlier version of their
metric computed them, what their layers hold was never declared, or is declared no more, or the
register asks something else of their target today.

It is no part of the stored result: what was kept, and what was signed, stays as it is and verifies.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import NOTHING, Text, listed
from projects.figures.demands import Demand
from projects.metrics.errors import RUN_NOT_VOUCHED
from projects.metrics.held import taken_back
from projects.metrics.jurisdiction.judged import in_a_place
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
TARGET_CHANGED = Text("目标此后已改动，请重新计算", "target changed since; compute again")
DECLARED_NO_MORE = Text(
    "图层内容声明已不作数，请重新计算", "content declared no more; compute again"
)


@dataclass(frozen=True, slots=True)
class NotVouched(Text):
    """Why nobody vouches for a figure as it is."""

    short: Text
    """In place of its verdict."""

    @classmethod
    def of(cls, said: Text, short: Text) -> NotVouched:
        return cls(said.zh, said.en, short)


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


def earlier_version(metric_id: str, version: int) -> NotVouched | None:
    """What is to be said of a figure computed by this version; None by the one in force, and of a
    metric that is declared no more."""
    metric = METRICS.get(metric_id)
    if metric is None or metric.version == version:
        return None
    said = OUTDATED.format(metric=metric.title, then=version, now=metric.version)
    return NotVouched.of(said, EARLIER)


def outdated(
    session: Session,
    run: StoredRun,
    target: PolicyTarget | None,
    result: Callable[[], Mapping[str, Any]],
    asked: Mapping[str, Any] | None = None,
) -> NotVouched | None:
    """What is to be said of a stored run; None where it is as it would be computed today.

    target: the one it was compared with, as the register has it; asked: as it was judged by, of
    runs that kept it apart (`summary_of`): then the result is not read.
    """
    said = earlier_version(run.metric, run.metric_version) or not_vouched(session, run)
    if said is not None or target is None:
        return said
    if asked is None:
        return _asked_otherwise(target, result(), run.input_hash)
    return _otherwise(
        target, asked, "divisions" in asked, lambda now: json.loads(json.dumps(now)) == asked
    )


def targets_of(session: Session, runs: Iterable[Asked]) -> dict[str, PolicyTarget]:
    """Targets that runs were compared with, by id; one query."""
    named = {one.parameters.get("target") for one in runs} - {None}
    query = select(PolicyTarget).where(PolicyTarget.id.in_(named))
    return {one.id: one for one in session.scalars(query)} if named else {}


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


def not_vouched(session: Session, run: Asked) -> NotVouched | None:
    """That the verdict of a run rests on a layer of which nobody says any more what it holds."""
    if believed(run):
        return NotVouched.of(BELIEVED, DECLARED_NO_MORE)
    gone = taken_back(session, run.inputs)
    return NotVouched.of(TAKEN_BACK, DECLARED_NO_MORE) if gone else None


def asked_otherwise(
    session: Session, result: Mapping[str, Any], input_hash: str
) -> NotVouched | None:
    """That the target of a result is not what it was when the result was judged: its number, year,
    unit, subject, place or words."""
    target = session.get(PolicyTarget, (result.get("target") or {}).get("id", ""))
    return None if target is None else _asked_otherwise(target, result, input_hash)


def was_asked(result: Mapping[str, Any], input_hash: str, asked: Mapping[str, Any] | None) -> bool:
    """Whether this is the content of the target that a result was judged by."""
    head = {name: result[name] for name in HEAD if name in result}
    return fingerprint(head | {"target": asked}) == input_hash


def _asked_otherwise(
    row: PolicyTarget, result: Mapping[str, Any], input_hash: str
) -> NotVouched | None:
    def as_then(now: Mapping[str, Any]) -> bool:
        return was_asked(result, input_hash, now)

    then = result.get("target")
    return None if then is None else _otherwise(row, then, in_a_place(result), as_then)


def _otherwise(
    row: PolicyTarget,
    then: Mapping[str, Any],
    placed: bool,
    as_then: Callable[[Mapping[str, Any]], bool],
) -> NotVouched | None:
    now = Target.of(row) if placed else Target.of(row).as_before
    if not current(row):
        said = REPLACED.format(target=now.id, others=listed(row.replaced_by))
        return NotVouched.of(said, TARGET_CHANGED)
    if as_then(now.content()):
        return None
    before, today = _demand(then), _demand(now.content())
    said = ASKED_OTHERWISE.format(
        target=now.id,
        then=before.text if before else NOTHING,
        then_year=then.get("year") or NO_YEAR,
        now=today.text if today else NOTHING,
        now_year=now.year or NO_YEAR,
    )
    return NotVouched.of(said, TARGET_CHANGED)


def _demand(target: Mapping[str, Any]) -> Demand | None:
    """Of a result, where its unit is `unit`, or of what was asked, where it is `unit_en`."""
    return Demand.of({**target, "unit": target.get("unit", target.get("unit_en"))})


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
