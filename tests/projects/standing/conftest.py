"""An office of rows only: two layers, runs of a metric on them, statements where a test signs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.catalogue import Layer, Version
from layers.system.database import Database, now
from projects.metrics.outdated import HEAD
from projects.metrics.registry import METRICS
from projects.metrics.results import fingerprint
from projects.metrics.summary import summary_of
from projects.metrics.tables import MetricRunRow
from projects.metrics.targets import Target
from projects.metrics.unaltered import run_sha256
from projects.policy.tables import PolicyTarget
from projects.statements.chain import add_event
from projects.statements.tables import Statement

METRIC, TARGET = "sponge_coverage", "WEDZ-2023-T22"
WANG = Actor("wang", "10.0.0.4")


@dataclass
class Office:
    database: Database

    def run(self, share: float, *layers: str, target: str | None = TARGET, by: str = "li") -> int:
        """A run of the metric with this share, at least 50 % of which are asked."""
        inputs = [{"role": one, "layer": one, "version": 1} for one in layers or ("own",)]
        given = {"target": target} if target else {}
        result = {
            "inputs": inputs, "parameters": given, "total": {"share": share}, "target": None,
            "measured_on": f"{share} {target}",
        }  # fmt: skip
        if target:
            asked = {"comparator": ">=", "value": 50.0, "unit": "%"}
            result["target"] = {"id": target, "met": share >= 0.5, **asked}
        with self.database.transaction() as session:
            content = _content(session, result)
            row = MetricRunRow(
                input_hash=_asked(content, result), metric=METRIC,
                metric_version=METRICS[METRIC].version, inputs=inputs,
                parameters=given, result=json.dumps(result),
                shapes={}, software={}, summary=summary_of(METRICS[METRIC], result, content),
                created_at=now(), created_by=by,
            )  # fmt: skip
            row.sha256 = run_sha256(row)
            session.add(row)
            session.flush()
            return row.id

    def statement(self, run: int, *steps: str) -> int:
        """A statement on a run that took these steps; the last one is its state."""
        with self.database.transaction() as session:
            row = session.get_one(MetricRunRow, run)
            made = Statement(
                run_id=run, metric=row.metric, inputs=row.inputs, content="{}",
                sha256=f"{run}{steps}", code=f"C{run}{len(steps)}{steps[-1]}"[:19],
                secrecy="public", state=steps[0], made_at=now(), made_by="li",
            )  # fmt: skip
            session.add(made)
            session.flush()
            for step in steps:
                self._step(session, made, step)
            return made.id

    def step(self, statement: int, step: str) -> None:
        with self.database.transaction() as session:
            self._step(session, session.get_one(Statement, statement), step)

    @staticmethod
    def _step(session: Session, statement: Statement, step: str) -> None:
        add_event(session, statement, step, "wang")
        statement.state = step
        session.flush()


def _content(session: Session, result: dict[str, Any]) -> dict[str, Any] | None:
    """The target as the register has it."""
    row = session.get(PolicyTarget, (result["target"] or {}).get("id") or "")
    return Target.of(row).as_before.content() if row else None


def _asked(content: dict[str, Any] | None, result: dict[str, Any]) -> str:
    head = {name: result[name] for name in HEAD if name in result}
    return fingerprint(head | {"target": content})


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """`own` and `test` are public, `closed` is restricted."""
    with database.transaction() as session:
        for layer, grade in (("own", "public"), ("test", "public"), ("closed", "restricted")):
            named = {"title_zh": layer, "title_en": layer, "key_field": "code"}
            session.add(Layer(id=layer, kind="sponge_zone", live_version=1, **named))
            session.flush()
            session.add(
                Version(
                    layer_id=layer, number=1, sha256=layer, features=1, bbox=[0.0, 0.0, 1.0, 1.0],
                    date=dt.date(2025, 12, 31),
                    crs="EPSG:4490", secrecy=grade, manifest={},
                )
            )  # fmt: skip
    return Office(database)
