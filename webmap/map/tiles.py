"""PMTiles by byte range. A version never changes, so neither do its tiles.

Those of a public version are kept for a year. Of any other the browser asks each time whether they
are still to be shown: on a machine that people share, the next one may not see them.
"""

from __future__ import annotations

from flask import Blueprint, Response

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, resolve
from webmap.edge.access import requires, unwritten
from webmap.edge.errors import NO_TILES
from webmap.edge.ranges import ASKED, KEPT, PMTILES_TYPE, ranged
from webmap.edge.rendering import services

blueprint = Blueprint("tiles", __name__)


@blueprint.get("/tiles/<layer>/<int:number>.pmtiles")
@requires("view")
def archive(layer: str, number: int) -> Response:
    """The archive of one version, whole or the one range that is asked for."""
    office = services()

    def version() -> VersionRef:
        with office.reading() as session:
            return resolve(session, f"{layer}@{number}")

    ref = unwritten(("version", office.sight, layer, number), version)
    if not office.store.has_tiles(ref.sha256):
        raise EcoAtlasError(NO_TILES, layer=layer)
    cached = KEPT if ref.secrecy == "public" else ASKED
    return ranged(office.store.open_tiles(ref.sha256), ref.sha256, PMTILES_TYPE, cached)
