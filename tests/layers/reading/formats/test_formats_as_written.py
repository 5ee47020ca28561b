"""KML and GeoJSON whose text says something else than a hasty reader takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport

pytestmark = pytest.mark.usefixtures("in_process")
OUTER = "114,30 114.1,30 114.1,30.1 114,30.1 114,30"
HOLE = "114.02,30.02 114.04,30.02 114.04,30.04 114.02,30.04 114.02,30.02"


def kml(tmp_path: Path, *borders: tuple[str, str]) -> Path:
    rings = "".join(
        f"<{name}><LinearRing><coordinates>{text}</coordinates></LinearRing></{name}>"
        for name, text in borders
    )
    data = "<ExtendedData><Data name='code'><value>A1</value></Data></ExtendedData>"
    mark = f"<Placemark><name>甲</name>{data}<Polygon>{rings}</Polygon></Placemark>"
    path = tmp_path / "区.kml"
    path.write_text(f"<kml><Document>{mark}</Document></kml>", encoding="utf-8")
    return path


def codes(report: CheckReport) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_hole_that_is_written_before_the_border_stays_a_hole(tmp_path: Path) -> None:
    path = kml(tmp_path, ("innerBoundaryIs", HOLE), ("outerBoundaryIs", OUTER))
    layer = read_layer(path, kind="sewage_plant")
    assert layer.frame.geometry.iloc[0].area == pytest.approx(0.01 - 0.0004)
    assert "geometry-repaired" not in codes(layer.report)


def test_a_comma_between_two_places_costs_no_corner_silently(tmp_path: Path) -> None:
    path = kml(tmp_path, ("outerBoundaryIs", OUTER.replace("30 114.1,30 ", "30, 114.1,30 ")))
    assert "geometry-unreadable" in codes(check_file(path, kind="sewage_plant"))
    spaced = kml(tmp_path, ("outerBoundaryIs", OUTER.replace(",", ", ")))
    assert check_file(spaced, kind="sewage_plant").ok


def geojson(tmp_path: Path, stated: Any, *, behind: bool = False, **properties: Any) -> Path:
    spot = {"type": "Point", "coordinates": [114.3, 30.5]}
    own = {"code": "A1", "name": "甲", **properties}
    features = {"features": [{"type": "Feature", "geometry": spot, "properties": own}]}
    told = {} if stated is ... else {"crs": stated}
    members = features | told if behind else told | features
    path = tmp_path / "厂.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", **members}), encoding="utf-8")
    return path


def named(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize(
    ("crs", "code"),
    [
        (named("GCS_Xian_1980"), "crs-unknown"),
        ({"type": "link", "properties": {"href": "http://127.0.0.1/x"}}, "crs-unknown"),
        (None, "crs-missing"),
    ],
)
def test_a_crs_that_is_not_understood_is_not_taken_for_wgs84(
    tmp_path: Path, crs: Any, code: str, behind: bool
) -> None:
    report = check_file(geojson(tmp_path, crs, behind=behind), kind="sewage_plant")
    assert code in codes(report)
    assert report.layers[0].crs.used is None


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize(
    ("crs", "epsg"),
    [
        (..., 4326),
        (named("urn:ogc:def:crs:OGC:1.3:CRS84"), 4326),
        (named("EPSG:4326"), 4326),
        (named("urn:ogc:def:crs:EPSG::4490"), 4490),
    ],
)
def test_a_crs_that_is_understood_is_used(
    tmp_path: Path, crs: Any, epsg: int, behind: bool
) -> None:
    report = check_file(geojson(tmp_path, crs, behind=behind), kind="sewage_plant")
    assert report.layers[0].crs.used == epsg


def test_a_property_called_crs_is_none(tmp_path: Path) -> None:
    assert check_file(geojson(tmp_path, ..., list=[1], crs=None), kind="sewage_plant").ok


def test_a_midnight_of_china_that_is_kept_in_utc_stays_on_its_day(tmp_path: Path) -> None:
    table = {
        "code": ["A1", "A2"],
        "name": ["甲", "乙"],
        "commissioned_on": pd.to_datetime(["2025-06-01T00:00+08:00"] * 2),
    }
    spots = gpd.points_from_xy([114.3, 114.4], [30.5, 30.6])
    path = tmp_path / "厂.gpkg"
    gpd.GeoDataFrame(table, geometry=spots, crs=4490).to_file(path)
    layer = read_layer(path, kind="sewage_plant")
    assert layer.frame["commissioned_on"].tolist() == ["2025-06-01"] * 2
    told = [p for p in layer.report.problems if p.code == "dates-from-utc"]
    assert [p.values["count"] for p in told] == [2]


def test_a_field_called_as_gdal_calls_its_own_numbers_is_kept(tmp_path: Path) -> None:
    layer = read_layer(geojson(tmp_path, ..., OGC_FID=3, fid=4), kind="sewage_plant")
    assert layer.frame[["OGC_FID", "fid"]].to_numpy().tolist() == [[3, 4]]
