"""What is read some rows at a time is what is read whole: rows, order, types, faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from layers.reading.formats import dxf, geoparquet, kml, kml_marks
from layers.reading.intake.staging import Source
from layers.reading.raw import RawLayer
from layers.reading.request import Request

MARKS = """
<Placemark><name>甲</name><ExtendedData><Data name="n"><value>1</value></Data></ExtendedData>
  <Point><coordinates>114,30</coordinates></Point></Placemark>
<Placemark><name>乙</name><description>水</description>
  <Point><coordinates>114,x</coordinates></Point></Placemark>
<Placemark><ExtendedData><Data name="late"><value>3.10</value></Data><Data name="n"><value>2</value>
  </Data></ExtendedData><Point><coordinates>114.2,30.2,7</coordinates></Point></Placemark>
<Placemark><name>丁</name></Placemark>
<Placemark><name>戊</name><ExtendedData><Data name="name"><value>x</value></Data></ExtendedData>
  <MultiGeometry><Point><coordinates>114,30</coordinates></Point></MultiGeometry></Placemark>
"""


@pytest.fixture(autouse=True)
def read_anew() -> None:
    kml._parsed.cache_clear()


def told(layer: RawLayer) -> dict[str, Any]:
    """All that is read, in plain values."""
    assert layer.shapes is not None
    return {
        "names": layer.names,
        "types": layer.types,
        "columns": {name: column.to_pylist() for name, column in layer.attributes.items()},
        "written": {name: column.to_pylist() for name, column in layer.written.items()},
        "shapes": [None if shape is None else shape.wkt for shape in layer.shapes[:]],
        "unreadable": layer.unreadable,
        "problems": [problem.code for problem in layer.problems],
    }


def request_for(source: Source) -> Request:
    return Request(source.file, (source,))


@pytest.mark.parametrize("folders", ["<Folder><name>a</name>{}</Folder>", "{}"])
def test_placemarks_are_gathered_whatever_is_gathered_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folders: str
) -> None:
    path = tmp_path / "a.kml"
    space = "http://www.opengis.net/kml/2.2"
    body = folders.format(MARKS)
    path.write_text(f'<kml xmlns="{space}"><Document>{body}</Document></kml>', encoding="utf-8")
    source = Source("kml", "a", path, "a.kml")
    whole = told(kml.read(source, "a", request_for(source)))
    monkeypatch.setattr(kml_marks, "MARKS_AT_ONCE", 2)
    assert told(kml.read(source, "a", request_for(source))) == whole
    assert whole["columns"] == {
        "name": ["甲", "乙", None, "丁", "戊"],
        "description": [None, "水", None, None, None],
        "n": [1, None, 2, None, None],
        "late": [None, None, 3.1, None, None],
        "name_2": [None, None, None, None, "x"],
    }
    assert whole["written"] == {"late": [None, None, "3.10", None, None]}
    assert whole["unreadable"] == [1]
    assert "z-dropped" in whole["problems"]
    assert whole["shapes"][2:] == ["POINT (114.2 30.2)", None, "MULTIPOINT ((114 30))"]


def test_a_second_folder_is_still_there_after_the_first_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    both = "".join(f"<Folder><name>{name}</name>{MARKS}</Folder>" for name in "ab")
    path.write_text(f"<kml><Document>{both}</Document></kml>", encoding="utf-8")
    source = Source("kml", "a", path, "a.kml")
    first = told(kml.read(source, "a", request_for(source)))
    path.unlink()
    source.path.write_text("gone", encoding="utf-8")
    assert told(kml.read(source, "b", request_for(source))) == first


@pytest.fixture
def parquet(tmp_path: Path) -> Source:
    """Five rows in one group: late values, a category, a list, and bytes that are no geometry."""
    frame = gpd.GeoDataFrame(
        {
            "code": list("abcde"),
            "late": [None, None, None, None, "水"],
            "kind": pd.Categorical(["x", "y", "x", None, "z"]),
            "many": [[1], [2, 3], None, [], [4]],
        },
        geometry=[None, shapely.Point(114, 30), shapely.Point(), shapely.Point(), None],
        crs=4490,
    )
    path = tmp_path / "a.parquet"
    frame.to_parquet(path, write_covering_bbox=True, schema_version="1.1.0")
    table = pq.read_table(path)
    wkb = [*table["geometry"].to_pylist()[:4], b"\x01nonsense"]
    at = table.column_names.index("geometry")
    pq.write_table(table.set_column(at, table.field(at), pa.array(wkb, pa.binary())), path)
    return Source("parquet", "a", path, "a.parquet")


def test_geoparquet_is_the_same_whatever_is_read_at_a_time(
    parquet: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(geoparquet.read(parquet, "a", request_for(parquet)))
    monkeypatch.setattr(geoparquet, "_ROWS_AT_ONCE", 2)
    assert told(geoparquet.read(parquet, "a", request_for(parquet))) == whole
    assert whole["unreadable"] == [4]
    assert whole["columns"]["kind"] == ["x", "y", "x", None, "z"]
    assert whole["columns"]["many"] == ["[1]", "[2, 3]", None, "[]", "[4]"]
    assert whole["names"] == ["code", "late", "kind", "many"]
    assert whole["shapes"][:3] == [None, "POINT (114 30)", "POINT EMPTY"]


def test_geoparquet_without_rows_keeps_its_columns(parquet: Source) -> None:
    table = pq.read_table(parquet.path)
    pq.write_table(table.slice(0, 0), parquet.path)
    layer = geoparquet.read(parquet, "a", request_for(parquet))
    assert (layer.names, layer.features) == (["code", "late", "kind", "many"], 0)


def drawing(*layers: str) -> str:
    """A closed line on each of these layers, in order; the drawing has no header."""
    lines = []
    for at, layer in enumerate(layers):
        corners = [(at, 0), (at + 1, 0), (at + 1, 1), (at, 0)]
        places = "".join(f"10\n{x}\n20\n{y}\n" for x, y in corners)
        lines.append(
            f"0\nLWPOLYLINE\n5\nA{at}\n100\nAcDbEntity\n8\n{layer}\n"
            f"100\nAcDbPolyline\n90\n4\n70\n0\n{places}"
        )
    return "0\nSECTION\n2\nENTITIES\n" + "".join(lines) + "0\nENDSEC\n0\nEOF\n"


@pytest.mark.parametrize("layers", [("A", "A"), ("A", "B", "A", "B")])
def test_every_layer_of_a_drawing_can_be_read_whatever_was_read_before(
    tmp_path: Path, layers: tuple[str, ...]
) -> None:
    path = tmp_path / "a.dxf"
    path.write_text(drawing(*layers), encoding="utf-8")
    source = Source("dxf", "a", path, "a.dxf")
    request = request_for(source)
    assert dxf.layers_of(source, request).names == list(dict.fromkeys(layers))
    for _ in range(2):
        for name in dict.fromkeys(layers):
            found = told(dxf.read(source, name, request))
            rows = [at for at, layer in enumerate(layers) if layer == name]
            assert found["columns"]["Layer"] == [name] * len(rows)
            assert found["columns"]["EntityHandle"] == [f"A{row}" for row in rows]
            starts = [f"POLYGON (({row} 0," for row in rows]
            assert [
                shape[: len(start)] for shape, start in zip(found["shapes"], starts, strict=True)
            ] == starts
