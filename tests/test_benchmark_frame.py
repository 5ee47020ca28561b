"""The frame of the benchmarks: rows are found, sections are written, parties run on their own."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.frame import (
    CPU_RATIO,
    PEAK,
    WALL,
    DisagreementError,
    Goal,
    Measured,
    Row,
    absent,
    apart,
    found_rows,
    peer,
)
from benchmarks.page import goals, put, section
from benchmarks.running import Done, end, run

PAGE = "# A page\n\n<!-- rows: begin -->\n<!-- rows: end -->\n\nthe rest\n"
GOALS = (Goal("ours", CPU_RATIO, 1.2), Goal("ours", PEAK, 200), Goal("nobody", WALL, 1))


def slow() -> Callable[[], list[int]]:
    return lambda: [1, 2]


def refused(_folder: Path, _share: float) -> list[Measured]:
    raise DisagreementError("1 is not 2")


def two(_folder: Path, _share: float) -> list[Measured]:
    return [
        Measured("ours", 2.0, 1.5, 100.4, of="theirs"),
        Measured("theirs", 4.0, 1.0, None, note="in the plane"),
        absent("nobody", "not here: a_package"),
    ]


def here(row: Row, folder: Path, _patience_s: float) -> Sequence[Measured]:
    return row.measure(folder, 1)


def all_of(rows: list[Row], folder: Path, minutes: float = 1) -> Done:
    *_, last = run(rows, lambda: folder, minutes, here)
    return last


@pytest.mark.slow
def test_every_row_has_a_name_of_its_own_and_goals_of_its_parties() -> None:
    rows = found_rows()
    asked_for = {"start", "zonal", "coverage-deep", "import-heavy", "table", "search", "service"}
    assert asked_for | {"coverage-thin", "map-100k", "office"} <= {row.name for row in rows}
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.goals for row in rows)


def test_a_section_tells_the_ratio_to_the_party_beside_and_which_goals_are_reached() -> None:
    text = section(Row("x", "Some work", GOALS, two), two(Path(), 1), 0.5, "2026-11-29")
    assert "| ours | 2.00 | 1.50 | 0.50 | 1.50 | 100 |  |  |" in text
    assert "| theirs | 4.00 | 1.00 |  |  |  |  | in the plane |" in text
    assert "| nobody |  |  |  |  |  |  | not here: a_package |" in text
    assert "load 0.5 before" in text
    assert "≤ 1.2 × CPU s of ours (missed); ≤ 200 peak MB of ours (reached)" in text
    assert "≤ 1 s of nobody (not measured)" in text


def test_another_engine_is_to_be_left_behind() -> None:
    assert Goal("theirs", CPU_RATIO, 3, ahead=True).reached(3.1)
    assert not Goal("theirs", CPU_RATIO, 3, ahead=True).reached(2.9)


def test_sections_are_rewritten_in_place_and_new_ones_stand_at_the_end(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    for name, text in (("one", "first"), ("two", "second"), ("one", "again")):
        put(text, name, page)
    whole = page.read_text()
    assert "first" not in whole
    assert whole.index("again") < whole.index("second") < whole.index("rows: end")
    assert whole.endswith("the rest\n")


def test_a_row_that_fails_is_named_and_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("bad", "Bad", GOALS, refused), Row("good", "Good", GOALS, two)]
    done = all_of(rows, tmp_path)
    assert [row.name for row in done.sections] == ["good"]
    assert "bad: 1 is not 2" in capsys.readouterr().err
    table = goals(done.measured, done.failed, "today")
    assert "| Good | ours ≤ 1.2 × CPU s | 1.50 | missed |" in table
    assert "| Bad | | | 1 is not 2 |" in table


def test_no_row_begins_when_the_time_is_over(tmp_path: Path) -> None:
    done = all_of([Row("late", "Late", GOALS, two)], tmp_path, minutes=0)
    assert list(done.failed.values()) == ["not begun: the time was over"]


@pytest.mark.slow
def test_a_row_that_takes_too_long_is_ended_with_all_that_it_started() -> None:
    command = ["sh", "-c", "setsid sleep 600 & echo $!; wait"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = Path("/proc", process.stdout.readline().strip())
        was_there = server.exists()
        end(process)
    assert was_there
    until = time.monotonic() + 60
    while server.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not server.exists()


def test_a_peer_that_is_not_installed_is_said() -> None:
    assert peer("theirs", "a_package_that_nobody_has", "x:y").note.startswith("not here")


@pytest.mark.slow
def test_a_party_answers_from_a_process_of_its_own() -> None:
    found = apart("slow", f"{__name__}:slow")
    assert found.answer == [1, 2]
    assert found.cpu_s is not None
    assert found.peak_mb is not None
    assert found.peak_mb > 1
