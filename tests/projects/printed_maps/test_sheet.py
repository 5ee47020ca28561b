"""A sheet: the window fits at a round scale, the legend has what is seen, classes differ."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import pypdfium2
import pytest
import shapely
from PIL import Image

from geo.crs.transform import CGCS2000
from geo.words import Text
from layers.kinds import KINDS
from projects.printed_maps.graticule import Grid, said, step_of
from projects.printed_maps.names import plain_name
from projects.printed_maps.portable import sheet_pdf
from projects.printed_maps.shapes import SheetLayer
from projects.printed_maps.sheet import SIZES, Size, TitleBlock, lay_out
from projects.statements.picture.raster import as_png
from projects.statements.picture.scene import Scene

WINDOW = (114.0, 30.48, 114.04, 30.52)
LONG = "长" * 10_000


def zones() -> SheetLayer:
    kind = KINDS["sponge_zone"]
    frame = gpd.GeoDataFrame(
        {
            "code": ["A", "B", "C", "far"],
            "name": ["甲区（示例）", "<img src=x>${1}\u202e", LONG, "远处"],
            "verdict": ["met", "not_met", "not_assessed", "met"],
        },
        geometry=[
            shapely.box(114.0, 30.48, 114.02, 30.5),
            shapely.box(114.02, 30.48, 114.04, 30.5),
            shapely.box(114.0, 30.5, 114.02, 30.52),
            shapely.box(115.0, 30.5, 115.02, 30.52),
        ],
        crs=CGCS2000,
    )
    return SheetLayer(
        Text("分区（示例）", "Zones (illustrative)"), kind, "code", frame, kind.legend()
    )


def sheet(
    size: Size = "A4", grid: Grid = "km", layers: Sequence[SheetLayer] | None = None
) -> Scene:
    block = TitleBlock(
        Text("试验区", "Test district"),
        Text("海绵", "Sponge"),
        [(Text("单位", "Office"), Text("某局", "An office"))],
        Text("内部", "Internal"),
        Text("未经审核", "not reviewed"),
    )
    return lay_out(layers or [zones()], WINDOW, block, size, "zh", grid)


@pytest.fixture(scope="module")
def a4() -> Scene:
    return sheet()


def test_the_window_fits_at_a_round_scale(a4: Scene) -> None:
    texts = [one.text for one in a4.labels]
    # 0.04° of latitude are 4.4 km on 184 mm at most: 1:24,000 is not round, 1:25,000 is.
    assert "比例尺  1:30,000" in texts or "比例尺  1:25,000" in texts
    inside = [
        a4.frame.left <= x <= a4.frame.right and a4.frame.top <= y <= a4.frame.bottom
        for drawn in a4.drawn[1:]
        for area in drawn.areas
        for x, y in area.rings[0]
    ]
    assert all(inside)


def test_the_legend_has_what_is_seen_and_nothing_else(a4: Scene) -> None:
    texts = [one.text for one in a4.labels]
    assert {"分区", "达标（1）", "未达标（1）", "未评估（1）"} <= set(texts)
    assert "甲区" in texts
    assert "远处" not in texts
    assert {"试验区海绵专题图", "内部", "未经审核", "含示例数据", "单位  某局"} <= set(texts)


def test_no_label_of_the_map_is_longer_than_there_is_room(a4: Scene) -> None:
    assert max(len(one.text) for one in a4.labels) < 80


def test_classes_can_be_told_apart_in_grey(a4: Scene) -> None:
    picture = Image.open(io.BytesIO(as_png(a4))).convert("L")
    scale = picture.width / a4.width
    spread = []
    for drawn in a4.drawn[-3:]:
        (left, top), (right, bottom) = (
            (f(x for x, _ in drawn.areas[0].rings[0]), f(y for _, y in drawn.areas[0].rings[0]))
            for f in (min, max)
        )
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2 + 30
        box = [round(at * scale) for at in (middle_x, middle_y, middle_x + 24, middle_y + 24)]
        cut = picture.crop(tuple(box))  # type: ignore[arg-type]
        low, high = cut.getextrema()
        spread.append((high - low) > 20)
    met, not_met, not_assessed = spread
    assert (met, not_met, not_assessed) == (False, True, True)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_the_pdf_has_its_paper_and_words_that_can_be_selected(size: Size) -> None:
    data = sheet_pdf(sheet(size), size, "zh")
    page = pypdfium2.PdfDocument(data)[0]
    wide, high = SIZES[size]
    assert page.get_width() == pytest.approx(wide / 25.4 * 72, abs=1)
    assert page.get_height() == pytest.approx(high / 25.4 * 72, abs=1)
    assert "未达标" in page.get_textpage().get_text_range()


def test_a_name_of_nothing_but_its_mark_stays() -> None:
    assert plain_name("（示例）") == "（示例）"
    assert plain_name("甲区（示例）") == "甲区"


def test_numbers_of_the_plane_stand_round_the_frame(a4: Scene) -> None:
    frame = a4.frame
    east = [one for one in a4.labels if one.text == "502000"]
    north = [one for one in a4.labels if one.text == "3376000"]
    assert [one.y < frame.top for one in east] == [True, False]
    assert [one.y > frame.bottom for one in east] == [False, True]
    assert [(one.x < frame.left, one.anchor) for one in north] == [(True, "end"), (False, "start")]
    assert "坐标单位：米" in a4.labels[-1].text


def test_degrees_round_the_frame_lie_where_they_are_in_the_plane() -> None:
    scene = sheet(grid="degrees")
    frame = scene.frame
    found = [one for one in scene.labels if one.text == "114°02′00″E"]
    assert len(found) == 2
    # 114°02′E lies 3.2 km east of the middle of the zone, and lines run together to the north.
    top, bottom = sorted(found, key=lambda one: one.y)
    assert top.x < bottom.x < top.x + 1
    assert frame.left < top.x < frame.right
    assert len([one for one in scene.labels if one.text == "30°30′00″N"]) == 2
    assert not [one for one in scene.labels if one.text == "502000"]
    assert "经纬度" in scene.labels[-1].text


@pytest.mark.parametrize(
    ("seconds", "step", "text"),
    [(410405, 5, "114°00′05″E"), (410400, 60, "114°00′E"), (410400, 3600, "114°E")],
)
def test_degrees_are_written_no_finer_than_their_step(seconds: int, step: int, text: str) -> None:
    assert said(seconds, step, "EW") == text


def test_there_are_three_lines_at_least() -> None:
    assert [step_of(one) for one in (3 * 3600, 400, 2)] == [3600, 120, 1]


def test_a_legend_without_end_stays_above_the_title_block() -> None:
    titles = [Text(f"图层{at}", f"Layer {at}") for at in range(20)]
    scene = sheet(layers=[replace(zones(), title=title) for title in titles])
    column = [one for one in scene.labels if one.x > scene.frame.right + 50]
    scale = next(one.y for one in column if one.text.startswith("比例尺"))
    more = next(one for one in column if one.text.startswith("另有"))
    # 20 titles and 60 classes: every class is there, or among those that are counted.
    told = [one for one in column if one.text.startswith(("达标", "未达标", "未评估"))]
    assert more.text == f"另有 {60 - len(told)} 项，纸上放不下"
    assert max(one.y for one in told) < more.y < scale - 60


def test_what_several_layers_tell_alike_is_told_once() -> None:
    kind = KINDS["sponge_zone"]
    layer = replace(zones(), codes={"A": "met", "B": "not_met"}, joint=True, entries=kind.legend())
    scene = sheet(layers=[layer, replace(layer, title=Text("另一层", "Another"))])
    texts = [one.text for one in scene.labels]
    assert texts.count("达标（2）") == 1
    assert "另一层" not in texts


def test_a_layer_without_the_field_of_its_classes_has_the_colour_of_its_kind() -> None:
    layer = zones()
    plain = replace(layer, frame=layer.frame.drop(columns="verdict"))
    assert "分区（3）" in [one.text for one in sheet(layers=[plain]).labels]
