"""Making an earlier version of a layer live again: nothing is copied, versions never change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.catalogue import UNKNOWN_VERSION, Version, VersionRef, get_layer, reference, take_turn
from layers.system.database import Database
from layers.versions.going_live import BeforeLive, check_grade, nothing_to_ask


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The version that is live now, the number of the one before; the same when nothing changed."""

    version: VersionRef
    previous: int | None

    @property
    def changed(self) -> bool:
        return self.previous != self.version.number


def rollback(
    database: Database,
    layer_id: str,
    version: int,
    by: Actor | None = None,
    *,
    before_live: BeforeLive = nothing_to_ask,
    accept: Collection[str] = (),
) -> RolledBack:
    """Make a version live, in one transaction; the version that is live already stays so.

    Raises `unknown-layer`, `unknown-version`, `secrecy-would-drop` unless that is accepted, and
    whatever `before_live` has against it.
    """
    with database.transaction() as session:
        layer = get_layer(session, layer_id)
        take_turn(session, layer_id)
        session.refresh(layer, with_for_update=True)
        wanted = session.get(Version, (layer_id, version))
        if wanted is None:
            raise EcoAtlasError(UNKNOWN_VERSION, layer=layer_id, version=version)
        previous = layer.live_version
        if previous != version:
            check_grade(session, layer, wanted, accept)
            before_live(session, layer, wanted)
            layer.live_version = version
            session.flush()
            _record(session, by, wanted, previous, accept)
        return RolledBack(reference(layer, wanted), previous)


def _record(
    session: Session,
    by: Actor | None,
    wanted: Version,
    previous: int | None,
    accept: Collection[str],
) -> None:
    details = {
        "from": previous,
        "to": wanted.number,
        "sha256": wanted.sha256,
        "secrecy": wanted.secrecy,
        "accepted": sorted(accept),
    }
    label = f"{wanted.layer_id}@{wanted.number}"
    record(session, by, "layer-rolled-back", label, details=details)
