"""The basemaps that whoever asks may choose, as the map gets them, and the hosts they open."""

from __future__ import annotations

from typing import Any

from layers.basemaps.addresses import SERVERS, origins, templates
from layers.basemaps.declared import Basemap
from projects.basemaps.keeping import basemaps_seen
from projects.work.services import Services
from webmap.edge.rendering import seen


def offered(services: Services) -> tuple[Basemap, ...]:
    with services.reading() as session:
        return tuple(basemaps_seen(session, services.sight))


def hosts_offered() -> tuple[str, ...]:
    """What the policy of the map opens for pictures: nothing where nothing was entered."""
    found = (one for basemap in seen(offered) for one in origins(basemap))
    return tuple(dict.fromkeys(found))


def map_values(basemap: Basemap) -> dict[str, Any]:
    """What the scripts of the map draw it by. The key of Tianditu is part of its address: the
    browser asks Tianditu itself."""
    own = [f"/tiles/basemaps/{basemap.id}/{{z}}/{{x}}/{{y}}"] if basemap.source == "file" else []
    return {
        "id": basemap.id,
        "title": basemap.title,
        "attribution": basemap.attribution,
        "templates": own or templates(basemap),
        "servers": SERVERS.get(basemap.source, ""),
        "source": basemap.source,
        "grid": basemap.grid,
        "zooms": list(basemap.zooms),
        "opacity": basemap.opacity / 100,
    }
