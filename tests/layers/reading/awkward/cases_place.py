"""Layers that lie elsewhere than they should: zones, areas of use, strays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from affine import Affine

from geo.words import Text
from layers.reading.files import Keep, check_file, kept_layer, read_layer
from layers.reading.report import CheckReport
from tests.layers.reading.awkward.case import Awkward

ZONE = Text("带号、半球与坐标数值", "Zone, hemisphere and numbers")
FAR = Text("整层远离辖区", "A whole layer far off")
AREA = Text("坐标系的适用范围", "The area that a CRS is meant for")
STRAY = Text("零散的错误坐标", "Stray coordinates")
EAST, NORTH = 520_000.0, 3_360_000.0
LON, LAT = 114.2, 30.4

KIND = "works"
FAR_OFF = ("layer-far-off",)

Shapes = Sequence[shapely.Geometry]


def squares(east: float, north: float, side: float = 1000.0, count: int = 4) -> list[Any]:
    return [
        shapely.box(east + i * side, north, east + (i + 1) * side, north + side)
        for i in range(count)
    ]


def layer(shapes: Shapes, epsg: int, name: str = "a.gpkg") -> Callable[[Path], Path]:
    """Features R1, R2, … with these shapes, in a file that claims this CRS."""

    def write(folder: Path) -> Path:
        table = {"code": [f"R{row + 1}" for row in range(len(shapes))], "name": "a"}
        frame = gpd.GeoDataFrame(table, geometry=list(shapes), crs=epsg)
        frame.to_file(folder / name, engine="pyogrio")
        return folder / name

    return write


def table(lines: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "a.csv"
        path.write_text(lines, encoding="utf-8-sig")
        return path

    return write


def blocking(report: CheckReport) -> list[str]:
    return [problem.code for problem in report.blocking]


def proposed(code: str, first: str, then: Sequence[str] = ()) -> Callable[[Path], None]:
    """Stands in the way, with `first` as the best CRS; what stands in the way `then`."""

    def holds(path: Path) -> None:
        report = check_file(path, accept={"datum-shift-approximate"})
        (told,) = report.blocking
        assert told.code == code
        assert report.layers[0].crs.candidates[0].asked == first
        assert first in told.message.zh
        corrected = check_file(path, crs=first, accept={"datum-shift-approximate"})
        assert blocking(corrected) == list(then)

    return holds


def confirmed(code: str, **said: Any) -> Callable[[Path], None]:
    """Stands in the way until it is accepted, and is kept in the manifest then."""

    def holds(path: Path) -> None:
        assert blocking(check_file(path, kind=KIND, **said)) == [code]
        read = read_layer(path, kind=KIND, accept={code}, **said)
        assert len(read.frame) == read.report.layers[0].features
        assert read.decisions["accepted"] == [code]

    return holds


def named(code: str, row: int, kept: Collection[str], **spot: Any) -> Callable[[Path], None]:
    """The row is named with the place in its geometry; left out, the others are read."""

    def holds(path: Path) -> None:
        report = check_file(path)
        assert {(p.code, p.feature) for p in report.blocking} == {(code, row)}
        # As the pages check: the finished layer is to be kept, and here it is not finished.
        keep = Keep(path.parent / "kept", "as the pages do")
        assert check_file(path, keep=keep).blocking == report.blocking
        assert kept_layer(path, keep) is None
        told = report.blocking[0]
        assert {name: told.values[name] for name in spot} == spot
        assert str(told.values["spot"].zh) in told.message.zh
        read = read_layer(path, kind=KIND, accept={code})
        assert read.frame["code"].tolist() == list(kept)
        assert read.decisions["dropped_rows"] == [row]

    return holds


def raster(epsg: int, west: float, north: float, cell: float) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        import rasterio

        path = folder / "a.tif"
        place = Affine(cell, 0, west, 0, -cell, north)
        about = {"driver": "GTiff", "width": 8, "height": 8, "count": 1, "dtype": "uint8"}
        with rasterio.open(path, "w", **about, crs=f"EPSG:{epsg}", transform=place) as out:
            out.write(np.ones((1, 8, 8), dtype=np.uint8))
        return path

    return write


def raster_far_off(path: Path) -> None:
    said = {"kind": "land_cover", "mapping": {"legend": "own"}}
    assert blocking(check_file(path, **said)) == ["layer-far-off"]
    assert blocking(check_file(path, **said, accept={"layer-far-off"})) == []


def most_at_zero(path: Path) -> None:
    report = check_file(path)
    assert [(p.code, p.feature) for p in report.blocking] == [
        ("outside-china", n) for n in (2, 3, 4)
    ]
    read = read_layer(path, kind=KIND, accept={"outside-china"})
    assert read.frame["code"].tolist() == ["R1"]
    left_out = check_file(path, kind=KIND, accept={"outside-china"}, crs="EPSG:4490")
    assert not left_out.ok


def second(shapes: Shapes, other: Any) -> list[Any]:
    """The shapes with another one in the second row."""
    return [shapes[0], other, *shapes[2:]]


def with_vertex(x: float, y: float) -> Any:
    corners = shapely.get_coordinates(SQUARES[1])
    corners[2] = x, y
    # What is no number makes GEOS raise a flag.
    with np.errstate(invalid="ignore"):
        return shapely.Polygon(corners)


def line_with(x: float, y: float) -> Any:
    with np.errstate(invalid="ignore"):
        return shapely.LineString([(EAST, NORTH), (x, y), (EAST, NORTH + 1)])


OTHERS = ("R1", "R3", "R4")
UNIT = shapely.box(0, 0, 1, 1)
SQUARES = squares(EAST, NORTH)
GARDEN = shapely.box(EAST + 1100, NORTH + 100, EAST + 1200, NORTH + 200)
HOLED = shapely.Polygon(SQUARES[1].exterior, [GARDEN.exterior, UNIT.exterior])
BROKEN_LINE = line_with(np.nan, NORTH)
OTHERS = ("R1", "R3", "R4")
UNIT = shapely.box(0, 0, 1, 1)
SQUARES = squares(EAST, NORTH)
GARDEN = shapely.box(EAST + 1100, NORTH + 100, EAST + 1200, NORTH + 200)
HOLED = shapely.Polygon(SQUARES[1].exterior, [GARDEN.exterior, UNIT.exterior])
with np.errstate(invalid="ignore"):
    BROKEN_LINE = shapely.LineString([(EAST, NORTH), (np.nan, NORTH), (EAST, NORTH + 1)])
LINES = [shapely.LineString([(EAST, NORTH + i), (EAST + 900, NORTH + i)]) for i in range(4)]
POINTS = [shapely.Point(EAST + i, NORTH) for i in range(4)]

CASES = (
    Awkward(
        "zone-39-under-38",
        ZONE,
        Text(
            ".prj 写 3° 带 38 带，东坐标前两位却是 39",
            "a .prj of 3-degree zone 38 over eastings that start with 39",
        ),
        Text(
            "crs-mismatch，首选 EPSG:4527（39 带）",
            "crs-mismatch; EPSG:4527 (zone 39) is proposed first",
        ),
        layer(squares(39e6 + EAST, NORTH), 4526, "a.shp"),
        proposed("crs-mismatch", "EPSG:4527", FAR_OFF),
    ),
    Awkward(
        "zone-39-under-38-xian",
        ZONE,
        Text("同上，1980 西安坐标系", "the same in Xian 1980"),
        Text(
            "按同一基准首选 EPSG:2363，不换成 CGCS2000",
            "EPSG:2363 of the same datum is proposed, not one of CGCS2000",
        ),
        layer(squares(39e6 + EAST, NORTH), 2362),
        proposed("crs-mismatch", "EPSG:2363", FAR_OFF),
    ),
    Awkward(
        "six-degree-19-under-20",
        ZONE,
        Text("6° 带：.prj 写 19 带，数值是 20 带", "6-degree zones: 19 stated, 20 in the numbers"),
        Text("crs-mismatch，首选 EPSG:4498", "crs-mismatch; EPSG:4498 is proposed first"),
        layer(squares(20_230_000.0, NORTH), 4497),
        proposed("crs-mismatch", "EPSG:4498"),
    ),
    Awkward(
        "three-degree-numbers-under-six",
        ZONE,
        Text("3° 带坐标配 6° 带的 .prj", "3-degree eastings under a .prj of a 6-degree zone"),
        Text("crs-mismatch，首选 EPSG:4526", "crs-mismatch; EPSG:4526 is proposed first"),
        layer(squares(38e6 + EAST, NORTH), 4498),
        proposed("crs-mismatch", "EPSG:4526"),
    ),
    Awkward(
        "prefix-under-plain",
        ZONE,
        Text(
            "东坐标带带号，坐标系的假东坐标却是 500 千米",
            "eastings with their zone under a CRS with a false easting of 500 km",
        ),
        Text("crs-mismatch，首选 EPSG:4526", "crs-mismatch; EPSG:4526 is proposed first"),
        layer(squares(38e6 + EAST, NORTH), 4547),
        proposed("crs-mismatch", "EPSG:4526"),
    ),
    Awkward(
        "plain-under-prefix",
        ZONE,
        Text("东坐标不带带号，坐标系带带号", "eastings without their zone under a CRS with it"),
        Text("crs-mismatch，首选 EPSG:4547", "crs-mismatch; EPSG:4547 is proposed first"),
        layer(squares(EAST, NORTH), 4526),
        proposed("crs-mismatch", "EPSG:4547"),
    ),
    Awkward(
        "utm-south",
        ZONE,
        Text("UTM 南半球带配北半球坐标", "a UTM zone of the south over numbers of the north"),
        Text("crs-mismatch，首选北半球 EPSG:32650", "crs-mismatch; EPSG:32650 is proposed first"),
        layer(squares(232_000.0, NORTH), 32750),
        proposed("crs-mismatch", "EPSG:32650"),
    ),
    Awkward(
        "web-mercator-as-degrees",
        ZONE,
        Text("Web 墨卡托的米写成经纬度", "Web Mercator metres declared as degrees"),
        Text("crs-mismatch，首选 EPSG:3857", "crs-mismatch; EPSG:3857 is proposed first"),
        layer(squares(12_713_000.0, 3_555_000.0), 4326),
        proposed("crs-mismatch", "EPSG:3857"),
    ),
    Awkward(
        "swapped-in-a-western-zone",
        ZONE,
        Text(
            "横纵坐标写反，按 105°E 带仍落在中国范围之内",
            "swapped axes that still land in China's box, in the zone of 105°E",
        ),
        Text("axes-swapped，接受后交换", "axes-swapped; swapped once accepted"),
        layer(squares(NORTH, EAST), 4544),
        confirmed("axes-swapped", district=(105.2, 30.4)),
    ),
    Awkward(
        "next-zone-without-prefix",
        FAR,
        Text(
            "东坐标不带带号，.prj 的中央经线差一带",
            "eastings without zone under the next central meridian",
        ),
        Text(
            "layer-far-off，提出落在本区的 EPSG:4547，须确认",
            "layer-far-off; EPSG:4547, which lands in the district, is proposed; to be confirmed",
        ),
        layer(squares(EAST, NORTH), 4548),
        proposed("layer-far-off", "EPSG:4547"),
    ),
    Awkward(
        "far-degrees",
        FAR,
        Text("经纬度在另一省", "degrees in another province"),
        Text("layer-far-off，确认后导入并记入清单", "layer-far-off; read once confirmed, and kept"),
        layer(squares(104.0, 30.6, 0.01), 4490, "a.geojson"),
        confirmed("layer-far-off"),
    ),
    Awkward(
        "far-table",
        FAR,
        Text("CSV 的经纬度列在另一省", "the coordinate columns of a CSV lie in another province"),
        Text("同上", "the same"),
        table("code,name,lon,lat\nA,a,104.01,30.61\nB,b,104.02,30.62\n"),
        confirmed("layer-far-off", crs="EPSG:4490"),
    ),
    Awkward(
        "far-raster",
        FAR,
        Text("栅格按邻带的中央经线", "a raster under the next central meridian"),
        Text("layer-far-off", "layer-far-off"),
        raster(4548, EAST, NORTH, 10.0),
        raster_far_off,
    ),
    Awkward(
        "typo-4236",
        AREA,
        Text("EPSG:4326 写成了 4236（台湾虎子山）", "EPSG:4236 (Taiwan) typed for 4326"),
        Text(
            "crs-outside-area-of-use，写明适用范围，须确认",
            "crs-outside-area-of-use with the area; to be confirmed",
        ),
        layer(squares(LON, LAT, 0.01), 4236),
        confirmed("crs-outside-area-of-use"),
    ),
    Awkward(
        "jgd-degrees",
        AREA,
        Text("日本 JGD2000 的经纬度，数据在武汉", "degrees of Japan's JGD2000 for data in Wuhan"),
        Text("同上", "the same"),
        layer(squares(LON, LAT, 0.01), 4612),
        confirmed("crs-outside-area-of-use"),
    ),
    Awkward(
        "stray-row-zero",
        STRAY,
        Text("整行在 (0, 0)", "a row at (0, 0)"),
        Text("点名第 2 行及顶点；略去后其余可导入", "row 2 is named; left out, the rest is read"),
        layer(
            [*squares(38e6 + EAST, NORTH)[:1], UNIT, *squares(38e6 + EAST, NORTH)[2:]],
            4526,
            "a.shp",
        ),
        named("outside-china", 2, OTHERS, part=1, ring=1, vertex=1),
    ),
    Awkward(
        "stray-part-zero",
        STRAY,
        Text("多部件之一在 (0, 0)", "one part of several at (0, 0)"),
        Text("同上，写明第 2 部分", "the same, with part 2"),
        layer(second(SQUARES, shapely.MultiPolygon([SQUARES[1], UNIT])), 4547),
        named("outside-china", 2, OTHERS, part=2, ring=1),
    ),
    Awkward(
        "stray-hole-zero",
        STRAY,
        Text("第二个孔在 (0, 0)", "the second hole at (0, 0)"),
        Text("同上，写明第 2 个孔", "the same, with hole 2"),
        layer(second(SQUARES, HOLED), 4547),
        named("outside-china", 2, OTHERS, part=1, ring=3),
    ),
    Awkward(
        "stray-huge",
        STRAY,
        Text("一个顶点是 1e20", "a vertex of 1e20"),
        Text("点名行、环与顶点", "row, ring and vertex are named"),
        layer(second(SQUARES, with_vertex(1e20, 1e20)), 4547),
        named("outside-china", 2, OTHERS, ring=1, vertex=3, value="1e+20, 1e+20"),
    ),
    Awkward(
        "stray-infinite",
        STRAY,
        Text("一个顶点是无穷大", "an infinite vertex"),
        Text("同上，bad-coordinates", "the same, bad-coordinates"),
        layer(second(SQUARES, with_vertex(np.inf, NORTH)), 4547),
        named("bad-coordinates", 2, OTHERS, ring=1, vertex=3),
    ),
    Awkward(
        "stray-nan-line",
        STRAY,
        Text("线的一个顶点是 NaN", "a line with a NaN"),
        Text("同上", "the same"),
        layer(second(LINES, BROKEN_LINE), 4547),
        named("bad-coordinates", 2, OTHERS, part=1, vertex=2),
    ),
    Awkward(
        "stray-easting-zero",
        STRAY,
        Text("点的东坐标为 0，仍落在中国", "a point with easting 0 that still lands in China"),
        Text("stray-coordinates，点名该行", "stray-coordinates names the row"),
        layer(second(POINTS, shapely.Point(0, NORTH)), 4547),
        named("stray-coordinates", 2, OTHERS, value="0, 3360000"),
    ),
    Awkward(
        "stray-placeholder-in-line",
        STRAY,
        Text("线的一个顶点东坐标是 -9999", "a line with a vertex of easting -9999"),
        Text("同上，写明顶点", "the same, with the vertex"),
        layer(second(LINES, line_with(-9999, NORTH)), 4547),
        named("stray-coordinates", 2, OTHERS, part=1, vertex=2),
    ),
    Awkward(
        "stray-zone-in-one-row",
        STRAY,
        Text("一行带号 39，其余 38", "one row of zone 39 among others of 38"),
        Text("同上", "the same"),
        layer(second(squares(38e6 + EAST, NORTH), squares(39e6 + EAST, NORTH)[0]), 4526),
        named("stray-coordinates", 2, OTHERS, part=1, ring=1, vertex=1),
    ),
    Awkward(
        "most-points-zero",
        STRAY,
        Text("多数点还没有定位（0, 0）", "most points not located yet (0, 0)"),
        Text("逐行点名，其余可导入", "each is named; the others are read"),
        layer([POINTS[0], *[shapely.Point(0, 0)] * 3], 4547),
        most_at_zero,
    ),
)
