"""Pictures of rasters: tiles of the map, and the whole for the page of a layer.

A version never changes, so neither do its pictures; who may keep them is as with vector tiles.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, resolve
from layers.storage.raster_store import holds_raster, raster_facts
from layers.tiles.raster_pictures import Frame, frame_around, picture, tile_frame
from webmap.edge.access import requires
from webmap.edge.errors import NO_TILES
from webmap.edge.ranges import ASKED, KEPT
from webmap.edge.rendering import services

LONGEST_PX = 720

blueprint = Blueprint("rasters", __name__)


@blueprint.get("/tiles/<layer>/<int:number>/<int:zoom>/<int:x>/<int:y>.png")
@requires("view")
def tile(layer: str, number: int, zoom: int, x: int, y: int) -> Response:
    """One tile of the usual scheme, 256 pixels; raises `no-tiles` where there can be none."""
    ref, frame = _raster(layer, number), tile_frame(zoom, x, y)
    if frame is None:
        raise EcoAtlasError(NO_TILES, layer=layer)
    return _drawn(ref, frame)


@blueprint.get("/layers/<layer>/versions/<int:number>/picture.png")
@requires("view")
def whole(layer: str, number: int) -> Response:
    """The whole raster in one picture."""
    ref = _raster(layer, number)
    return _drawn(ref, frame_around(ref.bbox, LONGEST_PX))


def _raster(layer: str, number: int) -> VersionRef:
    with services().reading() as session:
        ref = resolve(session, f"{layer}@{number}")
    if not holds_raster(ref):
        raise EcoAtlasError(NO_TILES, layer=layer)
    return ref


def _drawn(ref: VersionRef, frame: Frame) -> Response:
    if ref.sha256 in request.if_none_match:
        response = Response(status=304)
    else:
        store = services().store
        legend = raster_facts(store, ref.sha256).legend
        response = Response(picture(store, ref.sha256, legend, frame), mimetype="image/png")
    response.set_etag(ref.sha256)
    response.headers["Cache-Control"] = KEPT if ref.secrecy == "public" else ASKED
    return response
