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
from geo.words import Text, listed
from layers.audit import Actor, record
from layers.catalogue import Layer
from projects.accounts.people import person
from projects.metrics.hits.hit_tables import DECISIONS, HitDecision
from projects.metrics.kept import MetricRun
from projects.metrics.registry import METRICS

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
    Text(
        "没有写明理由，或超过 {limit} 字。",
        "The reason is missing, or over {limit:character|characters}.",
    ),
    Text("请写明核查情况和依据，它会一直保留。", "Write what was found and why; it is kept."),
)
DECIDED_MEANWHILE = declare(
    "hit-decided-meanwhile",
    "error",
    Text(
        "这条命中刚有人处理过：{decision}（{by}），您的结论没有保存。",
        "Somebody has decided on this hit meanwhile: {decision} ({by}); yours was not kept.",
    ),
    Text(
        "请先看看新的结论和理由，仍要更改时再保存一次。",
        "Read the new decision and its reason; save again if yours should still stand.",
    ),
    status=409,
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

    @property
    def number(self) -> int:
        """How many decisions there have been; what a form has to name as `seen`."""
        return self.decided.number if self.decided else 0


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
    *,
    seen: int | None = None,
) -> Hit:
    """Keep a decision on the hit `key` of a run.

    `seen`: how many decisions on it the asker has seen; None does not mind others. Raises
    `run-without-hits`, `hit-not-found`, `hit-unknown-decision`, `hit-reason-asked`,
    `hit-decided-meanwhile`.
    """
    row = _row(run, key)
    why = _checked(decision, reason)
    layer, feature, rule = _place(row)
    if seen is not None:
        # Of two who decide at once the second waits here, and then sees the first.
        session.execute(select(Layer.id).where(Layer.id == layer).with_for_update())
        _refuse_unseen(session, _latest(session, run.metric).get(_place(row)), seen)
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
    row = _row(run, key)
    found = _decisions(session, run.metric)
    return found.get(_place(row), [])[::-1]


def decisions_on(session: Session, run: MetricRun) -> dict[str, list[Decided]]:
    """Every decision on the hits of a run by the key of the hit, the earliest first."""
    found = _decisions(session, run.metric)
    return {row["key"]: found[_place(row)] for row in _rows(run) if _place(row) in found}


def has_hits(run: MetricRun) -> bool:
    """Whether the metric of a run has a list of hits."""
    metric = METRICS.get(run.metric)
    return metric is not None and metric.table(TABLE) is not None


def _checked(decision: str, reason: str) -> str:
    """The reason as it is kept."""
    if decision not in DECISIONS:
        choices = listed(DECISIONS)
        raise EcoAtlasError(UNKNOWN_DECISION, decision=decision[:40], choices=choices)
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise EcoAtlasError(REASON_ASKED, limit=LONGEST_REASON)
    return why


def _refuse_unseen(session: Session, latest: Decided | None, seen: int) -> None:
    if latest is not None and latest.number > seen:
        title = DECISIONS[latest.decision]
        raise EcoAtlasError(DECIDED_MEANWHILE, decision=title, by=person(session, latest.by))


def _row(run: MetricRun, key: str) -> dict[str, Any]:
    row = next((one for one in _rows(run) if one["key"] == key), None)
    if row is None:
        raise EcoAtlasError(HIT_NOT_FOUND, run=run.id, key=key[:80])
    return row


def _rows(run: MetricRun) -> list[dict[str, Any]]:
    if not has_hits(run):
        choices = listed(one.title for one in METRICS.values() if one.table(TABLE))
        metric = METRICS[run.metric].title if run.metric in METRICS else run.metric
        raise EcoAtlasError(NO_HITS, run=run.id, metric=metric, choices=choices)
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
