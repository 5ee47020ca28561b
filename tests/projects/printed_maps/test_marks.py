"""Classes of a sheet are told apart without colour: by pattern, shape, size, dashes or width."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from geo.words import Text
from layers.kinds import KINDS, LegendEntry
from layers.kinds.palette import HUES, STEPS
from projects.printed_maps.looks import Looks, grey, looks_of
from projects.printed_maps.marks import Mark, Marks

EVERYTHING = ("area", "line", "point")
GREYS_APART = 0.05
"""Of which share of black neighbours of one pattern differ at least."""


def entries(looks: list[tuple[str, str]]) -> list[LegendEntry]:
    return [
        LegendEntry(Text(str(at), str(at)), colour, pattern, "circle", str(at))  # type: ignore[arg-type]
        for at, (colour, pattern) in enumerate(looks)
    ]


def area_of(mark: Mark, looks: Looks) -> tuple[object, ...]:
    return mark.pattern, mark.edge


def line_of(mark: Mark, looks: Looks) -> tuple[object, ...]:
    return mark.dashes, looks.line.width_px


def point_of(mark: Mark, looks: Looks) -> tuple[object, ...]:
    return mark.shape, mark.hollow, mark.radius


@pytest.mark.parametrize("kind", [one for one in KINDS.values() if one.geometry != ("raster",)])
def test_no_two_classes_of_a_kind_print_alike(kind: object) -> None:
    legend = kind.legend()  # type: ignore[attr-defined]
    marks = Marks().of(legend, EVERYTHING)
    looks = [looks_of(kind, *pair) for pair in zip(legend, marks, strict=True)]  # type: ignore[arg-type]
    for told in (area_of, line_of, point_of):
        found = [told(*pair) for pair in zip(marks, looks, strict=True)]
        assert len(set(found)) == min(len(found), 8 if told is point_of else len(found))


@pytest.mark.parametrize("count", [2, 7, 12])
def test_no_two_categories_that_somebody_chose_print_alike(count: int) -> None:
    marks = Marks().of(entries(list(HUES[:count])), ("area",))
    assert len({(one.pattern, one.edge) for one in marks}) == count


@pytest.mark.parametrize("count", range(2, 8))
def test_ranges_of_a_number_grow(count: int) -> None:
    legend = entries([*((one, "solid") for one in STEPS[:count]), ("#c9cfd3", "outlined")])
    *marks, none = Marks().of(legend, EVERYTHING, growing=True)
    assert len({one.pattern for one in marks}) == count
    assert marks[-1].pattern == "solid"
    assert none.pattern is None
    for one, next_ in pairwise(marks):
        assert one.radius < next_.radius
        assert one.width < next_.width


def test_one_class_of_two_layers_has_one_mark_and_others_have_their_own() -> None:
    sheet = Marks()
    late, other = entries([("#e0582b", "crossed"), ("#0b6e6e", "solid")])
    first = sheet.of([late, other], ("area",))
    points = sheet.of([late, other], ("point",))
    again = sheet.of([other], ("area", "point"))
    assert first[1].pattern == again[0].pattern == "solid"
    assert points[0].shape != points[1].shape == again[0].shape
    stranger = LegendEntry(Text("别的", "else"), "#123456", "solid", "circle", "x")
    assert sheet.of([stranger], ("area",))[0].pattern not in ("solid", "crossed")


def test_a_pattern_is_seen_on_its_ground_and_a_pale_edge_on_paper() -> None:
    kind = KINDS["sponge_zone"]
    legend = entries(list(HUES))
    for entry, mark in zip(legend, Marks().of(legend, ("area",)), strict=True):
        area = looks_of(kind, entry, mark, 0.75).area
        assert area.fill
        assert area.stroke
        assert mark.pattern == "solid" or abs(grey(area.ink) - grey(area.fill)) > 0.2
        assert grey(area.stroke) < 0.6


def test_shades_of_numbers_differ_in_grey_too() -> None:
    found = [grey(one) for one in STEPS]
    assert all(one - other > GREYS_APART for one, other in combinations(found, 2))
