"""Characters that a drawing spells out, wherever its text is cut while it is read."""

from __future__ import annotations

import pytest

from layers.reading.formats.dxf_text import unescaped

SPELLED = r"8 \U+5b97\U+5730 \M+5D7DA C:\Users \U+12 end"
READ = r"8 宗地 宗 C:\Users \U+12 end"


@pytest.mark.parametrize("size", [1, 2, 7, 30, 1000])
def test_characters_are_read_over_the_seams_of_chunks(size: int) -> None:
    chunks = [SPELLED[at : at + size] for at in range(0, len(SPELLED), size)]
    assert "".join(unescaped(chunks)) == READ


def test_half_of_a_pair_stays_spelled() -> None:
    assert "".join(unescaped([r"\U+D842 x"])) == r"\U+D842 x"
