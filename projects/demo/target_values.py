"""Values of targets of the demonstration: drafted, reported and approved as an office does it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.system.china_time import CHINA
from layers.system.database import Database, now
from projects.accounts.demonstration import EDITOR, REVIEWER
from projects.targets.approving import approve_values
from projects.targets.ledger import Written, save_values, values_of
from projects.targets.measured import Measured, measured_targets
from projects.targets.periods import read_period
from projects.targets.rules import Row
from projects.targets.setting import set_value
from projects.targets.tables import TargetValueRow
from projects.targets.values import STATUSES, Cell

COLUMNS = {
    "target": "目标编号",
    "unit": "填报单位",
    "period": "期间",
    "value": "值",
    "source": "数据来源",
    "note": "说明",
}
STATUS = "状态"
REPORT_DAYS, APPROVAL_DAYS, SET_DAYS = 20, 45, 10
"""How long after its period a value is entered and approved, and after its document a number set;
invented as the values are (示例), so that earlier days have their states too."""


def load_target_values(database: Database, values: Path, set_values: Path) -> int:
    """Add the values and the numbers set by the level above, where the ledger has none yet.

    Answers how many values were added.
    """
    with database.transaction() as session:
        if session.scalar(select(TargetValueRow.id).limit(1)) is not None:
            return 0
        _set(session, set_values)
        return _report(session, values)


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _report(session: Session, path: Path) -> int:
    approved = STATUSES["approved"].zh
    targets = measured_targets(session)
    every = [(n, line) for n, line in enumerate(_read(path), 2) if _is_asked(line, targets)]
    by_status: dict[Written, list[Row]] = {"draft": [], "reported": []}
    for number, line in every:
        draft = line[STATUS] == STATUSES["draft"].zh
        by_status["draft" if draft else "reported"].append(_row(number, line))
    wanted: set[Cell] = set()
    for status, rows in by_status.items():
        done = save_values(session, rows, EDITOR, status=status, when=_entered)
        cells = zip(rows, done.added, strict=True)
        lines = dict(every)
        wanted |= {cell for row, cell in cells if lines[row.number][STATUS] == approved}
    found = {one.id: one.version for one in values_of(session) if one.cell in wanted}
    approve_values(session, found, REVIEWER, when=_approved)
    return len(every)


def _is_asked(line: Mapping[str, str], targets: Mapping[str, Measured]) -> bool:
    """Whether the register still asks for it: a target may be split after the file was made."""
    target, period = targets.get(line["目标编号"]), read_period(line["期间"])
    if target is None or period is None:
        return False
    return not target.replaced_by and period.kind == target.period


def _row(number: int, line: Mapping[str, str]) -> Row:
    return Row(number, {name: line[head] for name, head in COLUMNS.items()})


def _set(session: Session, path: Path) -> None:
    for line in _read(path):
        set_value(
            session,
            line["目标编号"],
            value=float(line["数值"]),
            comparator=line["比较"],
            measured_in=line["单位"],
            year=int(line["年份"]),
            issuer=line["下达机关"],
            document=line["文号"],
            dated=dt.date.fromisoformat(line["日期"]),
            note=line["说明"],
            by=EDITOR,
            at=_after(dt.date.fromisoformat(line["日期"]), SET_DAYS),
        )


def _entered(row: TargetValueRow) -> dt.datetime:
    return _after(_end(row), REPORT_DAYS)


def _approved(row: TargetValueRow) -> dt.datetime:
    return _after(_end(row), APPROVAL_DAYS)


def _end(row: TargetValueRow) -> dt.date:
    period = read_period(row.period)
    if period is None:
        raise ValueError(row.period)
    return period.ends


def _after(day: dt.date, days: int) -> dt.datetime:
    """Nine in the morning so many days after a day, and never to come."""
    morning = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(9), CHINA)
    return min(morning.astimezone(dt.UTC), now())
