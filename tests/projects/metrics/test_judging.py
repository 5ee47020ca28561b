"""Every metric with every target of the register: the pairs that are judged, by hand, and why."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.holdings.kinds import HELD_BY
from projects.metrics.inputs import read_parameters
from projects.metrics.registry import METRICS
from projects.metrics.roles import BOUNDARY, DIVISIONS, LIMITS
from projects.metrics.subjects import COUNTED_BY, judged_target
from projects.metrics.targets import judges
from projects.policy.register import get_target, targets
from projects.policy.subjects import SUBJECTS

COUNTED = "things of this kind are counted, or those with a state among all of them"
LENGTH = "length of lines with a state, or its share of all of them"
AREA = "ground with a state, each place once"
UNITS = "divisions of the level that the plan counts, by a field, a list or what lies inside"
AMOUNT = "a floor area or capacity is added up, never the number of features"
JUDGED: dict[str, tuple[set[str], str]] = {
    "EZ-2022-T03": ({"count_by_status"}, COUNTED),
    "EZ-2022-T05": ({"count_by_status"}, COUNTED),
    "EZ-2022-T06": ({"count_by_status"}, COUNTED),
    "EZ-2022-T07": ({"count_by_status"}, COUNTED),
    "EZ-2022-T12": ({"units_with"}, UNITS),
    "EZ-2022-T15": ({"township_coverage"}, "units with sewage treatment among all units"),
    "EZ-2022-T17": ({"amount_by_status"}, AMOUNT),
    "SY-2018-T04": ({"township_coverage"}, "townships with sewage treatment among all"),
    "SY-2018-T09": ({"length_by_status"}, LENGTH),
    "SY-2018-T10": ({"section_quality"}, "class of the sections on the reservoir, each as a lake"),
    "SY-2018-T11": ({"section_quality"}, "sections on the three rivers, each at its own class"),
    "SY-2018-T13": ({"count_by_status"}, COUNTED),
    "SY-2018-T15": ({"area_by_status"}, AREA),
    "SY-2018-T16": ({"area_by_status"}, AREA),
    "SY-2018-T17": ({"length_by_status"}, LENGTH),
    "SY-2018-T20": ({"section_quality"}, "the fewest months with readings that a section has"),
    "SY-2018-T26": ({"area_balance"}, "forest added less forest taken between two dates"),
    "SY-2018-T27": ({"length_by_status"}, LENGTH),
    "SY-2018-T28": ({"units_with"}, UNITS),
    "SY-2018-T30": ({"units_with"}, UNITS),
    "SY-2018-T32": ({"count_by_status"}, COUNTED),
    "WEDZ-2023-T02": ({"count_by_status"}, COUNTED),
    "WEDZ-2023-T19": ({"count_by_status"}, COUNTED),
    "WEDZ-2023-T22": (
        {"sponge_coverage", "sponge_what_if"},
        "built-up area in zones that are met; the what-if takes the target as its goal",
    ),
    "WEDZ-2023-T23": ({"sponge_projects"}, "projects with a sponge-city record among all"),
    "WEDZ-2023-T26": ({"units_with"}, UNITS),
    "WEDZ-2023-T28": ({"amount_by_status"}, AMOUNT),
    "WEDZ-2023-T29": ({"amount_by_status"}, AMOUNT),
    "WH-2023-T01": ({"count_by_status"}, COUNTED),
    "WH-2023-T05": ({"length_by_status"}, LENGTH),
    "WH-2023-T11": ({"area_by_status"}, AREA),
    "WH-2023-T12": ({"area_by_status"}, AREA),
    "WH-2023-T15": ({"natural_shoreline"}, "natural shoreline at two dates; the plan asks a rise"),
    "WH-2023-T16": ({"base_flow"}, "control sections that attain the rate of their document"),
    "WH-2023-T18": ({"count_by_status"}, COUNTED),
    "WH-2023-T19": ({"count_by_status"}, COUNTED),
    "WH-2023-T21": ({"count_by_status"}, COUNTED),
    "WH-2023-T22": ({"amount_by_status"}, AMOUNT),
    "WH-2023-T26": ({"cooperation_zones"}, "zones that join two cities"),
    "YC-2022-T07": ({"count_by_status"}, COUNTED),
    "YC-2022-T08": ({"count_by_status"}, COUNTED),
    "YC-2022-T17": ({"base_flow"}, "the control section with the smallest share of days"),
}
NOT_BY_SECTIONS: dict[str, str] = {
    "SY-2018-T21": "that the year was assessed is an act of the bureau, whatever the sections say",
    "WEDZ-2023-T04": "a scheme that is kept in force is done or not done; a person says so",
    "YC-2022-T14": "that flow targets were fixed is done or not done; a person says so",
    "YC-2022-T18": "water function zones are no sections, and the level above sets the value",
    "SY-2018-T05": "effluent of plants has grades of another standard",
}
"""Targets of water beside these, and why no metric of sections takes them."""
ASKED = {name for name, one in METRICS.items() if any(p.type == "target" for p in one.parameters)}
REFUSALS = {"wrong-subject", "target-does-not-fit", "target-replaced"}


def outcome(session: Any, metric_id: str, target: str) -> str:
    """What becomes of the question whether a metric judges a target: `judged`, or the refusal."""
    metric = METRICS[metric_id]
    required = {"weigh_by": "amount", "since": "2023-01-01", "year": 2025}
    given = {n: v for n, v in required.items() if metric.parameter(n)} | {"target": target}
    if metric.parameter("level") and metric.id == "units_with":
        subject = get_target(session, target).subject
        given["level"] = COUNTED_BY.get(subject, ("township",))[0]
    try:
        judged_target(session, metric, read_parameters(metric, given), {})
    except EcoAtlasError as refusal:
        return refusal.code
    return "judged"


def test_every_metric_judges_the_targets_of_its_subject_and_refuses_all_others(
    sqlite_database: Database,
) -> None:
    with sqlite_database.reading() as session:
        every = targets(session)
        wrong = [
            (metric, one.id, found)
            for one in every
            for metric in sorted(ASKED)
            for wanted in [metric in JUDGED.get(one.id, ({}, ""))[0]]
            for found in [outcome(session, metric, one.id)]
            if (found == "judged") is not wanted or (not wanted and found not in REFUSALS)
        ]
        ids = {one.id for one in every}
        said = {one.id: {m for m in METRICS if judges(METRICS[m], one)} for one in every}
    assert wrong == []
    assert not JUDGED.keys() & NOT_BY_SECTIONS.keys()
    assert ids >= NOT_BY_SECTIONS.keys()
    assert len(every) >= 141
    assert {name: found for name, found in said.items() if found} == {
        name: metrics for name, (metrics, _) in JUDGED.items()
    }


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda one: one.id)
def test_what_a_metric_measures_is_on_the_list_and_its_boundary_can_be_named(metric: Any) -> None:
    assert set(metric.subjects) <= SUBJECTS.keys()
    said = metric.parameter("subject")
    assert said is None or [one.value for one in said.choices] == list(metric.subjects)
    located = any(role.within != "beside" for role in metric.inputs)
    if metric.subjects:
        assert metric.id in ASKED
        assert (metric.role(BOUNDARY.name) is not None) is located
    counts = any((one.within, one.kinds) == ("units", DIVISIONS.kinds) for one in metric.inputs)
    assert (LIMITS in metric.sheets) is counts, "how much all units must cover"


def test_levels_and_kinds_are_told_for_subjects_of_the_list() -> None:
    assert COUNTED_BY.keys() | HELD_BY.keys() <= SUBJECTS.keys()


def test_counties_do_not_answer_a_target_of_townships(sqlite_database: Database) -> None:
    """Every county has a sewage plant; the plan asks for every township."""
    metric = METRICS["township_coverage"]
    asked = read_parameters(metric, {"target": "SY-2018-T04", "level": "county"})
    with sqlite_database.reading() as session, pytest.raises(EcoAtlasError) as refused:
        judged_target(session, metric, asked, {})
    assert refused.value.code == "wrong-subject"
    assert "区县级" in refused.value.message.zh
    assert "乡镇街道级" in refused.value.message.zh
