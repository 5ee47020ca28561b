"""What has to be asked before a version of a layer is made live again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import Layer, Version, VersionRef, get_layer, reference, resolve
from layers.versions.going_live import SECRECY_WOULD_DROP, check_grade
from projects.records.orphans import LINKS_WOULD_BREAK, links_hold
from projects.work.services import Services

ASKED = (SECRECY_WOULD_DROP.code, LINKS_WOULD_BREAK.code)


@dataclass(frozen=True, slots=True)
class Restoring:
    """The version, the live one now, and each question as the refusal it would be."""

    live: VersionRef
    wanted: VersionRef
    questions: tuple[EcoAtlasError, ...]


def restoring(services: Services, layer_id: str, number: int) -> Restoring:
    """What stands in the way of making this version live; raises `unknown-…`."""
    with services.reading() as session:
        wanted = resolve(session, f"{layer_id}@{number}")
        layer = get_layer(session, layer_id)
        version = session.get_one(Version, (layer_id, number))
        asked: tuple[EcoAtlasError, ...] = ()
        if not wanted.live:
            checks = (check_grade, links_hold(services.store))
            found = (_objection(check, session, layer, version) for check in checks)
            asked = tuple(one for one in found if one is not None)
        return Restoring(resolve(session, layer_id), reference(layer, version), asked)


def _objection(
    check: Callable[[Session, Layer, Version], None],
    session: Session,
    layer: Layer,
    version: Version,
) -> EcoAtlasError | None:
    try:
        check(session, layer, version)
    except EcoAtlasError as error:
        if error.code not in ASKED:
            raise
        return error
    return None
