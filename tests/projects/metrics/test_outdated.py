"""A figure of an earlier version of its metric is said to be one."""

from __future__ import annotations

from projects.metrics.outdated import outdated, outdated_notes
from projects.metrics.sponge.projects import SPONGE_PROJECTS_METRIC as METRIC


def test_a_figure_of_an_earlier_version_is_said_to_be_one() -> None:
    said = outdated(METRIC.id, METRIC.version - 1)
    assert said is not None
    assert f"现行第 {METRIC.version} 版" in said.zh
    assert "compute again" in said.en
    (note,) = outdated_notes(METRIC.id, METRIC.version - 1)
    assert (note["code"], note["zh"]) == ("metric-outdated", said.zh)


def test_one_of_the_version_in_force_or_of_no_metric_is_not() -> None:
    assert outdated(METRIC.id, METRIC.version) is None
    assert outdated("no_such_metric", 1) is None
    assert outdated_notes(METRIC.id, METRIC.version) == []
