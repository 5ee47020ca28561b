"""The place that is asked about: drawn, typed, or features of layers, with a distance around it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geo.crs.transform import CGCS2000
from geo.errors import EcoAtlasError
from geo.figures.said import place, said
from geo.figures.units import METRES
from geo.measure.ellipsoid import area_m2
from geo.overlay.bands import band
from geo.plane.shapes import geographic, plane_of, plane_shapes
from geo.words import Text, listed
from layers.catalogue import VersionRef, live_versions
from layers.settings import Settings
from layers.storage.store import Store
from projects.asking.errors import (
    ASKED_FEATURES_GONE,
    ASKED_NOTHING,
    ASKED_TOO_FAR,
    ASKED_TOO_MANY,
    ASKED_WITHOUT_GROUND,
    BOX_NOT_UNDERSTOOD,
    FEATURE_NOT_NAMED,
)
from projects.sites.errors import too_large
from projects.sites.given import site_of_file
from projects.sites.limits import PlaceLimits
from projects.sites.pasted import read_pasted
from projects.sites.site import Planned

MOST_CHOSEN = 100
EDGE_DEG = 0.005
"""A side of a rectangle follows its parallel: a corner at least every half kilometre."""
NAMES_SHOWN = 3
PLACE_DIGITS = 4
LONGEST_SHOWN = 60

RECTANGLE = Text("矩形范围 {corner} 至 {other}", "rectangle from {corner} to {other}")
OUTLINE = Text("给出的范围", "the area given")
SPOT = Text("{place}", "{place}")
DRAWN = Text("给出的图形", "the shape given")
CHOSEN = Text("点选的要素：{names}", "chosen: {names}")
INSIDE = Text("{what}之内", "inside {what}")
WITHIN = Text("距{what} {distance} 以内", "within {distance} of {what}")


@dataclass(frozen=True, slots=True)
class AreaAsked:
    """A question as it stands in an address: a place (points, WKT or GeoJSON, in `crs` where the
    numbers do not tell), a box in degrees, or features as (layer, key). within_m: how far around
    it; of features None means themselves, and 0 what lies inside them."""

    place: str = ""
    crs: str = ""
    box: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    within_m: float | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """Where is looked: `ground` (EPSG:4490) with `source` and `within_m` where what is near is
    asked for. Features that are meant themselves have no ground: `picked` are their keys by layer.
    """

    said: Text
    ground: shapely.Geometry | None
    source: gpd.GeoDataFrame | None = None
    within_m: float | None = None
    picked: Mapping[str, Sequence[str]] | None = None

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """One row as metrics take zones."""
        if self.ground is None:
            raise ValueError("what was chosen itself has no ground")
        row = {"key": "1", "name": None}
        return gpd.GeoDataFrame([row], geometry=[self.ground], crs=CGCS2000)


def feature_named(text: str) -> tuple[str, str]:
    """Layer and key of LAYER/KEY; raises `feature-not-named`."""
    layer, _, key = text.partition("/")
    if not layer or not key:
        raise EcoAtlasError(FEATURE_NOT_NAMED, text=text[:LONGEST_SHOWN])
    return layer, key


def place_of_file(path: Path, settings: Settings, crs: str | None, most_area_m2: float) -> str:
    """The shapes of a file as a place, read as those of a site are; raises as `site_of_file`."""
    site = site_of_file(path, path.stem, settings, Planned(), crs, most_area_m2=most_area_m2)
    place_: str = shapely.to_geojson(site.shape)
    return place_


def area_of(
    session: Session,
    store: Store,
    asked: AreaAsked,
    limits: PlaceLimits,
    district: tuple[float, float],
) -> Area:
    """The place of a question, within the limits.

    Raises `asked-nothing`, `asked-without-ground`, `asked-too-far`, `asked-too-many`,
    `asked-features-gone`, `box-not-understood`, `site-too-large` and those of `read_pasted`.
    """
    if sum(map(bool, (asked.place.strip(), asked.box.strip(), asked.chosen))) != 1:
        raise EcoAtlasError(ASKED_NOTHING)
    if asked.chosen:
        return _of_features(session, store, asked, limits)
    if asked.box.strip():
        what, shape = _rectangle(asked.box)
    else:
        read = read_pasted(
            asked.place, asked.crs or None, district, most_area_m2=limits.asked_area_m2
        )
        what, shape = _called(read.shape), read.shape
    source = gpd.GeoDataFrame([{"key": "1"}], geometry=[shape], crs=CGCS2000)
    return _around(what, source, asked.within_m, limits)


def _rectangle(text: str) -> tuple[Text, shapely.Geometry]:
    try:
        west, south, east, north = (float(one) for one in text.split(","))
    except ValueError:
        raise EcoAtlasError(BOX_NOT_UNDERSTOOD, text=text[:LONGEST_SHOWN]) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise EcoAtlasError(BOX_NOT_UNDERSTOOD, text=text[:LONGEST_SHOWN])
    corners = place(west, south, PLACE_DIGITS), place(east, north, PLACE_DIGITS)
    called = RECTANGLE.format(corner=corners[0], other=corners[1])
    step = max(EDGE_DEG, (east - west + north - south) / 1000)
    return called, shapely.segmentize(shapely.box(west, south, east, north), step)


def _called(shape: shapely.Geometry) -> Text:
    if shape.geom_type == "Point":
        return SPOT.format(place=place(shape.x, shape.y, PLACE_DIGITS))
    return OUTLINE if shape.area > 0 else DRAWN


def _of_features(session: Session, store: Store, asked: AreaAsked, limits: PlaceLimits) -> Area:
    if len(asked.chosen) > MOST_CHOSEN:
        raise EcoAtlasError(ASKED_TOO_MANY, count=len(asked.chosen), limit=MOST_CHOSEN)
    by_layer: dict[str, list[str]] = {}
    for layer, key in dict.fromkeys(asked.chosen):
        by_layer.setdefault(layer, []).append(key)
    found = [
        (version, _read(store, version, by_layer[version.layer_id]))
        for version in live_versions(session)
        if version.layer_id in by_layer
    ]
    found = [one for one in found if len(one[1])]
    if not found:
        named = listed([f"{layer}/{key}" for layer, key in asked.chosen], NAMES_SHOWN)
        raise EcoAtlasError(ASKED_FEATURES_GONE, features=named)
    names = [str(name) for _, frame in found for name in frame["name"]]
    what = CHOSEN.format(names=listed(names, NAMES_SHOWN))
    if asked.within_m is None:
        picked = {version.layer_id: list(frame["key"]) for version, frame in found}
        return Area(what, None, picked=picked)
    every = pd.concat([frame for _, frame in found], ignore_index=True)
    return _around(what, gpd.GeoDataFrame(every, crs=CGCS2000), asked.within_m, limits)


def _read(store: Store, version: VersionRef, keys: Sequence[str]) -> gpd.GeoDataFrame:
    frame = store.features(version.sha256, version.key_field, keys)
    key = frame[version.key_field].astype(str)
    name = frame["name"].where(frame["name"].notna(), key) if "name" in frame else key
    made = {"key": key, "name": name}
    return gpd.GeoDataFrame(made, geometry=frame.geometry, crs=CGCS2000)


def _around(
    what: Text, source: gpd.GeoDataFrame, within_m: float | None, limits: PlaceLimits
) -> Area:
    """The ground of some shapes, or all that is nearer to them than a distance."""
    if not within_m:
        areal = source[shapely.get_dimensions(source.geometry.to_numpy()) == 2]
        if not len(areal):
            raise EcoAtlasError(ASKED_WITHOUT_GROUND)
        ground = _dissolved(areal)
        _refuse_large(ground, limits)
        said_ = INSIDE.format(what=what) if within_m == 0 else what
        return Area(said_, ground)
    if not (math.isfinite(within_m) and 0 < within_m <= limits.asked_distance_m):
        raise EcoAtlasError(ASKED_TOO_FAR, limit=said(limits.asked_distance_m, METRES, exact=True))
    ground = band(source, within_m).iloc[0]
    _refuse_large(ground, limits)
    called = WITHIN.format(what=what, distance=said(within_m, METRES, exact=True))
    return Area(called, ground, source, within_m)


def _dissolved(areal: gpd.GeoDataFrame) -> shapely.Geometry:
    if len(areal) == 1:
        return areal.geometry.iloc[0]
    epsg = plane_of(areal)
    whole = shapely.union_all(plane_shapes(areal, epsg))
    return geographic(np.array([whole], dtype=object), epsg).iloc[0]


def _refuse_large(ground: shapely.Geometry, limits: PlaceLimits) -> None:
    found = float(area_m2(gpd.GeoSeries([ground], crs=CGCS2000))[0])
    if found > limits.asked_area_m2:
        raise too_large(found, limits.asked_area_m2)
