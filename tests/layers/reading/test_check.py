"""What a check says of a file, from a clean one to each kind of bad input."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport

pytestmark = pytest.mark.usefixtures("in_process")
Zipped = Callable[..., Path]


def same(one: gpd.GeoSeries, other: gpd.GeoSeries) -> bool:
    """Equal to 1e-9 degrees (0.1 mm), wherever rings begin and whichever way they run."""
    return bool((shapely.hausdorff_distance(one.array, other.array) < 1e-9).all())


def codes(report: CheckReport, severity: str = "error") -> list[str]:
    return [p.code for p in report.problems if p.kind.severity == severity]


def test_a_clean_zip_becomes_a_layer_in_canonical_form(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    layer = read_layer(zipped(zones), kind="sponge_zone")
    assert layer.frame.crs.to_epsg() == 4490
    assert list(layer.frame.columns) == ["code", "name", "verdict", "geometry"]
    assert layer.frame["verdict"].tolist() == ["met", "not_met", "not_assessed"]
    assert layer.frame["name"].tolist() == ["纱帽", "东荆", "蔡甸"]
    assert layer.key_field == "code"
    want = zones.to_crs(4490).geometry
    assert same(layer.frame.geometry, want)
    assert layer.decisions["mapping"] == {"code": "编号", "name": "名称", "verdict": "是否达标"}
    assert layer.decisions["crs"] == {
        "declared": "EPSG:4526",
        "used": 4526,
        "told": None,
        "shifted": None,
        "local_parameters": None,
    }


def test_the_json_of_a_check_has_exactly_the_agreed_keys(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    said = check_file(zipped(zones, without=[".prj"]), kind="sponge_zone").as_json("en")
    assert set(said) == {"ok", "layers", "problems"}
    assert said["ok"] is False
    layer = said["layers"][0]
    assert set(layer) == {
        "name",
        "features",
        "geometry_types",
        "encoding",
        "crs",
        "fields",
        "problems",
    }
    assert set(layer["encoding"]) == {"declared", "detected", "used", "sample"}
    assert set(layer["crs"]) == {"declared", "used", "shifted", "candidates"}
    assert set(layer["crs"]["candidates"][0]) == {
        "epsg",
        "reason",
        "confidence",
        "crs",
        "swapped",
        "bounds",
        "inside",
    }
    assert {frozenset(f) for f in layer["fields"]} == {
        frozenset({"name", "type", "maps_to", "proposals"})
    }
    assert said["problems"] == []
    problem = layer["problems"][0]
    assert set(problem) == {
        "code",
        "severity",
        "feature",
        "row",
        "field",
        "place",
        "value",
        "message",
        "fix",
        "action",
    }
    json.dumps(said)


def problems(said: dict[str, Any]) -> list[dict[str, Any]]:
    return said["problems"] + [p for layer in said["layers"] for p in layer["problems"]]


def test_every_sentence_is_there_in_both_languages(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    report = check_file(zipped(zones, without=[".prj", ".cpg"]), kind="lake", key="nix")
    chinese, english = report.as_json("zh"), report.as_json("en")
    for zh, en in zip(problems(chinese), problems(english), strict=True):
        assert zh["code"] == en["code"]
        assert any("\u4e00" <= char <= "\u9fff" for char in zh["message"])
        assert "{" not in zh["message"] + en["message"] + zh["fix"] + en["fix"]


def test_a_check_without_kind_maps_nothing_and_asks_for_no_key(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    report = check_file(zipped(zones))
    assert report.ok
    assert [f.maps_to for f in report.layers[0].fields] == [None, None, None]


def test_geopackage_and_geojson_read_the_same_as_the_shapefile(
    zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path
) -> None:
    zones.to_file(tmp_path / "z.gpkg", layer="分区")
    zones.to_crs(4326).to_file(tmp_path / "z.geojson", driver="GeoJSON", COORDINATE_PRECISION=12)
    want = read_layer(zipped(zones), kind="sponge_zone").frame
    for path in (tmp_path / "z.gpkg", tmp_path / "z.geojson"):
        got = read_layer(path, kind="sponge_zone").frame
        pd.testing.assert_frame_equal(
            pd.DataFrame(got.drop(columns="geometry")), pd.DataFrame(want.drop(columns="geometry"))
        )
        assert same(got.geometry, want.geometry)


def test_what_nobody_sees_is_out_of_the_values_of_a_layer_and_told(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    names = [f"\u202e{name}\u200e" for name in zones["名称"]]
    path = tmp_path / "z.gpkg"
    zones.assign(名称=names).to_file(path, layer="分区")
    read = read_layer(path, kind="sponge_zone")
    assert read.frame["name"].tolist() == zones["名称"].tolist()
    (told,) = [one for one in read.report.problems if one.code == "text-cleaned"]
    assert (told.field, told.values["count"]) == ("名称", len(names))


def test_a_zipped_geopackage_is_read(
    zones: gpd.GeoDataFrame, tmp_path: Path, pack: Callable[..., Path]
) -> None:
    zones.to_file(tmp_path / "z.gpkg")
    path = pack({"来图/z.gpkg": (tmp_path / "z.gpkg").read_bytes(), "readme.txt": b"."})
    assert len(read_layer(path, kind="sponge_zone").frame) == 3


def test_a_loose_shp_is_read_with_its_neighbours(zones: gpd.GeoDataFrame, tmp_path: Path) -> None:
    zones.to_file(tmp_path / "分区.shp", encoding="GBK")
    (tmp_path / "分区.dbf").rename(tmp_path / "分区.DBF")
    assert len(read_layer(tmp_path / "分区.shp", kind="sponge_zone").frame) == 3


def test_folders_upper_case_and_macos_clutter_do_no_harm(
    zones: gpd.GeoDataFrame, tmp_path: Path, pack: Callable[..., Path]
) -> None:
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    entries = {f"来图/Z{p.suffix.upper()}": p.read_bytes() for p in tmp_path.glob("z.*")}
    entries |= {"__MACOSX/来图/._Z.SHP": b"clutter", "来图/._Z.SHP": b"clutter"}
    assert check_file(pack(entries), kind="sponge_zone").ok


# --- bad input, each a sentence with a code --------------------------------------------------


def test_no_crs_is_refused_with_candidates_and_taken_when_told(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones, without=[".prj"])
    report = check_file(path, kind="sponge_zone")
    assert codes(report) == ["crs-missing"]
    assert report.layers[0].crs.candidates[0].epsg == 4526
    with pytest.raises(EcoAtlasError) as refused:
        read_layer(path, kind="sponge_zone")
    assert refused.value.code == "crs-missing"
    assert "EPSG:4526" in refused.value.fix.en
    assert read_layer(path, kind="sponge_zone", crs="EPSG:4526").decisions["crs"]["used"] == 4526


def test_a_missing_file_and_an_empty_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "leer.zip").touch()
    assert codes(check_file(tmp_path / "nix.zip")) == ["file-missing"]
    assert codes(check_file(tmp_path / "leer.zip")) == ["file-empty"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", b"%PDF-1.7 not a zip"),
        ("a.gpkg", b"PK\x03\x04 a zip by another name"),
        ("a.geojson", b"<html>login</html>"),
        ("a.geojson", b"SQLite format 3\x00"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    report = check_file(tmp_path / name)
    assert codes(report) == ["not-what-it-says"]
    assert name in report.problems[0].message.zh


def test_json_that_is_no_geojson_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{"hello": "world"}')
    assert codes(check_file(tmp_path / "a.geojson")) == ["format-not-read"]


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    assert codes(check_file(tmp_path / "a.docx")) == ["unknown-format"]


def test_an_empty_layer_is_refused(zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path) -> None:
    assert codes(check_file(zipped(zones.iloc[:0]))) == ["empty-layer"]
    zones.iloc[:0].to_file(tmp_path / "leer.gpkg")
    assert codes(check_file(tmp_path / "leer.gpkg")) == ["empty-layer"]
    (tmp_path / "leer.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert codes(check_file(tmp_path / "leer.geojson")) == ["empty-layer"]


def test_a_zip_without_shp_is_refused_and_says_what_is_there(pack: Callable[..., Path]) -> None:
    report = check_file(pack({"说明.docx": b"x", "分区.dbf": b"y"}))
    assert codes(report) == ["no-shapefile-in-zip"]
    assert "说明.docx" in report.problems[0].message.zh


def test_of_two_shapefiles_none_is_taken_silently(
    zones: gpd.GeoDataFrame, tmp_path: Path, pack: Callable[..., Path]
) -> None:
    for name, frame in (("一期", zones.iloc[:1]), ("二期", zones.iloc[1:])):
        frame.to_file(tmp_path / f"{name}.shp", encoding="GBK")
    path = pack({p.name: p.read_bytes() for p in tmp_path.iterdir() if p.suffix != ".zip"})
    report = check_file(path, kind="sponge_zone")
    assert codes(report) == ["several-layers"]
    assert {layer.name: layer.features for layer in report.layers} == {"一期": 1, "二期": 2}
    assert "一期" in report.problems[0].message.zh
    with pytest.raises(EcoAtlasError, match="several-layers"):
        read_layer(path, kind="sponge_zone")
    assert len(read_layer(path, kind="sponge_zone", layer_name="二期").frame) == 2
    assert codes(check_file(path, layer_name="三期")) == ["no-such-source-layer"]


def test_two_shapefiles_of_one_name_are_told_and_chosen_by_their_paths(
    zones: gpd.GeoDataFrame, tmp_path: Path, pack: Callable[..., Path]
) -> None:
    files: dict[str, bytes] = {}
    for folder, frame in (("江汉区", zones.iloc[:1]), ("汉阳区", zones.iloc[1:])):
        (tmp_path / folder).mkdir()
        frame.to_file(tmp_path / folder / "水系.shp", encoding="GBK")
        files |= {f"{folder}/{p.name}": p.read_bytes() for p in (tmp_path / folder).iterdir()}
    path = pack(files)
    report = check_file(path, kind="sponge_zone")
    found = {layer.name: layer.features for layer in report.layers}
    assert found == {"江汉区/水系.shp": 1, "汉阳区/水系.shp": 2}
    assert "江汉区/水系.shp、汉阳区/水系.shp" in report.problems[0].message.zh
    for name, count in found.items():
        chosen = read_layer(path, kind="sponge_zone", layer_name=name)
        assert (len(chosen.frame), chosen.decisions["source_layer"]) == (count, name)
    assert codes(check_file(path, layer_name="水系")) == ["several-layers"]


def test_layers_of_one_name_in_two_containers_are_told_by_container_and_name(
    zones: gpd.GeoDataFrame, tmp_path: Path, pack: Callable[..., Path]
) -> None:
    for layer in ("水系", "分区"):
        zones.iloc[:1].to_file(tmp_path / "z.gpkg", layer=layer)
    content = (tmp_path / "z.gpkg").read_bytes()
    path = pack({"a/z.gpkg": content, "b/z.gpkg": content})
    names = [layer.name for layer in check_file(path).layers]
    assert names == ["a/z.gpkg/水系", "a/z.gpkg/分区", "b/z.gpkg/水系", "b/z.gpkg/分区"]
    chosen = read_layer(path, kind="sponge_zone", layer_name="b/z.gpkg/分区")
    assert chosen.decisions["source_layer"] == "b/z.gpkg/分区"


def test_of_two_layers_of_a_geopackage_none_is_taken_silently(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "z.gpkg"
    zones.to_file(path, layer="a")
    zones.to_file(path, layer="b")
    assert codes(check_file(path)) == ["several-layers"]
    assert len(read_layer(path, kind="sponge_zone", layer_name="b").frame) == 3


def test_a_missing_dbf_is_refused(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    assert codes(check_file(zipped(zones, without=[".dbf"]))) == ["missing-dbf"]


def test_a_missing_shx_is_rebuilt_and_said(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    layer = read_layer(zipped(zones, without=[".shx"]), kind="sponge_zone")
    assert len(layer.frame) == 3
    assert codes(layer.report, "warning") == ["shx-rebuilt"]


def test_parts_of_different_exports_are_refused(
    zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path
) -> None:
    zones.iloc[:2].to_file(tmp_path / "other.shp", encoding="GBK")
    path = zipped(zones, replace={".dbf": (tmp_path / "other.dbf").read_bytes()})
    report = check_file(path)
    assert codes(report) == ["counts-differ"]
    assert "3" in report.problems[0].message.en
    assert "2" in report.problems[0].message.en


def test_a_download_that_broke_off_is_said(
    zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path
) -> None:
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    half = (tmp_path / "z.shp").read_bytes()[:250]
    report = check_file(zipped(zones, replace={".shp": half}), kind="sponge_zone")
    assert codes(report) == ["file-truncated"]
    assert "250" in report.problems[0].message.zh


@pytest.mark.parametrize("part", [".shp", ".dbf"])
def test_a_damaged_part_is_one_clear_refusal(
    zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path, part: str
) -> None:
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    broken = (tmp_path / f"z{part}").read_bytes()[:40] + b"\xff" * 60
    report = check_file(zipped(zones, replace={part: broken}), kind="sponge_zone")
    assert not report.ok
    assert len(report.findings) >= 1


def test_a_missing_key_is_refused_with_the_fields_of_the_file(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.rename(columns={"编号": "随便"}))
    report = check_file(path, kind="sponge_zone")
    assert codes(report) == ["key-missing"]
    assert "随便" in report.problems[0].message.zh
    assert codes(check_file(path, kind="sponge_zone", key="没有")) == ["key-missing"]


def test_a_key_of_theirs_serves_as_code_where_there_is_none(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.rename(columns={"编号": "随便"}))
    layer = read_layer(path, kind="sponge_zone", key="随便")
    assert layer.key_field == "code"
    assert layer.frame["code"].tolist() == ["HN-1", "HN-2", "CD-1"]


def test_a_key_beside_the_code_is_kept_under_its_own_name(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    layer = read_layer(zipped(zones.assign(流水=[7, 8, 9])), kind="sponge_zone", key="流水")
    assert layer.key_field == "流水"
    assert layer.frame["流水"].tolist() == ["7", "8", "9"]


def test_duplicate_and_empty_keys_are_named_by_row(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    report = check_file(zipped(zones.assign(编号=["A", "A", None])), kind="sponge_zone")
    found = {p.code: p for p in report.problems}
    assert found["duplicate-keys"].feature == 2
    assert "row 1 has" in found["duplicate-keys"].message.en
    assert found["key-empty"].feature == 3


def test_points_are_refused_where_polygons_are_wanted(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.set_geometry(zones.centroid))
    report = check_file(path, kind="sponge_zone")
    assert codes(report) == ["wrong-geometry"] * 3
    assert [p.feature for p in report.problems] == [1, 2, 3]
    assert "点" in report.problems[0].message.zh
    assert "面" in report.problems[0].message.zh
    assert check_file(zipped(zones.set_geometry(zones.centroid)), kind="sewage_plant").ok


def test_many_faulty_rows_are_counted_not_listed(zipped: Zipped) -> None:
    points = gpd.GeoDataFrame(
        {"code": [str(i) for i in range(250)], "name": "x", "verdict": "怪"},
        geometry=[shapely.Point(114, 30 + i / 1000) for i in range(250)],
        crs=4490,
    )
    report = check_file(zipped(points), kind="sponge_zone")
    assert codes(report).count("wrong-geometry") == 3
    assert codes(report).count("unknown-code") == 200
    geometry, code = [p for p in report.problems if p.code == "more-rows"]
    assert geometry.message.en.startswith(
        "247 more places have a problem of the same kind, such as"
    )
    assert "50 处" in code.message.zh
    for told in (geometry, code):
        assert any(told.values["like"] == p.message for p in report.problems)
        assert "-" not in told.message.zh, "words, and no code"


def test_a_stray_outside_china_is_named_by_row(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    degrees = zones.to_crs(4490)
    degrees.loc[1, "geometry"] = shapely.box(2.0, 48.0, 2.1, 48.1)
    report = check_file(zipped(degrees), kind="sponge_zone")
    assert codes(report) == ["outside-china"]
    assert report.problems[0].feature == 2


@pytest.mark.parametrize("stretched", [(114.0, 30.0, 150.0, 30.1), (114.0, 30.0, 114.1, 60.0)])
def test_a_shape_that_reaches_out_of_china_is_named(
    zones: gpd.GeoDataFrame, zipped: Zipped, stretched: tuple[float, float, float, float]
) -> None:
    degrees = zones.to_crs(4490)
    degrees.loc[2, "geometry"] = shapely.box(*stretched)
    report = check_file(zipped(degrees), kind="sponge_zone")
    assert [(p.code, p.feature) for p in report.blocking] == [("outside-china", 3)]


def test_a_layer_outside_china_is_refused_as_a_whole(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    paris = zones.to_crs(4490)
    paris["geometry"] = paris.translate(-112.0, 18.0)
    report = check_file(zipped(paris), kind="sponge_zone")
    assert codes(report) == ["outside-china"]
    assert report.problems[0].feature is None


def test_numbers_that_do_not_fit_the_declared_crs_are_refused(
    zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path
) -> None:
    zones.to_file(tmp_path / "metres.shp", encoding="GBK")
    zones.to_crs(4490).to_file(tmp_path / "degrees.shp", encoding="GBK")
    metres, degrees = (tmp_path / f"{n}.prj" for n in ("metres", "degrees"))
    lie = zipped(zones, replace={".prj": degrees.read_bytes()})
    assert codes(check_file(lie)) == ["crs-mismatch"]
    lie = zipped(zones.to_crs(4490), replace={".prj": metres.read_bytes()})
    report = check_file(lie)
    assert codes(report) == ["crs-mismatch"]
    assert report.layers[0].crs.candidates[0].epsg == 4490
    told = check_file(lie, crs="EPSG:4490")
    assert told.ok
    assert codes(told, "warning") == ["crs-overridden"]


def test_swapped_axes_are_refused_and_swapped_only_when_accepted(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    swapped = zones.set_geometry(shapely.transform(zones.geometry, lambda p: p[:, ::-1]))
    path = zipped(swapped.set_crs(4526, allow_override=True))
    assert codes(check_file(path, kind="sponge_zone")) == ["axes-swapped"]
    layer = read_layer(path, kind="sponge_zone", accept={"axes-swapped"})
    assert same(layer.frame.geometry, zones.to_crs(4490).geometry)
    assert layer.decisions["axes_swapped"] is True


def test_an_old_datum_has_to_be_accepted(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    path = zipped(zones.set_crs(2362, allow_override=True))
    report = check_file(path, kind="sponge_zone")
    assert report.ok
    assert codes(report, "warning") == ["datum-shift-approximate"]
    with pytest.raises(EcoAtlasError, match="datum-shift-approximate"):
        read_layer(path, kind="sponge_zone")
    layer = read_layer(path, kind="sponge_zone", accept={"datum-shift-approximate"})
    assert layer.frame.crs.to_epsg() == 4490


def test_wgs84_is_taken_as_cgcs2000_and_said(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    layer = read_layer(zipped(zones.to_crs(4326)), kind="sponge_zone")
    assert codes(layer.report, "info") == ["wgs84-as-cgcs2000"]
    assert same(layer.frame.geometry, zones.to_crs(4490).geometry)


@pytest.mark.parametrize("told", ["Wuhan 2000", "EPSG:99999", "EPSG:4978"])
def test_a_crs_that_cannot_be_understood_is_refused(
    zones: gpd.GeoDataFrame, zipped: Zipped, told: str
) -> None:
    report = check_file(zipped(zones, without=[".prj"]), crs=told)
    assert "crs-not-understood" in codes(report)


def test_a_prj_that_is_a_web_page_or_a_local_frame_is_refused(
    zones: gpd.GeoDataFrame, zipped: Zipped, tmp_path: Path
) -> None:
    page = zipped(zones, replace={".prj": b"<!DOCTYPE html><html>404</html>"})
    assert codes(check_file(page)) == ["crs-unreadable"]
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    local = (tmp_path / "z.prj").read_text().replace("38500000.0", "812345.0")
    assert local != (tmp_path / "z.prj").read_text()
    report = check_file(zipped(zones, replace={".prj": local.encode()}))
    assert codes(report) == ["crs-unknown"]


def test_the_crs_member_of_old_geojson_is_obeyed(zones: gpd.GeoDataFrame, tmp_path: Path) -> None:
    content = json.loads(zones.to_json())
    content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}
    (tmp_path / "a.geojson").write_text(json.dumps(content, ensure_ascii=False))
    assert check_file(tmp_path / "a.geojson").layers[0].crs.used == 4526


def test_a_missing_required_field_names_the_fields_there_are(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    report = check_file(zipped(zones.rename(columns={"是否达标": "结果"})), kind="sponge_zone")
    assert codes(report) == ["field-missing"]
    assert "结果" in report.problems[0].message.zh
    told = check_file(
        zipped(zones.rename(columns={"是否达标": "结果"})),
        kind="sponge_zone",
        mapping={"verdict": "结果"},
    )
    assert told.ok


def test_a_mapping_to_an_unknown_field_is_refused(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    report = check_file(zipped(zones), kind="sponge_zone", mapping={"verdict": "无此"})
    assert codes(report) == ["mapping-unknown-field"]
    report = check_file(zipped(zones), kind="sponge_zone", mapping={"nope": "名称"})
    assert codes(report) == ["mapping-unknown-field"]


def test_several_reasons_are_listed_together(zones: gpd.GeoDataFrame, zipped: Zipped) -> None:
    path = zipped(zones.assign(编号="A"), without=[".prj", ".cpg"])
    with pytest.raises(EcoAtlasError) as refused:
        read_layer(path, kind="sponge_zone")
    assert refused.value.code == "cannot-import"
    found = {p.code for p in refused.value.problems}
    assert found >= {"crs-missing", "duplicate-keys"}


def test_unmapped_fields_keep_their_names_and_values(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.assign(备注=["甲", None, "丙"], 面积=[1.5, np.nan, 2.5]))
    frame = read_layer(path, kind="sponge_zone").frame
    assert list(frame.columns) == ["code", "name", "verdict", "备注", "面积", "geometry"]
    assert frame["备注"].isna().tolist() == [False, True, False]
    assert frame["面积"].tolist()[::2] == [1.5, 2.5]


def test_a_field_of_theirs_with_a_name_of_ours_is_renamed_and_said(
    zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    path = zipped(zones.assign(name=["x", "y", "z"]))
    layer = read_layer(path, kind="sponge_zone", mapping={"name": "名称"})
    assert layer.frame["name"].tolist() == ["纱帽", "东荆", "蔡甸"]
    assert layer.frame["name_source"].tolist() == ["x", "y", "z"]
    assert "field-renamed" in codes(layer.report, "info")


def test_what_is_wrong_with_a_layer_that_cannot_be_read_is_in_the_json_too(tmp_path: Path) -> None:
    """Such a layer has no place in the list of layers; its problems used to be nowhere."""
    path = tmp_path / "点.csv"
    path.write_text("编号,名称\nA1,一\nA2,二\n", encoding="utf-8")
    said = check_file(path).as_json("en")
    assert said["ok"] is False
    assert [problem["code"] for problem in said["problems"]] == ["coordinates-not-found"]


def test_one_of_two_layers_that_cannot_be_read_is_told_by_its_name(
    tmp_path: Path, zones: gpd.GeoDataFrame, zipped: Zipped
) -> None:
    good, both = zipped(zones), tmp_path / "两个.zip"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(both, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
            broken = old.read(name)[: 200 if name.endswith(".shp") else None]
            new.writestr(f"坏/坏{Path(name).suffix}", broken)
    said = check_file(both).as_json("en")
    assert len(said["layers"]) == 1
    told = {problem["code"]: problem["message"] for problem in said["problems"]}
    assert set(told) == {"several-layers", "file-truncated"}
    assert told["file-truncated"].startswith("Layer '坏'")
