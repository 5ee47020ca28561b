"""What can be chosen for the layers of the map: classes of which fields, versions, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import KINDS, get_kind
from layers.kinds.rasters import is_raster
from layers.storage.classing import methods_of
from layers.storage.store import Store
from layers.system.china_time import day, today
from layers.versions.listing import versions_by_layer
from projects.sheets.class_borders import Borders, fixed_borders
from projects.work.services import Services
from webmap.map.map_layers import tile_zooms


def layer_choices(services: Services) -> dict[str, dict[str, Any]]:
    """By layer; wordings in both languages. A few queries, whatever the number of layers."""
    with services.reading() as session:
        every = versions_by_layer(session)
        borders = fixed_borders(session, today())
    vectors = {
        layer: refs
        for layer, refs in every.items()
        if refs[0].kind in KINDS and not is_raster(get_kind(refs[0].kind))
    }
    return {layer: _choices(services.store, refs, borders) for layer, refs in vectors.items()}


def _choices(store: Store, refs: list[VersionRef], borders: Borders) -> dict[str, Any]:
    shown = next((one for one in refs if one.live), refs[0])
    kind = get_kind(shown.kind)
    return {
        "fields": list(_fields(store, shown, borders)),
        "versions": [one for one in (_version(store, ref) for ref in refs) if one],
        "since": kind.since if kind.since in store.columns(shown.sha256) else None,
    }


def _fields(store: Store, ref: VersionRef, borders: Borders) -> Iterator[dict[str, Any]]:
    kind = get_kind(ref.kind)
    methods = methods_of(store, ref)
    declared = [field.name for field in kind.fields if field.name in methods]
    for name in [*declared, *(one for one in methods if one not in declared)]:
        field = kind.field(name)
        fixed = ("fixed",) if (kind.id, name) in borders else ()
        yield {
            "name": name,
            "title": field.title if field else Text(name, name),
            "methods": [*methods[name], *fixed],
        }


def _version(store: Store, ref: VersionRef) -> dict[str, Any] | None:
    """None of a version without tiles, which cannot be drawn."""
    zooms = tile_zooms(store, ref)
    if zooms is None:
        return None
    return {
        "version": ref.number,
        "live": ref.live,
        "features": ref.features,
        "day": day_of(ref).isoformat(),
        "dated": ref.description.date is not None,
        "min_zoom": zooms[0],
        "max_zoom": zooms[1],
    }


def day_of(ref: VersionRef) -> dt.date:
    """The day that a version tells of; where it does not say, the day it came in."""
    return ref.description.date or day(ref.created_at)
