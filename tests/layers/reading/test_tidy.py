"""What a file puts into names and messages stays short and can be seen."""

from __future__ import annotations

import pyarrow as pa

from geo.errors import Problem
from layers.reading.described import DeclaredCrs, EncodingDecision, EncodingReport
from layers.reading.fields.errors import BAD_VALUE
from layers.reading.raw import RawLayer
from layers.reading.tidy import LONGEST_FIELD_NAME, LONGEST_VALUE, bounded, tidy

OVERRIDE = "\u202e"


def layer(name: str, fields: list[str]) -> RawLayer:
    columns = {field: pa.chunked_array([[field]]) for field in fields}
    decision = EncodingDecision(EncodingReport())
    types = ["text"] * len(fields)
    return RawLayer(name, "a.gpkg", decision, DeclaredCrs(), fields, types, attributes=columns)


def test_names_that_can_be_seen_stay_as_they_are() -> None:
    raw = layer("分区", ["编号", "a b", "<b>", "名称 "])
    tidy(raw)
    assert raw.names == ["编号", "a b", "<b>", "名称 "]
    assert raw.problems == []


def test_marks_of_direction_and_line_breaks_are_shown_as_such_and_said() -> None:
    raw = layer(f"分{OVERRIDE}区", [f"编{OVERRIDE}号", "名\n称", "ok"])
    tidy(raw)
    assert raw.name == "分\ufffd区"
    assert raw.names == ["编\ufffd号", "名\ufffd称", "ok"]
    (told,) = raw.problems
    assert told.code == "field-names-cleaned"
    assert told.values["count"] == 2


def test_values_stay_with_their_column_under_its_new_name() -> None:
    raw = layer("a", ["a\u200b", "a\u200e", "a"])
    tidy(raw)
    assert raw.names == ["a\ufffd", "a\ufffd_", "a"]
    kept = {name: column.to_pylist() for name, column in raw.attributes.items()}
    assert kept == {"a\ufffd": ["a\u200b"], "a\ufffd_": ["a\u200e"], "a": ["a"]}


def test_a_name_without_end_is_cut() -> None:
    raw = layer("甲" * 5000, ["乙" * 5000])
    tidy(raw)
    assert len(raw.name) <= LONGEST_FIELD_NAME
    assert len(raw.names[0]) <= LONGEST_FIELD_NAME
    assert raw.attributes.keys() == set(raw.names)


def test_a_message_quotes_no_megabyte_and_no_line_break() -> None:
    values = {"field": f"a\nb{OVERRIDE}", "value": "x" * 10**6, "expected": 3}
    said = bounded(Problem(BAD_VALUE, values, 7, field="f")).message
    assert "\n" not in said.zh + said.en
    assert OVERRIDE not in said.zh
    assert len(said.zh) < LONGEST_VALUE + 100


def test_everything_else_of_a_problem_stays() -> None:
    problem = Problem(BAD_VALUE, {"field": "f", "value": 1, "expected": "x"}, 7, "f", (114.0, 30.0))
    assert bounded(problem) == problem
