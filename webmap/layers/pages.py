"""Pages of layers: the list, and one layer with its versions."""

from __future__ import annotations

from flask import Blueprint

from layers.catalogue import resolve, versions
from layers.kinds import get_kind
from webmap.edge.access import requires
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import note
from webmap.edge.rendering import page, seen, services
from webmap.exports.form import export_form
from webmap.layers.confirmed import confirmed_block
from webmap.layers.held import held_block
from webmap.layers.named import named_accounts
from webmap.layers.small_map import small_map
from webmap.layers.view_models import LayersView, LayerView
from webmap.map import map_layers
from webmap.map.raster_view_models import raster_block
from webmap.versions.history import history

blueprint = Blueprint("layers", __name__)


@blueprint.get("/layers")
@requires("view")
def layer_list() -> str:
    groups = map_layers.grouped(seen(map_layers.map_layers))
    return page("layers.html", LayersView(groups))


@blueprint.get("/layers/<layer>")
@requires("view")
@asks("done")
def layer(layer: str) -> str:
    return layer_page(layer)


def layer_page(
    layer: str,
    shown: Form | None = None,
    held: Form | None = None,
    confirmed: Form | None = None,
) -> str:
    """The page of a layer; `shown` is the form of its named accounts, `held` that of what it is
    declared to hold, `confirmed` that of the day on which it was still right, where refused."""
    with services().reading() as session:
        live, every = resolve(session, layer), versions(session, layer)
        named = named_accounts(session, live, shown)
        export = export_form(session, live)
        content, drawn = held_block(session, live, held), small_map(session, live)
        looked = confirmed_block(session, live, confirmed)
    kind = get_kind(live.kind)
    raster = raster_block(services().store, live)
    view = LayerView(
        kind, live, every, history(), export, named, note(), raster, content, drawn, looked
    )
    return page("layer.html", view)
