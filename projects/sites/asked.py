"""What a check reads from: the layers that its asker sees, near the site, each read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.overlay.around import Bounds, grown
from layers.catalogue import VersionRef
from layers.kinds import KNOWN_GROUND
from layers.storage.store import Store
from projects.metrics.declaration import Role
from projects.metrics.inputs import load
from projects.metrics.roles import DIVISIONS
from projects.sheets import SheetInfo
from projects.sheets.laws import Laws
from projects.sites.limits import PlaceLimits
from projects.sites.site import Site
from projects.water.in_charge import Chiefs

AT_SITE_M = 500.0
"""Room around a site for edges that are straight in another plane; no rule of the office."""
FACTS_KEPT = 128
DIVISION = replace(DIVISIONS, fields=(), wanted=("code",))
READS_A_LAYER = 2
"""Of a layer the features near the site are read, and at most once the values of all."""
GROUND_EDGE_DEG = 0.0002
"""About twenty metres, by which boundaries of two sources differ."""


@dataclass
class Asked:
    """A site and what it is laid beside. `layers`: live versions by kind, those that are seen."""

    site: Site
    store: Store
    layers: Mapping[str, Sequence[VersionRef]]
    sheets: Mapping[str, SheetInfo]
    laws: Laws
    chiefs: Chiefs
    chiefs_reach_m: float
    limits: PlaceLimits
    day: dt.date
    frames: dict[tuple[str, str, float], gpd.GeoDataFrame] = field(default_factory=dict)
    used: dict[str, VersionRef] = field(default_factory=dict)

    @property
    def reach_m(self) -> float:
        """How far the nearest feature is looked for."""
        return self.limits.site_reach_m

    def near(
        self, version: VersionRef, role: Role, within_m: float | None = None
    ) -> gpd.GeoDataFrame:
        """Features within reach, as a metric is handed the whole layer; read once."""
        reach_m = within_m or self.reach_m
        self.used[version.label] = version
        key = (version.sha256, role.name, reach_m)
        if key not in self.frames:
            box = grown(self.site.bounds, reach_m)
            self.frames[key] = load(self.store, role, version, box)
        return self.frames[key]

    def at_site(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Those of some features that could meet the site: edges are straight in another plane, so
        some ground around it is looked at too."""
        box = shapely.box(*grown(self.site.bounds, AT_SITE_M))
        met = shapely.intersects(frame.geometry.to_numpy(), box)
        return frame[met].reset_index(drop=True)

    def of(self, kind: str) -> Sequence[VersionRef]:
        return self.layers.get(kind, ())

    def facts(self, version: VersionRef, *columns: str) -> pd.DataFrame:
        """Values of all features of a layer, to know what it has at all."""
        return _facts(self.store, version.sha256, columns)

    def covered_by(self, version: VersionRef) -> bool:
        """Whether a layer that shows nothing at the site says that nothing is there: the site lies
        within the extent of the layer, or within the ground of the office that the layer is on."""
        known = [shapely.box(*version.bbox)]
        known += [shape for box, shape in self.ground if _meet(box, version.bbox)]
        whole = shapely.union_all(known)
        return bool(shapely.covers(shapely.buffer(whole, GROUND_EDGE_DEG), self.site.shape))

    @property
    def ground(self) -> list[tuple[Bounds, shapely.Geometry]]:
        """Boundaries of the office near the site, each with the extent of its layer."""
        found = []
        for version in (one for kind in KNOWN_GROUND for one in self.of(kind)):
            if _meet(version.bbox, self.site.bounds):
                found += [(version.bbox, one) for one in self.near(version, DIVISION).geometry]
        return found

    @property
    def divisions(self) -> list[tuple[str, str]]:
        """Code and name of the divisions that hold the site, the smallest first."""
        found = []
        spot = shapely.point_on_surface(self.site.shape)
        for version in (one for kind in KNOWN_GROUND for one in self.of(kind)):
            if _meet(version.bbox, self.site.bounds):
                frame = self.near(version, DIVISION)
                held = frame[shapely.covers(frame.geometry.to_numpy(), spot)]
                codes = [code or key for code, key in zip(held["code"], held["key"], strict=True)]
                rows = zip(codes, held["name"], held.geometry, strict=True)
                found += [(shape.area, str(code), str(name or code)) for code, name, shape in rows]
        return [(key, name) for _, key, name in sorted(found)]


def used_version(version: VersionRef) -> dict[str, Any]:
    """A version as it is kept beside what was made of it."""
    return {"layer": version.layer_id, "version": version.number, "sha256": version.sha256}


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


@lru_cache(maxsize=FACTS_KEPT)
def _facts(store: Store, sha256: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """A stored content never changes, so it is read once."""
    there = [name for name in columns if name in store.columns(sha256)]
    frame = store.attributes(sha256, there).astype(object)
    frame = frame.where(frame.notna(), None)
    for name in columns:
        if name not in frame:
            frame[name] = None
    return frame
