"""The version that an address under `/ogc` names."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, resolve
from layers.serving.errors import NO_FEATURES
from layers.storage.raster_store import holds_raster
from webmap.edge.rendering import services


def version_named(layer: str) -> VersionRef:
    """The live version of a layer of features, or `layer@version`.

    Raises `unknown-layer`, `unknown-version`, `collection-without-features`.
    """
    with services().reading() as session:
        ref = resolve(session, layer)
    if holds_raster(ref):
        raise EcoAtlasError(NO_FEATURES, layer=ref.label)
    return ref
