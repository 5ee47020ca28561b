"""The way of the water follows from sections that name their inflow, not from how a line runs."""

from __future__ import annotations

import pytest
import shapely

from projects.sections.flowing import Line, turned
from projects.water.placed import Section, Sections

LINE = Line("长江", shapely.LineString([(0, 0), (10_000, 0), (10_000, 10_000)]))
PLACES = {
    "a": shapely.Point(1_000, 300),
    "b": shapely.Point(9_000, -300),
    "c": shapely.Point(10_100, 5_000),
    "off": shapely.Point(5_000, 2_500),
    "before": shapely.Point(-500, 0),
}


def sections(**controls: str | None) -> Sections:
    return Sections(
        {
            key: Section("s", key, key, "长江", None, None, None, control, False)
            for key, control in controls.items()
        }
    )


@pytest.mark.parametrize(
    ("controls", "down"),
    [
        ({"a": None, "b": "a", "c": "a"}, 1),
        ({"a": "b", "b": None}, -1),
        ({"a": None, "b": "a", "c": "b"}, 1),
        ({"a": "c", "b": "a", "c": None}, 0),
        ({"a": None, "b": None}, 0),
        ({"a": "a"}, 0),
        ({"a": "elsewhere"}, 0),
        ({"off": "a", "a": None}, 0),
        ({"b": "before", "before": None}, 0),
    ],
)
def test_pairs_that_agree_turn_a_line(controls: dict[str, str | None], down: int) -> None:
    points = {key: PLACES[key] for key in controls}
    assert turned(LINE, sections(**controls), points).down == down


def test_the_arrow_follows_the_line_where_the_section_lies() -> None:
    there, back = (Line(LINE.river, LINE.shape, way) for way in (1, -1))
    assert (there.bearing(1_000), there.bearing(15_000)) == pytest.approx((90, 0))
    assert (back.bearing(1_000), back.bearing(15_000)) == pytest.approx((270, 180))


def test_a_section_of_another_river_is_not_on_the_line() -> None:
    assert LINE.foot("汉江", PLACES["a"]) is None
    assert LINE.foot(None, PLACES["a"]) is None
    assert LINE.foot(" 长江", PLACES["a"]) == 1_000
