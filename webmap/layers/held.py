"""What a layer is declared to hold, as its page shows it, and the form of who may declare it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.catalogue import VersionRef
from projects.holdings.kinds import subjects_of_kind
from projects.holdings.vouching import EVERY_TERM, LONGEST_BASIS, TERMS, Holding, holdings_of
from projects.metrics.declarable import declarable_subjects, terms
from projects.metrics.declaration import Parameter
from projects.policy.subjects import SUBJECTS
from webmap.edge.access import asker
from webmap.edge.forms import Form
from webmap.edge.rendering import services

TERM = Text("{title}“{value}”", "{title} “{value}”")
WHOLE = Text("全部要素", "all features")
USUAL = {"status_field": "status", "counted": "completed"}


@dataclass(frozen=True, slots=True)
class HeldLine:
    holding: Holding
    terms: Text


@dataclass(frozen=True, slots=True)
class HeldBlock:
    """`form` is None for whoever may not declare; `named`: people are named to who is signed in."""

    lines: Sequence[HeldLine]
    subjects: Mapping[str, Text]
    terms: Mapping[str, Parameter]
    fields: Sequence[str]
    form: Form | None
    named: bool
    longest: int = LONGEST_BASIS

    @staticmethod
    def names_field(term: str) -> bool:
        return term in TERMS


def held_block(session: Session, live: VersionRef, shown: Form | None) -> HeldBlock | None:
    """None for a layer of a kind that says itself what it holds."""
    fitting = subjects_of_kind(live.kind, declarable_subjects())
    if not fitting:
        return None
    who, columns = asker(), _columns(live)
    usual = {name: value for name, value in USUAL.items() if "status" in columns}
    return HeldBlock(
        lines=[HeldLine(one, _terms(one)) for one in holdings_of(session, live)],
        subjects={one: SUBJECTS[one].title for one in fitting},
        terms=terms(),
        fields=columns,
        form=(shown or Form("content", usual)) if who.may("edit_layers") else None,
        named=who.account is not None,
    )


def _columns(live: VersionRef) -> list[str]:
    """None of a content that cannot be read: its page still leads to the other versions."""
    try:
        return services().store.columns(live.sha256)
    except EcoAtlasError:
        return []


def _terms(holding: Holding) -> Text:
    declared = terms()
    said = [
        TERM.format(title=declared[name].title, value=holding.terms[name])
        for name in EVERY_TERM
        if name in holding.terms
    ]
    return listed(said, between=BETWEEN_CLAUSES) if said else WHOLE
