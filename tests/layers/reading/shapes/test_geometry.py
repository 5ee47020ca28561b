"""Geometry faults: found by row, repaired with an account, refused or left out as a person says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.files import check_file, read_layer

pytestmark = pytest.mark.usefixtures("in_process")
Zipped = Callable[..., Path]

BOW_TIE = shapely.Polygon(
    [(114.0, 30.0), (114.01, 30.01), (114.01, 30.0), (114.0, 30.01), (114.0, 30.0)]
)


def lakes(shapes: list[object]) -> gpd.GeoDataFrame:
    table = {"code": [f"L{i}" for i in range(len(shapes))], "name": "湖"}
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4490)


SQUARE = shapely.box(114.0, 30.0, 114.01, 30.01)


def test_a_bow_tie_is_repaired_with_row_reason_place_and_areas(zipped: Zipped) -> None:
    layer = read_layer(zipped(lakes([SQUARE, BOW_TIE])), kind="lake")
    problem = next(p for p in layer.report.problems if p.code == "geometry-repaired")
    assert problem.feature == 2
    assert "crosses itself" in problem.message.en
    assert problem.place == pytest.approx((114.005, 30.005))
    assert "114.005" in problem.message.en
    assert layer.frame.geometry.is_valid.all()
    repair = layer.decisions["repairs"][0]
    assert repair["row"] == 2
    assert repair["area_after_m2"] > 500_000


def test_rows_without_geometry_are_refused_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    lakes([SQUARE, None, shapely.Polygon(), SQUARE]).to_file(path)
    report = check_file(path, kind="lake")
    assert [p.feature for p in report.problems if p.code == "empty-geometry"] == [2, 3]
    layer = read_layer(path, kind="lake", accept={"empty-geometry"})
    assert layer.frame["code"].tolist() == ["L0", "L3"]
    assert layer.decisions["dropped_rows"] == [2, 3]
    dropped = next(p for p in layer.report.problems if p.code == "rows-dropped")
    assert "2、3" in dropped.message.zh


def test_rows_are_counted_as_in_the_file_after_some_were_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    lakes([None, SQUARE, BOW_TIE]).to_file(path)
    layer = read_layer(path, kind="lake", accept={"empty-geometry"})
    problem = next(p for p in layer.report.problems if p.code == "geometry-repaired")
    assert problem.feature == 3
    assert layer.decisions["repairs"][0]["row"] == 3


def test_geometry_that_collapses_is_refused_or_left_out(tmp_path: Path) -> None:
    line = shapely.Polygon([(114.0, 30.0), (114.01, 30.01), (114.0, 30.0), (114.0, 30.0)])
    path = tmp_path / "a.gpkg"
    lakes([SQUARE, line]).to_file(path)
    with pytest.raises(EcoAtlasError, match="geometry-lost"):
        read_layer(path, kind="lake")
    layer = read_layer(path, kind="lake", accept={"geometry-lost"})
    assert layer.frame["code"].tolist() == ["L0"]


def test_nan_coordinates_are_refused(tmp_path: Path) -> None:
    with np.errstate(invalid="ignore"):
        shape = shapely.Polygon([(114.0, 30.0), (114.01, np.nan), (114.01, 30.01)])
    path = tmp_path / "a.gpkg"
    lakes([SQUARE, shape]).to_file(path)
    report = check_file(path, kind="lake")
    assert ("bad-coordinates", 2) in [(p.code, p.feature) for p in report.problems]
    assert not report.ok


def test_heights_are_left_out_and_said(zipped: Zipped) -> None:
    layer = read_layer(zipped(lakes([shapely.force_3d(SQUARE, 20.0)])), kind="lake")
    assert not layer.frame.has_z.any()
    assert [p.code for p in layer.report.problems] == ["z-dropped"]


def test_single_and_multiple_parts_go_together(tmp_path: Path) -> None:
    east = shapely.box(114.02, 30.0, 114.03, 30.01)
    path = tmp_path / "a.geojson"
    lakes([SQUARE, shapely.MultiPolygon([SQUARE, east])]).to_file(path)
    report = check_file(path, kind="lake")
    assert report.ok
    assert set(report.layers[0].geometry_types) == {"Polygon", "MultiPolygon"}


def test_a_stray_line_among_polygons_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    lakes([SQUARE, shapely.LineString([(114, 30), (114.1, 30.1)])]).to_file(path)
    report = check_file(path, kind="lake")
    assert [(p.code, p.feature) for p in report.problems if p.kind.severity == "error"] == [
        ("wrong-geometry", 2)
    ]


def test_corridors_may_be_lines_and_polygons(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    lakes([SQUARE, shapely.LineString([(114, 30), (114.1, 30.1)])]).to_file(path)
    assert check_file(path, kind="ecological_corridor").ok
