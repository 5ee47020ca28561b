"""What an office sets for readings is what counts; the shipped numbers stand where it sets none."""

from __future__ import annotations

from layers.system.database import Database
from projects.sheets import save_sheet
from projects.sheets.rules_readings import READING_LIMITS
from projects.sheets.shipped import shipped_rows
from projects.water.office_limits import Steps, office_limits
from projects.water.sums import expected_in
from tests.projects.water.shipped import limits_as_shipped


def test_the_office_changes_one_and_the_others_stay(sqlite_database: Database) -> None:
    rows = [dict(row) for row in shipped_rows(READING_LIMITS.id)]
    kept = [row | {"value": 0.8} if row["limit"] == "name_likeness" else row for row in rows
            if row["limit"] != "jump_window"]  # fmt: skip
    with sqlite_database.transaction() as session:
        assert office_limits(session) == limits_as_shipped()
        save_sheet(session, READING_LIMITS.id, kept)
        found = office_limits(session)
    assert (found.likeness, found.window) == (0.8, limits_as_shipped().window)


def test_a_step_tells_how_many_readings_a_month_should_have() -> None:
    steps = limits_as_shipped().steps
    assert steps == Steps(12 * 60, 36 * 60, 5)
    asked = (4 * 60, 12 * 60, 12 * 60 + 1, 36 * 60, 36 * 60 + 1, 0)
    assert [expected_in("2025-06", one, steps) for one in asked] == [180, 60, 30, 30, 1, 1]
    assert expected_in("2025-06", 8 * 60, Steps(6 * 60, 36 * 60, 5)) == 30
