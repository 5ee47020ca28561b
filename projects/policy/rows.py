"""Rows of the database as the files of the register have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from layers.system.database import Base
from projects.policy.files import (
    ActionEntry,
    CheckEntry,
    DocumentFile,
    ItemEntry,
    Register,
    TargetEntry,
    TwoLanguages,
)
from projects.policy.tables import (
    PolicyAction,
    PolicyDocument,
    PolicyItem,
    PolicyTarget,
    SpatialCheck,
)

# Positions of one document start this far after those of the one before it.
STEP = 1000


@dataclass(frozen=True, slots=True)
class Row:
    table: type[Base]
    key: str
    values: dict[str, Any]


def rows_of(register: Register) -> Iterator[Row]:
    """Every row that the register asks for, documents by date of issue."""
    for position, check in enumerate(register.spatial_checks):
        yield Row(SpatialCheck, check.code, _check(check, position))
    for number, document in enumerate(sorted(register.documents, key=lambda one: one.issued)):
        yield from _document_rows(document, number * STEP, register.fingerprint)


def _document_rows(document: DocumentFile, start: int, fingerprint: str) -> Iterator[Row]:
    about = _document(document) | {"position": start, "fingerprint": fingerprint}
    yield Row(PolicyDocument, document.id, about)
    for action in document.actions:
        yield Row(PolicyAction, action.id, _action(action) | {"document_id": document.id})
    for position, item in enumerate(document.items, start):
        place = {"document_id": document.id, "position": position}
        yield Row(PolicyItem, item.id, _item(item) | place)
    for position, target in enumerate(document.targets, start):
        place = {"document_id": document.id, "position": position}
        yield Row(PolicyTarget, target.id, _target(target) | place)


def _both(name: str, text: TwoLanguages | None) -> dict[str, str | None]:
    if text is None:
        return {f"{name}_zh": None, f"{name}_en": None}
    return {f"{name}_zh": text.zh, f"{name}_en": text.en}


def _lists(texts: Sequence[TwoLanguages]) -> list[dict[str, str]]:
    return [text.model_dump() for text in texts]


def _document(document: DocumentFile) -> dict[str, Any]:
    return {
        "id": document.id,
        **_both("title", document.title),
        **_both("issuer", document.issuer),
        "number": document.number,
        "issued": document.issued,
        "year_from": document.period.year_from,
        "year_to": document.period.year_to,
        **_both("jurisdiction", document.jurisdiction),
        "jurisdiction_code": document.jurisdiction.code,
        "based_on": list(document.based_on),
        **_both("lead_rule", document.lead_rule),
        **_both("note", document.note),
    }


def _action(action: ActionEntry) -> dict[str, Any]:
    return {
        "id": action.id,
        "number": action.number,
        **_both("title", action.title),
        "lead_units": list(action.lead_units),
    }


def _item(item: ItemEntry) -> dict[str, Any]:
    return {
        "id": item.id,
        "action_id": item.action,
        "number": item.number,
        **_both("title", item.title),
        **_both("summary", item.summary),
        "key_phrase": item.key_phrase,
        "deadline_kind": item.deadline.kind,
        "deadline_year": item.deadline.year,
        "deadline_raw": item.deadline.raw,
        "lead_unit": item.lead_unit,
        "lead_units": list(item.lead_units),
        "lead_basis": item.lead_basis,
        "units": list(item.units),
        "implied_units": list(item.implied_units),
        "spatial": item.spatial,
        "spatial_checks": list(item.spatial_checks),
        "answers": list(item.answers),
    }


def _target(target: TargetEntry) -> dict[str, Any]:
    low, high = target.value if isinstance(target.value, tuple) else (target.value, None)
    return {
        "id": target.id,
        "level": target.level,
        **_both("indicator", target.indicator),
        "subject": target.subject,
        "comparator": target.comparator,
        "value": low,
        "value_to": high,
        **_both("unit", target.unit),
        "year": target.year,
        "due": target.due,
        "period": target.period,
        "soft": list(target.soft),
        **_both("scope", target.scope),
        "divisions": list(target.divisions),
        "kind": target.kind,
        "spatial": target.spatial,
        "spatial_checks": list(target.spatial_checks),
        "quote": target.quote,
        **_both("note", target.note),
        "replaced_by": list(target.replaced_by),
    }


def _check(check: CheckEntry, position: int) -> dict[str, Any]:
    return {
        "code": check.code,
        "position": position,
        "layer": check.layer,
        **_both("title", check.title),
        **_both("formula", check.formula),
        "inputs": _lists(check.inputs),
        **_both("result", check.result),
        "cautions": _lists(check.cautions),
    }
