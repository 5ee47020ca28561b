"""Characters that nobody sees are taken out of values, and told; all others stay."""

from __future__ import annotations

import pyarrow as pa

from layers.reading.described import DeclaredCrs, EncodingDecision, EncodingReport
from layers.reading.raw import RawLayer
from layers.reading.text.unseen import clean_text

SEEN = ["甲区（示例）", "a\tb\r\nc", "\U00020000👨‍👩‍👧", "", None]


def layer(**columns: list[object]) -> RawLayer:
    made = {name: pa.chunked_array([pa.array(values)]) for name, values in columns.items()}
    decision = EncodingDecision(EncodingReport())
    names = list(columns)
    return RawLayer("a", "a.gpkg", decision, DeclaredCrs(), names, ["text"] * len(names),
                    attributes=made)  # fmt: skip


def test_what_can_be_seen_stays_and_nothing_is_said() -> None:
    raw = layer(name=SEEN, count=[1, 2, 3, 4, 5])
    before = dict(raw.attributes)
    assert clean_text(raw) == []
    assert raw.attributes == before


def test_marks_of_direction_and_control_characters_are_taken_out_and_their_rows_told() -> None:
    names = ["\u202e乱序\u202d甲\u2066x", "乙", "a\x00b\x07c\x9f"]
    raw = layer(name=names, note=["\u200e2024-01-01", None, "b"])
    name, note = clean_text(raw)
    assert raw.attributes["name"].to_pylist() == ["乱序甲x", "乙", "abc"]
    assert raw.attributes["note"].to_pylist() == ["2024-01-01", None, "b"]
    assert (name.code, name.field, name.feature) == ("text-cleaned", "name", 1)
    assert "2 行" in name.message.zh
    assert "第 1、3 行" in name.message.zh
    assert note.values["count"] == 1
