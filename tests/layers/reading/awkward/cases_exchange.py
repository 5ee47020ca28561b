"""KML and JSON as other programs write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from geo.words import Text
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport
from tests.layers.reading.awkward.case import Awkward

MIXED = Text("几何集合里恰有一类是所要的", "Collections with one family that the kind wants")
TABLE = Text("KML 的属性写在 HTML 表里", "Attributes of a KML in a table of HTML")
JSON = Text("其他来源的 JSON", "JSON of other makers")
KIND = "works"
KIND_OF_POLYGONS = "built_up_area"

RING = "114.2,30.4 114.21,30.4 114.21,30.41 114.2,30.41 114.2,30.4"
POINT = "<Point><coordinates>114.205,30.405</coordinates></Point>"
LINE = "<LineString><coordinates>114.2,30.4 114.21,30.4</coordinates></LineString>"
POLYGON = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon>"
)
FARTHER = POLYGON.replace("114.2,", "114.22,").replace("114.21,", "114.23,")
SQUARE = shapely.box(114.2, 30.4, 114.21, 30.41)


def text(name: str, content: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def kml(*marks: str) -> Callable[[Path], Path]:
    placed = "".join(f"<Placemark>{mark}</Placemark>" for mark in marks)
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
    return text("a.kml", f"{head}<Document>{placed}</Document></kml>")


def collection(*parts: str, name: str = "甲") -> str:
    code = f'<ExtendedData><Data name="code"><value>{name}</value></Data></ExtendedData>'
    return f"<name>{name}</name>{code}<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def described(description: str) -> str:
    return f"<name>甲</name><description>{description}</description>{POLYGON}"


def cdata(description: str) -> str:
    return f"<![CDATA[{description}]]>"


def codes(report: CheckReport, *severities: str) -> list[str]:
    wanted = severities or ("error", "warning")
    return [f.problem.code for f in report.findings if f.problem.kind.severity in wanted]


def polygons_kept(types: Sequence[str], left_out: Mapping[int, str]) -> Callable[[Path], None]:
    """Rows keep their polygons alone; what else there was is told by row."""

    def holds(path: Path) -> None:
        read = read_layer(path, kind=KIND_OF_POLYGONS)
        assert read.frame.geom_type.tolist() == list(types)
        told = [f.problem for f in read.report.findings if "collection" in f.problem.code]
        assert {p.feature: p.values["parts"].en for p in told} == dict(left_out)

    return holds


def refused(code: str, said: str = "", **asked: Any) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        report = check_file(path, **asked)
        assert code in [problem.code for problem in report.blocking]
        assert any(said in problem.message.en for problem in report.blocking)

    return holds


def fields(expected: Mapping[str, Sequence[Any]]) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        read = read_layer(path, kind=KIND, mapping={"code": "编号"})
        found = read.frame[list(expected)].astype(object).where(read.frame.notna(), None)
        assert found.to_dict("list") == {name: list(v) for name, v in expected.items()}
        assert "kml-tables-read" in codes(read.report)

    return holds


def layer(codes_found: Sequence[str], epsg: int = 4326) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        read = read_layer(path, kind=KIND)
        assert read.frame["code"].tolist() == list(codes_found)
        assert shapely.equals(read.frame.geometry.iloc[0].normalize(), SQUARE.normalize())
        assert read.report.layers[0].crs.used == epsg

    return holds


def feature(code: str, **more: Any) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(SQUARE))
    return {"type": "Feature", "properties": {"code": code, "name": "a", **more}, "geometry": shape}


def lines(*features: Any) -> str:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in features)


def esri(**more: Any) -> str:
    rings = [[list(point) for point in SQUARE.exterior.coords]]
    about = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4490},
        "fields": [{"name": name, "type": "esriFieldTypeString"} for name in ("code", "name")],
        "features": [{"attributes": {"code": "Z1", "name": "a"}, "geometry": {"rings": rings}}],
    }
    return json.dumps(about | more)


ROWS = "<tr><td>编号</td><td>Z01</td></tr><tr><td>面积</td><td>&lt;Null&gt;</td></tr>"
NESTED = f"<html><body><table><tr><td>甲</td></tr><tr><td><table>{ROWS}</table></td></tr></table>"
ATR = (
    '<ul><li><strong><span class="atr-name">编号</span>:</strong>'
    ' <span class="atr-value">Z01</span></li></ul>'
)

CASES = (
    Awkward(
        "collection-with-label-points",
        MIXED,
        Text(
            "KML：标注点与面在一个 MultiGeometry 里",
            "KML: a label point with its polygons in a MultiGeometry",
        ),
        Text("取面，逐行说明未取的点", "polygons are kept; the points are told by row"),
        kml(collection(POINT, POLYGON), collection(POINT, POLYGON, FARTHER, name="乙")),
        polygons_kept(["Polygon", "MultiPolygon"], {1: "1 point", 2: "1 point"}),
    ),
    Awkward(
        "collection-nested",
        MIXED,
        Text("集合里还有集合", "a collection within a collection"),
        Text("取面，逐行说明未取的线", "polygons are kept; the line is told by row"),
        kml(collection(LINE, f"<MultiGeometry>{POLYGON}{POINT}</MultiGeometry>")),
        polygons_kept(["Polygon"], {1: "1 line, 1 point"}),
    ),
    Awkward(
        "collection-in-geojson",
        MIXED,
        Text("GeoJSON 的 GeometryCollection，第 2 行", "GeoJSON: a GeometryCollection in row 2"),
        Text("取面，逐行说明未取的点", "polygons are kept; the point is told by row"),
        text(
            "a.geojson",
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [
                        feature("A"),
                        feature("B")
                        | {
                            "geometry": {
                                "type": "GeometryCollection",
                                "geometries": [
                                    {"type": "Point", "coordinates": [114.2, 30.4]},
                                    feature("B")["geometry"],
                                ],
                            }
                        },
                    ],
                }
            ),
        ),
        polygons_kept(["Polygon", "Polygon"], {2: "1 point"}),
    ),
    Awkward(
        "collection-of-two-wanted",
        MIXED,
        Text("点、面都可作污水处理厂", "a point and a polygon where a plant may be either"),
        Text("不替人选择，拒绝", "nothing is chosen; refused"),
        kml(collection(POINT, POLYGON)),
        refused("wrong-geometry", kind="sewage_plant"),
    ),
    Awkward(
        "collection-of-none-wanted",
        MIXED,
        Text("集合里没有所要的面", "no polygon in the collection"),
        Text("拒绝", "refused"),
        kml(collection(POINT, LINE)),
        refused("wrong-geometry", kind=KIND_OF_POLYGONS),
    ),
    Awkward(
        "kml-table-of-arcgis",
        TABLE,
        Text("ArcGIS：表中套表，空值写作 <Null>", "ArcGIS: a table in a table, <Null> for nothing"),
        Text("读作字段并说明", "read as fields, and told"),
        kml(described(cdata(NESTED))),
        fields({"code": ["Z01"], "面积": [None]}),
    ),
    Awkward(
        "kml-table-not-escaped",
        TABLE,
        Text("HTML 没有转义，直接写成 XML", "the HTML is not escaped but written as XML"),
        Text("读作字段并说明", "read as fields, and told"),
        kml(described(f"<table>{ROWS}</table>")),
        fields({"code": ["Z01"], "name": ["甲"]}),
    ),
    Awkward(
        "kml-table-of-two-rows",
        TABLE,
        Text("一行字段名、一行值", "a row of names and a row of values"),
        Text("读作字段并说明", "read as fields, and told"),
        kml(
            described(
                cdata(
                    "<table><tr><th>编号</th><th>级别</th><th>面积</th></tr>"
                    "<tr><td>001</td><td>Ⅱ</td><td>3</td></tr></table>"
                )
            )
        ),
        fields({"code": ["001"], "级别": ["Ⅱ"], "面积": [3]}),
    ),
    Awkward(
        "kml-list-of-google-earth",
        TABLE,
        Text("谷歌地球：atr-name、atr-value 列表", "Google Earth: a list of atr-name, atr-value"),
        Text("读作字段并说明", "read as fields, and told"),
        kml(described(cdata(ATR)), described(cdata(ATR.replace("Z01", "Z02")))),
        fields({"code": ["Z01", "Z02"]}),
    ),
    Awkward(
        "json-of-esri",
        JSON,
        Text("Esri JSON（rings、attributes）", "Esri JSON (rings, attributes)"),
        Text("照读，坐标系依 wkid", "read; the CRS by its wkid"),
        text("a.json", esri()),
        layer(["Z1"], 4490),
    ),
    Awkward(
        "json-of-esri-cut",
        JSON,
        Text("Esri JSON，服务达到条数上限", "Esri JSON of a server that stopped at its limit"),
        Text("拒绝：请下载齐全", "refused: fetch the rest"),
        text("a.json", esri(exceededTransferLimit=True)),
        refused("server-limit-reached"),
    ),
    Awkward(
        "json-lines",
        JSON,
        Text("每行一个要素，扩展名 .geojson", "one feature a line, called .geojson"),
        Text("每行都读", "every line is read"),
        text("a.geojson", lines(feature("A"), feature("B"), feature("C")) + "\n\n"),
        layer(["A", "B", "C"]),
    ),
    Awkward(
        "json-records",
        JSON,
        Text("RFC 8142：每个要素前有记录符", "RFC 8142: a mark before each feature"),
        Text("每个都读", "each is read"),
        text("a.geojsons", "".join(f"\x1e{lines(feature(c))}\n" for c in "AB")),
        layer(["A", "B"]),
    ),
    Awkward(
        "json-lines-broken-off",
        JSON,
        Text("每行一个要素，最后一行不完整", "one feature a line, the last one broken off"),
        Text("拒绝：要素不全", "refused: features are missing"),
        text("a.geojsonl", lines(feature("A"), feature("B"))[:-20]),
        refused("features-missing"),
    ),
    Awkward(
        "json-mark-in-attribute",
        JSON,
        Text('属性里又有 "type": "Feature"', 'an attribute holds "type": "Feature" too'),
        Text("照读，不多数", "read, and not counted twice"),
        text(
            "a.geojson",
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [feature("A", of={"type": "Feature"})],
                }
            ),
        ),
        layer(["A"]),
    ),
    Awkward(
        "json-topology",
        JSON,
        Text("TopoJSON", "TopoJSON"),
        Text("点名拒绝：请导出为 GeoJSON", "named: export it as GeoJSON"),
        text("a.json", '{"type": "Topology", "objects": {}, "arcs": []}'),
        refused("format-not-read", "TopoJSON"),
    ),
    Awkward(
        "json-list",
        JSON,
        Text("JSON 列表", "a list"),
        Text("点名拒绝：请导出为 GeoJSON 或 CSV", "named: export it as GeoJSON or CSV"),
        text("a.json", '[{"code": "A", "lon": 114.2, "lat": 30.4}]'),
        refused("format-not-read", "list"),
    ),
    Awkward(
        "json-without-geometry",
        JSON,
        Text("没有图形的 JSON 表", "a table without geometry"),
        Text("点名拒绝：请导出为 GeoJSON 或 CSV", "named: export it as GeoJSON or CSV"),
        text("a.json", '{"data": [{"code": "A", "lon": 114.2, "lat": 30.4}]}'),
        refused("format-not-read", "without geometry"),
    ),
)
