"""Pictures out of the office's own files, one by one, and PMTiles by byte ranges."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request

from geo.errors import EcoAtlasError
from layers.basemaps.addresses import Place
from layers.basemaps.declared import DEEPEST_ZOOM, Basemap
from layers.basemaps.errors import FILE_MISSING, UNKNOWN_BASEMAP
from layers.basemaps.files import mark_of, path_of, picture_at
from layers.basemaps.pictures import media_type
from webmap.edge.access import requires
from webmap.edge.ranges import ASKED, PMTILES_TYPE, ranged
from webmap.edge.rendering import seen, services
from webmap.map.offered_basemaps import offered

KEPT = "private, max-age=3600"
EMPTY = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000500017aa857500000000049454e44ae426082"
)
"""A picture of nothing: where a file has none, the own ground is seen and nothing has failed."""

blueprint = Blueprint("basemap_pictures", __name__)


@blueprint.get("/tiles/basemaps/<basemap>/<int:zoom>/<int:x>/<int:y>")
@requires("view")
def picture(basemap: str, zoom: int, x: int, y: int) -> Response:
    """One tile of a basemap that is a file of the office."""
    found, path = _file_of(basemap)
    return answer_picture(path, (zoom, x, y), KEPT if found.secrecy == "public" else ASKED)


@blueprint.get("/tiles/basemaps/files/<name>/<int:zoom>/<int:x>/<int:y>")
@requires("manage_accounts")
def tried(name: str, zoom: int, x: int, y: int) -> Response:
    """The same of a file that the administrator looks at before it is a basemap."""
    return answer_picture(path_of(services().settings, name), (zoom, x, y), ASKED)


@blueprint.get("/tiles/basemaps/<basemap>.pmtiles")
@requires("view")
def archive(basemap: str) -> Response:
    """The archive by ranges, for desktop programs that read PMTiles at an address."""
    found, path = _file_of(basemap)
    if path.suffix.lower() != ".pmtiles":
        raise EcoAtlasError(FILE_MISSING, name=f"{basemap}.pmtiles")
    cached = KEPT if found.secrecy == "public" else ASKED
    return ranged(path.open("rb"), mark_of(path), PMTILES_TYPE, cached)


def _file_of(basemap: str) -> tuple[Basemap, Path]:
    found = next((one for one in seen(offered) if one.id == basemap and one.file), None)
    if found is None:
        raise EcoAtlasError(UNKNOWN_BASEMAP, basemap=basemap[:40])
    return found, path_of(services().settings, found.file)


def answer_picture(path: Path, place: Place, cached: str) -> Response:
    """Raises what `open_pictures` raises."""
    mark = f"{mark_of(path)}-{'-'.join(map(str, place))}"
    if mark in request.if_none_match:
        response = Response(status=304)
    else:
        body = (picture_at(path, place) if _is_place(place) else None) or EMPTY
        response = Response(body, mimetype=media_type(body))
    response.set_etag(mark)
    response.headers["Cache-Control"] = cached
    return response


def _is_place(place: Place) -> bool:
    zoom, x, y = place
    return zoom <= DEEPEST_ZOOM and max(x, y) < 1 << zoom
