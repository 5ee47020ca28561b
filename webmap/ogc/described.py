"""Collections as JSON: what a layer is, where it lies, in which systems, from whom."""

from __future__ import annotations

import math
from typing import Any

from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import get_kind
from layers.serving.choosing import first_day
from layers.serving.properties import Property, properties_of, shapes_of
from layers.serving.systems import CRS84, STORED, systems_of
from layers.storage.feature_table import GEOMETRY
from layers.storage.store import Store
from webmap.edge.language import say
from webmap.ogc.addresses import collection_links, own_address

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
BETWEEN = Text("；", "; ")


def version_told(ref: VersionRef) -> dict[str, Any]:
    """Which version an answer is of."""
    return {"layer": ref.layer_id, "version": ref.number, "live": ref.live, "sha256": ref.sha256}


def collection_told(store: Store, ref: VersionRef, name: str) -> dict[str, Any]:
    """A collection under the name it was asked by, which may say the version."""
    about, kind = ref.description, get_kind(ref.kind)
    return {
        "id": name,
        "title": say(ref.title),
        "description": say(kind.description),
        "attribution": about.source,
        "license": about.licence,
        "extent": _extent(store, ref),
        "itemType": "feature",
        "crs": list(systems_of(ref)),
        "storageCrs": STORED,
        "updated": ref.created_at.isoformat(timespec="seconds"),
        "kind": kind.id,
        "secrecy": ref.secrecy,
        "dateOfData": about.date.isoformat() if about.date else None,
        "features": ref.features,
        **version_told(ref),
        "links": collection_links(ref, name, tiled=store.has_tiles(ref.sha256)),
    }


def _extent(store: Store, ref: VersionRef) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if all(map(math.isfinite, ref.bbox)):
        found["spatial"] = {"bbox": [list(ref.bbox)], "crs": CRS84}
    if day := first_day(store, ref):
        whole = f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]
        found["temporal"] = {"interval": [[f"{whole}T00:00:00+08:00", None]], "trs": GREGORIAN}
    return found


def queryables_told(store: Store, ref: VersionRef) -> dict[str, Any]:
    """The properties of the features as a JSON schema, in stored order."""
    properties = {one.name: _property(one) for one in properties_of(store, ref)}
    properties[ref.key_field] |= {"x-ogc-role": "id"}
    shape = {"format": shapes_of(store, ref), "x-ogc-role": "primary-geometry"}
    return {
        "$schema": DRAFT,
        "$id": own_address(),
        "type": "object",
        "title": say(ref.title),
        "properties": properties | {GEOMETRY: shape},
        "additionalProperties": False,
        **version_told(ref),
    }


def _property(one: Property) -> dict[str, Any]:
    """Of a list of codes the words: another value may stand in old data, so none is shut out."""
    field = one.field
    told: dict[str, Any] = {"title": say(field.title) if field else one.name, "type": one.type}
    if one.format:
        told["format"] = one.format
    if field and field.unit:
        told["x-ogc-unit"] = field.unit
    if field and field.codes:
        shown = (f"{code.value} = {say(code.title)}" for code in field.codes)
        told["description"] = say(BETWEEN).join(shown)
    return told
