"""How far features lie from one site, and how much of its ground they share.

Distances are geodesic, as `geo.overlay.bands` finds them, shared ground is that of
`geo.overlay.inside`: a figure of a site is the one that a whole layer would get.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from geo.overlay.bands import within_distance
from geo.overlay.inside import features_inside
from geo.plane.shapes import Floats, Frame

Bounds = tuple[float, float, float, float]
LEAST_DEGREE_M = 110_500.0
"""A degree of latitude is nowhere shorter."""


@dataclass(frozen=True, slots=True)
class AroundSite:
    """By feature, in the order given. distance_m: 0 where both meet, nan without a shape; area_m2,
    share: ground of an areal site inside an areal feature, and that part of the site (nan of what
    has no ground)."""

    distance_m: Floats
    area_m2: Floats
    share: Floats


def around_site(site: Frame, features: Frame) -> AroundSite:
    """Distance and shared ground of each feature.

    site: one row of any geometry; features: any geometry; both in any CRS. Raises as
    `within_distance` and `features_inside`.
    """
    count = len(features)
    if not count:
        return AroundSite(np.zeros(0), np.zeros(0), np.zeros(0))
    away = within_distance(features, site, 1.0).distance_m
    area, share = np.zeros(count), np.full(count, np.nan)
    areal = np.flatnonzero(features.geometry.geom_type.isin(("Polygon", "MultiPolygon")))
    found = features_inside(site, features.iloc[areal])
    area[areal[found.zone]] = found.area_m2
    share[areal[found.zone]] = found.share
    return AroundSite(away, area, share)


def grown(bounds: Bounds, distance_m: float) -> Bounds:
    """A box in degrees that holds all ground nearer than `distance_m` to another box."""
    west, south, east, north = bounds
    up = distance_m / LEAST_DEGREE_M
    furthest = min(max(abs(south), abs(north)) + up, 89.0)
    aside = up / math.cos(math.radians(furthest))
    return west - aside, south - up, east + aside, north + up
