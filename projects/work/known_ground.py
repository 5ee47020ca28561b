"""The known ground of the office, the boundary of its district, to lay an upload beside."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import shapely

from geo.crs.known_ground import Boundary, boundary_of, merged
from geo.words import Language
from layers.catalogue import VersionRef, live_versions, resolve
from layers.kinds import KNOWN_GROUND
from layers.storage.store import Store
from layers.versions.manifest import remembered
from projects.work.services import Services

# About twenty metres: an outline to look at, not to measure on.
DETAIL_DEG, DECIMALS = 0.0002, 5
OUTLINES_KEPT = 64


def known_ground(services: Services) -> dict[str, Any]:
    """Outlines of the boundaries that the asker sees, simplified, as GeoJSON in EPSG:4490."""
    found = _boundaries(services)
    return {"features": [_outline(services.store, ref) for ref in found]}


def known_boundary(services: Services) -> Boundary | None:
    """What an upload is compared with: the ground of every boundary in the sight of the asker."""
    found = (_boundary(services.store, ref) for ref in _boundaries(services))
    return merged([one for one in found if one is not None])


def known_beside(
    services: Services, layer_id: str | None, known: Boundary | None = None
) -> dict[str, Any]:
    """What is known beside a file, for `layers.reading`, in the sight of whoever asks.

    known: the ground that somebody named, else that of the boundaries. remembered: which of its
    fields was which of ours in the live version of the layer that it is for.
    """
    with services.reading() as session:
        mapping = remembered(session, layer_id)
    return {"known": known or known_boundary(services), "remembered": mapping}


def boundary_in(services: Services, name: str, language: Language) -> Boundary | None:
    """The ground of one layer, `ID` or `ID@V`; None where it has no polygons.

    Raises `unknown-layer`, `unknown-version`.
    """
    with services.reading() as session:
        ref = resolve(session, name)
    return _boundary(services.store, ref, language)


def _boundary(store: Store, ref: VersionRef, language: Language = "zh") -> Boundary | None:
    named = [name for name in ("name", "code") if name in store.columns(ref.sha256)]
    return boundary_of(store.frame(ref.sha256, columns=named), name=ref.title.in_(language))


def _boundaries(services: Services) -> list[VersionRef]:
    with services.reading() as session:
        return live_versions(session, *KNOWN_GROUND)


def _outline(store: Store, ref: VersionRef) -> dict[str, Any]:
    geometry = json.loads(_simplified(store, ref.sha256))
    return {"type": "Feature", "properties": {"title": ref.title}, "geometry": geometry}


@lru_cache(maxsize=OUTLINES_KEPT)
def _simplified(store: Store, sha256: str) -> str:
    """The outlines of a content, which never change, as GeoJSON."""
    shapes = store.frame(sha256, columns=[]).geometry.to_numpy()
    whole = shapely.simplify(shapely.union_all(shapely.boundary(shapes)), DETAIL_DEG)
    return str(shapely.to_geojson(shapely.transform(whole, lambda at: at.round(DECIMALS))))
