"""OGC API – Tiles under `/ogc`: the vector tiles of the map, and what they are made of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from geo.words import Text
from layers.catalogue import VersionRef
from layers.serving.tiling import tile_of, tiling_of
from webmap.edge.access import requires, uncounted
from webmap.edge.language import say
from webmap.edge.openapi import gives
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.ogc.addresses import (
    ROOT,
    SCHEME,
    address,
    collection_path,
    link,
    self_link,
    version_links,
)
from webmap.ogc.answers import document, tagged
from webmap.ogc.asked import Asked, asked_in
from webmap.ogc.described import version_told
from webmap.ogc.matrices import CRS, MERCATOR, REGISTERED, matrix_set
from webmap.ogc.named import version_named

MVT = "application/vnd.mapbox-vector-tile"
TILE = "{tileMatrix}/{tileRow}/{tileCol}"
SQUARE = f"/tiles/{MERCATOR}"
JSON_TYPES = {"String": "string", "Number": "number", "Boolean": "boolean"}

blueprint = Blueprint("ogc_tiles", __name__, url_prefix=ROOT)


@blueprint.get("/tileMatrixSets")
@requires("view")
@asks(Asked)
def matrix_sets() -> Response:
    """The one way in which tiles are cut."""
    asked_in(Asked)
    own = address(f"/tileMatrixSets/{MERCATOR}")
    title = Text("网页地图的方格", "The squares of web maps")
    told = {"id": MERCATOR, "title": say(title), "uri": REGISTERED}
    one = told | {"links": [link("self", own, title)]}
    return document({"links": [self_link()], "tileMatrixSets": [one]})


@blueprint.get(f"/tileMatrixSets/{MERCATOR}")
@requires("view")
@asks(Asked)
def square_set() -> Response:
    """Every zoom of it."""
    asked_in(Asked)
    return document(matrix_set())


@blueprint.get("/collections/<layer>/tiles")
@requires("view")
@asks(Asked)
def tile_sets(layer: str) -> Response:
    """The tile sets of a layer, or of one of its versions as `layer@version`."""
    asked_in(Asked)
    ref = version_named(layer)
    tiling_of(services().store, ref)
    own = address(collection_path(layer) + SQUARE)
    one = _told(ref) | {"links": [link("self", own, ref.title), _scheme()]}
    links = [self_link(), *version_links(ref, "/tiles")]
    return document({"links": links, "tilesets": [one], **version_told(ref)})


@blueprint.get(f"/collections/<layer>{SQUARE}")
@requires("view")
@asks(Asked)
def tile_set(layer: str) -> Response:
    """What the tiles hold, at which zooms, and how one is asked for."""
    asked_in(Asked)
    ref = version_named(layer)
    tiling = tiling_of(services().store, ref)
    limits = [
        {
            "tileMatrix": str(one.zoom),
            "minTileRow": one.first_row,
            "maxTileRow": one.last_row,
            "minTileCol": one.first_column,
            "maxTileCol": one.last_column,
        }
        for one in tiling.limits
    ]
    # Of this version, so that tiles of two are never laid side by side.
    place = address(collection_path(ref.label) + SQUARE).partition("?")
    one = link("item", f"{place[0]}/{TILE}{place[1]}{place[2]}", Text("切片", "A tile"), MVT)
    return document(
        _told(ref)
        | version_told(ref)
        | {
            "tileMatrixSetLimits": limits,
            "layers": [_layer(ref, each) for each in tiling.layers],
            "links": [
                self_link(), one | {"templated": True}, _scheme(), *version_links(ref, SQUARE)
            ],
        }
    )  # fmt: skip


def _told(ref: VersionRef) -> dict[str, Any]:
    return {
        "title": say(ref.title),
        "dataType": "vector",
        "crs": CRS,
        "tileMatrixSetURI": REGISTERED,
        "attribution": ref.description.source,
        "license": ref.description.licence,
    }


def _layer(ref: VersionRef, told: dict[str, Any]) -> dict[str, Any]:
    fields = {name: {"type": JSON_TYPES[kind]} for name, kind in told["fields"].items()}
    return {
        "id": told["id"],
        "title": say(ref.title),
        "dataType": "vector",
        "minTileMatrix": str(told["minzoom"]),
        "maxTileMatrix": str(told["maxzoom"]),
        "propertiesSchema": {"type": "object", "properties": fields},
    }


def _scheme() -> dict[str, Any]:
    own = address(f"/tileMatrixSets/{MERCATOR}")
    return link(SCHEME, own, Text("分级与方格", "Zooms and squares"))


@blueprint.get(f"/collections/<layer>{SQUARE}/<int:zoom>/<int:row>/<int:column>")
@requires("view")
@uncounted
@asks(Asked)
@gives(MVT)
def tile(layer: str, zoom: int, row: int, column: int) -> Response:
    """One tile; 204 where nothing lies."""
    asked_in(Asked)
    ref = version_named(layer)
    found = tile_of(services().store, ref, (zoom, column, row))
    return tagged(found, MVT) if found else Response(status=204)
