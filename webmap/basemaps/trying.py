"""One picture over the district of a basemap that is not kept yet."""

from __future__ import annotations

from urllib.parse import quote

from layers.basemaps.addresses import SERVERS, origins, templates, tile_address, tile_at
from layers.basemaps.declared import Basemap
from layers.basemaps.files import path_of, picture_at
from webmap.basemaps.view_models import Tried
from webmap.edge.rendering import seen, services
from webmap.edge.security import open_for_pictures
from webmap.map.map_layers import map_layers
from webmap.map.map_options import district_of

USUAL_ZOOM = 12


def tried(basemap: Basemap) -> Tried:
    """Opens the policy of this one page for its hosts; raises what `picture_at` raises."""
    least, most = basemap.zooms
    zoom = min(max(USUAL_ZOOM, least), most)
    place = tile_at(basemap.grid, *_middle(), zoom)
    if basemap.source == "file":
        inside = picture_at(path_of(services().settings, basemap.file), place) is not None
        address = f"/tiles/basemaps/files/{quote(basemap.file)}/{'/'.join(map(str, place))}"
        return Tried(zoom, [address], inside, referrer=False)
    open_for_pictures(dict.fromkeys(origins(basemap)))
    servers = SERVERS[basemap.source]
    found = [tile_address(one, place, servers) for one in templates(basemap)]
    return Tried(zoom, found, True, referrer=basemap.source == "tianditu")


def _middle() -> tuple[float, float]:
    """Of the district; of the setting where there is no layer yet."""
    bounds = district_of(seen(map_layers))
    if bounds is None:
        settings = services().settings
        return settings.district_lon, settings.district_lat
    west, south, east, north = bounds
    return (west + east) / 2, (south + north) / 2
