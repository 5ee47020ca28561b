"""A site: one shape in degrees with what is planned there, within bounds that keep it quick."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs.transform import CGCS2000
from geo.errors import EcoAtlasError
from geo.figures.said import grouped, place
from geo.measure.ellipsoid import area_m2, length_m
from geo.words import Text
from projects.sites.errors import (
    SITE_CROSSES_ITSELF,
    SITE_EMPTY,
    SITE_TOO_DETAILED,
    SITE_TOO_MANY,
    too_large,
)

MOST_SHAPES = 50
MOST_CORNERS = 20_000
KEY = "1"
CORNER_DIGITS = 9
"""Digits of a degree that are kept: a tenth of a millimetre."""

SUBJECTS: dict[str, Text] = {
    "site": Text("项目用地", "project site"),
    "enterprise": Text("企业", "enterprise"),
    "plant": Text("污水处理厂", "sewage plant"),
    "outfall": Text("入河排污口", "outfall"),
}
"""What rules of protected zones are about; the sheet of rules has the same codes."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned: subject of the rules, sector and change by their codes (None: not known),
    activity in words, the day it starts (ISO)."""

    subject: str = "site"
    sector: str | None = None
    change: str | None = None
    activity: str | None = None
    started_on: str | None = None

    def starting(self, day: dt.date) -> Planned:
        """With that day where nobody said one: whatever is only planned starts no earlier."""
        return self if self.started_on else Planned(**asdict(self) | {"started_on": f"{day}"})


DRAWN = Text("地图上画出", "drawn on the map")


@dataclass(frozen=True, slots=True)
class Site:
    """`shape` in EPSG:4490. `origin` says how it was given; `layers` are the versions that it was
    taken from, so that whoever does not see them does not see it either."""

    name: str
    shape: shapely.Geometry
    planned: Planned = field(default_factory=Planned)
    origin: Text = DRAWN
    project: str | None = None
    layers: tuple[Mapping[str, Any], ...] = ()

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """One row as metrics take it: `key`, `name`, the fields of what is planned."""
        one = self.planned
        row = {
            "key": KEY,
            "name": self.name,
            "sector": one.sector,
            "change": one.change,
            "activity": one.activity,
            "started_on": one.started_on,
            "commissioned_on": one.started_on,
        }
        return gpd.GeoDataFrame([row], geometry=[self.shape], crs=CGCS2000)

    @property
    def by_dimension(self) -> list[Site]:
        """Its points, its lines and its areas, each as a site of their own; itself where there is
        one kind only."""
        parts = shapely.get_parts(self.shape)
        of = shapely.get_dimensions(parts)
        kinds = sorted(set(of.tolist()))
        if len(kinds) < 2:
            return [self]
        return [replace(self, shape=shapely.union_all(parts[of == one])) for one in kinds]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        west, south, east, north = self.shape.bounds
        return west, south, east, north

    @property
    def area_m2(self) -> float | None:
        """Ground on the ellipsoid; None of points and lines."""
        return _area_m2(self.shape) if self.shape.area > 0 else None

    @property
    def length_m(self) -> float | None:
        """Length of a line on the ellipsoid; None of anything else."""
        if shapely.get_dimensions(self.shape) != 1:
            return None
        return float(length_m(gpd.GeoSeries([self.shape], crs=CGCS2000))[0])

    @property
    def wkt(self) -> str:
        """Its shape as text, to 1 cm, in degrees (EPSG:4490)."""
        return str(shapely.to_wkt(self.shape, rounding_precision=7))

    @property
    def geojson(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(shapely.to_geojson(self.shape))
        return read


def one_shape(shapes: Iterable[shapely.Geometry], most_area_m2: float) -> shapely.Geometry:
    """The shapes of a place as one, in EPSG:4490.

    Raises `site-empty`, `site-too-many-shapes`, `site-too-detailed`, `site-crosses-itself`,
    `site-too-large`.
    """
    every = [shapely.force_2d(one) for one in shapes if one is not None and not one.is_empty]
    parts = shapely.get_parts(shapely.get_parts(every)) if every else []
    if not len(parts):
        raise EcoAtlasError(SITE_EMPTY)
    if len(parts) > MOST_SHAPES:
        raise EcoAtlasError(SITE_TOO_MANY, count=len(parts), limit=MOST_SHAPES)
    corners = int(shapely.get_num_coordinates(parts).sum())
    if corners > MOST_CORNERS:
        raise EcoAtlasError(SITE_TOO_DETAILED, count=corners, limit=grouped(MOST_CORNERS))
    _refuse_crossing(parts)
    whole = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    whole = shapely.transform(whole, lambda at: np.round(at, CORNER_DIGITS))
    _refuse_large(whole, most_area_m2)
    return whole


def _refuse_crossing(parts: Any) -> None:
    for part in parts:
        if not shapely.is_valid(part):
            reason = shapely.is_valid_reason(part)
            numbers = reason.partition("[")[2].rstrip("]").split()
            near = place(float(numbers[0]), float(numbers[1]), 5) if len(numbers) > 1 else "—"
            raise EcoAtlasError(SITE_CROSSES_ITSELF, place=near)


def _refuse_large(shape: shapely.Geometry, most_area_m2: float) -> None:
    if shape.area <= 0:
        return
    found = _area_m2(shape)
    if found > most_area_m2:
        raise too_large(found, most_area_m2)


def _area_m2(shape: shapely.Geometry) -> float:
    return float(area_m2(gpd.GeoSeries([shape], crs=CGCS2000))[0])
