"""Comparing two versions of a layer, feature by feature, known by their key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs.transform import CGCS2000, plane_of_bounds
from geo.measure.ellipsoid import area_m2, length_m
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import get_kind
from layers.storage.content import columns_of
from layers.storage.feature_table import GEOMETRY
from layers.storage.integrity import require_whole
from layers.storage.store import Store
from layers.system.progress import Progress, silent
from layers.versions.diff.attributes import ColumnChange, compare_columns, filled
from layers.versions.diff.model import CHANGES, MEASURES, LayerDiff, SaidChange, SchemaChange
from layers.versions.diff.shapes import ShapeChanges, compare_shapes

Positions = NDArray[np.intp]
Bounds = tuple[float, float, float, float]
SAID: dict[str, Text] = {
    "source": Text("数据来源", "Source"),
    "date": Text("数据日期", "Data date"),
    "licence": Text("许可", "Licence"),
    "secrecy": Text("密级", "Secrecy"),
    "note": Text("版本说明", "Note"),
    "crs": Text("原始坐标系", "Original CRS"),
}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Positions in both frames: of the features they share, and of those that only one has."""

    both: tuple[Positions, Positions]
    removed: Positions
    added: Positions


def diff(store: Store, a: VersionRef, b: VersionRef, progress: Progress = silent) -> LayerDiff:
    """What changed from version `a` to version `b` of one layer, by the layer's key.

    Areas, lengths and distances are measured on the ellipsoid. progress: called block by block;
    what it raises ends the comparison. Raises `content-missing`, `content-damaged`.
    """
    if a.layer_id != b.layer_id:
        raise ValueError("versions of different layers have no difference")
    for one in (a, b):
        require_whole(store, one.sha256, one.label)
    progress("read", 0, 2)
    before = store.frame(a.sha256)
    progress("read", 1, 2)
    after = before if a.sha256 == b.sha256 else store.frame(b.sha256)
    progress("read", 2, 2)
    pairs = _pair(before[a.key_field], after[b.key_field])
    plane = plane_of_bounds(_around(a.bbox, b.bbox))
    shapes = compare_shapes(*_shapes(before, after, pairs), progress, plane)
    progress("compute", 0, 1)
    shared = [name for name in columns_of(before) if name in after.columns and name != a.key_field]
    columns = list(compare_columns(before.iloc[pairs.both[0]], after.iloc[pairs.both[1]], shared))
    table = _table(before, after, pairs, shapes, _touched(columns, len(pairs.both[0])), a.key_field)
    table = _measured(table, plane)
    table, cells = _in_order(table, columns)
    progress("compute", 1, 1)
    return LayerDiff(
        a,
        b,
        table.drop(columns="pair"),
        cells,
        titles_of(a.kind, shared),
        tuple(_schema(before, after, columns, a.kind)),
        tuple(said_of(a, b)),
        unchanged=len(pairs.both[0]) - int((table["pair"] >= 0).sum()),
        settled=int(shapes.settled.sum()),
    )


def _pair(before: pd.Series, after: pd.Series) -> Pairing:
    found = pd.Index(before).get_indexer(pd.Index(after))
    kept = np.flatnonzero(found >= 0)
    left = np.ones(len(before), dtype=bool)
    left[found[kept]] = False
    return Pairing((found[kept], kept), np.flatnonzero(left), np.flatnonzero(found < 0))


def _shapes(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, pairs: Pairing
) -> tuple[NDArray[Any], NDArray[Any]]:
    first, second = pairs.both
    return before[GEOMETRY].to_numpy()[first], after[GEOMETRY].to_numpy()[second]


def _touched(columns: list[ColumnChange], pairs: int) -> NDArray[np.bool_]:
    touched = np.zeros(pairs, dtype=bool)
    for column in columns:
        touched[column.rows] = True
    return touched


def _table(
    before: gpd.GeoDataFrame,
    after: gpd.GeoDataFrame,
    pairs: Pairing,
    shapes: ShapeChanges,
    touched: NDArray[np.bool_],
    key: str,
) -> pd.DataFrame:
    """A row for each changed feature; `pair` is its position among the pairs, or -1."""
    changed = np.flatnonzero(shapes.moved | shapes.reshaped | touched)
    first, second = (side[changed] for side in pairs.both)
    both = _rows(before, after, first, second, key).assign(
        pair=changed,
        moved=shapes.moved[changed],
        reshaped=shapes.reshaped[changed],
        attributes=touched[changed],
        distance_m=shapes.distance_m[changed],
        changed_m2=shapes.changed_m2[changed],
    )
    gone = _rows(before, after, pairs.removed, None, key).assign(removed=True)
    come = _rows(before, after, None, pairs.added, key).assign(added=True)
    return pd.concat([both, gone, come], ignore_index=True)


def _rows(
    before: gpd.GeoDataFrame,
    after: gpd.GeoDataFrame,
    first: Positions | None,
    second: Positions | None,
    key: str,
) -> pd.DataFrame:
    """Key, name and shapes of features, nothing said of them yet; the name is the later one."""
    frame, rows = (after, second) if second is not None else (before, first)
    here = frame.iloc[rows]
    names = here["name"] if "name" in here.columns else pd.Series("", index=here.index)
    columns = {
        "key": here[key].to_numpy(dtype=object),
        "name": names.astype(object).where(names.notna(), "").map(str).to_numpy(dtype=object),
        "pair": np.full(len(here), -1),
        **{what: np.zeros(len(here), dtype=bool) for what in CHANGES},
        **{measure: np.full(len(here), np.nan) for measure in MEASURES},
        "before": _taken(before, first, len(here)),
        "after": _taken(after, second, len(here)),
    }
    return pd.DataFrame(columns)


def _taken(frame: gpd.GeoDataFrame, rows: Positions | None, count: int) -> NDArray[Any]:
    if rows is None:
        return np.full(count, None, dtype=object)
    taken: NDArray[Any] = np.asarray(frame[GEOMETRY].to_numpy(), dtype=object)[rows]
    return taken


def _around(one: Bounds, other: Bounds) -> Bounds:
    west, south = np.fmin(one[:2], other[:2]).tolist()
    east, north = np.fmax(one[2:], other[2:]).tolist()
    return west, south, east, north


def _measured(table: pd.DataFrame, plane: int | None) -> pd.DataFrame:
    """Areas and lengths where a shape came, went or changed."""
    fresh = (table["added"] | table["removed"] | table["reshaped"]).to_numpy()
    for side in ("before", "after"):
        shapes = table[side].where(fresh, None).to_numpy(dtype=object)
        dimension = shapely.get_dimensions(shapes)
        series = gpd.GeoSeries(shapes, crs=CGCS2000)
        table[f"area_{side}_m2"] = np.where(dimension == 2, area_m2(series, plane), np.nan)
        table[f"length_{side}_m"] = np.where(
            dimension == 1, length_m(series.where(dimension == 1), plane), np.nan
        )
    table["difference_m2"] = table["area_after_m2"] - table["area_before_m2"]
    return table


def _in_order(
    table: pd.DataFrame, columns: list[ColumnChange]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table by what happened first, then by key; the changed values by row and field."""
    flags = table[list(CHANGES)].to_numpy(dtype=bool)
    order = np.lexsort([table["key"].to_numpy(dtype=object).astype(str), flags.argmax(axis=1)])
    table = table.iloc[order].reset_index(drop=True)
    row_of = {int(pair): row for row, pair in enumerate(table["pair"]) if pair >= 0}
    cells = pd.DataFrame(
        {
            "row": [row_of[int(pair)] for column in columns for pair in column.rows],
            "field": [column.field for column in columns for _ in column.rows],
            "old": pd.Series([old for column in columns for old in column.old], dtype=object),
            "new": pd.Series([new for column in columns for new in column.new], dtype=object),
        }
    )
    return table, cells.sort_values("row", kind="stable", ignore_index=True)


def titles_of(kind_id: str, names: list[str]) -> dict[str, Text]:
    """How fields are called: as the kind declares them, else as the file did."""
    kind = get_kind(kind_id)
    declared = {name: kind.field(name) for name in names}
    return {name: field.title if field else Text(name, name) for name, field in declared.items()}


def _schema(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, columns: list[ColumnChange], kind: str
) -> list[SchemaChange]:
    old, new = columns_of(before), columns_of(after)
    retyped = [column.field for column in columns if column.retyped]
    found = [
        *((name, "added", after) for name in new if name not in old),
        *((name, "removed", before) for name in old if name not in new),
        *((name, "retyped", after) for name in retyped),
    ]
    titles = titles_of(kind, [name for name, _, _ in found])
    return [
        SchemaChange(name, titles[name], what, filled(frame[name])) for name, what, frame in found
    ]


def said_of(a: VersionRef, b: VersionRef) -> list[SaidChange]:
    """What is said of two versions and differs."""
    values = [(name, title, _told(a, name), _told(b, name)) for name, title in SAID.items()]
    return [SaidChange(*value) for value in values if value[2] != value[3]]


def _told(version: VersionRef, name: str) -> Any:
    return version.crs if name == "crs" else getattr(version.description, name)
