"""The policy register in the database: load it from its files, and ask it.

A use case takes a session and never commits. Every question orders its answer as the plans do.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from geo.errors import EcoAtlasError, ErrorCode
from geo.words import Text, listed_or_none
from projects.policy.errors import UNKNOWN_DOCUMENT, UNKNOWN_ITEM, UNKNOWN_TARGET
from projects.policy.evaluation import TargetEvaluation, evaluate_target
from projects.policy.files import POLICY_FOLDER, Register, fingerprint_of, load_register
from projects.policy.rows import Row, rows_of
from projects.policy.tables import (
    PolicyAction,
    PolicyDocument,
    PolicyItem,
    PolicyTarget,
    SpatialCheck,
    policy_item_target,
)
from projects.policy.units import unit_names, unit_text

__all__ = [
    "POLICY_FOLDER",
    "PolicyAction",
    "PolicyDocument",
    "PolicyItem",
    "PolicyLoad",
    "PolicySummary",
    "PolicyTarget",
    "Register",
    "SpatialCheck",
    "TargetEvaluation",
    "answering",
    "documents",
    "evaluate_target",
    "get_document",
    "get_item",
    "get_target",
    "is_loaded",
    "item_ids",
    "items",
    "load_policy",
    "load_register",
    "spatial_checks",
    "summary",
    "targets",
    "targets_of_items",
    "unit_names",
    "unit_text",
]

SIMILAR = 3
Entry = TypeVar("Entry", PolicyDocument, PolicyItem, PolicyTarget)


@dataclass(frozen=True, slots=True)
class PolicyLoad:
    """What loading did; `kept` are ids no longer in the files, which projects may refer to."""

    added: int
    changed: int
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicySummary:
    """Counts of a document: `targets` are those in force; `replaced` were split into them."""

    items: int
    targets: int
    replaced: int


def load_policy(session: Session, folder: Path = POLICY_FOLDER) -> PolicyLoad:
    """Bring the database to the state of the files; doing it twice changes nothing.

    Raises the refusals of `load_register`; then nothing is changed.
    """
    if is_loaded(session, folder):
        return PolicyLoad(0, 0, ())
    register = load_register(folder)
    wanted = list(rows_of(register))
    report = _bring(session, wanted)
    _bring_links(session, register)
    session.flush()
    return report


def is_loaded(session: Session, folder: Path = POLICY_FOLDER) -> bool:
    """Whether the database has the state of the files."""
    loaded = set(session.scalars(select(PolicyDocument.fingerprint)))
    return fingerprint_of(folder) in loaded


def documents(session: Session) -> Sequence[PolicyDocument]:
    return session.scalars(select(PolicyDocument).order_by(PolicyDocument.position)).all()


def items(
    session: Session, document: str | None = None, *, spatial: bool = False
) -> Sequence[PolicyItem]:
    """Items in the order of the plans; `spatial` leaves out what cannot be put on a map.

    Raises `unknown-document`.
    """
    query = (
        select(PolicyItem).order_by(PolicyItem.position).options(selectinload(PolicyItem.targets))
    )
    if document is not None:
        query = query.where(PolicyItem.document_id == get_document(session, document).id)
    if spatial:
        query = query.where(PolicyItem.spatial != "none")
    return session.scalars(query).all()


def targets(
    session: Session, document: str | None = None, *, spatial: bool = False
) -> Sequence[PolicyTarget]:
    """Targets in the order of the plans; `spatial` leaves out what cannot be put on a map.

    Those that were split are among them and name the new ones (`replaced_by`).

    Raises `unknown-document`.
    """
    query = (
        select(PolicyTarget)
        .order_by(PolicyTarget.position)
        .options(selectinload(PolicyTarget.items))
    )
    if document is not None:
        query = query.where(PolicyTarget.document_id == get_document(session, document).id)
    if spatial:
        query = query.where(PolicyTarget.spatial != "none")
    return session.scalars(query).all()


def get_document(session: Session, document_id: str) -> PolicyDocument:
    """Raises `unknown-document` with the ids that look alike."""
    return _get(session, PolicyDocument, document_id, UNKNOWN_DOCUMENT, "document")


def get_item(session: Session, item_id: str) -> PolicyItem:
    """Raises `unknown-item` with the ids that look alike."""
    return _get(session, PolicyItem, item_id, UNKNOWN_ITEM, "item")


def get_target(session: Session, target_id: str) -> PolicyTarget:
    """Raises `unknown-target` with the ids that look alike."""
    return _get(session, PolicyTarget, target_id, UNKNOWN_TARGET, "target")


def split_into(session: Session, target: PolicyTarget) -> list[str]:
    """Ids of the targets that were split and that this one stands for since."""
    query = select(PolicyTarget).where(PolicyTarget.document_id == target.document_id)
    every = session.scalars(query.order_by(PolicyTarget.position))
    return [one.id for one in every if target.id in one.replaced_by]


def spatial_checks(
    session: Session, codes: Collection[str] | None = None
) -> Sequence[SpatialCheck]:
    """All ways to verify a target on the map, or those with these codes."""
    query = select(SpatialCheck).order_by(SpatialCheck.position)
    if codes is not None:
        query = query.where(SpatialCheck.code.in_(codes))
    return session.scalars(query).all()


def answering(session: Session, item: PolicyItem) -> tuple[list[PolicyItem], list[PolicyItem]]:
    """The clauses of the plan above that this one answers, and those below that answer it."""
    elsewhere = PolicyItem.document_id != item.document_id
    others = session.scalars(
        select(PolicyItem).where(elsewhere).order_by(PolicyItem.position)
    ).all()
    above = [one for one in others if one.id in item.answers]
    return above, [one for one in others if item.id in one.answers]


def item_ids(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(PolicyItem.id)))


def targets_of_items(session: Session, ids: Iterable[str]) -> dict[str, list[PolicyTarget]]:
    """Targets in force by item, with one query for all; an item without any is left out."""
    link = policy_item_target.c
    query = (
        select(link.item_id, PolicyTarget)
        .join(PolicyTarget, PolicyTarget.id == link.target_id)
        .where(link.item_id.in_(list(ids)))
        .order_by(PolicyTarget.position)
    )
    found: dict[str, list[PolicyTarget]] = defaultdict(list)
    for item_id, target in session.execute(query):
        if not target.replaced_by:
            found[item_id].append(target)
    return dict(found)


def summary(session: Session, document: str) -> PolicySummary:
    """Counts of one document; raises `unknown-document`."""
    own = get_document(session, document).id
    items_of = select(func.count()).where(PolicyItem.document_id == own)
    there = session.scalars(select(PolicyTarget).where(PolicyTarget.document_id == own)).all()
    in_force = sum(not target.replaced_by for target in there)
    return PolicySummary(session.scalars(items_of).one(), in_force, len(there) - in_force)


def _get(session: Session, table: type[Entry], key: str, refusal: ErrorCode, name: str) -> Entry:
    found = session.get(table, key.strip().upper())
    if found is None:
        values: dict[str, Any] = {name: key, "near": _near(session, table, key)}
        raise EcoAtlasError(refusal, **values)
    return found


def _near(session: Session, table: type[Entry], key: str) -> Text:
    known = session.scalars(select(table.id)).all()
    near = difflib.get_close_matches(key.strip().upper(), known, SIMILAR)
    return listed_or_none(near)


def _bring(session: Session, wanted: Sequence[Row]) -> PolicyLoad:
    added = changed = 0
    kept: list[str] = []
    for table in (PolicyDocument, PolicyAction, PolicyItem, PolicyTarget, SpatialCheck):
        rows = {row.key: row for row in wanted if row.table is table}
        present = {str(_key(entry)): entry for entry in session.scalars(select(table))}
        kept += [key for key in present if key not in rows]
        for key, row in rows.items():
            entry = present.get(key)
            added += entry is None
            changed += _write(session, entry, row)
        session.flush()
    return PolicyLoad(added, changed, tuple(kept))


def _key(entry: Any) -> Any:
    return entry.code if isinstance(entry, SpatialCheck) else entry.id


def _write(session: Session, entry: Any, row: Row) -> bool:
    """Write one row; True when an existing one had other content."""
    if entry is None:
        session.add(row.table(**row.values))
        return False
    different = {k: v for k, v in row.values.items() if getattr(entry, k) != v}
    for name, value in different.items():
        setattr(entry, name, value)
    return bool(different.keys() - {"fingerprint"})


def _bring_links(session: Session, register: Register) -> None:
    link = policy_item_target.c
    query = select(link.item_id, link.target_id)
    present = {(str(item_id), str(target_id)) for item_id, target_id in session.execute(query)}
    wanted = {(i.id, t) for d in register.documents for i in d.items for t in i.targets}
    for item_id, target_id in sorted(present - wanted):
        session.execute(
            policy_item_target.delete().where(link.item_id == item_id, link.target_id == target_id)
        )
    if missing := sorted(wanted - present):
        rows = [{"item_id": item_id, "target_id": target_id} for item_id, target_id in missing]
        session.execute(policy_item_target.insert(), rows)
