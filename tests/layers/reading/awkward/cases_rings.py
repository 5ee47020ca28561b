"""Polygons whose rings run or stand the wrong way: holes are told by what lies inside what."""

from __future__ import annotations

import itertools
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.words import Text
from layers.reading.files import read_layer
from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.shapefile_bytes import CODE, NAME, parts, polygon

Ring = list[tuple[float, float]]
RINGS = Text("环的方向或次序不对", "Rings drawn the wrong way round or in the wrong order")
KEPT = Text("孔洞按内外位置识别，面积 82", "holes told by position; the area is 82 units")


def box(west: float, south: float, width: float, height: float) -> Ring:
    """With the clock, in units of a hundredth of a degree from 114°E 30°N."""
    x, y = 114 + west / 100, 30 + south / 100
    wide, high = x + width / 100, y + height / 100
    return [(x, y), (x, high), (wide, high), (wide, y), (x, y)]


OUTER, HOLE = box(0, 0, 10, 10), box(3, 2, 3, 6)


def shapefile(*rings: Ring) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        own = parts((CODE, NAME), [("A1", "a")])
        own["厂.shp"], own["厂.shx"] = polygon(rings)
        with zipfile.ZipFile(folder / "厂.zip", "w") as archive:
            for name, raw in own.items():
                archive.writestr(name, raw)
        return folder / "厂.zip"

    return made


def geojson(kind: str, coordinates: Sequence[object]) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        shape = {"type": kind, "coordinates": coordinates}
        about = {"type": "Feature", "properties": {"code": "A1", "name": "a"}, "geometry": shape}
        path = folder / "a.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [about]}), "utf-8")
        return path

    return made


def gpkg(*rings: Ring) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        shape = shapely.multipolygons([shapely.Polygon(ring) for ring in rings])
        frame = gpd.GeoDataFrame({"code": ["A1"], "name": ["a"]}, geometry=[shape], crs=4490)
        frame.to_file(folder / "a.gpkg")
        return folder / "a.gpkg"

    return made


def kml(*rings: Ring) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        places = [" ".join(f"{x},{y}" for x, y in ring) for ring in rings]
        shapes = "".join(
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{place}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            for place in places
        )
        path = folder / "a.kml"
        path.write_text(
            "<kml><Placemark><name>a</name><ExtendedData><Data name='code'><value>A1</value>"
            f"</Data></ExtendedData><MultiGeometry>{shapes}</MultiGeometry></Placemark></kml>",
            "utf-8",
        )
        return path

    return made


def area_is(area: float, *, turned: bool = True) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        layer = read_layer(path, kind="sewage_plant")
        assert layer.frame.geometry.iloc[0].area * 1e4 == pytest.approx(area, rel=1e-9)
        assert ("hole-turned" in [p.code for p in layer.report.problems]) is turned

    return holds


def every_direction(rings: Sequence[Ring], area: float) -> Callable[[Path], None]:
    """Whichever of these rings runs backwards, the area is the same."""

    def holds(path: Path) -> None:
        for turns in itertools.product((1, -1), repeat=len(rings)):
            shapefile(*(ring[::turn] for ring, turn in zip(rings, turns, strict=True)))(path.parent)
            layer = read_layer(path, kind="sewage_plant")
            assert layer.frame.geometry.iloc[0].area * 1e4 == pytest.approx(area, rel=1e-9), turns

    return holds


def drawn(id_: str, zh: str, en: str, rings: Sequence[Ring], area: float) -> Awkward:
    outcome = Text(f"无论各环朝向，面积都是 {area:g}", f"the area is {area:g} however they run")
    made, holds = shapefile(*rings), every_direction(rings, area)
    return Awkward(id_, RINGS, Text(zh, en), outcome, made, holds)


CASES = (
    drawn("hole-free", "孔洞不接触外边界", "a hole apart from the border", [OUTER, HOLE], 82),
    drawn(
        "hole-on-border",
        "孔洞有一条边在外边界上",
        "a hole with an edge on the border",
        [OUTER, box(0, 2, 3, 6)],
        82,
    ),
    drawn(
        "hole-in-corner",
        "孔洞在角上",
        "a hole in a corner of the border",
        [OUTER, box(0, 0, 3, 6)],
        82,
    ),
    drawn(
        "holes-touching",
        "两个孔洞相接",
        "two holes that share an edge",
        [OUTER, box(1, 2, 3, 3), box(4, 2, 3, 3)],
        82,
    ),
    drawn(
        "island-in-hole",
        "孔洞里有岛",
        "an island in a hole",
        [OUTER, box(1, 1, 6, 6), box(3, 3, 2, 2)],
        68,
    ),
    drawn(
        "two-borders-with-holes",
        "两个部件各有孔洞",
        "two parts with a hole each",
        [box(0, 0, 4, 4), box(6, 0, 4, 4), box(1, 1, 2, 2), box(6, 1, 2, 2)],
        24,
    ),
    Awkward(
        "geojson-hole-as-part",
        RINGS,
        Text("GeoJSON 把孔洞写成了另一个部件", "GeoJSON with the hole as a part of its own"),
        KEPT,
        geojson("MultiPolygon", [[OUTER], [HOLE]]),
        area_is(82),
    ),
    Awkward(
        "geojson-hole-first",
        RINGS,
        Text("GeoJSON 把孔洞写在外边界之前", "GeoJSON with the hole before the border"),
        KEPT,
        geojson("Polygon", [HOLE, OUTER]),
        area_is(82),
    ),
    Awkward(
        "gpkg-hole-as-part",
        RINGS,
        Text("GeoPackage 的孔洞是另一个部件", "a GeoPackage with the hole as a part of its own"),
        KEPT,
        gpkg(OUTER, box(0, 2, 3, 6)),
        area_is(82),
    ),
    Awkward(
        "kml-hole-as-part",
        RINGS,
        Text("KML 的孔洞是另一个部件", "KML with the hole as a part of its own"),
        KEPT,
        kml(OUTER, HOLE),
        area_is(82),
    ),
    Awkward(
        "parts-that-overlap",
        RINGS,
        Text("两个部件相互压盖，互不包含", "two parts that overlap, neither inside the other"),
        Text("按合并后的范围计，不挖孔", "the ground of both, and no hole"),
        geojson("MultiPolygon", [[OUTER], [box(5, 2, 10, 6)]]),
        area_is(130, turned=False),
    ),
)
