"""OGC API – Features under `/ogc`: JSON for programs, no pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.serving.choosing import Chosen, Question, choose, question
from layers.serving.errors import FEATURE_UNKNOWN
from layers.serving.geojson import feature_texts
from layers.serving.systems import System, system_named, window_of
from layers.storage.raster_store import holds_raster
from layers.system.media_types import GEOJSON
from webmap.edge.access import requires
from webmap.edge.language import say
from webmap.edge.openapi import document_of, gives
from webmap.edge.parameters import ANY, asks
from webmap.edge.rendering import services
from webmap.ogc.addresses import (
    OPENAPI,
    ROOT,
    SCHEMA,
    SCHEMES,
    address,
    collection_path,
    link,
    self_link,
    version_links,
)
from webmap.ogc.answers import document, known, streamed, whole
from webmap.ogc.asked import Asked, ItemAsked, ItemsAsked, asked_in, conditions
from webmap.ogc.conformance import CONFORMS
from webmap.ogc.described import collection_told, queryables_told, version_told
from webmap.ogc.named import version_named

blueprint = Blueprint("ogc", __name__, url_prefix=ROOT)
TITLE = Text("EcoAtlas 生态项目一张图", "EcoAtlas ecological project map")
ABOUT = Text(
    "图层的要素，按 OGC API – Features 标准；“图层@版本”永久不变。",
    "Features of layers by OGC API – Features; “layer@version” never changes.",
)


@blueprint.get("", strict_slashes=False)
@requires("view")
@asks(Asked)
def landing() -> Response:
    """What there is here."""
    asked_in(Asked)
    links = [
        self_link(),
        link("service-desc", address("/api"), Text("接口说明", "API definition"), OPENAPI),
        link("conformance", address("/conformance"), Text("符合的标准", "Conformance")),
        link(SCHEMES, address("/tileMatrixSets"), Text("切片的分级", "Ways of cutting tiles")),
        link("data", address("/collections"), Text("图层", "Collections")),
    ]
    return document({"title": say(TITLE), "description": say(ABOUT), "links": links})


@blueprint.get("/conformance")
@requires("view")
@asks(Asked)
def conformance() -> Response:
    """Which classes of the standards are kept."""
    asked_in(Asked)
    return document({"conformsTo": list(CONFORMS)})


@blueprint.get("/api")
@requires("view")
@asks(Asked)
@gives(OPENAPI)
def api() -> Response:
    """This interface in OpenAPI 3.0."""
    asked_in(Asked)
    return document(document_of(current_app, ROOT, TITLE, ABOUT), OPENAPI)


@blueprint.get("/collections")
@requires("view")
@asks(Asked)
def collections() -> Response:
    """Every layer of features that the asker may see, in its live version."""
    asked_in(Asked)
    office = services()
    with office.reading() as session:
        live = [one for one in live_versions(session) if not holds_raster(one)]
    told = [collection_told(office.store, one, one.layer_id) for one in live]
    return document({"links": [self_link()], "collections": told})


@blueprint.get("/collections/<layer>")
@requires("view")
@asks(Asked)
def collection(layer: str) -> Response:
    """A layer, or one of its versions as `layer@version`."""
    asked_in(Asked)
    told = collection_told(services().store, version_named(layer), layer)
    return document(told | {"links": [self_link(), *told["links"]]})


@blueprint.get("/collections/<layer>/queryables")
@requires("view")
@asks(Asked)
@gives(SCHEMA)
def queryables(layer: str) -> Response:
    """The properties of its features, each of which chooses features by its value."""
    asked_in(Asked)
    return document(queryables_told(services().store, version_named(layer)), SCHEMA)


@blueprint.get("/collections/<layer>/items")
@requires("view")
@asks(ItemsAsked, ANY)
@gives(GEOJSON)
def items(layer: str) -> Response:
    """Features in stored order, a page at a time; any property chooses by its value."""
    asked, store = asked_in(ItemsAsked), services().store
    ref = version_named(layer)
    system, window = system_named(ref, asked.crs), None
    if asked.bbox is not None:
        window = window_of(ref, asked.bbox, system_named(ref, asked.bbox_crs))
    wanted = question(store, ref, conditions(ItemsAsked), window, asked.until)
    if (same := known(ref, GEOJSON)) is not None:
        return same
    chosen = choose(store, ref, wanted, asked.offset, asked.limit)
    written = _written(ref, system, chosen, _head(ref, asked, chosen))
    return _in(system, streamed(ref, written, GEOJSON))


def _in(system: System, response: Response) -> Response:
    response.headers["Content-Crs"] = f"<{system.uri}>"
    return response


def _head(ref: VersionRef, asked: ItemsAsked, chosen: Chosen) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        **version_told(ref),
        "numberMatched": chosen.matched,
        "numberReturned": len(chosen.rows),
        "links": [
            self_link(GEOJSON),
            *_neighbours(ref, asked, chosen.matched),
            *version_links(ref, "/items", GEOJSON),
        ],
    }


def _neighbours(ref: VersionRef, asked: ItemsAsked, matched: int) -> Iterator[dict[str, Any]]:
    """The next page and the one before, of this version: an import between two pages mixes none."""
    path = f"{collection_path(ref.label)}/items"
    given = {name: value for name, value in request.args.items() if name != "offset"}
    if asked.offset + asked.limit < matched:
        after = address(path, **given | {"offset": asked.offset + asked.limit})
        yield link("next", after, Text("下一页", "Next page"), GEOJSON)
    if asked.offset:
        before = address(path, **given | {"offset": max(asked.offset - asked.limit, 0)})
        yield link("prev", before, Text("上一页", "Page before"), GEOJSON)


def _written(
    ref: VersionRef, system: System, chosen: Chosen, head: dict[str, Any]
) -> Iterator[str]:
    """The collection as text: its head and the first features together, the rest as it is read."""
    opening = json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    for texts in feature_texts(services().store, ref, chosen.rows, system):
        yield opening + ",\n".join(texts)
        opening = ",\n"
    yield "]}\n" if len(chosen.rows) else f"{opening}]}}\n"


@blueprint.get("/collections/<layer>/items/<path:key>")
@requires("view")
@asks(ItemAsked)
@gives(GEOJSON)
def item(layer: str, key: str) -> Response:
    """One feature by its key."""
    asked, store = asked_in(ItemAsked), services().store
    ref = version_named(layer)
    system = system_named(ref, asked.crs)
    found = choose(store, ref, Question(equal=((ref.key_field, key),)), 0, 1)
    if not found.matched:
        raise EcoAtlasError(FEATURE_UNKNOWN, layer=ref.label, key=key[:200])
    if (same := known(ref, GEOJSON)) is not None:
        return same
    ((text,),) = feature_texts(store, ref, found.rows, system)
    more = version_told(ref) | {
        "links": [
            self_link(GEOJSON),
            link("collection", address(collection_path(layer)), Text("图层", "Collection")),
            *version_links(ref, f"/items/{quote(key)}", GEOJSON),
        ]
    }
    written = f"{text[:-1]},{json.dumps(more, ensure_ascii=False)[1:]}\n"
    return _in(system, whole(ref, written.encode(), GEOJSON))
