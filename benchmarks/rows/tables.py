"""The attribute table of a million features: laid out by a job, then opened and sorted first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from benchmarks.frame import WALL, Goal, Measured, Row, apart
from benchmarks.search import Generated
from geo.words import Text
from layers.catalogue import Description, VersionRef
from layers.settings import Settings
from layers.storage.attribute_table import TableQuery, prepare_table, table_page
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.system.database import now

FEATURES, HERE = 1_000_000, "benchmarks.rows.tables"
KIND = "sponge_facility"
# How a page is opened, and the column that it is sorted by.
OPENED = {
    "opened first": "",
    "first sorted by a Chinese name": "name",
    "first sorted by an address": "address",
    "first sorted by a number": "floors",
}


def laid_out(home: str, features: int) -> Callable[[], None]:
    """What the job does that makes the tiles; the content is stored before."""
    settings, store = _office(home)
    table = pa.concat_tables(list(Generated(features).parts("", [])))
    frame = table.to_pandas()
    rows = range(len(frame))
    frame["address"] = [f"江夏区第{row * 7 % 977}街道示范路{row * 13 % 5003}号" for row in rows]
    frame["floors"] = [row * 17 % 33 for row in rows]
    number = np.arange(features)
    places = shapely.points(114 + number % 1000 / 1e4, 30 + number / 1e7)
    content = canonical(
        gpd.GeoDataFrame(frame, geometry=places, crs=4490), kind=KIND, key_field="code"
    )
    store.put(content)
    return lambda: prepare_table(settings, store, _ref(content.sha256, features))


def opened(home: str, features: int, sort: str) -> Callable[[], int]:
    """A page of a hundred rows, in an order that nobody has asked for yet."""
    settings, store = _office(home)
    sha256 = next(Path(home, "store").glob("*/*/data.parquet")).parent.name
    query, ref = TableQuery(sort=sort), _ref(sha256, features)
    return lambda: len(table_page(settings, store, ref, query).rows)


def _office(home: str) -> tuple[Settings, Store]:
    settings = Settings(home=Path(home))
    return settings, Store(settings.resolved_store_url)


def _ref(sha256: str, features: int) -> VersionRef:
    title, box = Text("建筑（示例）", "Buildings (invented)"), (114.0, 30.0, 114.1, 30.1)
    about = ("buildings", 1, sha256, KIND, "code", title, features, box, "EPSG:4490")
    return VersionRef(*about, Description(), True, now(), None)


def measure(folder: Path, share: float) -> Sequence[Measured]:
    home, features = str(folder), round(FEATURES * share)
    return [
        apart("laid out, by the job", f"{HERE}:laid_out", home, features),
        *(apart(party, f"{HERE}:opened", home, features, sort) for party, sort in OPENED.items()),
    ]


ROWS = (
    Row(
        "table",
        f"属性表 · Attribute table of {FEATURES:,} rows",
        tuple(Goal(party, WALL, 1) for party in OPENED),
        measure,
        long=True,
        minutes=5,
    ),
)
