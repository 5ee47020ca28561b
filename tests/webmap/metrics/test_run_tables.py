"""Tables of a result: one unit a column, what has to be looked at first, codes in words."""

from __future__ import annotations

from typing import Any

from geo.figures.units import COUNT, NO_UNIT, SQUARE_METRES
from geo.words import Text
from projects.metrics.declaration import Column, Table
from projects.metrics.figured import Reading
from projects.metrics.registry import METRICS
from projects.metrics.stands import BY_VERDICT, STANDS
from webmap.metrics.run_maps import legend
from webmap.metrics.run_tables import in_order, shown_table, size_texts, worded

TITLES = {"met": Text("达标", "met"), "not_met": Text("未达标", "not met")}
VERDICT = Column("verdict", Text("结论", "Verdict"), NO_UNIT, "code", TITLES, stands=BY_VERDICT)
TABLE = Table(
    "zones",
    Text("分区", "Zones"),
    (
        Column("area_m2", Text("面积", "Area"), SQUARE_METRES),
        Column("met_m2", Text("达标", "Met"), SQUARE_METRES),
        VERDICT,
        Column("hits", Text("命中", "Hits"), COUNT),
        Column("rule", Text("规则行", "Row"), NO_UNIT, "text", inner=True),
    ),
    missing=("area_m2", "met_m2"),
)


def row(key: str, area: float | None, met: float, verdict: str) -> dict[str, Any]:
    return {"key": key, "name": key, "area_m2": area, "met_m2": met, "verdict": verdict}


ROWS = [
    row("A", 2.5e6, 0.5e6, "met"),
    row("B", 4_000.0, 0.0, "not_met"),
    row("C", 1.5e6, 0.25e6, "not_met"),
    row("D", None, 0.0, "met"),
]


def test_rows_that_are_missed_come_first_and_of_them_what_misses_most() -> None:
    assert [one["key"] for one in in_order(TABLE, ROWS)] == ["C", "B", "A", "D"]
    said = [one and one.zh for one in size_texts(TABLE, ROWS)]
    assert said == ["2.0000 km²", "0.0040 km²", "1.2500 km²", None]


def test_a_column_is_told_in_one_unit_that_stands_in_its_head() -> None:
    shown = shown_table(TABLE, ROWS, {})
    assert [one.name for one in shown.columns] == ["verdict", "area_m2", "met_m2", "hits"]
    area = shown.columns[1]
    assert area.head_unit == Text("km²", "km²")
    told = [area.text(Reading({}, None), one).zh for one in ROWS]
    assert told == ["2.5000", "0.0040", "1.5000", "—"]
    small = shown_table(TABLE, ROWS[1:2], {}).columns[1]
    assert small.head_unit == Text("m²", "m²")
    assert small.text(Reading({}, None), ROWS[1]).zh == "4,000.00"
    assert [(one.id, said.zh, count) for one, said, count in shown.counts] == [
        ("missed", "未达标", 2),
        ("met", "达标", 2),
    ]


def test_keys_that_are_made_of_codes_are_told_in_words() -> None:
    found = {"key": "1000 m/not_met", "verdict": "not_met"}
    assert worded(TABLE, found) == Text("1000 m/未达标", "1000 m/not met")
    shown = shown_table(TABLE, [found], {})
    assert shown.name(found).zh == "1000 m/未达标"
    assert shown.code(found) == ""
    assert shown.code({"key": "HN-01", "name": "甲"}) == "HN-01"


def test_how_a_row_stands_is_told_by_one_column_with_a_sign_and_a_form() -> None:
    for metric in METRICS.values():
        for table in metric.tables:
            judged = [one for one in table.columns if one.stands]
            assert len(judged) <= 1, (metric.id, table.name)
            for column in judged:
                assert column.codes.keys() == column.stands.keys() & column.codes.keys()
            names = {one.name for one in table.columns}
            assert {
                *(table.places or ()),
                *(table.missing or ()),
                *filter(None, [table.size]),
            } <= names
    assert len({one.sign for one in STANDS}) == len({one.form for one in STANDS}) == len(STANDS)
    assert [(one["form"], one["sign"]) for one in legend(VERDICT)] == [
        ("circle", "✓"),
        ("square", "✗"),
    ]
