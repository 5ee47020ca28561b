"""The map page."""

from __future__ import annotations

from flask import Blueprint

from webmap.edge.access import requires
from webmap.edge.language import language
from webmap.edge.rendering import page, seen
from webmap.edge.security import open_for_pictures
from webmap.map import map_layers
from webmap.map.map_options import map_parts
from webmap.map.offered_basemaps import hosts_offered
from webmap.map.view_models import MapView
from webmap.map.words import map_words

blueprint = Blueprint("map", __name__)


@blueprint.get("/")
@requires("view")
def map_page() -> str:
    layers = seen(map_layers.map_layers)
    parts = map_parts(layers, language())
    open_for_pictures(hosts_offered())
    return page("map.html", MapView(parts, map_words(language()), empty=not layers))
