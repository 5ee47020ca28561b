"""Chinese by sound."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from layers.system.pinyin import MOST_READINGS, initials, sound, spelled
from layers.system.pinyin_columns import COMPARED, initials_of, sorting_keys

NAMES = ["武汉", "鄂州", "宜昌", "十堰"]
TEXTS = st.lists(st.text(st.sampled_from("aB09 汉江区漢𠮷é（\ue000"), max_size=9), max_size=9)


def column(texts: list[str]) -> pa.Array:
    return pa.array(texts, pa.large_string())


def in_order(texts: list[str]) -> list[str]:
    keys = sorting_keys(column(texts)).to_pylist()
    return [text for _, text in sorted(zip(keys, texts, strict=True), key=lambda pair: pair[0])]


def test_names_are_found_by_the_initials_of_their_sound() -> None:
    assert initials("汉江蔡甸段3号（A区）") == "hjcdd3h（aq）"


def test_full_pinyin_is_read_as_initials_in_each_way() -> None:
    assert spelled("hannan") == ["hn"]
    assert spelled("xian") == ["x", "xa"]
    assert spelled("caidianqu") == ["cdaq", "cdq"]
    assert spelled("zzzz") == spelled("") == spelled("甲") == []
    assert len(spelled("xian" * 16)) <= MOST_READINGS


def test_names_sort_by_sound() -> None:
    assert sorted(NAMES, key=sound) == ["鄂州", "十堰", "武汉", "宜昌"]
    assert in_order(NAMES) == ["鄂州", "十堰", "武汉", "宜昌"]


def test_numbers_in_texts_sort_by_value_and_chinese_comes_last() -> None:
    texts = ["区10", "区9", "b", "B2", "b10", "", "7", "12", "3.10", "3.9", "区", "区9号"]
    assert in_order(texts) == [
        "", "3.9", "3.10", "7", "12", "b", "B2", "b10", "区", "区9", "区9号", "区10",
    ]  # fmt: skip
    assert in_order([]) == []
    # A number at the end of one text is not that at the beginning of the next.
    assert in_order(["a9", "10", "a1", "02"]) == ["02", "10", "a1", "a9"]


def test_very_long_texts_are_compared_by_their_beginning() -> None:
    (key,) = sorting_keys(column(["汉" * 10_000])).to_pylist()
    assert len(key) == 2 * COMPARED


@given(TEXTS)
def test_a_column_has_the_initials_of_each_of_its_texts(texts: list[str]) -> None:
    assert initials_of(column(texts)).to_pylist() == [initials(text) for text in texts]
    # Also of a part of a column, as Arrow gives it.
    assert initials_of(column(["江", *texts]).slice(1)).to_pylist() == [
        initials(text) for text in texts
    ]
