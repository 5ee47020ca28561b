"""The tile matrix set WebMercatorQuad, as OGC has registered it."""

from __future__ import annotations

from typing import Any

MERCATOR = "WebMercatorQuad"
REGISTERED = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS = "http://www.opengis.net/def/crs/EPSG/0/3857"
TILE_CELLS, ZOOMS = 256, 25
HALF_WORLD_M = 20037508.3427892
# Metres of a cell of the standard, 0.28 mm wide.
STANDARD_CELL_M = 0.00028


def matrix_set() -> dict[str, Any]:
    """Its zooms from 0 on."""
    return {
        "id": MERCATOR,
        "title": "Google Maps Compatible for the World",
        "uri": REGISTERED,
        "crs": CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(zoom) for zoom in range(ZOOMS)],
    }


def _matrix(zoom: int) -> dict[str, Any]:
    tiles = 1 << zoom
    cell = 2 * HALF_WORLD_M / (tiles * TILE_CELLS)
    return {
        "id": str(zoom),
        "scaleDenominator": cell / STANDARD_CELL_M,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
        "matrixWidth": tiles,
        "matrixHeight": tiles,
        "tileWidth": TILE_CELLS,
        "tileHeight": TILE_CELLS,
    }
