"""Readings typed on a grid: kept as a file is, with the same checks, as a batch of its own."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from projects.water.batches import TakenIn, take_in
from projects.water.errors import GRID_WRONG
from projects.water.items import Item, items_now
from projects.water.measured import MEASURED, Of
from projects.water.readings import Asked
from projects.water.tables import WaterMonth

if TYPE_CHECKING:
    from layers.storage.store import Store

TIME_HEAD = "监测时间"
FIRST_ROW = 2
"""Rows of the grid are counted as those of the file that it is kept as: below its heads."""
NAME = "网页录入 {time}.csv"
TIMES = Text("各行的时间不同（{times}）", "its rows are of different times ({times})")
ROW_TWICE = Text("第 {row} 行写了两次", "row {row} is there twice")
NO_ITEM = Text("没有监测项目“{item}”", "there is no item “{item}”")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What was typed for a section: cells by item, in the unit of the item."""

    number: int
    section: str
    time: str
    cells: Mapping[str, str]


def keep_typed(
    session: Session, store: Store, folder: Path, rows: Sequence[TypedRow],
    asked: Asked, by: Actor, reason: str | None,
) -> TakenIn:  # fmt: skip
    """Keep rows as a batch; faults name the rows of the grid. Raises `water-grid-wrong`, and as
    `take_in`."""
    times = sorted({one.time for one in rows})
    if len(times) != 1:
        raise EcoAtlasError(GRID_WRONG, why=TIMES.format(times=", ".join(times[:3])))
    path = write_rows(session, folder, rows, asked.of)
    name = NAME.format(time=times[0].replace(":", ""))
    return take_in(session, store, path, asked, by, name=name, reason=reason)


def write_rows(
    session: Session, folder: Path, rows: Sequence[TypedRow], of: Of = "sections"
) -> Path:
    """Rows as a file of readings, each in the row of its number; raises `water-grid-wrong`."""
    items = items_now(session, of)
    _refuse_strange(rows, items)
    wanted = [one for one in items.values() if any(one.id in row.cells for row in rows)]
    path = folder / "typed.csv"
    _write(path, MEASURED[of].head, rows, wanted)
    return path


def _refuse_strange(rows: Sequence[TypedRow], known: Mapping[str, Item]) -> None:
    """What would be left out of the file, or stand elsewhere in it, is refused."""
    seen: set[int] = set()
    for one in rows:
        if one.number in seen:
            raise EcoAtlasError(GRID_WRONG, why=ROW_TWICE.format(row=one.number))
        seen.add(one.number)
        if strange := sorted(one.cells.keys() - known.keys()):
            raise EcoAtlasError(GRID_WRONG, why=NO_ITEM.format(item=strange[0]))


def _write(path: Path, head: str, rows: Sequence[TypedRow], items: Sequence[Item]) -> None:
    by_number = {one.number: one for one in rows}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([head, TIME_HEAD, *map(_head, items)])
        for number in range(FIRST_ROW, max(by_number, default=0) + 1):
            row = by_number.get(number)
            cells = [" ".join(row.cells.get(one.id, "").split()) for one in items] if row else []
            writer.writerow(
                [row.section, row.time, *cells] if row else ["", "", *[""] * len(items)]
            )


def _head(item: Item) -> str:
    return f"{item.title.zh}({item.unit})" if item.unit else item.title.zh


def kept_in(session: Session, month: str) -> dict[str, int]:
    """By section how many items of a month are kept."""
    query = select(WaterMonth.section, WaterMonth.sums).where(WaterMonth.month == month)
    return {section: len(sums) for section, sums in session.execute(query)}
