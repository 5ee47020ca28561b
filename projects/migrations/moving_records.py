"""Rows of project records between the tables of before revision 0018 and those that it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

FEN = 1_000_000
SAME = (
    "code", "name", "action_item_id", "status", "start_date", "due_date", "funding_source",
    "progress_percent", "note", "created_at", "updated_at",
)  # fmt: skip
Row = dict[str, Any]


def put_back(projects: list[Row], items: list[Row], links: list[Row]) -> None:
    """Rows as they were: units of texts become units of the register that nobody has sorted yet,
    and progress becomes a first report of the day on which the record was last changed."""
    codes: dict[str, str] = {}
    for row in projects:
        for name in _units_of(row):
            codes.setdefault(name, f"U-{len(codes) + 1:04d}")
    now = dt.datetime.now(dt.UTC)
    insert(
        "unit",
        [
            {"code": code, "name": name, "short_name": name, "kind": "unsorted", "added_at": now}
            for name, code in codes.items()
        ],
    )
    insert("project", [_record(row) for row in projects])
    insert("project_item", items)
    insert("project_link", links)
    insert("project_unit", [one for row in projects for one in _unit_rows(row, codes)])
    reported = [row for row in projects if row["progress_percent"] is not None]
    insert("project_progress", [_report(row) for row in reported])


def insert(table: str, rows: list[Row]) -> None:
    if rows:
        op.bulk_insert(_as_it_is(table), rows)


def _responsible(row: Row) -> list[str]:
    return [one for one in (row["responsible_units"] or "").split("|") if one]


def _units_of(row: Row) -> list[str]:
    lead = [row["lead_unit"]] if row["lead_unit"] else []
    return [*lead, *_responsible(row)]


def _unit_rows(row: Row, codes: dict[str, str]) -> Iterator[Row]:
    lead = [row["lead_unit"]] if row["lead_unit"] else []
    for role, names in (("lead", lead), ("responsible", _responsible(row))):
        for position, name in enumerate(dict.fromkeys(names)):
            yield {
                "project_code": row["code"],
                "role": role,
                "unit_code": codes[name],
                "position": position,
            }


def _record(row: Row) -> Row:
    money, percent = row["investment_wan_yuan"], row["progress_percent"]
    day = _day_of(row["updated_at"]) if percent is not None else None
    return {
        **{name: row[name] for name in SAME},
        "investment_fen": None if money is None else round(money * FEN),
        "progress_on": day,
        "progress_rose_on": day if percent else None,
        "version": 1,
    }


def _day_of(moment: dt.datetime) -> dt.date:
    """The day that it was in China; SQLite keeps moments in UTC without saying so."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.timezone(dt.timedelta(hours=8))).date()


def _report(row: Row) -> Row:
    return {
        "project_code": row["code"],
        "reported_on": _day_of(row["updated_at"]),
        "percent": row["progress_percent"],
        "via": "earlier",
        "at": row["updated_at"],
    }


def record_of_before(row: Row) -> Row:
    units = _rows_of("SELECT u.short_name, p.role FROM project_unit p JOIN unit u "
                     "ON u.code = p.unit_code WHERE p.project_code = :code "
                     "ORDER BY p.position", code=row["code"])  # fmt: skip
    named = {role: [name for name, its in units if its == role] for role in ("lead", "responsible")}
    stands = {"accepted": "completed", "cancelled": "stopped"}
    fen = row["investment_fen"]
    kept = {name: row[name] for name in SAME if name != "status"}
    return {
        **kept,
        "status": stands.get(row["status"], row["status"]),
        "lead_unit": (named["lead"] or [None])[0],
        "responsible_units": "|".join(["", *named["responsible"], ""])
        if named["responsible"]
        else "",
        "investment_wan_yuan": None if fen is None else fen / FEN,
    }


def _rows_of(query: str, **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in op.get_bind().execute(sa.text(query), values)]


def rows(table: str) -> list[Row]:
    found = sa.select(_as_it_is(table))
    return [dict(row) for row in op.get_bind().execute(found).mappings()]


def _as_it_is(table: str) -> sa.Table:
    """As the database has it now, without all the tables that it refers to."""
    return sa.Table(table, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
