"""A figure of an earlier version of its metric is said to be one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from projects.metrics.outdated import earlier_version, outdated_note
from projects.metrics.sponge.projects_metric import SPONGE_PROJECTS_METRIC as METRIC
from projects.metrics.summary import line_of
from projects.metrics.tables import MetricRunRow


def test_a_figure_of_an_earlier_version_is_said_to_be_one() -> None:
    said = earlier_version(METRIC.id, METRIC.version - 1)
    assert said is not None
    assert f"现行第 {METRIC.version} 版" in said.zh
    assert "compute again" in said.en
    note = outdated_note(said)
    assert (note["code"], note["zh"]) == ("metric-outdated", said.zh)


def test_one_of_the_version_in_force_or_of_no_metric_is_not() -> None:
    assert earlier_version(METRIC.id, METRIC.version) is None
    assert earlier_version("no_such_metric", 1) is None


@pytest.mark.parametrize(("version", "met"), [(METRIC.version, False), (METRIC.version - 1, None)])
def test_a_verdict_of_an_earlier_version_is_not_vouched_for(version: int, met: bool | None) -> None:
    demand = {"id": "T", "comparator": "=", "value": 100, "unit": "%", "year": 2025}
    summary: dict[str, Any] = {
        "headline": ["share", 0.5], "demand": demand, "measured": 0.5, "ends": None,
        "target_met": False, "sheets": [],
    }  # fmt: skip
    row = MetricRunRow(
        id=1, metric=METRIC.id, metric_version=version, inputs=[], parameters={}, summary=summary,
        created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), created_by="li",
    )  # fmt: skip
    line = line_of(None, row, {})  # type: ignore[arg-type]
    assert (line.met, line.target_met) == (met, False)
    assert (line.outdated is None) == (met is False)
