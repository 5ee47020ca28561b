"""How the demonstration is made: shapes that can be checked by hand, bytes that repeat."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from demonstration import riverside, urban
from demonstration.lake_shapes import clear_of, lake_like
from demonstration.project_sheet import write_projects
from demonstration.riverside import Reach, corridors, source_zones
from demonstration.shapefiles import Packing, dbf, write_zip
from demonstration.sources import FACTS
from demonstration.zones import sponge_zones

PLANE = 4547
WATER = box(0, -1000, 10_000, 0)
LAND = box(0, 0, 10_000, 5_000)
BANK = LineString([(0, 0), (10_000, 0)])


@pytest.fixture(scope="module")
def town() -> urban.Town:
    x, y = urban.PLACES[1].middle
    return urban.lay_out(urban.PLACES[1], Point(x, y).buffer(20_000))


def test_dbf_keeps_chinese_names_numbers_dates_and_blanks(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "目标控制率": ["70%", None],
            "宽度m": [150, 320],
            "建成日期": pd.Series([dt.date(2023, 6, 30), None], dtype=object),
        }
    )
    path = tmp_path / "layer.dbf"
    path.write_bytes(dbf(table))
    read = pyogrio.read_dataframe(path, encoding="GBK", read_geometry=False)
    assert list(read.columns) == ["目标控制率", "宽度m", "建成日期"]
    assert read["宽度m"].to_list() == [150, 320]
    assert read["建成日期"].iloc[0] == pd.Timestamp("2023-06-30")
    assert read.isna().sum().to_list() == [1, 0, 1]


def test_a_field_name_that_would_be_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 10 bytes"):
        dbf(pd.DataFrame({"污水处理厂编号": ["1"]}))


def test_the_same_frame_gives_the_same_archive(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"编号": ["1"]}, geometry=[LAND], crs=PLANE)
    paths = [tmp_path / name for name in ("a.zip", "b.zip")]
    for path in paths:
        write_zip(frame, path, Packing("排水分区"))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_same_table_gives_the_same_workbook(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        write_projects(FACTS / "projects.csv", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_street_blocks_do_not_overlap_and_repeat(town: urban.Town) -> None:
    joined = shapely.union_all(town.blocks)
    assert shapely.area(town.blocks).sum() == pytest.approx(joined.area, rel=1e-6)
    again = urban.lay_out(town.place, Point(town.place.middle).buffer(20_000))
    assert shapely.equals_exact(again.blocks, town.blocks).all()


def test_a_town_has_its_zones_and_they_reach_beyond_what_is_built(town: urban.Town) -> None:
    zones = urban.zone_areas(town)
    built = urban.built_up([town], shapely.Polygon()).union_all()
    assert len(zones) == town.place.zones
    assert shapely.union_all(zones).area > 1.1 * built.area
    assert built.difference(shapely.union_all(zones).buffer(10)).area < 1


def test_lakes_are_cut_out_of_the_built_up_area(town: urban.Town) -> None:
    lake = Point(town.place.middle).buffer(500)
    assert urban.built_up([town], lake).union_all().intersection(lake).area < 1


def test_a_lake_of_three_corners_gets_a_shore_in_its_place_and_size() -> None:
    sketch = shapely.Polygon([(0, 0), (6_000, 0), (2_500, -3_000)])
    lake = lake_like(sketch, "试湖")
    assert lake.is_valid
    assert lake.area == pytest.approx(sketch.area, rel=1e-9)
    assert lake.centroid.distance(sketch.centroid) < 1e-6
    assert lake.intersection(sketch).area > 0.7 * sketch.area
    assert len(lake.exterior.coords) > 60
    assert lake.equals_exact(lake_like(sketch, "试湖"))
    assert not lake.equals_exact(lake_like(sketch, "另一湖"), 1)


def test_a_lake_beside_a_town_is_moved_until_it_lies_beside_it() -> None:
    lake = Point(0, 0).buffer(1_000)
    moved = clear_of(lake, box(900, -2_000, 4_000, 2_000))
    assert moved.centroid.x == pytest.approx(-125)
    assert moved.area == pytest.approx(lake.area)
    with pytest.raises(ValueError, match="no place for the lake"):
        clear_of(lake, box(-900, -9_000, 9_000, 9_000))


def test_a_corridor_is_a_band_of_its_width_on_the_land_side() -> None:
    reach = Reach("L-1", "试验段", 1.0, 3.0, 200, "规划")
    band = corridors([(reach, BANK)], WATER, LAND.union(WATER)).geometry.iloc[0]
    assert band.area == pytest.approx(2000 * 200, rel=1e-6)
    assert band.intersection(WATER).area == pytest.approx(0, abs=1e-6)


def test_a_reach_past_the_end_of_its_bank_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\.0 km long"):
        riverside.stretch(BANK, 9_000, 11_000)


def test_source_zones_lie_upstream_of_the_intake_and_do_not_overlap() -> None:
    first, second = source_zones(BANK, 5_000, WATER, LAND)
    assert first.bounds == pytest.approx((4_400, -450, 5_100, 50), abs=1)
    assert second.union(first).bounds == pytest.approx((2_400, -900, 5_300, 200), abs=1)
    assert first.intersection(second).area == pytest.approx(0, abs=1)


def test_the_bank_is_the_long_outer_edge_inside_the_district_going_east() -> None:
    river = WATER.difference(box(4_000, -600, 5_000, -400))  # an island
    line = riverside.bank_inside(river, box(-100, -300, 10_100, 4_000))
    assert line.length == pytest.approx(10_000 + 2 * 300)
    assert line.coords[0][0] < line.coords[-1][0]


def test_zones_carry_a_verdict_and_one_outline_crosses_itself() -> None:
    towns = [urban.lay_out(p, Point(p.middle).buffer(20_000)) for p in urban.PLACES]
    built = urban.built_up(towns, shapely.Polygon()).union_all()
    divisions = gpd.GeoDataFrame({"name": ["蔡甸区"]}, geometry=[box(113, 30, 115, 31)], crs=4490)
    zones = sponge_zones(towns, built, divisions)
    assert set(zones["是否达标"]) == {"达标", "未达标", "未评估"}
    assert set(zones["所在区"]) == {"蔡甸区"}
    assert zones.loc[~zones.is_valid, "分区编号"].to_list() == ["CF-04"]
