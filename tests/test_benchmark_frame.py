"""The frame of the benchmarks: rows are found, sections are written, parties run on their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.frame import DisagreementError, Measured, Row, apart, found_rows, put, run, section

PAGE = "# A page\n\n<!-- rows: begin -->\n<!-- rows: end -->\n\nthe rest\n"


def slow() -> Callable[[], list[int]]:
    return lambda: [1, 2]


def refused(_folder: Path) -> list[Measured]:
    raise DisagreementError("1 is not 2")


def two(_folder: Path) -> list[Measured]:
    return [
        Measured("ours", 2.0, 1.5, 100.4, of="theirs"),
        Measured("theirs", 4.0, 1.0, None, note="in the plane"),
    ]


@pytest.mark.slow
def test_every_row_has_a_name_of_its_own_and_a_goal() -> None:
    rows = found_rows()
    asked_for = {"start", "zonal", "coverage-deep", "import-heavy", "table", "search", "service"}
    assert asked_for <= {row.name for row in rows}
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.goal for row in rows)


def test_a_section_tells_the_ratio_to_the_party_beside() -> None:
    text = section(Row("x", "Some work", "half", two), two(Path()), 0.5, "2026-11-29")
    assert "| ours | 2.00 | 1.50 | 0.50 | 1.50 | 100 |  |" in text
    assert "| theirs | 4.00 | 1.00 |  |  |  | in the plane |" in text
    assert "load 0.5 before" in text


def test_sections_are_rewritten_in_place_and_new_ones_stand_at_the_end(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    for name, text in (("one", "first"), ("two", "second"), ("one", "again")):
        put(text, name, page)
    whole = page.read_text()
    assert "first" not in whole
    assert whole.index("again") < whole.index("second") < whole.index("rows: end")
    assert whole.endswith("the rest\n")


def test_a_row_whose_parties_disagree_is_not_written_and_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("bad", "Bad", "none", refused), Row("good", "Good", "none", two)]
    assert list(run(rows, lambda: tmp_path)) == ["good"]
    assert "bad: 1 is not 2" in capsys.readouterr().err


@pytest.mark.slow
def test_a_party_answers_from_a_process_of_its_own() -> None:
    found = apart("slow", f"{__name__}:slow")
    assert found.answer == [1, 2]
    assert found.cpu_s is not None
    assert found.peak_mb is not None
    assert found.peak_mb > 1
