"""Working off the hits of a run: decisions with reasons, which stay from run to run.

A hit is known by metric, layer, feature and rule. So a decision taken on one run stands beside the
same hit of every later one, and beside none that rests on another rule or zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import Actor, record
from projects.metrics.hit_tables import DECISIONS, HitDecision
from projects.metrics.register import METRICS
from projects.metrics.run import MetricRun

TABLE = "hits"
LONGEST_REASON = 2000

NO_HITS = declare(
    "run-without-hits",
    "error",
    Text("第 {run} 号计算结果（{metric}）没有命中清单。", "Run {run} ({metric}) has no hits."),
    Text("有命中清单的指标：{choices}。", "Metrics with hits: {choices}."),
    status=404,
)
HIT_NOT_FOUND = declare(
    "hit-not-found",
    "error",
    Text("第 {run} 号计算结果没有命中“{key}”。", "Run {run} has no hit “{key}”."),
    Text("请从命中清单中选择。", "Choose one of the list of hits."),
    status=404,
)
UNKNOWN_DECISION = declare(
    "hit-unknown-decision",
    "error",
    Text("处理结论不能是“{decision}”。", "“{decision}” is no decision."),
    Text("可选：{choices}。", "It is one of: {choices}."),
)
REASON_ASKED = declare(
    "hit-reason-asked",
    "error",
    Text("没有写明理由，或超过 {limit} 字。", "The reason is missing, or over {limit} characters."),
    Text("请写明核查情况和依据，它会一直保留。", "Write what was found and why; it is kept."),
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was taken; `number` counts those on the same hit."""

    decision: str
    reason: str
    by: str | None
    at: dt.datetime
    number: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the table of hits, and the latest decision on it."""

    row: Mapping[str, Any]
    decided: Decided | None

    @property
    def decision(self) -> str:
        return self.decided.decision if self.decided else "open"


def hits_of(session: Session, run: MetricRun) -> list[Hit]:
    """The hits of a run with what was decided on them; raises `run-without-hits`."""
    rows = _rows(run)
    latest = _latest(session, run.metric)
    return [Hit(row, latest.get(_place(row))) for row in rows]


def decide(
    session: Session,
    run: MetricRun,
    key: str,
    decision: str,
    reason: str,
    by: Actor | None = None,
) -> Hit:
    """Keep a decision on the hit `key` of a run.

    Raises `run-without-hits`, `hit-not-found`, `hit-unknown-decision`, `hit-reason-asked`.
    """
    row = next((one for one in _rows(run) if one["key"] == key), None)
    if row is None:
        raise EcoAtlasError(HIT_NOT_FOUND, run=run.id, key=key[:80])
    if decision not in DECISIONS:
        choices = "、".join(DECISIONS)
        raise EcoAtlasError(UNKNOWN_DECISION, decision=decision[:40], choices=choices)
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise EcoAtlasError(REASON_ASKED, limit=LONGEST_REASON)
    layer, feature, rule = _place(row)
    session.add(
        HitDecision(
            metric=run.metric,
            layer_id=layer,
            feature_key=feature,
            rule=rule,
            decision=decision,
            reason=why,
            by=by.name if by else None,
        )
    )
    session.flush()
    details = {"run": run.id, "rule": rule, "decision": decision, "reason": why}
    record(session, by, "hit-decided", f"{run.metric}/{layer}/{feature}", details=details)
    return Hit(row, _latest(session, run.metric)[layer, feature, rule])


def history_of(session: Session, run: MetricRun, key: str) -> list[Decided]:
    """Every decision on a hit, the latest first; raises as `decide`."""
    row = next((one for one in _rows(run) if one["key"] == key), None)
    if row is None:
        raise EcoAtlasError(HIT_NOT_FOUND, run=run.id, key=key[:80])
    found = _decisions(session, run.metric)
    return found.get(_place(row), [])[::-1]


def _rows(run: MetricRun) -> list[dict[str, Any]]:
    metric = METRICS.get(run.metric)
    if metric is None or metric.table(TABLE) is None:
        choices = "、".join(one.id for one in METRICS.values() if one.table(TABLE))
        raise EcoAtlasError(NO_HITS, run=run.id, metric=run.metric, choices=choices)
    return list(run.result[TABLE])


def _place(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["layer"], row["feature"], row["rule"]


def _latest(session: Session, metric: str) -> dict[tuple[str, str, str], Decided]:
    return {place: found[-1] for place, found in _decisions(session, metric).items()}


def _decisions(session: Session, metric: str) -> dict[tuple[str, str, str], list[Decided]]:
    """By hit, the earliest first."""
    found: dict[tuple[str, str, str], list[Decided]] = {}
    query = select(HitDecision).where(HitDecision.metric == metric).order_by(HitDecision.id)
    for one in session.scalars(query):
        every = found.setdefault((one.layer_id, one.feature_key, one.rule), [])
        every.append(Decided(one.decision, one.reason, one.by, one.at, len(every) + 1))
    return found
