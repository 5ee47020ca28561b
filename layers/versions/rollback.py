"""Making an earlier version of a layer live again: nothing is copied, versions never change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from layers.catalogue import Layer, Version, get_layer, require_seen
from layers.versions.publishing import Change, Published, Publishing


def rollback(publishing: Publishing, layer_id: str, number: int) -> Published:
    """Make a version live; the one that is live already stays so, and nothing is recorded.

    Raises `unknown-layer`, `unknown-version`, and what `Publishing.publish` raises.
    """

    def bring(session: Session) -> tuple[Layer, Version]:
        layer = get_layer(session, layer_id)
        require_seen(session, publishing.database.sight, layer_id, number)
        return layer, session.get_one(Version, (layer_id, number))

    def details(done: Published) -> Mapping[str, Any] | None:
        if not done.changed:
            return None
        return {
            "from": done.previous,
            "to": done.version.number,
            "sha256": done.version.sha256,
            "secrecy": done.version.secrecy,
            "accepted": sorted(publishing.accept),
        }

    return publishing.publish(Change(layer_id, "layer-rolled-back", bring, details))
