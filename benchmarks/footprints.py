"""Invented buildings: a district's million of simple polygons, each standing for itself."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

# Outlines in metres round their own middle: with a bevelled corner, and an L.
BEVELLED = np.array([[-7, -6], [7, -6], [7, 4], [5, 6], [-7, 6]], dtype=float)
ANGLED = np.array([[-8, -7], [8, -7], [8, 0], [1, 0], [1, 7], [-8, 7]], dtype=float)
LEFT_M, LOW_M, STEP_M = 500_000.0, 3_350_000.0, 30.0
ZONE_38 = 4526


def footprints(features: int, seed: int = 11) -> gpd.GeoDataFrame:
    """Buildings on a lattice of 30 m, turned and stretched at random; they do not touch.

    Columns `key`, `name` (Chinese), `verdict` (code) and `floors`; EPSG:4490.
    """
    rng = np.random.default_rng(seed)
    columns = round(np.sqrt(features * 1.4))
    numbers = np.arange(features)
    middles = np.column_stack([numbers % columns, numbers // columns]) * STEP_M
    middles += [LEFT_M + 38_000_000, LOW_M]
    odd = numbers % 2 == 1
    shapes = np.empty(features, dtype=object)
    shapes[odd] = _placed(ANGLED, middles[odd], rng)
    shapes[~odd] = _placed(BEVELLED, middles[~odd], rng)
    values = {
        "key": [f"B{number}" for number in numbers],
        "name": [f"建筑{number}" for number in numbers],
        "verdict": np.array(["met", "not_met", "not_assessed"])[numbers % 3],
        "floors": rng.integers(1, 34, features),
    }
    return gpd.GeoDataFrame(values, geometry=shapes, crs=ZONE_38).to_crs(4490)


def _placed(outline: np.ndarray, middles: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    turned = rng.uniform(0, 2 * np.pi, len(middles))
    size = rng.uniform(0.6, 1.2, len(middles))
    cos, sin = size * np.cos(turned), size * np.sin(turned)
    x = outline[:, 0] * cos[:, None] - outline[:, 1] * sin[:, None] + middles[:, :1]
    y = outline[:, 0] * sin[:, None] + outline[:, 1] * cos[:, None] + middles[:, 1:]
    return np.asarray(shapely.polygons(np.stack([x, y], axis=-1)))
