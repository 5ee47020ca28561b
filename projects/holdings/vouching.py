"""Declaring what a version of a layer holds, and taking it back; every word is kept with its day.

A new version has new rows: of it nothing is declared until somebody looks at it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.audit import Actor, record
from layers.catalogue import VersionRef
from projects.holdings.errors import (
    CLAIMED,
    NO_BASIS,
    NO_FIELD,
    NO_ROWS,
    NO_SUBJECT,
    NO_TERM,
    NOT_DECLARED,
)
from projects.holdings.kinds import subjects_of_kind
from projects.holdings.tables import DECLARED, TAKEN_BACK, LayerHolding
from projects.policy.subjects import SUBJECTS

if TYPE_CHECKING:
    from layers.storage.store import Store


LONGEST_BASIS = 500
VALUES_SHOWN = 8
TERMS: Mapping[str, str | None] = {
    "only_field": "only_values",
    "status_field": "counted",
    "has_field": "has_values",
    "weigh_by": None,
    "date_field": None,
}
"""Terms that name a field, each with the one that says which of its values count."""
EVERY_TERM = tuple(one for pair in TERMS.items() for one in pair if one)


@dataclass(frozen=True, slots=True)
class Holding:
    """A declaration that holds, free of the session."""

    id: int
    layer_id: str
    number: int
    subject: str
    terms: Mapping[str, str]
    basis: str
    at: dt.datetime
    by: str

    @property
    def title(self) -> Text:
        return SUBJECTS[self.subject].title

    def values(self, term: str) -> frozenset[str]:
        return values_of(self.terms.get(term))


def values_of(text: str | None) -> frozenset[str]:
    """What a term that names several values names."""
    return frozenset(one.strip() for one in re.split("[,，、;；]", text or "") if one.strip())


def holdings_of(session: Session, version: VersionRef) -> list[Holding]:
    """What a version is declared to hold now, in the order of the declarations."""
    query = select(LayerHolding).where(
        LayerHolding.layer_id == version.layer_id, LayerHolding.number == version.number
    )
    return _latest(session.scalars(query.order_by(LayerHolding.id)))


def holdings(session: Session) -> list[Holding]:
    """What every version is declared to hold now, in one query."""
    return _latest(session.scalars(select(LayerHolding).order_by(LayerHolding.id)))


def _latest(rows: Iterable[LayerHolding]) -> list[Holding]:
    newest, _ = _course(rows)
    return [_holding(row) for row in newest.values() if row.action == DECLARED]


def _course(
    rows: Iterable[LayerHolding],
) -> tuple[dict[tuple[str, int, str], LayerHolding], dict[int, dt.datetime]]:
    """The newest word on each subject of a version, and when each earlier one ended, by its
    number."""
    newest: dict[tuple[str, int, str], LayerHolding] = {}
    ended_at: dict[int, dt.datetime] = {}
    for row in rows:
        key = (row.layer_id, row.number, row.subject)
        before = newest.pop(key, None)
        if before is not None:
            ended_at[before.id] = row.at
        newest[key] = row
    return newest, ended_at


def _holding(row: LayerHolding) -> Holding:
    return Holding(
        row.id, row.layer_id, row.number, row.subject, row.terms, row.basis, row.at, row.by
    )


def declare_holding(
    session: Session,
    store: Store,
    version: VersionRef,
    subject: str,
    terms: Mapping[str, str],
    basis: str,
    by: Actor,
    *,
    among: tuple[str, ...],
) -> Holding:
    """Declare that a version holds data on a subject; one of `among`, which metrics judge by it.

    Raises `holding-basis-missing`, `holding-subject-unknown`, `holding-term-unknown`,
    `holding-field-missing`, `holding-rows-missing`, `holding-rows-claimed`.
    """
    said, given = _basis(version, basis), {n: v.strip() for n, v in terms.items() if v.strip()}
    fitting = subjects_of_kind(version.kind, among)
    if subject not in fitting:
        choices = listed(SUBJECTS[one].title for one in fitting)
        raise EcoAtlasError(NO_SUBJECT, subject=subject, layer=version.layer_id, choices=choices)
    _require_terms(store, version, given)
    for other in holdings_of(session, version):
        if other.subject != subject and not _apart(other, given):
            raise EcoAtlasError(
                CLAIMED,
                layer=version.layer_id,
                other=other.title,
                subject=SUBJECTS[subject].title,
            )
    return _add(session, version.layer_id, version.number, subject, DECLARED, given, said, by)


def take_back(session: Session, holding: int, reason: str, by: Actor) -> None:
    """Say that a version does not hold what it was declared to.

    Raises `holding-not-declared`, `holding-basis-missing`.
    """
    row = session.scalar(select(LayerHolding).where(LayerHolding.id == holding))
    if row is None or row.action != DECLARED or holding in ended(session):
        raise EcoAtlasError(NOT_DECLARED, holding=holding)
    said = reason.strip()
    if not said or len(said) > LONGEST_BASIS:
        raise EcoAtlasError(NO_BASIS, layer=row.layer_id, limit=LONGEST_BASIS)
    _add(session, row.layer_id, row.number, row.subject, TAKEN_BACK, row.terms, said, by)


def ended(session: Session) -> dict[int, dt.datetime]:
    """When declarations were taken back or replaced, by their number; those that hold are not in
    it."""
    return _course(session.scalars(select(LayerHolding).order_by(LayerHolding.id)))[1]


def holdings_by_id(session: Session, ids: Iterable[int]) -> dict[int, Holding]:
    """Declarations by their numbers, also those that hold no more."""
    rows = session.scalars(select(LayerHolding).where(LayerHolding.id.in_(list(ids))))
    return {row.id: _holding(row) for row in rows}


def _basis(version: VersionRef, basis: str) -> str:
    said = basis.strip()
    if not said or len(said) > LONGEST_BASIS:
        raise EcoAtlasError(NO_BASIS, layer=version.layer_id, limit=LONGEST_BASIS)
    return said


def _require_terms(store: Store, version: VersionRef, terms: Mapping[str, str]) -> None:
    for name in terms:
        if name not in EVERY_TERM:
            raise EcoAtlasError(NO_TERM, term=name, choices=", ".join(EVERY_TERM))
    columns = store.columns(version.sha256)
    for name, values in TERMS.items():
        field = terms.get(name)
        if field is not None and field not in columns:
            raise EcoAtlasError(
                NO_FIELD, layer=version.layer_id, field=field, term=name, fields=", ".join(columns)
            )
        if field is not None and name == "only_field":
            _require_rows(store, version, field, terms.get(str(values), ""))


def _require_rows(store: Store, version: VersionRef, field: str, values: str) -> None:
    """Rows that are of the subject are there; where no value is named the field says yes."""
    table = store.attributes(version.sha256, [field])
    there = {str(one).strip() for one in table[field].dropna()}
    if values_of(values) and not values_of(values) & there:
        raise EcoAtlasError(
            NO_ROWS,
            layer=version.layer_id,
            field=field,
            values=values,
            there="、".join(sorted(there)[:VALUES_SHOWN]) or "—",
        )


def _apart(other: Holding, terms: Mapping[str, str]) -> bool:
    """Whether two subjects of one version rest on different rows, or on different fields."""
    if terms.get("has_field") and other.terms.get("has_field"):
        return terms["has_field"] != other.terms["has_field"]
    one, two = terms.get("only_field"), other.terms.get("only_field")
    values = values_of(terms.get("only_values")), other.values("only_values")
    return bool(one) and one == two and all(values) and not values[0] & values[1]


def _add(
    session: Session,
    layer_id: str,
    number: int,
    subject: str,
    action: str,
    terms: Mapping[str, str],
    basis: str,
    by: Actor,
) -> Holding:
    row = LayerHolding(
        layer_id=layer_id, number=number, subject=subject, action=action, terms=dict(terms),
        basis=basis, by=by.name,
    )  # fmt: skip
    session.add(row)
    session.flush()
    details = {"subject": subject, "basis": basis, **({"terms": dict(terms)} if terms else {})}
    name = "layer-content-declared" if action == DECLARED else "layer-content-taken-back"
    record(session, by, name, f"{layer_id}@{number}", details=details)
    return _holding(row)
