"""A store for a task that asks for parts of the same few contents again and again.

Contents never change, so each is read once, whole, and its parts are cut out of memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely

from layers.storage.store import Store

MOST_REMEMBERED = 20_000
"""Features of a content; of more, parts are read from the disk as ever."""


class RememberedStore(Store):
    """Answers as the store that it is made of, for one task in one thread."""

    def __init__(self, store: Store) -> None:
        self.__dict__.update(store.__dict__)
        self._frames: dict[str, gpd.GeoDataFrame | None] = {}

    def frame(
        self,
        sha256: str,
        *,
        bbox: tuple[float, float, float, float] | None = None,
        columns: Sequence[str] | None = None,
    ) -> gpd.GeoDataFrame:
        whole = self._whole(sha256) if bbox is not None else None
        if whole is None or bbox is None:
            return super().frame(sha256, bbox=bbox, columns=columns)
        found = whole.iloc[sorted(whole.sindex.query(shapely.box(*bbox)))]
        return found if columns is None else found[[*dict.fromkeys([*columns, "geometry"])]]

    def features(self, sha256: str, key_field: str, keys: Sequence[str]) -> gpd.GeoDataFrame:
        whole = self._whole(sha256)
        if whole is None:
            return super().features(sha256, key_field, keys)
        return whole[whole[key_field].isin(list(keys))]

    def columns(self, sha256: str) -> list[str]:
        whole = self._whole(sha256)
        if whole is None:
            return super().columns(sha256)
        return [str(name) for name in whole.columns if name != whole.geometry.name]

    def _whole(self, sha256: str) -> gpd.GeoDataFrame | None:
        if sha256 not in self._frames:
            few = self.manifest(sha256)["features"] <= MOST_REMEMBERED
            self._frames[sha256] = super().frame(sha256) if few else None
        return self._frames[sha256]
