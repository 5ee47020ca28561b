"""The attribute table of a million features: laid out by a job, then opened and sorted first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from benchmarks.frame import Measured, Row, apart
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
SORTED = {"name": "a Chinese name", "address": "an address", "floors": "a number"}


def laid_out(home: str) -> Callable[[], None]:
    """What the job does that makes the tiles; the content is stored before."""
    settings, store = _office(home)
    table = pa.concat_tables(list(Generated(FEATURES).parts("", [])))
    frame = table.to_pandas()
    rows = range(len(frame))
    frame["address"] = [f"江夏区第{row * 7 % 977}街道示范路{row * 13 % 5003}号" for row in rows]
    frame["floors"] = [row * 17 % 33 for row in rows]
    number = np.arange(FEATURES)
    places = shapely.points(114 + number % 1000 / 1e4, 30 + number / 1e7)
    content = canonical(
        gpd.GeoDataFrame(frame, geometry=places, crs=4490), kind=KIND, key_field="code"
    )
    store.put(content)
    return lambda: prepare_table(settings, store, _ref(content.sha256))


def opened(home: str, sort: str) -> Callable[[], int]:
    """A page of a hundred rows, in an order that nobody has asked for yet."""
    settings, store = _office(home)
    sha256 = next(Path(home, "store").glob("*/*/data.parquet")).parent.name
    query = TableQuery(sort=sort)
    return lambda: len(table_page(settings, store, _ref(sha256), query).rows)


def _office(home: str) -> tuple[Settings, Store]:
    settings = Settings(home=Path(home))
    return settings, Store(settings.resolved_store_url)


def _ref(sha256: str) -> VersionRef:
    title, box = Text("建筑（示例）", "Buildings (invented)"), (114.0, 30.0, 114.1, 30.1)
    about = ("buildings", 1, sha256, KIND, "code", title, FEATURES, box, "EPSG:4490")
    return VersionRef(*about, Description(), True, now(), None)


def measure(folder: Path) -> Sequence[Measured]:
    home = str(folder)
    return [
        apart("laid out, by the job", f"{HERE}:laid_out", home),
        apart("opened first", f"{HERE}:opened", home, ""),
        *(
            apart(f"first sorted by {what}", f"{HERE}:opened", home, name)
            for name, what in SORTED.items()
        ),
    ]


ROWS = (
    Row(
        "table",
        f"属性表 · Attribute table of {FEATURES:,} rows",
        "opened and sorted ≤ 1 s each",
        measure,
        long=True,
    ),
)
