"""Results by their declaration: nothing undeclared, and every figure beside what it is asked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from geo.figures.units import METRES, NO_UNIT, RATIO, SQUARE_METRES
from geo.words import Text
from projects.metrics.declaration import Column
from projects.metrics.figured import (
    Reading,
    UndeclaredFigureError,
    given_text,
    require_declared,
    texts_of,
)
from projects.metrics.registry import METRICS

SPONGE = METRICS["sponge_coverage"]
TOTAL = {
    "built_up_m2": 12_345_678.912,
    "met_m2": 6_172_345.6,
    "not_met_m2": 6_173_333.312,
    "not_assessed_m2": 0.0,
    "no_zone_m2": 0.0,
    "share": 0.49996,
}
TARGET = {"id": "T", "comparator": ">=", "value": 50.0, "unit": "%", "year": 2030, "met": False,
          "gap_m2": 493.856, "indicator": {"zh": "比例", "en": "share"}}  # fmt: skip


def text(column: Column, value: Any, result: dict[str, Any] | None = None, **beside: Any) -> str:
    return Reading.of(result or {}).figure(column, {column.name: value, **beside}).in_("zh")


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        ({"extra": {"a": 1}}, "extra"),
        ({"total": {"share": 0.5, "other": 1}}, "total.other"),
        ({"bounds": {"middle": 0.5}}, "bounds.middle"),
        ({"zones": [{"key": "P", "name": None}, {"key": "Q", "colour": 1}]}, "zones[].colour"),
        ({"target": {"id": "T", "mood": 1}}, "target.mood"),
    ],
)
def test_what_no_declaration_names_fails_where_it_is_made(
    figures: dict[str, Any], names: str
) -> None:
    with pytest.raises(
        UndeclaredFigureError, match=f"^{names.replace('[', '.').replace(']', '.')}$"
    ):
        require_declared(SPONGE, figures)


def test_what_is_declared_passes() -> None:
    pair = {"key": "A|B", "name": None, "zones": ["A", "B"], "verdicts": ["met", "not_met"]}
    figures = {"total": TOTAL, "bounds": {"lower": 0.5, "upper": 0.5}, "conflicts": [pair]}
    require_declared(SPONGE, figures | {"target": TARGET, "notes": [{"code": "any"}]})
    require_declared(SPONGE, {"total": None, "zones": None, "target": None})


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda one: one.id)
def test_declarations_hold_together(metric: Any) -> None:
    """Names stand once, and what a figure is compared with is a column or a parameter there is."""
    parts = [("total", metric.total)]
    parts += [(one.name, one.columns) for one in (*metric.records, *metric.tables)]
    assert len({name for name, _ in parts}) == len(parts)
    others = {one.name: one for one in metric.total} | {one.name: one for one in metric.parameters}
    for _, columns in parts:
        there = {one.name: one for one in columns}
        assert len(there) == len(columns)
        for column in columns:
            for name in column.against:
                found = others.get(name) if name == column.name else there.get(name)
                found = found or others[name]
                text = getattr(found, "type", "") == "text"
                assert text or found.unit in (column.unit, None)


def test_a_figure_is_written_against_the_target_of_its_result() -> None:
    said = texts_of(SPONGE, {"total": TOTAL, "target": TARGET, "zones": [], "parameters": {}})
    assert said["total"]["share"] == Text("49.996%", "49.996%")
    assert said["total"]["built_up_m2"].zh == "12.3457 km²"
    assert said["parts"]["met_m2"].zh == "49.996%"
    assert said["parts"]["no_zone_m2"].zh == "0.00%"
    assert (said["target"]["demand"].zh, said["target"]["gap"].en) == ("≥ 50%", "493.86 m²")
    assert said["target"]["measured"] is None
    plain = texts_of(SPONGE, {"total": TOTAL, "target": None})
    assert plain["total"]["share"].zh == "50.00%"
    assert "target" not in plain


def test_a_figure_is_written_against_what_stands_beside_it() -> None:
    share = Column("share", Text("比例", "Share"), RATIO, against=("line",))
    assert text(share, 0.74996, line=0.75) == "74.996%"
    assert text(share, 0.74996, line=None) == "75.00%"
    assert text(share, 0.74996, {"total": {"line": 0.75}}) == "74.996%"
    assert text(share, 0.74996, {"parameters": {"line": 0.75}}) == "74.996%"
    value = Column("value", Text("值", "Value"), NO_UNIT, against=("limit",))
    assert text(value, 0.5000000001, limit="≤ 0.5") == "0.5000000001"
    assert text(value, 8.9999999, limit="6–9") == "8.9999999"
    own = Column("distance_m", Text("距离", "Distance"), METRES, against=("distance_m",))
    assert text(own, 49.999, {"parameters": {"distance_m": 50.0}}) == "49.999 m"


def test_words_codes_and_lists_are_written_as_such() -> None:
    codes = {"met": Text("达标", "met"), "open": Text("未定", "open")}
    code = Column("code", Text("结论", "Verdict"), NO_UNIT, "code", codes)
    plain = Column("plain", Text("文字", "Text"), NO_UNIT, "text")
    area = Column("area", Text("面积", "Area"), SQUARE_METRES)
    assert text(code, "met") == "达标"
    assert text(code, ["met", "open", "new"]) == "达标 · 未定 · new"
    assert text(plain, "1,5") == "1,5"
    assert [text(one, none) for one in (code, plain, area) for none in (None, "")] == ["—"] * 6
    assert text(plain, "  ") == "—"
    assert text(area, "n/a") == "n/a"
    assert text(area, float("inf")) == "inf"
    assert given_text(0.85, RATIO).zh == "85%"
    assert given_text("P1", NO_UNIT).en == "P1"
    assert given_text(None, NO_UNIT).en == given_text("", NO_UNIT).en == "—"


def test_figures_that_do_not_add_up_cannot_be_declared_as_sums() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Column("rate", Text("率", "Rate"), replace(RATIO, sums=False), sums=True)
    assert Reading.of({"target": TARGET}).demand.ends(RATIO) == (Fraction(1, 2),)  # type: ignore[union-attr]
