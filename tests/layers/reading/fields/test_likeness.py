"""Fields that nothing maps for sure: remembered from the live version, proposed, never taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

from geo.errors import EcoAtlasError
from layers.kinds import KINDS
from layers.reading.fields.mapping import map_fields
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport

pytestmark = pytest.mark.usefixtures("in_process")
Zipped = Callable[..., Path]
ZONE = KINDS["sponge_zone"]


def best(report: CheckReport, name: str) -> tuple[str, float] | None:
    field = next(f for f in report.layers[0].fields if f.name == name)
    return (field.proposals[0].field, field.proposals[0].score) if field.proposals else None


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        ("达标情况2", "verdict"),
        ("年达标情况", "verdict"),
        ("PGJG", "verdict"),
        ("sfdbiao", "verdict"),
        ("dabiaozt", None),
        ("甲乙丙丁", None),
    ],
)
def test_a_name_like_one_of_ours_is_proposed_and_not_taken(
    zones: gpd.GeoDataFrame, zipped: Zipped, name: str, likely: str | None
) -> None:
    frame = zones.rename(columns={"是否达标": name}).assign(**{name: ["a", "b", "c"]})
    report = check_file(zipped(frame), kind="sponge_zone")
    found = best(report, name)
    assert (found and found[0]) == likely
    assert next(f for f in report.layers[0].fields if f.name == name).maps_to is None
    assert "field-missing" in {p.code for p in report.problems}
    assert ("field-resembles" in {p.code for p in report.problems}) == (likely is not None)


def test_values_of_one_code_list_are_evidence(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    report = check_file(zipped(zones.rename(columns={"是否达标": "F7"})), kind="sponge_zone")
    assert best(report, "F7") == ("verdict", 0.8)
    (told,) = [p for p in report.problems if p.code == "field-resembles"]
    assert "--map verdict=F7" in told.fix.zh
    assert "80%" in told.message.zh
    with pytest.raises(EcoAtlasError, match="field-missing"):
        read_layer(zipped(zones.rename(columns={"是否达标": "F7"})), kind="sponge_zone")


def test_the_proposal_taken_up_by_a_person_is_an_import(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.rename(columns={"是否达标": "F7"}))
    layer = read_layer(path, kind="sponge_zone", mapping={"verdict": "F7"})
    assert layer.frame["verdict"].tolist() == ["met", "not_met", "not_assessed"]
    assert "field-resembles" not in {p.code for p in layer.report.problems}


def test_what_was_mapped_by_hand_is_remembered_and_said(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.rename(columns={"是否达标": "F7"}))
    first = read_layer(path, kind="sponge_zone", mapping={"verdict": "F7"})
    again = read_layer(path, kind="sponge_zone", remembered=first.decisions["mapping"])
    assert again.decisions["mapping"] == first.decisions["mapping"]
    (told,) = [p for p in again.report.problems if p.code == "fields-remembered"]
    # Names that map by themselves need no memory and no sentence.
    assert "verdict=F7" in told.message.zh
    assert "编号" not in told.message.zh


def test_what_a_person_says_now_goes_before_what_was_said() -> None:
    found = map_fields(
        ZONE,
        ["编号", "名称", "F7", "F8"],
        asked={"verdict": "F8"},
        key=None,
        remembered={"verdict": "F7"},
    )
    assert found.theirs["verdict"] == "F8"
    assert found.problems == []


def test_memory_goes_before_names_and_never_uses_a_field_twice() -> None:
    found = map_fields(
        ZONE,
        ["编号", "名称", "MC", "达标情况"],
        asked={},
        key=None,
        remembered={"name": "MC", "district": "MC", "verdict": "达标情况"},
    )
    assert found.theirs == {"code": "编号", "name": "MC", "verdict": "达标情况"}
    assert [p.code for p in found.problems] == ["fields-remembered"]


def test_a_remembered_field_that_is_gone_is_told_unless_another_serves() -> None:
    names = ["编号", "名称", "是否达标", "所在区"]
    found = map_fields(
        ZONE,
        names,
        asked={},
        key=None,
        remembered={"capture_target": "KZL", "district": "QX", "verdict": "DB"},
    )
    assert [(p.code, p.values["field"]) for p in found.problems] == [
        ("remembered-field-gone", "capture_target")
    ]
