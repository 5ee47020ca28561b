"""An office that edited a rule before a release ships it anew: offered, and never overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.database import Database
from projects.sheets import SheetInfo, get_sheet, save_sheet
from projects.sheets.shipped import earlier_editions, shipped_rows
from projects.sheets.taking_over import offer_of, take_over

BY = Actor("张三", "试验")
RULE = "protected_zone_rules"


def before() -> list[dict[str, Any]]:
    """The rows as the release before had them, without the columns that came later."""
    (rows,) = earlier_editions(RULE).values()
    return [{n: v for n, v in row.items() if n not in ("law", "since")} for row in rows]


def edit(database: Database, rows: list[dict[str, Any]]) -> SheetInfo:
    with database.transaction() as session:
        return save_sheet(session, RULE, rows)


def test_rows_that_the_office_left_alone_are_brought_in_and_its_own_stay(
    sqlite_database: Database,
) -> None:
    rows = before()
    rows[0]["says"] = "本市另有规定。"
    gone = rows.pop(1)
    edit(sqlite_database, rows)
    with sqlite_database.transaction() as session:
        offer = offer_of(get_sheet(session, RULE))
        assert (offer.changed, offer.added, offer.kept) == (19, 12, 1)
        taken = take_over(session, RULE, BY, based_on=1)
    assert (taken.number, len(taken.rows)) == (2, 20 + 12)
    assert taken.rows[0]["says"] == "本市另有规定。"
    assert taken.rows[0]["valid_to"] is None
    keys = [(row["grade"], row["subject"], row["valid_from"]) for row in taken.rows]
    assert (gone["grade"], gone["subject"], gone["valid_from"]) not in keys
    assert taken.rows[1]["valid_to"] == "2026-08-14"
    assert not offer_of(taken).any


def test_nothing_is_offered_of_what_is_shipped_or_already_taken_over(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        assert not offer_of(get_sheet(session, RULE)).any
        save_sheet(session, RULE, [dict(row) for row in shipped_rows(RULE)][::-1])
        assert not offer_of(get_sheet(session, RULE)).any
        with pytest.raises(EcoAtlasError, match="sheet-nothing-offered"):
            take_over(session, RULE, BY, based_on=1)


def test_a_version_that_somebody_saved_meanwhile_is_not_passed_over(
    sqlite_database: Database,
) -> None:
    edit(sqlite_database, before())
    with (
        pytest.raises(EcoAtlasError, match="sheet-changed-meanwhile"),
        sqlite_database.transaction() as session,
    ):
        take_over(session, RULE, BY, based_on=0)
