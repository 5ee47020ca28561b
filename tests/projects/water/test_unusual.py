"""What stands out in a series: jumps, values that stay the same, parts above their whole."""

from __future__ import annotations

import numpy as np
import pytest

from projects.water.cells import UNDER, VALUE
from projects.water.effective import ItemValues
from projects.water.unusual import deviations, equal_runs, odd_months
from tests.projects.water.shipped import limits_as_shipped

WINDOW = limits_as_shipped().window
DAY = 24 * 60
START = int(np.datetime64("2025-05-01T00:00", "m").astype(np.int64))


def series(item: str, *sections: tuple[str, list[float]], flag: int = VALUE) -> ItemValues:
    names = np.array([name for name, values in sections for _ in values], dtype=object)
    minutes = np.concatenate([START + DAY * np.arange(len(one)) for _, one in sections])
    values = np.concatenate([np.asarray(one, dtype=float) for _, one in sections])
    return ItemValues(
        item, names, minutes, values, np.full(len(values), flag, dtype=np.int8),
        np.arange(len(values)), np.ones(len(values), dtype=np.int64),
    )  # fmt: skip


def test_a_jump_is_far_off_and_a_slow_rise_is_not() -> None:
    calm = [0.10, 0.11, 0.10, 0.12, 0.11, 0.10, 0.11, 0.12, 0.10, 0.11, 0.12, 0.11, 0.10]
    jumps = [*calm[:6], 0.48, *calm[6:]]
    usual, times = deviations(np.array(jumps), WINDOW)
    assert int(np.argmax(times)) == 6
    assert usual[6] == pytest.approx(0.11)
    assert times[6] == pytest.approx(37)
    assert np.sort(times)[-2] < 8
    seasons = 9 + 3 * np.cos(np.arange(36) * np.pi / 6) + 0.4 * np.cos(np.arange(36) * 2.1)
    assert deviations(seasons, WINDOW)[1].max() < 8
    flat = [0.05] * 20 + [5.0]
    assert deviations(np.array(flat), WINDOW)[1][-1] > 8
    assert not deviations(np.array([0.05] * 20), WINDOW)[1].any()


def test_equal_values_in_a_row_are_counted_and_what_was_not_detected_is_not() -> None:
    values = np.array([1.0, 1.0, 1.0, 2.0, 2.0, 1.0])
    under = np.array([False, False, False, True, True, False])
    assert equal_runs(values, ~under & under).tolist() == [1, 2, 3, 1, 2, 1]
    assert equal_runs(values, under).tolist() == [1, 2, 3, 0, 0, 1]


def test_months_tell_the_farthest_value_the_longest_run_and_the_worst_excess() -> None:
    nitrogen = [1.0] * 30 + [2.0] * 5
    ammonia = [0.2] * 34 + [2.5]
    found = odd_months(
        [series("TN", ("A", nitrogen), ("B", [3.0])), series("NH3-N", ("A", ammonia))],
        WINDOW,
    )
    assert set(found) == {
        ("A", "2025-05", "TN"), ("A", "2025-06", "TN"), ("B", "2025-05", "TN"),
        ("A", "2025-05", "NH3-N"), ("A", "2025-06", "NH3-N"),
    }  # fmt: skip
    may, june = found["A", "2025-05", "TN"], found["A", "2025-06", "TN"]
    assert (may.run, june.run) == (30, 5)
    assert may.excess == pytest.approx(0.2 / 1.0 - 1)
    assert june.excess == pytest.approx(2.5 / 2.0 - 1)
    assert found["B", "2025-05", "TN"].excess is None
    odd = found["A", "2025-06", "NH3-N"]
    assert (odd.at, odd.value, odd.usual) == ("2025-06-04 00:00", 2.5, 0.2)
    assert (
        odd_months([series("TP", ("A", [0.1, 0.1]), flag=UNDER)], WINDOW)["A", "2025-05", "TP"].run
        == 0
    )
