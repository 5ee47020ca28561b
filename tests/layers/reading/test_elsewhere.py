"""Data of other countries are said to be that, and not to be mistaken."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from layers.reading.files import check_file

pytestmark = pytest.mark.usefixtures("in_process")


def reasons(tmp_path: Path, shape: shapely.Geometry, crs: int) -> list[str]:
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ["a"]}, geometry=[shape], crs=crs)
    frame.to_file(tmp_path / "a.gpkg")
    return [p.code for p in check_file(tmp_path / "a.gpkg").blocking]


def test_a_zone_of_another_country_is_no_mistaken_gauss_krueger(tmp_path: Path) -> None:
    berlin = shapely.box(390_000, 5_810_000, 391_000, 5_811_000)
    assert reasons(tmp_path, berlin, 32633) == ["outside-china"]


def test_degrees_far_in_the_north_are_not_swapped_into_india(tmp_path: Path) -> None:
    assert reasons(tmp_path, shapely.box(20, 78, 20.1, 78.1), 4326) == ["outside-china"]


def test_swapped_degrees_of_the_district_still_are(tmp_path: Path) -> None:
    assert reasons(tmp_path, shapely.box(30.5, 114.1, 30.6, 114.2), 4490) == ["axes-swapped"]


def test_numbers_of_gauss_krueger_called_web_mercator_are_a_mismatch(tmp_path: Path) -> None:
    shape = shapely.box(38_528_000, 3_386_000, 38_529_000, 3_387_000)
    assert reasons(tmp_path, shape, 3857) == ["crs-mismatch"]
