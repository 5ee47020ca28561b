"""The versions of every layer, in one query."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from layers.catalogue import Layer, Version, VersionRef, reference


def versions_by_layer(session: Session) -> dict[str, list[VersionRef]]:
    """By layer, the newest first; of those that a sight shows."""
    query = (
        select(Layer, Version)
        .join(Version, Version.layer_id == Layer.id)
        # A manifest is as long as a report, and no part of a reference.
        .options(defer(Version.manifest))
        .order_by(Layer.id, Version.number.desc())
    )
    found: dict[str, list[VersionRef]] = {}
    for layer, version in session.execute(query):
        found.setdefault(layer.id, []).append(reference(layer, version))
    return found
