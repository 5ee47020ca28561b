"""The files of the demonstration: packed as offices send them, honest about what is invented."""

from __future__ import annotations

import csv
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import rasterio
from openpyxl import load_workbook

from demonstration.cover import land_cover
from demonstration.example_sections import write_months
from demonstration.invented import UNDER_COVER, read_zip
from demonstration.rain import write_rain
from layers.catalogue import SECRECY_GRADES
from layers.identity import LAYER_ID
from layers.kinds import KINDS
from layers.kinds.legends import LEGENDS
from projects.demo.load import DEMO_FOLDER, DemoLayer, read_links, read_manifest
from projects.policy.register import load_register

DATA = DEMO_FOLDER.parent
DEMO = read_manifest()
LAYERS = tuple(layer for layer in DEMO.layers if layer.file.endswith(".zip"))
RASTERS = tuple(layer for layer in DEMO.layers if layer not in LAYERS)
ILLUSTRATIVE = "示例"

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)


@dataclass(frozen=True)
class Table:
    """A DBF read by hand, so that the bytes themselves are tested."""

    names: list[bytes]
    rows: list[list[bytes]]
    language_byte: int


def members(layer: DemoLayer) -> dict[str, bytes]:
    """Contents of the archive by ending."""
    with zipfile.ZipFile(DEMO.folder / layer.file) as archive:
        return {Path(one.filename).suffix: archive.read(one) for one in archive.infolist()}


def table(layer: DemoLayer) -> Table:
    content = members(layer)[".dbf"]
    count, head, width = struct.unpack_from("<IHH", content, 4)
    fields = [content[at : at + 32] for at in range(32, head - 1, 32)]
    widths = [field[16] for field in fields]
    rows = []
    for number in range(count):
        at = head + number * width + 1
        cells = []
        for size in widths:
            cells.append(content[at : at + size].strip())
            at += size
        rows.append(cells)
    return Table([field[:11].rstrip(b"\0") for field in fields], rows, content[29])


def names_in(layer: DemoLayer) -> list[str]:
    """The second column of every demonstration file is the name."""
    return [row[1].decode("gbk") for row in table(layer).rows]


@every_layer
def test_field_names_are_chinese_in_at_most_ten_gbk_bytes(layer: DemoLayer) -> None:
    for name in table(layer).names:
        assert len(name) <= 10
        assert any(ord(letter) > 127 for letter in name.decode("gbk"))
        with pytest.raises(UnicodeDecodeError):
            name.decode("utf-8")


@every_layer
def test_member_names_are_gbk_without_the_unicode_flag(layer: DemoLayer) -> None:
    with zipfile.ZipFile(DEMO.folder / layer.file) as archive:
        for member in archive.infolist():
            assert not member.flag_bits & 0x800
            readable = member.filename.encode("cp437").decode("gbk")
            assert any("一" <= letter <= "鿿" for letter in readable)


def test_most_files_carry_zone_38_and_two_have_no_projection() -> None:
    projections = [members(layer).get(".prj", b"") for layer in LAYERS]
    assert sum(b"CGCS2000_3_Degree_GK_Zone_38" in one for one in projections) >= 5
    assert sum(b"CGCS2000_3_Degree_GK_CM_114E" in one for one in projections) >= 2
    assert sum(one == b"" for one in projections) == 2


def test_files_come_with_and_without_an_encoding_declared() -> None:
    declared = [".cpg" in members(layer) for layer in LAYERS]
    assert any(declared)
    assert not all(declared)
    assert {table(layer).language_byte for layer in LAYERS} == {0x4D, 0}


@every_layer
def test_invented_features_say_so_and_real_ones_do_not(layer: DemoLayer) -> None:
    assert [ILLUSTRATIVE in name for name in names_in(layer)] == [
        layer.illustrative
    ] * layer.features
    assert (ILLUSTRATIVE in layer.title.zh) is layer.illustrative
    assert ("illustrative" in layer.title.en) is layer.illustrative


@every_layer
def test_keys_are_unique_and_filled(layer: DemoLayer) -> None:
    keys = [row[0] for row in table(layer).rows]
    assert len(keys) == layer.features
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_lake_lines_are_shores_as_large_as_their_lake_and_no_sketches() -> None:
    lakes = read_zip(DEMO.folder / "lakes.zip").set_index("湖名").geometry
    waters = read_zip(DEMO.folder / "protected_waters.zip").set_index("编号")
    lines = waters[waters["保护级别"].isin(["蓝线", "绿线", "灰线"])]
    assert len(lines) == 9
    assert (lines.geometry.count_coordinates() > 100).all()
    built = read_zip(DEMO.folder / "built_up_area.zip").union_all()
    for _, blue in lines[lines["保护级别"] == "蓝线"].iterrows():
        lake = lakes[blue["名称"].removesuffix("蓝线（示例）")]
        assert blue.geometry.area == pytest.approx(lake.area, rel=1e-5)
        assert not blue.geometry.intersects(built)


def test_sections_say_that_their_positions_are_approximate() -> None:
    (sections,) = (layer for layer in LAYERS if layer.id == "monitoring_sections")
    assert all("位置示意" in name for name in names_in(sections))


@every_layer
def test_manifest_gives_origin_licence_and_the_confirmed_choices(layer: DemoLayer) -> None:
    assert layer.source
    assert layer.licence
    assert layer.secrecy in SECRECY_GRADES
    assert layer.kind in KINDS
    assert LAYER_ID.fullmatch(layer.id)
    assert layer.encoding in ("GBK", "GB18030")
    assert layer.crs in ("EPSG:4490", "EPSG:4526", "EPSG:4547")


def test_real_and_invented_layers_do_not_share_a_source() -> None:
    real = {layer.source for layer in DEMO.layers if not layer.illustrative}
    assert not real & {layer.source for layer in DEMO.layers if layer.illustrative}


def test_the_manifest_lists_every_archive_and_stays_small() -> None:
    assert {layer.file for layer in LAYERS} == {path.name for path in DEMO.folder.glob("*.zip")}
    assert {layer.file for layer in RASTERS} == {path.name for path in DEMO.folder.glob("*.tif")}
    assert sum(path.stat().st_size for path in DEMO.folder.rglob("*")) < 3_000_000


def test_sheets_are_small_gbk_files_that_say_what_they_are() -> None:
    files = [sheet for sheet in DEMO.sheets if sheet.file]
    assert len(files) == 4
    for sheet in DEMO.sheets:
        assert ILLUSTRATIVE in sheet.title.zh
        assert "虚构" in sheet.source or ILLUSTRATIVE in sheet.source
    for sheet in files:
        content = (DEMO.folder / str(sheet.file)).read_bytes()
        assert len(content) < 200_000
        assert any(ord(letter) > 127 for letter in content.decode("gbk"))
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")


def test_the_rain_file_is_what_its_model_gives(tmp_path: Path) -> None:
    write_rain(tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (DEMO.folder / "daily_rain.csv").read_bytes()


def test_the_months_of_the_illustrative_sections_are_what_their_model_gives(tmp_path: Path) -> None:
    write_months(tmp_path / "again.csv")
    kept = (DEMO.folder / "example_section_months.csv").read_bytes()
    assert (tmp_path / "again.csv").read_bytes() == kept
    assert all(ILLUSTRATIVE in line for line in kept.decode().splitlines()[1:])


def test_every_value_of_a_target_says_that_it_is_invented() -> None:
    for path in (DEMO.target_values, DEMO.set_values):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert rows
        assert all(ILLUSTRATIVE in row["说明"] for row in rows)


@pytest.mark.slow
def test_the_raster_is_what_its_model_gives_and_says_that_it_is_invented() -> None:
    (layer,) = RASTERS
    assert layer.illustrative
    assert ILLUSTRATIVE in layer.title.zh
    assert "虚构" in layer.note
    path = DEMO.folder / layer.file
    assert path.stat().st_size < 60_000
    made, place = land_cover({name: read_zip(DEMO.folder / f"{name}.zip") for name in UNDER_COVER})
    with rasterio.open(path) as kept:
        assert np.array_equal(kept.read(1), made)
        assert kept.transform == place
        assert kept.crs.to_epsg() == 4547
        assert kept.compression.value == "DEFLATE"
    known = {one.value for one in LEGENDS[layer.mapping["legend"]].classes}
    assert set(np.unique(made)) - {0} <= known
    assert len(set(np.unique(made)) - {0}) == layer.features


def test_the_data_page_names_every_file() -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8")
    files = [path.relative_to(DATA).as_posix() for path in DEMO.folder.rglob("*") if path.is_file()]
    assert [file for file in files if f"`{file}`" not in page] == []
    assert "policy/README.md" in page


def test_projects_answer_real_clauses_led_by_the_units_of_the_register() -> None:
    items = {item.id: item for document in load_register().documents for item in document.items}
    rows = project_rows()
    assert len(rows) >= 60
    assert {row["对应事项"].split("-")[0] for row in rows} == {"EZ", "SY", "WEDZ", "WH", "YC"}
    for row in rows:
        item = items[row["对应事项"]]
        assert ILLUSTRATIVE in row["项目名称"]
        assert row["牵头单位"] == item.lead_unit
        assert set(row["责任单位"].split("、")) <= set(item.units)


def project_rows() -> list[dict[str, str]]:
    sheet = load_workbook(DEMO.projects, read_only=False).worksheets[0]
    _, heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]  # type: ignore[arg-type]


def test_statuses_of_the_projects_vary() -> None:
    assert len({row["项目状态"] for row in project_rows()}) >= 4


def test_projects_of_the_district_are_linked_to_features_that_exist() -> None:
    keys = {layer.id: {row[0].decode("gbk") for row in table(layer).rows} for layer in LAYERS}
    links = read_links(DEMO.links)
    here = {row["项目编号"] for row in project_rows() if row["项目编号"].startswith("XM-")}
    assert {project for project, _, _ in links} == here
    for _, layer_id, linked in links:
        assert set(linked) <= keys[layer_id]
