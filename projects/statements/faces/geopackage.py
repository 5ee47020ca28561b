"""The GeoPackage: each table with its shapes and figures, what is said beside them, the envelope.

Columns have the declared names, codes stay codes: it is for programs. People read `statement`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from layers.storage.content import CGCS2000
from layers.storage.store import Store
from layers.system.dateless import date_geopackage
from projects.metrics.shapes import KEY, read_shapes
from projects.statements.envelope import Envelope

ABOUT, ENVELOPE = "statement", "ecoatlas_envelope"
PIECE = 100_000


@dataclass(frozen=True)
class Leaf:
    """One table of the file; `frame` has a geometry where the rows have places."""

    name: str
    frame: pd.DataFrame


def leaves(envelope: Envelope, store: Store | None) -> Iterator[Leaf]:
    """Every table of the file but the envelope; without a store their figures only."""
    content = envelope.content
    for table in content["metric"]["tables"]:
        rows = content["result"].get(table["name"]) or []
        if rows:
            figures = _figures(table, rows)
            places = None if store is None else _places(content, table, store)
            yield Leaf(table["name"], figures if places is None else _placed(figures, places))
    yield Leaf(ABOUT, _about(envelope))


def _figures(table: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> pd.DataFrame:
    there = [one for one in table["columns"] if any(one["name"] in row for row in rows)]
    figures = {
        "key": [str(row.get("key")) for row in rows],
        "name": [row.get("name") for row in rows],
    }
    for column in there:
        values = [row.get(column["name"]) for row in rows]
        figures[column["name"]] = _numbers(values) if column["type"] == "number" else _texts(values)
    return pd.DataFrame(figures)


def _numbers(values: list[Any]) -> Any:
    if all(value is None or isinstance(value, int | float) for value in values):
        return pd.array(values, dtype="Float64").astype("float64")
    return _texts(values)


def _texts(values: list[Any]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


def _places(
    content: Mapping[str, Any], table: Mapping[str, Any], store: Store
) -> gpd.GeoSeries | None:
    """Shapes by key in EPSG:4490: those the metric computed, else those of the layer."""
    sha256 = content["computed"]["shapes"].get(table["name"])
    if sha256 is not None:
        frame = read_shapes(store, sha256)
        return frame.set_index(frame[KEY].astype(str)).geometry
    used = next((one for one in content["inputs"] if one["role"] == table["role"]), None)
    if used is None:
        return None
    frame = store.frame(used["sha256"], columns=[used["key_field"]])
    return frame.set_index(frame[used["key_field"]].astype(str)).geometry


def _placed(figures: pd.DataFrame, places: gpd.GeoSeries) -> gpd.GeoDataFrame:
    geometry = places.reindex(figures["key"]).to_numpy()
    return gpd.GeoDataFrame(figures, geometry=geometry, crs=CGCS2000)


def _about(envelope: Envelope) -> pd.DataFrame:
    """Sections as lines: what, the value as people read it, and the number where it is one."""
    layout = envelope.layout
    lines: list[tuple[str, str, str, float | None]] = [
        ("", "", notice, None) for notice in layout.notices
    ]
    for section in layout.sections:
        lines += [(section.title, "", said, None) for said in section.paragraphs]
        if section.grid is not None and not section.table:
            for row in section.grid.rows:
                head, *others = row
                number = next((float(one.value) for one in others if _is_number(one)), None)  # type: ignore[arg-type]
                said = " · ".join(one.text for one in others if one.value is not None)
                lines.append((section.title, head.text, said, number))
    return pd.DataFrame(lines, columns=["section", "item", "value", "number"]).astype(
        {"number": "float64"}
    )


def _is_number(cell: Any) -> bool:
    return isinstance(cell.value, int | float)


def write_geopackage(envelope: Envelope, store: Store | None, out: Path) -> None:
    """Write the file; raises `content-missing` where a version is no longer in the store."""
    parts = [*leaves(envelope, store), _envelope(envelope)]
    for number, leaf in enumerate(parts):
        pyogrio.write_dataframe(
            leaf.frame, out, layer=leaf.name, driver="GPKG", append=number > 0, **_kind(leaf.frame)
        )
    # The same statement gives the same bytes.
    date_geopackage(out, dt.datetime.fromisoformat(envelope.content["made"]["at"]))


def _kind(frame: pd.DataFrame) -> dict[str, Any]:
    """Many shapes of one layer are single, some are not: all are written as multi."""
    return {"promote_to_multi": True} if isinstance(frame, gpd.GeoDataFrame) else {}


def _envelope(envelope: Envelope) -> Leaf:
    text = envelope.text
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    return Leaf(ENVELOPE, pd.DataFrame({"piece": range(len(pieces)), "text": pieces}))
