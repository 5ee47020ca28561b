"""Effluent readings of a year taken into a sheet, by which plants are judged and figures signed.

Daily means of what leaves a plant, each with the file and row that it comes from. Rows that an
office has entered by hand in a sheet of its own are another sheet, and stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import live_versions
from layers.kinds.required import SEWAGE_PLANT
from layers.storage.store import Store
from layers.system.row_access import highest_grade
from projects.sections.errors import NO_EFFLUENT
from projects.sheets import SheetInfo, save_sheet
from projects.sheets.rules_sewage import EFFLUENT_ITEMS
from projects.sheets.series_sewage import EFFLUENT_READINGS
from projects.water.effective import ItemValues, counting_batches, values_of
from projects.water.items import TEMPERATURE
from projects.water.measured import PLANT, code_of
from projects.water.months import mean
from projects.water.tables import WaterMonth

NAME = "effluent-readings-{year}"
TITLE = Text("{year} 年污水处理厂出水监测值", "Effluent readings of {year}")
SOURCE = "监测数据批次 {batches}"
ROW = "批次 {batch} {file} 第 {rows} 行"
MOST_ROWS_NAMED = 3
ITEMS = tuple(code for code, _ in EFFLUENT_ITEMS)
Days = dict[tuple[str, str, str], list[tuple[float, int, int]]]
"""Values with their batch and row, by plant, day and item."""


def keep_effluent(session: Session, store: Store, year: int, by: Actor) -> SheetInfo:
    """The daily means of a year as the new version of its sheet; the same again make none.

    All who see internal layers read the sheet, so it holds nothing of a restricted one.
    Raises `water-effluent-empty`, `sheet-too-long`.
    """
    plants = _plants(session, year)
    batches = counting_batches(session, plants) if plants else []
    files = {one.id: one.name for one in batches}
    days: Days = {}
    for one in values_of(session, store, batches, plants, (*ITEMS, TEMPERATURE)):
        _into(days, one, f"{year}-")
    rows = list(_rows(days, files))
    if not rows:
        raise EcoAtlasError(NO_EFFLUENT, year=year)
    return save_sheet(
        session,
        NAME.format(year=year),
        rows,
        kind=EFFLUENT_READINGS.id,
        title=TITLE.format(year=year),
        source=SOURCE.format(batches="、".join(map(str, sorted(files)))),
        by=by,
    )


def _plants(session: Session, year: int) -> set[str]:
    """Those with readings of the year, in layers that all may know who read the sheet."""
    layers = [
        one.layer_id
        for one in live_versions(session, SEWAGE_PLANT.id)
        if highest_grade((one.secrecy, EFFLUENT_READINGS.grade)) == EFFLUENT_READINGS.grade
    ]
    query = select(WaterMonth.section).where(
        WaterMonth.section.startswith(PLANT, autoescape=True),
        WaterMonth.layer.in_(layers),
        WaterMonth.month.between(f"{year}-01", f"{year}-12"),
    )
    return set(session.scalars(query))


def _into(days: Days, found: ItemValues, year: str) -> None:
    dates = found.minutes.astype("datetime64[m]").astype("datetime64[D]").astype(str)
    for at in np.flatnonzero(np.char.startswith(dates, year)):
        key = (code_of(str(found.section[at])), str(dates[at]), found.item)
        value = (float(found.values[at]), int(found.batch[at]), int(found.rows[at]))
        days.setdefault(key, []).append(value)


def _rows(days: Days, files: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for (plant, day, item), values in sorted(days.items()):
        if item != TEMPERATURE:
            warm = days.get((plant, day, TEMPERATURE))
            yield {
                "plant": plant,
                "day": day,
                "item": item,
                "value": _mean(values),
                "water_c": _mean(warm) if warm else None,
                "source": _source(values, files),
            }


def _mean(values: list[tuple[float, int, int]]) -> float:
    return mean(sum(value for value, _, _ in values), len(values))


def _source(values: list[tuple[float, int, int]], files: Mapping[int, str]) -> str:
    """The files and rows that a mean comes from, the first ones."""
    by_batch: dict[int, list[int]] = {}
    for _, batch, row in values:
        by_batch.setdefault(batch, []).append(row)
    return "；".join(
        ROW.format(batch=batch, file=files[batch], rows=_listed(sorted(set(rows))))
        for batch, rows in sorted(by_batch.items())
    )


def _listed(rows: list[int]) -> str:
    more = "…" if len(rows) > MOST_ROWS_NAMED else ""
    return "、".join(map(str, rows[:MOST_ROWS_NAMED])) + more
