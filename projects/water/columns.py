"""A column of values in its unit: numbers brought to the item's unit, doubts told by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import ErrorCode, Problem
from geo.figures.said import typed
from geo.words import Text
from projects.water import errors
from projects.water.cells import ABSENT, Cells, read_cells
from projects.water.heads import ItemColumn
from projects.water.items import TEMPERATURE, Item, Items
from projects.water.meant import UNIT_IN_CELL, number_meant
from projects.water.readings import Asked, Block, Places
from projects.water.units import SAME, factor, split_head

ROWS_TOLD = 20
THOUSANDTH = "μg/L"


class ColumnReader:
    """Reads columns of a file; what is wrong goes into `problems`."""

    def __init__(self, items: Items, asked: Asked, problems: list[Problem]) -> None:
        self.items, self.asked, self.problems = items, asked, problems

    def item_of(self, written: str) -> str | None:
        found = self.items.named(written) or self.items.named(split_head(written)[0])
        return found.id if found else None

    @staticmethod
    def unit_in_name(written: str) -> str | None:
        return split_head(written)[1]

    def block(self, column: ItemColumn, texts: pa.Array, places: Places, rows: Places) -> Block:
        """The values of a column; `places` are those of its cells below the heads, `rows` their
        rows in the file."""
        item = self.items[column.item]
        unit, times, certain = self._unit(column, item, int(rows[0]))
        if times is None:
            return _none(item, texts)
        limit = None if item.detection_limit is None else item.detection_limit / times
        cells = read_cells(texts, item=item.id, detection_limit=limit, below=self.asked.below)
        self._faults(column, item, cells, texts, rows)
        values = _rounded(cells.values * times)
        flags = cells.flags.copy()
        flags[np.isnan(values)] = ABSENT
        if unit is None:
            self._missing(column, item, values)
        self._doubted(column, item, values, flags, rows, certain=certain)
        block = Block(item.id, places, values, flags, rows, texts)
        return block.at(flags != ABSENT)

    def _unit(
        self, column: ItemColumn, item: Item, row: int
    ) -> tuple[str | None, float | None, bool]:
        """The unit, what a value is multiplied by, and whether somebody has said the unit.

        No unit, and the item's own is taken, where none is written that has to be. No multiple
        where the unit measures something else: none of its values is read.
        """
        unit = self.asked.units.get(item.id) or column.unit
        if not unit:
            needed = bool(item.unit) and item.id != TEMPERATURE and not self.asked.standard_units
            return (None if needed else item.unit), SAME, not needed
        times = factor(unit, item.unit)
        if times is None:
            said = {"unit": unit[:20], "wanted": item.unit or "—"}
            self._tell(errors.UNIT_UNKNOWN, row, column, said)
            return unit, None, True
        if times != SAME:
            said = {"unit": unit, "wanted": item.unit, "factor": typed(times)}
            first = row if column.at < 0 else None
            self._tell(errors.UNIT_CONVERTED, first, column, said)
        return unit, times, True

    def _tell(
        self, kind: ErrorCode, row: int | None, column: ItemColumn, said: Mapping[str, Any]
    ) -> None:
        if row is None and any(
            one.kind == kind and one.values.get("column") == column.head for one in self.problems
        ):
            return  # of a column it is said once, though it holds influent and effluent
        named = {"column": column.head, "item": column.item, "row": row}
        self.problems.append(Problem(kind, named | dict(said), row, column.item))

    def _missing(self, column: ItemColumn, item: Item, values: NDArray[np.float64]) -> None:
        there = values[~np.isnan(values)]
        if not len(there) or self.asked.guess:
            return
        median = float(np.median(there))
        fits = item.plausible is None or median <= item.plausible
        proposed = item.unit if fits else THOUSANDTH
        named = split_head(column.head)[0]
        said = {"median": typed(median), "unit": item.unit, "proposed": proposed, "named": named}
        fitting: Text = errors.FITS if fits else errors.FITS_NOT
        self._tell(errors.UNIT_MISSING, None, column, said | {"fits": fitting})

    def _doubted(
        self, column: ItemColumn, item: Item, values: NDArray[np.float64],
        flags: NDArray[np.int8], rows: Places, *, certain: bool,
    ) -> None:  # fmt: skip
        """Values so high that their unit is doubted; left out where nobody has said the unit."""
        if item.plausible is None or self.asked.accepted:
            return
        places = np.flatnonzero(values > item.plausible)
        for at in places[:ROWS_TOLD]:
            value = float(values[at])
            said = {"item": item.title, "value": typed(value), "unit": item.unit}
            if not item.unit:
                self._tell(errors.VALUE_DOUBTED, int(rows[at]), column, said)
                continue
            meant = {"other": THOUSANDTH, "proposed": typed(float(f"{value / 1000:.12g}"))}
            self._tell(errors.UNIT_DOUBTED, int(rows[at]), column, said | meant)
        if not certain:
            flags[places] = ABSENT

    def _faults(
        self, column: ItemColumn, item: Item, cells: Cells, texts: pa.Array, rows: Places
    ) -> None:
        kinds = (
            (errors.VALUE_UNREADABLE, cells.bad),
            (errors.VALUE_NEGATIVE, cells.negative),
            (errors.NO_DETECTION_LIMIT, cells.unlimited),
        )
        for kind, places in kinds:
            for at in places[:ROWS_TOLD]:
                written = str(texts[int(at)].as_py())[:40]
                said = {"value": written, "item": item.title}
                meant = number_meant(written, item) if kind == errors.VALUE_UNREADABLE else None
                if meant:
                    more = {"unit": meant[0], "proposed": meant[1], "wanted": item.unit}
                    self._tell(UNIT_IN_CELL, int(rows[at]), column, said | more)
                    continue
                self._tell(kind, int(rows[at]), column, said)


def _none(item: Item, texts: pa.Array) -> Block:
    """A block without values."""
    nothing = np.empty(0, dtype=np.int64)
    return Block(
        item.id, nothing, np.empty(0), np.empty(0, dtype=np.int8), nothing, texts.slice(0, 0)
    )


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """0.0150000000002 of a conversion is 0.015: twelve digits are more than anything measures."""
    exact = np.isnan(values) | (values == 0)
    scale = np.ones_like(values)
    scale[~exact] = 10.0 ** (11 - np.floor(np.log10(np.abs(values[~exact]))))
    rounded: NDArray[np.float64] = np.where(exact, values, np.round(values * scale) / scale)
    return rounded
