"""Addresses and links of `/ogc`: whoever came with his token in the address finds it in them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from geo.words import Text
from layers.catalogue import VersionRef
from layers.system.media_types import GEOJSON, JSON
from webmap.edge.access import TOKEN_PARAMETER
from webmap.edge.language import say

ROOT = "/ogc"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0/"
QUERYABLES, TILE_SETS = f"{RELATIONS}queryables", f"{RELATIONS}tilesets-vector"
SCHEME, SCHEMES = f"{RELATIONS}tiling-scheme", f"{RELATIONS}tiling-schemes"
# What a link keeps of the address it stands in.
KEPT = ("lang", TOKEN_PARAMETER)

Link = dict[str, Any]


def address(path: str, **asked: object) -> str:
    """The whole address of a path under `/ogc`, with what is asked there."""
    kept = {name: request.args[name] for name in KEPT if name in request.args}
    query = urlencode({**asked, **kept}, safe="/:,")
    root = request.host_url.rstrip("/")
    return f"{root}{ROOT}{path}" + (f"?{query}" if query else "")


def collection_path(name: str) -> str:
    return f"/collections/{quote(name, safe='@')}"


def link(rel: str, href: str, title: Text, media: str = JSON) -> Link:
    return {"rel": rel, "type": media, "title": say(title), "href": href}


def own_address() -> str:
    """This address as it was asked for, letters of other scripts as they travel."""
    asked = request.query_string.decode("latin-1")
    path = f"{request.host_url.rstrip('/')}{quote(request.path, safe='/@')}"
    return f"{path}?{asked}" if asked else path


def self_link(media: str = JSON) -> Link:
    return link("self", own_address(), Text("本页", "This document"), media)


def version_links(ref: VersionRef, path: str = "", media: str = JSON) -> list[Link]:
    """From the layer to this version, which stays, and from a version to the layer."""
    stays = Text("这一版，永久地址", "This version, for ever")
    newest = Text("图层的现行版本", "The live version of the layer")
    return [
        link("memento", address(collection_path(ref.label) + path), stays, media),
        link("latest-version", address(collection_path(ref.layer_id) + path), newest, media),
    ]


def collection_links(ref: VersionRef, name: str, *, tiled: bool) -> list[Link]:
    path = collection_path(name)
    tiles = link(TILE_SETS, address(f"{path}/tiles"), Text("矢量切片", "Vector tiles"))
    every = f"{request.host_url.rstrip('/')}/api/v1/layers/{quote(ref.layer_id)}/versions"
    return [
        link("items", address(f"{path}/items"), Text("要素", "Features"), GEOJSON),
        link(QUERYABLES, address(f"{path}/queryables"), Text("属性", "Properties"), SCHEMA),
        link("describedby", address(f"{path}/queryables"), Text("属性", "Properties"), SCHEMA),
        *([tiles] if tiled else []),
        *version_links(ref),
        link("version-history", every, Text("各个版本", "Every version")),
    ]
