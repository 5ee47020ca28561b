"""Drawings: names that are spelled out, bulges, hatches with holes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import pi
from pathlib import Path

import pytest

from geo.words import Text
from layers.reading.files import check_file, read_layer
from tests.layers.reading.awkward.case import Awkward

SPELLED = Text("DXF 里拼写出来的字", "Characters that a DXF spells out")
SHAPES = Text("DXF 的凸度与填充", "Bulges and hatches of a DXF")
EAST, NORTH, SIDE = 38_520_000.0, 3_360_000.0, 1000.0
CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
HOLE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))

Points = Sequence[tuple[float, float]]


def drawing(*entities: str, version: str = "AC1015") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        head = ["0", "SECTION", "2", "HEADER", "9", "$ACADVER", "1", version]
        head += ["9", "$DWGCODEPAGE", "3", "ANSI_936", "0", "ENDSEC"]
        text = ["0", "SECTION", "2", "ENTITIES", *entities, "0", "ENDSEC", "0", "EOF", ""]
        path = folder / "a.dxf"
        path.write_text("\n".join([*head, *text]), encoding="gb18030")
        return path

    return write


def outline(layer: str, bulge: float = 0.0) -> str:
    """A closed square of 1 km whose second edge is bent by the bulge."""
    lines = ["0", "LWPOLYLINE", "5", "30", "100", "AcDbEntity", "8", layer]
    lines += ["100", "AcDbPolyline", "90", "4", "70", "1"]
    for number, point in enumerate(CORNERS):
        lines += [*_at(point), *(["42", str(bulge)] if number == 1 and bulge else [])]
    return "\n".join(lines)


def hatch(layer: str, rings: Sequence[Points]) -> str:
    lines = ["0", "HATCH", "5", "31", "100", "AcDbEntity", "8", layer, "100", "AcDbHatch"]
    lines += ["10", "0.0", "20", "0.0", "30", "0.0", "2", "SOLID", "70", "1", "71", "0"]
    lines += ["91", str(len(rings))]
    for number, ring in enumerate(rings):
        lines += ["92", "18" if number else "3", "72", "0", "73", "1", "93", str(len(ring))]
        for point in ring:
            lines += _at(point)
        lines += ["97", "0"]
    return "\n".join([*lines, "75", "0", "76", "1", "98", "0"])


def _at(point: tuple[float, float]) -> list[str]:
    return ["10", str(EAST + SIDE * point[0]), "20", str(NORTH + SIDE * point[1])]


def names(*layers: str) -> Callable[[Path], None]:
    def holds(path: Path) -> None:
        assert [layer.name for layer in check_file(path).layers] == list(layers)

    return holds


def area(expected_m2: float, holes: int, relative: float = 1e-9) -> Callable[[Path], None]:
    """The area in the plane of the drawing, and that it is one polygon."""

    def holds(path: Path) -> None:
        said = {"crs": "EPSG:4526", "mapping": {"code": "EntityHandle", "name": "Layer"}}
        read = read_layer(path, kind="works", accept={"closed-lines-as-polygons"}, **said)
        (shape,) = read.frame.to_crs(4526).geometry
        assert shape.area == pytest.approx(expected_m2, rel=relative)
        assert len(shape.interiors) == holes

    return holds


def one_of_each(path: Path) -> None:
    report = check_file(path, crs="EPSG:4526")
    (told,) = [f.problem for f in report.findings if f.problem.code == "drawing-parts-not-read"]
    assert "1 text" in told.message.en
    assert report.layers[0].features == 1


def letters(layer: str) -> str:
    lines = ["0", "TEXT", "5", "32", "100", "AcDbEntity", "8", layer, "100", "AcDbText"]
    return "\n".join([*lines, *_at((0.5, 0.5)), "40", "5.0", "1", r"\U+5b97"])


CASES = (
    Awkward(
        "dxf-name-in-unicode",
        SPELLED,
        Text(r"图层名写作 \U+5b97\U+5730", r"a layer called \U+5b97\U+5730"),
        Text("图层名为“宗地”", "the layer is called 宗地"),
        drawing(outline(r"\U+5b97\U+5730")),
        names("宗地"),
    ),
    Awkward(
        "dxf-name-in-bytes",
        SPELLED,
        Text(r"图层名写作 \M+5D7DA\M+5B5D8", r"a layer called \M+5D7DA\M+5B5D8"),
        Text("图层名为“宗地”", "the layer is called 宗地"),
        drawing(outline(r"\M+5D7DA\M+5B5D8")),
        names("宗地"),
    ),
    Awkward(
        "dxf-name-beyond-plane",
        SPELLED,
        Text(r"𠮷 写作 \U+D842\U+DFB7；换行写作 \U+000A", r"𠮷 as a pair, a line break as \U+000A"),
        Text("𠮷 读出，换行照写", "𠮷 is read; the line break stays spelled"),
        drawing(outline(r"\U+D842\U+DFB7-\U+000A")),
        names("𠮷-\\U+000A"),
    ),
    Awkward(
        "dxf-bulge",
        SHAPES,
        Text("正方形的一边是半圆（凸度 1）", "a square with one side a half circle (bulge 1)"),
        Text("面积含半圆，相差不到万分之一", "the area with the half circle, to 1e-4 of it"),
        drawing(outline("A", bulge=1.0)),
        area(SIDE**2 * (1 + pi / 8), holes=0, relative=1e-4),
    ),
    Awkward(
        "dxf-hatch-with-hole",
        SHAPES,
        Text("带洞的填充", "a hatch with a hole"),
        Text("读作带洞的面", "read as a polygon with a hole"),
        drawing(hatch("A", [CORNERS, HOLE])),
        area(SIDE**2 * 0.75, holes=1),
    ),
    Awkward(
        "dxf-hatch-and-letters",
        SHAPES,
        Text("填充与文字在同一图层", "a hatch and lettering on one layer"),
        Text("读填充；文字不读并说明", "the hatch is read; of the lettering it is told"),
        drawing(hatch("A", [CORNERS]), letters("A")),
        one_of_each,
    ),
)
