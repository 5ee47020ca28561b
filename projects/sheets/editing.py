"""One row of a sheet changed or added, with a reason: a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.sheets.errors import NO_SUCH_ROW, SHEET_NO_REASON
from projects.sheets.sheets import SheetInfo, get_sheet, save_sheet

LONGEST_REASON = 500


def edit_row(
    session: Session,
    sheet_id: str,
    row: int | None,
    values: Mapping[str, Any],
    *,
    reason: str,
    based_on: int,
    by: Actor | None = None,
) -> SheetInfo:
    """Keep the sheet with the values of one row changed; `row` counts from 1, None adds one.

    Columns that `values` does not name stay. Raises `sheet-reason-missing`, `sheet-no-such-row`,
    and what `save_sheet` raises.
    """
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise EcoAtlasError(SHEET_NO_REASON)
    sheet = get_sheet(session, sheet_id)
    rows = [dict(one) for one in sheet.rows]
    if row is None:
        rows.append(dict(values))
    elif 1 <= row <= len(rows):
        rows[row - 1] |= values
    else:
        raise EcoAtlasError(NO_SUCH_ROW, sheet=sheet_id, row=row)
    return save_sheet(
        session, sheet_id, rows, source=sheet.source, note=said, by=by, based_on=based_on
    )
