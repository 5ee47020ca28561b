"""Every format is counted a second time by other means, or says in a sentence why not."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.completeness import refuse_incomplete
from layers.reading.formats.readers import MODULES, reader_of
from layers.reading.formats.second_count import (
    BY_BUFFERS,
    NO_TABLE,
    count_flatgeobuf,
    count_geodatabase,
)
from layers.reading.intake import json_kinds
from layers.reading.intake.staging import stage
from layers.reading.limits import Limits
from layers.reading.raw import Counted, RawLayer, Uncounted
from layers.reading.request import Request

pytestmark = pytest.mark.filterwarnings("ignore")
MANY = 3
POINTS = gpd.GeoDataFrame(
    {"code": ["A1", "A2", "A3"], "name": ["a", "b", "c"]},
    geometry=shapely.points([[114.1, 30.5], [114.2, 30.5], [114.3, 30.5]]),
    crs=4326,
)
ESRI = {
    "geometryType": "esriGeometryPoint",
    "fields": [{"name": "code", "type": "esriFieldTypeString"}],
    "features": [
        {"attributes": {"code": f"A{at}"}, "geometry": {"x": 114.1, "y": 30.5}}
        for at in range(MANY)
    ],
}
PLACEMARK = "<Placemark><name>a</name><Point><coordinates>114,30</coordinates></Point></Placemark>"


FOLDER = f"<Document>{PLACEMARK * MANY}</Document>"


def by_driver(name: str, **options: object) -> Callable[[Path], None]:
    return lambda path: POINTS.to_file(path, driver=name, **options)


def table() -> gpd.GeoDataFrame:
    places = POINTS.geometry
    return POINTS.drop(columns="geometry").assign(经度=places.x, 纬度=places.y)


def drawing(*kinds: str) -> str:
    place = "10\n0\n20\n0\n"
    lines = [f"0\n{kind}\n8\n水\n2\nB\n{place}11\n9\n21\n9\n" for kind in kinds]
    block = f"0\nBLOCK\n2\nB\n{place}0\nPOINT\n8\n0\n{place}0\nENDBLK\n"
    sections = (("BLOCKS", block), ("ENTITIES", "".join(lines)))
    return "".join(f"0\nSECTION\n2\n{n}\n{s}0\nENDSEC\n" for n, s in sections) + "0\nEOF\n"


WRITTEN: dict[str, tuple[str, Callable[[Path], object]]] = {
    "shapefile": ("a.shp", by_driver("ESRI Shapefile")),
    "gpkg": ("a.gpkg", by_driver("GPKG")),
    "geojson": ("a.geojson", by_driver("GeoJSON")),
    "geojsonseq": ("a.geojsonl", by_driver("GeoJSONSeq")),
    "esrijson": ("a.json", lambda path: path.write_text(json.dumps(ESRI))),
    "flatgeobuf": ("a.fgb", by_driver("FlatGeobuf")),
    "filegdb": ("a.gdb", by_driver("OpenFileGDB", layer="a")),
    "parquet": ("a.parquet", lambda path: POINTS.to_parquet(path)),
    "kml": (
        "a.kml",
        lambda path: path.write_text(f"<kml><Document>{PLACEMARK * MANY}</Document></kml>"),
    ),
    "dxf": ("a.dxf", lambda path: path.write_text(drawing("LINE", "POINT", "LINE"))),
    "csv": ("a.csv", lambda path: table().to_csv(path, index=False)),
    "xlsx": ("a.xlsx", lambda path: table().to_excel(path, index=False)),
}


def read(path: Path, folder: Path) -> RawLayer:
    (source,) = stage(path, folder, Limits())
    request = Request(file=path.name, sources=(source,))
    reader = reader_of(source.format)
    return reader.read(source, reader.layers_of(source, request).names[0], request)


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    (tmp_path / "staged").mkdir()
    return tmp_path / "staged"


def test_every_format_of_features_is_written_here() -> None:
    assert WRITTEN.keys() == MODULES.keys() - {"geotiff"}


@pytest.mark.parametrize("format_", sorted(WRITTEN))
def test_every_reader_counts_or_says_why_not(format_: str, tmp_path: Path, staged: Path) -> None:
    name, write = WRITTEN[format_]
    write(tmp_path / name)
    own = read(tmp_path / name, staged)
    assert isinstance(own.counted, Counted | Uncounted)
    assert own.features == MANY
    assert isinstance(own.counted, Uncounted) or own.counted.features == MANY
    refuse_incomplete(own)


def test_a_reader_that_does_neither_is_none(tmp_path: Path, staged: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ESRI))
    own = read(tmp_path / "a.json", staged)
    own.counted = None
    with pytest.raises(TypeError, match="neither counted"):
        refuse_incomplete(own)


def flatgeobuf_of_unknown_length(path: Path) -> None:
    """As a program writes it that does not know yet how many features will come."""
    by_driver("FlatGeobuf", SPATIAL_INDEX="NO")(path)
    raw = bytearray(path.read_bytes())
    (length,) = struct.unpack_from("<I", raw, 8)
    at = raw.index(struct.pack("<Q", MANY), 12, 12 + length)
    raw[at : at + 8] = bytes(8)
    path.write_bytes(raw)


def test_a_flatgeobuf_that_states_no_number_is_counted_feature_by_feature(tmp_path: Path) -> None:
    path = tmp_path / "a.fgb"
    flatgeobuf_of_unknown_length(path)
    assert count_flatgeobuf(path) == Counted(MANY, BY_BUFFERS)
    path.write_bytes(path.read_bytes()[:-20])
    assert count_flatgeobuf(path).features == MANY


def test_the_table_of_a_geodatabase_states_its_rows(tmp_path: Path) -> None:
    by_driver("OpenFileGDB", layer="a")(tmp_path / "a.gdb")
    (table,) = (tmp_path / "a.gdb").glob("*9.gdbtable")
    counted = count_geodatabase(tmp_path / "a.gdb", "a")
    raw = bytearray(table.read_bytes())
    raw[4:8] = bytes(4)
    table.write_bytes(raw)
    indexed = count_geodatabase(tmp_path / "a.gdb", "a")
    assert isinstance(counted, Counted)
    assert isinstance(indexed, Counted)
    assert (counted.features, indexed.features) == (MANY, MANY)
    assert count_geodatabase(tmp_path / "a.gdb", "b") == Uncounted(NO_TABLE)


@pytest.mark.parametrize(
    ("kinds", "features", "at_least"),
    [(("LINE", "POINT"), 2, False), (("LINE", "INSERT"), 1, True), (("TEXT", "LINE"), 1, True)],
)
def test_entities_of_a_drawing_are_counted_exactly_or_as_a_bound(
    kinds: tuple[str, ...], features: int, at_least: bool, tmp_path: Path, staged: Path
) -> None:
    (tmp_path / "a.dxf").write_text(drawing(*kinds))
    own = read(tmp_path / "a.dxf", staged)
    assert isinstance(own.counted, Counted)
    assert (own.counted.features, own.counted.at_least) == (features, at_least)
    refuse_incomplete(own)
    own.counted = Counted(9, own.counted.by, at_least=True)
    with pytest.raises(EcoAtlasError, match="features-missing"):
        refuse_incomplete(own)


def test_a_polyline_without_vertices_is_no_feature(tmp_path: Path, staged: Path) -> None:
    text = drawing("LINE").replace("0\nLINE\n", "0\nLWPOLYLINE\n8\n水\n90\n0\n0\nLINE\n")
    (tmp_path / "a.dxf").write_text(text)
    own = read(tmp_path / "a.dxf", staged)
    assert own.features == 1
    refuse_incomplete(own)


def test_a_geometry_alone_is_one_feature(tmp_path: Path, staged: Path) -> None:
    ring = [[114.0, 30.49], [114.01, 30.49], [114.01, 30.5], [114.0, 30.49]]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    own = read(path, staged)
    assert own.features == 1
    refuse_incomplete(own)


@pytest.mark.parametrize("format_", ["geojson", "esrijson"])
def test_a_text_too_large_to_parse_is_counted_by_the_marks_at_their_place(
    format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks within values, and deeper ones, are none."""
    deeper = {"note": '{"type": "Feature" \\', "in": {"type": "Feature", "attributes": {"a": {}}}}
    own = {"type": "Feature", "properties": deeper, "geometry": None}
    features = [own if format_ == "geojson" else {"attributes": deeper}] * MANY
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"crs": {"type": "name"}, "features": features}))
    monkeypatch.setattr(json_kinds, "_PARSED_BYTES", 0)
    assert json_kinds.features_in(path, 1, format_) == MANY
