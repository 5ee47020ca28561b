"""Two versions row by row, and one row edited with a reason."""

from __future__ import annotations

import pytest

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.database import Database
from projects.sheets import get_sheet
from projects.sheets.comparing import compare
from projects.sheets.editing import edit_row

BY = Actor("张三", "试验")


def test_rows_are_matched_by_key_and_date(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        shipped = get_sheet(session, "test_limits")
        edit_row(session, "test_limits", 1, {"limit": "51"}, reason="订正", based_on=0, by=BY)
        added = {"name": "TP", "limit": 0.5, "source": "标准甲", "basis": "sourced"}
        edit_row(session, "test_limits", None, added, reason="补充", based_on=1, by=BY)
        edit_row(session, "test_limits", 3, {"name": "SS2"}, reason="改名", based_on=2, by=BY)
        now = get_sheet(session, "test_limits")
    found = compare(shipped, now)
    told = {
        (one.what, one.row["name"], tuple(c.name for c in one.columns)) for one in found.changes
    }
    assert told == {
        ("changed", "COD", ("limit",)),
        ("added", "TP", ()),
        ("added", "SS2", ()),
        ("removed", "SS", ()),
    }
    assert (found.unchanged, found.count("added")) == (1, 2)
    assert compare(now, now).changes == ()
    assert (now.number, now.note, now.rows[0]["source"]) == (3, "改名", "标准甲")


@pytest.mark.parametrize(
    ("row", "reason", "based_on", "code"),
    [
        (1, " ", 0, "sheet-reason-missing"),
        (4, "理由", 0, "sheet-no-such-row"),
        (0, "理由", 0, "sheet-no-such-row"),
        (1, "理由", 1, "sheet-changed-meanwhile"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(
    sqlite_database: Database, row: int, reason: str, based_on: int, code: str
) -> None:
    with pytest.raises(EcoAtlasError, match=code), sqlite_database.transaction() as session:
        edit_row(session, "test_limits", row, {"limit": 1}, reason=reason, based_on=based_on)


def test_a_fault_of_an_edited_row_names_row_and_column(sqlite_database: Database) -> None:
    with pytest.raises(EcoAtlasError) as caught, sqlite_database.transaction() as session:
        edit_row(session, "test_limits", 3, {"limit": "x"}, reason="改", based_on=0)
    assert [(one.feature, one.field) for one in caught.value.problems] == [(3, "limit")]
