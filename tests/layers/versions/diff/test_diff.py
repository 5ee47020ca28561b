"""The difference of two versions: by key, with figures that can be checked in the head."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from shapely.affinity import translate

from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2
from geo.words import Text
from layers.catalogue import Description, VersionRef
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.versions import diff as diffs
from layers.versions.diff import DiffQuery, LayerDiff, as_json, diff, write_diff

Compare = Callable[..., LayerDiff]
NOW = dt.datetime(2025, 6, 30, tzinfo=dt.UTC)


@pytest.fixture
def compare(store: Store) -> Compare:
    """Store two frames and compare them."""

    def put(frame: gpd.GeoDataFrame, number: int, kind: str, said: Description) -> VersionRef:
        content = canonical(frame, kind=kind, key_field="code")
        store.put(content)
        return VersionRef(
            "zones", number, content.sha256, kind, "code", Text("分区", "Zones"),
            content.features, content.bbox, "EPSG:4490", said, number == 2, NOW, None,
        )  # fmt: skip

    def do(
        before: gpd.GeoDataFrame,
        after: gpd.GeoDataFrame,
        *,
        kind: str = "sponge_zone",
        said: tuple[Description, Description] = (Description(), Description()),
    ) -> LayerDiff:
        first, second = put(before, 1, kind, said[0]), put(after, 2, kind, said[1])
        return diff(store, first, second)

    return do


def points(*places: tuple[float, float]) -> gpd.GeoDataFrame:
    names = [f"P{number}" for number in range(len(places))]
    return gpd.GeoDataFrame(
        {"code": names, "name": names}, geometry=shapely.points(places), crs=4490
    )


def what(found: LayerDiff) -> dict[str, tuple[str, ...]]:
    return {change.key: change.what for change in found.changes()}


def test_the_same_content_has_no_difference(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    found = compare(zones, zones.sample(frac=1, random_state=1))
    assert found.same
    assert found.counts() == {
        "added": 0, "removed": 0, "reshaped": 0, "moved": 0, "attributes": 0,
        "changed": 0, "unchanged": 9,
    }  # fmt: skip
    assert as_json(found)["changes"] == []


def test_each_feature_is_told_by_its_key(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    after = zones.drop(index=0)
    after.loc[1, "name"] = "改名分区"
    after.loc[2, "geometry"] = shapely.box(114.22, 30.40, 114.23, 30.415)
    after.loc[9] = zones.loc[0]
    after.loc[9, ["code", "name"]] = ["P9", "新分区"]
    found = compare(zones, after)
    assert what(found) == {
        "P9": ("added",),
        "P0": ("removed",),
        "P2": ("reshaped",),
        "P1": ("attributes",),
    }
    assert found.counts()["unchanged"] == 6
    (renamed,) = found.changes(DiffQuery(what="attributes"))
    assert [(one.field, one.old, one.new) for one in renamed.fields] == [
        ("name", "示例分区1", "改名分区")
    ]
    assert renamed.fields[0].title == Text("名称", "Name")
    assert renamed.name == "改名分区"


def test_a_larger_polygon_says_its_areas_and_what_lies_between(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    after = zones.copy()
    after.loc[2, "geometry"] = shapely.box(114.22, 30.40, 114.23, 30.415)
    (change,) = compare(zones, after).changes()
    half = area_m2(gpd.GeoSeries([shapely.box(114.22, 30.41, 114.23, 30.415)], crs=4490))[0]
    before, now = change.measures["area_before_m2"], change.measures["area_after_m2"]
    assert before == pytest.approx(area_m2(zones.geometry)[2])
    assert now - before == pytest.approx(half, abs=0.1)
    # The edge between is straight in the plane and a geodesic on the ellipsoid: centimetres.
    assert change.measures["changed_m2"] == pytest.approx(half, abs=1.5)
    assert change.measures["difference_m2"] == now - before
    assert change.measures["distance_m"] is None


def test_a_part_exchanged_for_another_counts_twice(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    """The area is the same, and yet twice 0.1 of it is different ground."""
    one = zones.iloc[[0]].copy()
    after = one.copy()
    west, south = 114.2, 30.4
    ring = [(0.001, 0), (0.011, 0), (0.011, 0.01), (0.006, 0.011), (0.001, 0.01)]
    after.loc[0, "geometry"] = shapely.Polygon([(west + x, south + y) for x, y in ring])
    (change,) = compare(one, after).changes()
    plane = [side.set_crs(4490, allow_override=True).to_crs(4547).iloc[0]
             for side in (one.geometry, after.geometry)]  # fmt: skip
    assert change.measures["changed_m2"] == pytest.approx(
        plane[0].symmetric_difference(plane[1]).area, rel=1e-3
    )
    assert change.measures["changed_m2"] > 2 * 0.09 * change.measures["area_before_m2"]
    # The peak on top makes it a little larger.
    more = change.measures["area_after_m2"] - change.measures["area_before_m2"]
    assert change.measures["difference_m2"] == more
    assert 0 < more < 0.1 * change.measures["area_before_m2"]


def test_a_point_that_moved_says_how_far(compare: Compare) -> None:
    before = points((114.3, 30.5), (114.4, 30.6))
    after = points((114.301, 30.5), (114.4, 30.6))
    (change,) = compare(before, after, kind="monitoring_section").changes()
    assert change.what == ("moved",)
    assert change.measures["distance_m"] == pytest.approx(95.99, abs=0.05)
    assert change.measures["area_before_m2"] is None


@pytest.mark.parametrize("crs", [4490, 4547])
def test_a_polygon_shifted_as_a_whole_has_moved(
    compare: Compare, zones: gpd.GeoDataFrame, crs: int
) -> None:
    """Whether the office shifted it in degrees or in metres."""
    step = (0.001, 0.0) if crs == 4490 else (30.0, 40.0)
    after = zones.to_crs(crs)
    after.loc[3, "geometry"] = translate(after.loc[3, "geometry"], *step)
    (change,) = compare(zones, after).changes()
    assert (change.key, change.what) == ("P3", ("moved",))
    assert change.measures["distance_m"] == pytest.approx(96 if crs == 4490 else 50, abs=0.1)


def test_a_turned_polygon_is_reshaped_not_moved(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    after = zones.copy()
    after.loc[3, "geometry"] = shapely.affinity.rotate(zones.loc[3, "geometry"], 20)
    assert what(compare(zones, after)) == {"P3": ("reshaped",)}


def test_coordinates_that_went_through_another_system_are_the_same(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    # A hexagon too, whose lowest vertex noise may exchange for the other one on that edge.
    zones.loc[0, "geometry"] = zones.loc[0, "geometry"].centroid.buffer(0.003, quad_segs=2)
    after = zones.to_crs(4547)
    rounded = shapely.set_precision(after.geometry.to_numpy(), 1e-4, mode="pointwise")
    found = compare(zones, after.set_geometry(gpd.GeoSeries(rounded, crs=4547)))
    assert found.counts()["changed"] == 0
    assert found.settled == 9
    assert found.counts()["unchanged"] == 9


def test_what_moved_can_have_other_attributes_too(compare: Compare) -> None:
    before, after = points((114.3, 30.5)), points((114.31, 30.5))
    after["name"] = "新名"
    found = compare(before, after, kind="monitoring_section")
    assert what(found) == {"P0": ("moved", "attributes")}
    assert (found.counts()["moved"], found.counts()["attributes"]) == (1, 1)


def test_lines_say_their_lengths(compare: Compare) -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["L"], "name": ["廊道"]},
        geometry=[shapely.LineString([(114.3, 30.5), (114.31, 30.5)])],
        crs=4490,
    )
    longer = frame.set_geometry([shapely.LineString([(114.3, 30.5), (114.32, 30.5)])], crs=4490)
    (change,) = compare(frame, longer, kind="ecological_corridor").changes()
    assert change.what == ("reshaped",)
    assert change.measures["length_before_m"] == pytest.approx(960, abs=1)
    assert change.measures["length_after_m"] == pytest.approx(1920, abs=1)
    assert change.measures["difference_m2"] is None
    assert change.measures["changed_m2"] is None


def test_a_line_that_became_an_area_is_reshaped(compare: Compare) -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["L"], "name": ["廊道"]},
        geometry=[shapely.LineString([(114.3, 30.5), (114.31, 30.5)])],
        crs=4490,
    )
    area = frame.set_geometry([shapely.box(114.3, 30.5, 114.31, 30.501)], crs=4490)
    (change,) = compare(frame, area, kind="ecological_corridor").changes()
    assert change.what == ("reshaped",)
    assert change.measures["length_before_m"] > 900
    assert change.measures["length_after_m"] is None
    assert change.measures["area_after_m2"] > 0


def test_neighbouring_zones_are_each_compared_in_their_own(compare: Compare) -> None:
    """114° and 117° lie in two zones; one plane for both would stretch the figures."""
    boxes = [shapely.box(x, 30, x + 0.01, 30.01) for x in (112.6, 117.4)]
    frame = gpd.GeoDataFrame({"code": ["a", "b"], "name": ["甲", "乙"]}, geometry=boxes, crs=4490)
    halves = [shapely.box(x, 30, x + 0.01, 30.005) for x in (112.6, 117.4)]
    found = compare(frame, frame.set_geometry(halves, crs=4490))
    lost = [change.measures["changed_m2"] for change in found.changes()]
    gone = [-change.measures["difference_m2"] for change in found.changes()]
    assert min(gone) > 0, "what shrank has a difference below 0"
    assert lost == pytest.approx(gone, rel=1e-5)


def test_empty_values_are_told_apart_from_values(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    after = zones.copy()
    after["capture_target"] = [0.8, 0.7, 0.75, None, None, 0.75, 0.8, None, 0.75]
    found = compare(zones, after)
    values = {
        change.key: (change.fields[0].old, change.fields[0].new) for change in found.changes()
    }
    assert values == {"P1": (None, 0.7), "P3": (0.8, None)}


def test_a_field_that_came_or_went_is_told_once(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    after = zones.drop(columns="verdict").assign(capture_actual=0.5, 备注=None)
    found = compare(zones, after)
    assert {(one.field, one.what, one.filled) for one in found.schema} == {
        ("verdict", "removed", 9),
        ("capture_actual", "added", 9),
        ("备注", "added", 0),
    }
    assert found.counts()["changed"] == 0
    assert not found.same


def test_a_number_written_as_text_is_a_change_of_type_and_not_of_value(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    before = zones.assign(rank=range(9), size=[1.5] * 9)
    after = zones.assign(rank=[str(n) for n in range(8)] + ["九"], size=[1.5] * 8 + [2])
    found = compare(before, after)
    assert [(one.field, one.what) for one in found.schema] == [("rank", "retyped")]
    assert what(found) == {"P8": ("attributes",)}
    (change,) = found.changes()
    assert {(one.field, one.old, one.new) for one in change.fields} == {
        ("rank", 8, "九"),
        ("size", 1.5, 2.0),
    }


def test_whole_numbers_too_long_for_a_decimal_column_are_compared_with_one(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    """Parcel numbers of 18 digits, and the same column written with decimals a year later."""
    numbers = [420_111_000_000_000_001 + 1000 * n for n in range(9)]
    after = zones.assign(parcel=[float(n) for n in numbers])
    after.loc[3, "parcel"] = 1.0
    found = compare(zones.assign(parcel=numbers), after)
    assert [(one.field, one.what) for one in found.schema] == [("parcel", "retyped")]
    assert what(found) == {"P3": ("attributes",)}


def test_a_retyped_value_is_the_same_when_it_is_written_alike(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    """Decimals that became text, and days that a spreadsheet gave back as midnights."""
    before = zones.assign(level=5.0, since=dt.date(2024, 1, 1))
    after = zones.assign(level="5", since=pd.Timestamp(2024, 1, 1))
    after.loc[2, ["level", "since"]] = ["6", pd.Timestamp(2024, 1, 1, 8)]
    found = compare(before, after)
    assert {one.field for one in found.schema} == {"level", "since"}
    (change,) = found.changes()
    assert (change.key, {one.field for one in change.fields}) == ("P2", {"level", "since"})


def test_the_same_vertices_joined_in_another_order_are_another_shape(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    corners = [(114.2, 30.4), (114.24, 30.4), (114.24, 30.44), (114.2, 30.44)]
    notch = (114.22, 30.42)
    zones.loc[0, "geometry"] = shapely.Polygon([*corners, notch])
    after = zones.copy()
    after.loc[0, "geometry"] = shapely.Polygon([corners[0], notch, *corners[1:]])
    found = compare(zones, after)
    assert what(found) == {"P0": ("reshaped",)}
    assert found.settled == 0


def test_a_line_that_runs_the_other_way_is_another_line(compare: Compare) -> None:
    river = shapely.LineString([(114.3, 30.5), (114.31, 30.5), (114.32, 30.51)])
    frame = gpd.GeoDataFrame({"code": ["L"], "name": ["河"]}, geometry=[river], crs=4490)
    found = compare(
        frame, frame.set_geometry([river.reverse()], crs=4490), kind="ecological_corridor"
    )
    assert what(found) == {"L": ("reshaped",)}


def test_numbers_without_end_are_text_in_json(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    found = compare(zones.assign(ratio=1.0), zones.assign(ratio=[np.inf] + [1.0] * 8))
    (change,) = json.loads(json.dumps(as_json(found), allow_nan=False))["changes"]
    assert change["fields"][0]["new"] == "inf"


def test_changes_are_found_by_the_words_of_a_code(
    compare: Compare, zones: gpd.GeoDataFrame
) -> None:
    after = zones.copy()
    after.loc[0, "verdict"] = "not_met" if zones.loc[0, "verdict"] == "met" else "met"
    found = compare(zones, after)
    assert [one.key for one in found.changes(DiffQuery(text="未达标"))] == ["P0"]
    assert [one.key for one in found.changes(DiffQuery(text="not met"))] == ["P0"]
    assert found.changes(DiffQuery(text="未评估")) == []


def test_dates_and_yes_and_no_are_compared(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    first = zones.assign(since=dt.date(2024, 1, 1), open=pd.array([True] * 9, dtype="boolean"))
    second = first.copy()
    second.loc[4, "since"] = dt.date(2025, 1, 1)
    second.loc[5, "open"] = pd.NA
    answer = as_json(compare(first, second))
    json.dumps(answer)
    told = {one["key"]: one["fields"][0] for one in answer["changes"]}
    assert (told["P4"]["old"], told["P4"]["new"]) == ("2024-01-01", "2025-01-01")
    assert (told["P5"]["old"], told["P5"]["new"]) == (True, None)


def test_what_is_said_of_a_version_is_compared(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    said = (
        Description("规划局", dt.date(2024, 1, 1), "CC0", "internal"),
        Description("规划局", dt.date(2025, 1, 1), "CC0", "public", "年度更新"),
    )
    found = compare(zones, zones, said=said)
    assert {one.name: (one.old, one.new) for one in found.said} == {
        "date": (dt.date(2024, 1, 1), dt.date(2025, 1, 1)),
        "secrecy": ("internal", "public"),
        "note": (None, "年度更新"),
    }
    assert not found.same
    assert found.table.empty


def many(compare: Compare, zones: gpd.GeoDataFrame) -> LayerDiff:
    after = zones.copy()
    after["name"] = [f"新{number}" for number in range(9)]
    after.loc[0, "verdict"] = "not_met"
    return compare(zones, after)


def test_json_comes_page_by_page(compare: Compare, zones: gpd.GeoDataFrame) -> None:
    found = many(compare, zones)
    first = as_json(found, limit=4)
    assert [one["key"] for one in first["changes"]] == ["P0", "P1", "P2", "P3"]
    assert (first["total"], first["next_offset"]) == (9, 4)
    last = as_json(found, offset=8, limit=4)
    assert [one["key"] for one in last["changes"]] == ["P8"]
    assert last["next_offset"] is None
    assert as_json(found, offset=99)["changes"] == []
    assert first["a"]["sha256"] != first["b"]["sha256"]
    assert first["fields_changed"] == {"name": 9, "verdict": 1}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (DiffQuery(what="added"), []),
        (DiffQuery(field="verdict"), ["P0"]),
        (DiffQuery(text="新3"), ["P3"]),
        (DiffQuery(text="p4"), ["P4"]),
        (DiffQuery(text="示例分区5"), ["P5"]),
        (DiffQuery(text="新", field="verdict"), ["P0"]),
        (DiffQuery(text="(+"), []),
    ],
)
def test_changes_are_found_by_kind_field_and_text(
    compare: Compare, zones: gpd.GeoDataFrame, query: DiffQuery, keys: list[str]
) -> None:
    assert [change.key for change in many(compare, zones).changes(query)] == keys


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(2, values_only=True)) for sheet in book.worksheets}


def test_a_workbook_holds_numbers_and_never_a_formula(
    compare: Compare, zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    after = zones.drop(index=8)
    after.loc[0, "name"] = "=HYPERLINK(1)"
    after.loc[1, "verdict"] = "met"
    after.loc[2, "geometry"] = shapely.box(114.22, 30.40, 114.23, 30.415)
    found = compare(zones, after, said=(Description(secrecy="restricted"), Description()))
    write_diff(found, tmp_path / "diff.xlsx")
    sheets = read(tmp_path / "diff.xlsx")
    summary = dict(row[:2] for row in sheets["概要 Summary"])
    assert summary["删除 Removed"] == 1
    assert summary["密级 Secrecy"] == "受限 / Restricted"
    features = {row[0]: row for row in sheets["要素 Features"]}
    assert isinstance(features["P2"][4], float)
    assert features["P2"][2] == "改形 Reshaped"
    assert features["P0"][4] is None
    values = {row[0]: row for row in sheets["属性 Values"]}
    assert (values["P1"][2], *values["P1"][4:]) == ("verdict", "未达标", "达标")
    book = openpyxl.load_workbook(tmp_path / "diff.xlsx")
    texts = [cell for row in book["属性 Values"].iter_rows() for cell in row]
    formulas = [cell for cell in texts if cell.value == "=HYPERLINK(1)"]
    assert len(formulas) == 2  # as the name now, and as the new value
    assert {(cell.data_type, cell.quotePrefix) for cell in formulas} == {("s", True)}


def test_more_changes_than_a_sheet_holds_are_refused(
    compare: Compare, zones: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diffs.workbook, "MOST_ROWS", 3)
    with pytest.raises(EcoAtlasError) as caught:
        write_diff(many(compare, zones), tmp_path / "diff.xlsx")
    assert caught.value.code == "too-many-rows"
    assert not (tmp_path / "diff.xlsx").exists()


def test_versions_of_two_layers_are_a_mistake_of_the_caller(
    compare: Compare, zones: gpd.GeoDataFrame, store: Store
) -> None:
    found = compare(zones, zones)
    with pytest.raises(ValueError, match="different layers"):
        diff(store, found.a, replace(found.b, layer_id="others"))


@pytest.mark.slow
def test_a_hundred_thousand_features_are_compared_without_a_loop_over_them(
    compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted and not timed: what is the same is never looked at again."""
    count = 20_000
    places = np.column_stack([np.linspace(114, 115, count), np.linspace(30, 31, count)])
    before = points(*map(tuple, places))
    after = before.copy()
    after.loc[7, "geometry"] = shapely.Point(114.5, 30.1)
    seen = []
    exact = shapely.equals_exact
    monkeypatch.setattr(
        shapely, "equals_exact", lambda a, b, **more: seen.append(len(a)) or exact(a, b, **more)
    )
    found = compare(before, after, kind="monitoring_section")
    assert what(found) == {"P7": ("moved",)}
    assert sum(seen) == 1
