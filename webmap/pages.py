"""Pages: each reads, asks one answer, renders."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from layers.catalogue import resolve, versions
from layers.kinds import get_kind
from projects.records.fields import STATUSES
from webmap import views
from webmap.accounts.view_models import Form
from webmap.edge.access import open_to_all, requires
from webmap.edge.health import health as look_at_health
from webmap.edge.language import language
from webmap.edge.private_pages import note
from webmap.edge.rendering import page, services
from webmap.exports.form import export_form
from webmap.layers.named import named_accounts
from webmap.map import map_layers
from webmap.map.map_options import map_parts
from webmap.map.raster_view_models import raster_block
from webmap.policy import policy
from webmap.projects import projects
from webmap.versions.history import history
from webmap.words import map_words

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@requires("view")
def map_page() -> str:
    layers = map_layers.map_layers(services())
    parts = map_parts(layers, language())
    return page("map.html", views.MapView(parts, map_words(language()), empty=not layers))


@blueprint.get("/layers")
@requires("view")
def layer_list() -> str:
    groups = map_layers.grouped(map_layers.map_layers(services()))
    return page("layers.html", views.LayersView(groups))


@blueprint.get("/layers/<layer>")
@requires("view")
def layer(layer: str) -> str:
    return layer_page(layer)


def layer_page(layer: str, shown: Form | None = None) -> str:
    """The page of a layer; `shown` is the form of its named accounts, where it was refused."""
    with services().reading() as session:
        live, every = resolve(session, layer), versions(session, layer)
        named = named_accounts(session, live, shown)
        export = export_form(session, live)
    kind = get_kind(live.kind)
    raster = raster_block(services().store, live)
    view = views.LayerView(kind, live, every, history(), export, named, note(), raster)
    return page("layer.html", view)


@blueprint.get("/projects")
@requires("view")
def project_list() -> str:
    text, status = request.args.get("text", "").strip(), request.args.get("status", "")
    found = projects.all_projects(services(), text=text or None, status=status or None)
    return page("projects.html", views.ProjectsView(found, STATUSES, text, status))


@blueprint.get("/projects/<path:code>")
@requires("view")
def project(code: str) -> str:
    return page("project.html", views.ProjectView(projects.project_detail(services(), code)))


@blueprint.get("/policy")
@requires("view")
def register() -> str:
    return page("policy.html", views.PolicyView(policy.register(services())))


@blueprint.get("/policy/<item>")
@requires("view")
def policy_item(item: str) -> str:
    return page("policy_item.html", views.ItemView(policy.item_card(services(), item)))


@blueprint.get("/healthz")
@open_to_all
def health() -> tuple[Response, int]:
    """Whether each part answers; says nothing of what is in it."""
    found, status = look_at_health()
    return jsonify(found), status
