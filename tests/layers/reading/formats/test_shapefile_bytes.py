"""Shapefiles that no library writes: numbers that do not fit, odd days, a foreign index."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.files import check_file, read_layer
from layers.reading.names import unique_names
from layers.reading.report import CheckReport
from tests.layers.reading.shapefile_bytes import CODE, NAME, parts, points, polygon

pytestmark = pytest.mark.usefixtures("in_process")
Pack = Callable[..., Path]


def read(path: Path) -> gpd.GeoDataFrame:
    return read_layer(path, kind="sewage_plant").frame


def codes(report: CheckReport) -> list[str]:
    return [problem.code for problem in report.problems]


def east(frame: gpd.GeoDataFrame) -> list[float]:
    return [round(float(x), 6) for x in shapely.get_x(frame.geometry.to_numpy())]


def test_what_is_no_number_is_left_empty_and_told_by_row_and_never_half_read(pack: Pack) -> None:
    columns = (CODE, NAME, (b"inflow", "N", 6), (b"other", "N", 6))
    rows = [
        ("A1", "一", "******", "1"),
        ("A2", "二", "12x", ""),
        ("A3", "三", "1e3", "-.5"),
        ("A4", "四", "1.2.3", "+7"),
    ]
    path = pack(parts(columns, rows))
    layer = read_layer(path, kind="sewage_plant", mapping={"inflow_m3_d": "inflow"})
    assert layer.frame["inflow_m3_d"].isna().tolist() == [True, True, False, True]
    assert layer.frame["inflow_m3_d"][2] == 1000.0
    assert layer.frame["other"].fillna(0).tolist() == [1.0, 0.0, -0.5, 7.0]
    told = [p for p in layer.report.problems if p.code == "number-unreadable"]
    assert [(p.feature, p.field, p.values["value"]) for p in told] == [
        (1, "inflow", "******"),
        (2, "inflow", "12x"),
        (4, "inflow", "1.2.3"),
    ]


def test_a_whole_number_longer_than_a_double_holds_keeps_every_digit(pack: Pack) -> None:
    columns = (CODE, NAME, (b"long", "N", 20), (b"gaps", "N", 18), (b"short", "N", 20))
    rows = [
        ("A1", "一", "12345678901234567891", "420106199001011234", "5"),
        ("A2", "二", "", "", "7"),
        ("A3", "三", "-2", "7", ""),
    ]
    frame = read(pack(parts(columns, rows)))
    assert frame["long"].fillna("").tolist() == ["12345678901234567891", "", "-2"]
    assert frame["gaps"].tolist()[0] == 420106199001011234
    assert frame["gaps"].isna().tolist() == [False, True, False]
    assert frame["short"].fillna(0).tolist() == [5.0, 7.0, 0.0]


def test_a_key_of_eighteen_digits_with_gaps_is_refused_for_the_gap_alone(pack: Pack) -> None:
    columns = ((b"code", "N", 18), NAME)
    rows = [("420106199001011234", "一"), ("420106199001011235", "二"), ("", "三")]
    report = check_file(pack(parts(columns, rows)), kind="sewage_plant")
    assert [p.code for p in report.blocking] == ["key-empty"]


def test_a_day_that_is_none_is_refused_and_not_taken_for_1970(pack: Pack) -> None:
    columns = (CODE, NAME, (b"built", "D", 8), (b"seen", "D", 8))
    rows = [("A1", "一", "20250601", "20241231"), ("A2", "二", "00000000", "20250000")]
    path = pack(parts(columns, rows))
    frame = read_layer(path, kind="sewage_plant", mapping={"commissioned_on": "built"}).frame
    assert frame["commissioned_on"].fillna("").tolist() == ["2025-06-01", ""]
    assert frame["seen"].tolist() == ["2024-12-31", "20250000"]
    report = check_file(path, kind="sewage_plant", mapping={"commissioned_on": "seen"})
    bad = [p for p in report.problems if p.code == "bad-value"]
    assert [(p.feature, p.values["value"]) for p in bad] == [(2, "20250000")]


def test_rows_marked_as_deleted_take_their_shapes_with_them(pack: Pack) -> None:
    rows = [("A1", "一", "1"), ("A2", "二", "2"), ("A3", "三", "x")]
    frame = read(pack(parts((CODE, NAME, (b"n", "N", 4)), rows, deleted=1)))
    assert frame["code"].tolist() == ["A1", "A3"]
    assert frame["n"].isna().tolist() == [False, True]
    assert east(frame) == [114.0, 114.2]


def test_rows_marked_as_deleted_are_told_with_their_number(pack: Pack) -> None:
    rows = [(f"A{at}", "厂") for at in range(60)]
    whole = parts((CODE, NAME), rows)
    marked = bytearray(whole["厂.dbf"])
    width = 1 + sum(column[2] for column in (CODE, NAME))
    for at in range(5, 30):
        marked[33 + 32 * 2 + at * width] = ord("*")
    report = check_file(pack(whole | {"厂.dbf": bytes(marked)}), kind="sewage_plant")
    (told,) = [problem for problem in report.problems if problem.code == "rows-deleted"]
    assert (told.kind.severity, report.layers[0].features) == ("warning", 35)
    assert "有 25 行带删除标记（第 6、7、8、" in told.message.zh
    assert "25、等" not in told.message.zh
    assert "25… 行" in told.message.zh
    assert "25 rows" in told.message.en
    assert "24, 25, …)" in told.message.en
    assert "rows-deleted" not in codes(check_file(pack(whole), kind="sewage_plant"))


def test_a_table_of_deleted_rows_alone_says_why_it_is_empty(pack: Pack) -> None:
    report = check_file(pack(parts((CODE, NAME), [("A1", "厂")], deleted=0)), kind="sewage_plant")
    assert {"rows-deleted", "empty-layer"} <= set(codes(report))


@pytest.mark.parametrize("records", [2, 4])
def test_shapes_without_index_are_counted_against_the_rows_too(pack: Pack, records: int) -> None:
    own = parts((CODE, NAME), [(f"A{at}", "厂") for at in range(records)])
    own["厂.shp"] = points([(114.0 + 0.1 * at, 30.5) for at in range(3)])[0]
    del own["厂.shx"]
    report = check_file(pack(own), kind="sewage_plant")
    assert codes(report) == ["counts-differ"]


OUTER = [(114.0, 30.0), (114.0, 30.1), (114.1, 30.1), (114.1, 30.0), (114.0, 30.0)]
HOLE = [(114.02, 30.02), (114.02, 30.04), (114.04, 30.04), (114.04, 30.02), (114.02, 30.02)]
ISLAND = [(x * 0.5 + 57.015, y * 0.5 + 15.015) for x, y in HOLE]


@pytest.mark.parametrize(
    ("rings", "told"),
    [
        pytest.param([OUTER, HOLE[::-1]], False, id="as specified"),
        pytest.param([OUTER[::-1], HOLE], True, id="both turned"),
        pytest.param([OUTER, HOLE], True, id="hole turned"),
        pytest.param([OUTER, HOLE, ISLAND], True, id="island in a turned hole"),
    ],
)
def test_a_ring_inside_another_is_a_hole_whichever_way_it_runs(
    pack: Pack, rings: list[list[tuple[float, float]]], told: bool
) -> None:
    own = parts((CODE, NAME), [("A1", "一")])
    own["厂.shp"], own["厂.shx"] = polygon(rings)
    layer = read_layer(pack(own), kind="sewage_plant")
    area = 0.01 - 0.0004 + 0.0001 * (len(rings) == 3)
    assert layer.frame.geometry.iloc[0].area == pytest.approx(area, rel=1e-9)
    assert ("hole-turned" in codes(layer.report)) is told


ROWS = [("A1", "一"), ("A2", "二"), ("A3", "三")]


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([78, 64, 50], id="order of another file"),
        pytest.param([0, 0, 0], id="zeros"),
        pytest.param([50, 64, 5000], id="beyond the end"),
    ],
)
def test_an_index_that_points_elsewhere_is_put_aside_and_told(
    pack: Pack, entries: list[int]
) -> None:
    own = parts((CODE, NAME), ROWS)
    wrong = b"".join(struct.pack(">2i", at, 10) for at in entries)
    own["厂.shx"] = own["厂.shx"][:100] + wrong
    layer = read_layer(pack(own), kind="sewage_plant")
    assert layer.frame["code"].tolist() == ["A1", "A2", "A3"]
    assert east(layer.frame) == [114.0, 114.1, 114.2]
    assert "shx-wrong" in codes(layer.report)


def test_records_that_a_program_numbers_from_zero_are_read_by_their_index(pack: Pack) -> None:
    own = parts((CODE, NAME), ROWS)
    shp = bytearray(own["厂.shp"])
    for at in range(3):
        struct.pack_into(">i", shp, 100 + 28 * at, at)
    layer = read_layer(pack(own | {"厂.shp": bytes(shp)}), kind="sewage_plant")
    assert east(layer.frame) == [114.0, 114.1, 114.2]
    assert "shx-wrong" not in codes(layer.report)


def test_no_column_hides_another_whose_name_the_cut_made_equal(pack: Pack) -> None:
    columns = (CODE, NAME, (b"a", "C", 2), (b"a", "C", 2), (b"a_2", "C", 2))
    frame = read(pack(parts(columns, [("A1", "一", "p", "q", "r")])))
    assert [frame[name][0] for name in ("a", "a_3", "a_2")] == ["p", "q", "r"]
    assert unique_names(["", "x", "", "x"], "列{}".format) == ("列1", "x", "列3", "x_2")


@pytest.mark.parametrize("suffix", [".SHP", ".prj", ".DBF"])
def test_of_two_parts_whose_names_differ_in_case_only_none_is_taken_silently(
    pack: Pack, suffix: str
) -> None:
    own = {name.replace("厂", "road"): raw for name, raw in parts((CODE, NAME), ROWS).items()}
    own[f"ROAD{suffix}"] = own[f"road{suffix.lower()}"]
    with pytest.raises(EcoAtlasError) as refused:
        read_layer(pack(own), kind="sewage_plant")
    assert refused.value.code == "part-twice"
    assert suffix.lower() in refused.value.message.en


def test_a_memo_is_not_read_as_the_number_of_its_block(pack: Pack) -> None:
    columns = (CODE, NAME, (b"memo", "M", 10), (b"whole", "I", 4))
    layer = read_layer(
        pack(parts(columns, [("A1", "一", "         7", "abcd")])), kind="sewage_plant"
    )
    assert layer.frame[["memo", "whole"]].isna().all(axis=None)
    told = [p.field for p in layer.report.problems if p.code == "column-not-read"]
    assert told == ["memo", "whole"]


def test_a_layer_of_which_every_row_is_left_out_is_refused(pack: Pack) -> None:
    own = parts((CODE, NAME), [("A1", "一")])
    null = struct.pack(">2i", 1, 2) + struct.pack("<i", 0)
    own["厂.shp"] = own["厂.shp"][:24] + struct.pack(">i", 56) + own["厂.shp"][28:100] + null
    own["厂.shx"] = own["厂.shx"][:100] + struct.pack(">2i", 50, 2)
    with pytest.raises(EcoAtlasError) as refused:
        read_layer(pack(own), kind="sewage_plant", accept={"empty-geometry"})
    assert refused.value.code == "empty-layer"
