"""Coordinates as people paste them, and what is refused or asked in words."""

from __future__ import annotations

import pytest
import shapely

from geo.errors import EcoAtlasError
from projects.sites.pasted import read_pasted

PLACE = shapely.Point(114.05, 30.3)


@pytest.mark.parametrize(
    "text",
    [
        "114.05 30.30",
        "30.30, 114.05",
        "114°03′00″E 30°18′00″N",
        "东经114度3分，北纬30度18分",
        "J1\t3353370.95\t38504809.74",
        "1, 38504809.74, 3353370.95",
        "POINT (114.05 30.3)",
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[114.05,30.3]}}',
    ],
)
def test_one_place_in_many_writings(text: str) -> None:
    assert shapely.distance(read_pasted(text).shape, PLACE) < 2e-6


def test_points_make_lines_and_areas_and_an_empty_line_another_shape() -> None:
    corners = "114.05 30.30\n114.06 30.30\n114.06 30.31"
    assert read_pasted("114.05 30.30\n114.06 30.30").shape.geom_type == "LineString"
    assert read_pasted(corners).shape.geom_type == "Polygon"
    closed = read_pasted(f"{corners}\n114.05 30.30").shape
    assert shapely.get_num_coordinates(closed) == 4
    both = read_pasted(f"{corners}\n\n114.15 30.30\n114.16 30.30\n114.16 30.31").shape
    assert both.geom_type == "MultiPolygon"


def test_a_zone_that_the_numbers_do_not_tell_is_asked_and_then_taken() -> None:
    text = "504809.74 3353370.95"
    with pytest.raises(EcoAtlasError) as asked:
        read_pasted(text)
    assert asked.value.code == "site-crs-asked"
    assert "EPSG:4547" in asked.value.message.zh
    assert shapely.distance(read_pasted(text, "EPSG:4547").shape, PLACE) < 1e-6
    assert shapely.distance(read_pasted(text, "4547").shape, PLACE) < 1e-6


CROSSED = "114.05 30.30\n114.06 30.31\n114.06 30.30\n114.05 30.31"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "site-empty"),
        ("114.05 30.30\n那里", "site-not-understood"),
        ("<img src=x onerror=alert(1)>", "site-not-understood"),
        ("POLYGON ((1 2", "site-not-understood"),
        ("{" * 5000, "site-not-understood"),
        ("0 0", "site-crs-unknown"),
        (CROSSED, "site-crosses-itself"),
        ("113.0 30.0\n114.0 30.0\n114.0 31.0\n113.0 31.0", "site-too-large"),
        ("\n\n".join("114.05 30.30" for _ in range(51)), "site-too-many-shapes"),
        ("\n".join("114.05 30.30" for _ in range(20_001)), "site-too-detailed"),
        ("POLYGON EMPTY", "site-empty"),
    ],
)
def test_what_is_no_site_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        read_pasted(text)
    assert refused.value.code == code
