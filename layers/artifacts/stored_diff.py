"""A comparison kept in a folder: its table is read whole, shapes only of the changes looked at."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from layers.catalogue import VersionRef
from layers.versions.diff.comparing import said_of, titles_of
from layers.versions.diff.model import LayerDiff, Rows, SchemaChange

TABLE, SHAPES, CELLS, ABOUT = "table.parquet", "shapes.parquet", "cells.parquet", "about.json"
SIDES = ("before", "after")
ROWS_PER_GROUP = 1000
DAY, MOMENT = "day", "moment"


@dataclass(frozen=True, slots=True)
class KeptDiff(LayerDiff):
    """As a LayerDiff; the shapes of its table lie in the file `shapes`."""

    shapes: Path

    def records(self, rows: Rows) -> list[dict[Hashable, Any]]:
        chosen = self.table.iloc[rows].assign(**_read_shapes(self.shapes, rows))
        return chosen.to_dict("records")


def keep(found: LayerDiff, folder: Path) -> None:
    """Write a comparison into a folder that is there."""
    found.table.drop(columns=list(SIDES)).to_parquet(folder / TABLE)
    shapes = {side: shapely.to_wkb(found.table[side].to_numpy(dtype=object)) for side in SIDES}
    table = pa.table({side: pa.array(list(wkb), pa.binary()) for side, wkb in shapes.items()})
    pq.write_table(table, folder / SHAPES, row_group_size=ROWS_PER_GROUP, compression="zstd")
    cells = found.cells.assign(
        **{name: [_packed(value) for value in found.cells[name]] for name in ("old", "new")}
    )
    cells.to_parquet(folder / CELLS)
    about = {
        "fields": list(found.titles),
        "schema": [[one.field, one.what, one.filled] for one in found.schema],
        "unchanged": found.unchanged,
        "settled": found.settled,
    }
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def load(folder: Path, a: VersionRef, b: VersionRef) -> LayerDiff:
    """What `keep` has written of the comparison of these versions."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    cells = pd.read_parquet(folder / CELLS)
    cells = cells.assign(
        **{
            name: pd.Series([_unpacked(text) for text in cells[name]], dtype=object)
            for name in ("old", "new")
        }
    )
    titles = titles_of(b.kind, [*about["fields"], *(one[0] for one in about["schema"])])
    return KeptDiff(
        a,
        b,
        _with_changed_area(pd.read_parquet(folder / TABLE)),
        cells,
        {name: titles[name] for name in about["fields"]},
        tuple(SchemaChange(name, titles[name], *rest) for name, *rest in about["schema"]),
        tuple(said_of(a, b)),
        about["unchanged"],
        about["settled"],
        folder / SHAPES,
    )


def _with_changed_area(table: pd.DataFrame) -> pd.DataFrame:
    """Comparisons kept by an earlier release call the area changed a difference."""
    if "changed_m2" in table:
        return table
    difference = table["area_after_m2"] - table["area_before_m2"]
    return table.rename(columns={"difference_m2": "changed_m2"}).assign(difference_m2=difference)


def _read_shapes(path: Path, rows: Rows) -> dict[str, Any]:
    """The shapes of some rows, read from the groups that hold them."""
    groups = np.unique(rows // ROWS_PER_GROUP)
    if not len(groups):
        return {side: np.empty(0, dtype=object) for side in SIDES}
    table = pq.ParquetFile(path).read_row_groups(groups.tolist())
    # Every group but the last is full, so a place among those read follows from the row.
    places = np.searchsorted(groups, rows // ROWS_PER_GROUP) * ROWS_PER_GROUP
    chosen = table.take(pa.array(places + rows % ROWS_PER_GROUP))
    return {side: shapely.from_wkb(chosen[side].to_pylist()) for side in SIDES}


def _packed(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return json.dumps({MOMENT: value.isoformat()})
    if isinstance(value, dt.date):
        return json.dumps({DAY: value.isoformat()})
    return json.dumps(value, ensure_ascii=False)


def _unpacked(text: str) -> Any:
    value = json.loads(text)
    if isinstance(value, dict):
        (kind, written) = next(iter(value.items()))
        of: Any = dt.datetime if kind == MOMENT else dt.date
        return of.fromisoformat(written)
    return value
