"""Shapes that a metric computes (blank areas, gaps), kept in the version store by their content."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd

from layers.storage.content import CGCS2000, canonical
from layers.storage.integrity import is_whole, require_whole
from layers.storage.store import Store
from projects.metrics.declaration import Metric

KIND = "metric_shapes"
KEY = "key"


def keep_shapes(
    store: Store, metric: Metric, shapes: Mapping[str, gpd.GeoSeries]
) -> dict[str, str]:
    """Store the shapes of each table that has some; answers their hashes by table."""
    kept = {}
    for table, series in shapes.items():
        if len(series):
            frame = gpd.GeoDataFrame({KEY: series.index.astype(str)}, geometry=list(series))
            content = canonical(frame.set_crs(CGCS2000), kind=KIND, key_field=KEY)
            manifest = {"kind": KIND, "key_field": KEY, "metric": metric.id, "table": table}
            damaged = not is_whole(store, content.sha256)
            kept[table] = store.put(content, manifest=manifest, over=damaged)
    return kept


def are_whole(store: Store, shapes: Mapping[str, str]) -> bool:
    """Whether the shapes of every table are there and what they were."""
    return all(is_whole(store, sha256) for sha256 in shapes.values())


def read_shapes(store: Store, sha256: str) -> gpd.GeoDataFrame:
    """Columns `key` and geometry (EPSG:4490); raises `content-missing`, `content-damaged`."""
    require_whole(store, sha256)
    return store.frame(sha256, columns=[KEY])
