"""Confirming that what a version of a layer holds was still right on a later day.

The same content makes no new version, so somebody says it, with the document that it rests on. The
latest word on a version counts; a word is never changed, and taking back counts against all that
was said before it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from layers.catalogue import VersionRef
from layers.system.china_time import today
from projects.holdings.errors import NO_BASIS, NOT_CONFIRMED, WRONG_DAY
from projects.holdings.tables import CONFIRMED, TAKEN_BACK, LayerConfirmation
from projects.holdings.vouching import LONGEST_BASIS

Place = tuple[str, int]
"""A version: the id of its layer and its number."""


AS_OF = Text(
    "图层“{layer}”的状况已核实至 {day}。",
    "The content of layer “{layer}” is confirmed as of {day}.",
)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A version was found right as of `day`, or an earlier word on it was taken back."""

    layer_id: str
    number: int
    day: dt.date
    basis: str
    at: dt.datetime
    by: str
    taken_back: bool

    @property
    def said(self) -> Text:
        layer = f"{self.layer_id}@{self.number}"
        return AS_OF.format(layer=layer, day=self.day.isoformat())


def confirm(session: Session, version: VersionRef, day: dt.date, basis: str, by: Actor) -> None:
    """Say that the content was still right on a day: after that of the data, and not to come.

    Raises `confirmation-day-wrong`, `holding-basis-missing`.
    """
    since = version.description.date
    if day > today() or (since is not None and day <= since):
        raise EcoAtlasError(WRONG_DAY, layer=version.layer_id, day=day, since=since or "—")
    _add(session, version, CONFIRMED, day, basis, by)


def take_back_confirmation(session: Session, version: VersionRef, why: str, by: Actor) -> None:
    """Raises `confirmation-missing`, `holding-basis-missing`."""
    found = confirmed(session, [(version.layer_id, version.number)])
    if not found:
        raise EcoAtlasError(NOT_CONFIRMED, layer=version.label)
    (standing,) = found.values()
    _add(session, version, TAKEN_BACK, standing.day, why, by)


def confirmed(
    session: Session, versions: Iterable[Place], known: dt.datetime | None = None
) -> dict[Place, Confirmation]:
    """What is confirmed of versions; as somebody knew it at the moment `known`. One query."""
    said = words_on(session, versions)
    found = {place: in_force(every, known) for place, every in said.items()}
    return {place: one for place, one in found.items() if one is not None}


def words_on(session: Session, versions: Iterable[Place]) -> Mapping[Place, Sequence[Confirmation]]:
    """Everything that was said of versions, in its order; one query."""
    row = LayerConfirmation
    asked = tuple_(row.layer_id, row.number).in_(list(versions))
    found: dict[Place, list[Confirmation]] = defaultdict(list)
    for one in session.scalars(select(row).where(asked).order_by(row.id)):
        found[one.layer_id, one.number].append(
            Confirmation(
                one.layer_id, one.number, one.day, one.basis, one.at, one.by,
                one.action == TAKEN_BACK,
            )
        )  # fmt: skip
    return found


def in_force(
    words: Sequence[Confirmation], known: dt.datetime | None = None
) -> Confirmation | None:
    """The word that counts; with `known` the latest up to that moment, if it was not taken back
    later either."""
    found = None
    for one in words:
        if one.taken_back:
            found = None
        elif known is None or one.at <= known:
            found = one
    return found


def _add(
    session: Session, version: VersionRef, action: str, day: dt.date, basis: str, by: Actor
) -> None:
    said = basis.strip()
    if not said or len(said) > LONGEST_BASIS:
        raise EcoAtlasError(NO_BASIS, layer=version.layer_id, limit=LONGEST_BASIS)
    session.add(
        LayerConfirmation(
            layer_id=version.layer_id, number=version.number, action=action, day=day, basis=said,
            by=by.name,
        )
    )  # fmt: skip
    session.flush()
    name = "layer-content-confirmed" if action == CONFIRMED else "layer-confirmation-taken-back"
    record(session, by, name, version.label, details={"day": day.isoformat(), "basis": said})
