"""Tables of the policy register: what the action plans order, in items and in targets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geo.words import Text, listed
from layers.system.database import JSON_VALUE, Base

ID_LENGTH = 40
SUBJECT_LENGTH = 60
REPLACED = Text("已拆分，由 {targets} 代替", "split; {targets} stand in its place")

policy_item_target = Table(
    "policy_item_target",
    Base.metadata,
    Column("item_id", String(ID_LENGTH), ForeignKey("policy_item.id"), primary_key=True),
    Column(
        "target_id", String(ID_LENGTH), ForeignKey("policy_target.id"), primary_key=True, index=True
    ),
)


class PolicyDocument(Base):
    """One action plan as issued."""

    __tablename__ = "policy_document"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    issuer_zh: Mapped[str]
    issuer_en: Mapped[str]
    number: Mapped[str | None]
    issued: Mapped[dt.date]
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    jurisdiction_zh: Mapped[str]
    jurisdiction_en: Mapped[str]
    jurisdiction_code: Mapped[str] = mapped_column(String(12), index=True)
    based_on: Mapped[list[str]] = mapped_column(JSON_VALUE)
    lead_rule_zh: Mapped[str]
    lead_rule_en: Mapped[str]
    note_zh: Mapped[str]
    note_en: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(String(64))

    actions: Mapped[list[PolicyAction]] = relationship(
        back_populates="document", order_by="PolicyAction.number"
    )

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def issuer(self) -> Text:
        return Text(self.issuer_zh, self.issuer_en)

    @property
    def jurisdiction(self) -> Text:
        return Text(self.jurisdiction_zh, self.jurisdiction_en)

    @property
    def lead_rule(self) -> Text:
        return Text(self.lead_rule_zh, self.lead_rule_en)

    @property
    def note(self) -> Text:
        return Text(self.note_zh, self.note_en)


class PolicyAction(Base):
    """A group of items within a plan (一项行动); `number` is the one the plan gives."""

    __tablename__ = "policy_action"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("policy_document.id"), index=True)
    number: Mapped[int]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    lead_units: Mapped[list[str]] = mapped_column(JSON_VALUE)

    document: Mapped[PolicyDocument] = relationship(back_populates="actions")
    items: Mapped[list[PolicyItem]] = relationship(
        back_populates="action", order_by="PolicyItem.position"
    )

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class PolicyItem(Base):
    """One clause that orders work: who does it, until when, and what it is measured by.

    `units` are those listed in the clause, in its order and wording; `implied_units` come from a
    general clause of the plan. `spatial_checks` are codes of `SpatialCheck`. `answers` are clauses
    of the plan above that order the same work.
    """

    __tablename__ = "policy_item"
    __table_args__ = (
        CheckConstraint("spatial IN ('core', 'supporting', 'none')", name="spatial_known"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("policy_document.id"), index=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("policy_action.id"), index=True)
    position: Mapped[int]
    number: Mapped[int]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    summary_zh: Mapped[str]
    summary_en: Mapped[str]
    key_phrase: Mapped[str]
    deadline_kind: Mapped[str] = mapped_column(String(20))
    deadline_year: Mapped[int | None]
    deadline_raw: Mapped[str | None]
    lead_unit: Mapped[str | None] = mapped_column(String(100), index=True)
    lead_units: Mapped[list[str]] = mapped_column(JSON_VALUE)
    lead_basis: Mapped[str] = mapped_column(String(40))
    units: Mapped[list[str]] = mapped_column(JSON_VALUE)
    implied_units: Mapped[list[str]] = mapped_column(JSON_VALUE)
    spatial: Mapped[str] = mapped_column(String(20), index=True)
    spatial_checks: Mapped[list[str]] = mapped_column(JSON_VALUE)
    answers: Mapped[list[str]] = mapped_column(JSON_VALUE)

    document: Mapped[PolicyDocument] = relationship()
    action: Mapped[PolicyAction] = relationship(back_populates="items")
    targets: Mapped[list[PolicyTarget]] = relationship(
        secondary=policy_item_target, back_populates="items", order_by="PolicyTarget.id"
    )

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def summary(self) -> Text:
        return Text(self.summary_zh, self.summary_en)

    @property
    def all_units(self) -> list[str]:
        """Everybody who answers for the item: lead units, listed units, implied units."""
        return list(dict.fromkeys([*self.lead_units, *self.units, *self.implied_units]))


class PolicyTarget(Base):
    """What an item is measured by. `value` is None where the plan gives no number.

    `value_to` is the upper end of a range (comparator `between`). A percentage is kept as the plan
    writes it (50 for 50 %). `subject` is what is counted or measured (`SUBJECTS`), `divisions`
    whose it is (`DIVISIONS`), `soft` the words of the plan that soften it, `due` the last day,
    `period` how often a value is reported: year, half_year, quarter or month. A target that was
    split names the new ones in `replaced_by`: it stays to be read and is never judged again.
    """

    __tablename__ = "policy_target"
    __table_args__ = (
        CheckConstraint("spatial IN ('core', 'supporting', 'none')", name="spatial_known"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("policy_document.id"), index=True)
    position: Mapped[int]
    level: Mapped[str] = mapped_column(String(20))
    indicator_zh: Mapped[str]
    indicator_en: Mapped[str]
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH), index=True)
    comparator: Mapped[str] = mapped_column(String(20))
    value: Mapped[float | None]
    value_to: Mapped[float | None]
    unit_zh: Mapped[str | None]
    unit_en: Mapped[str | None]
    year: Mapped[int | None] = mapped_column(index=True)
    due: Mapped[dt.date | None]
    period: Mapped[str] = mapped_column(String(20))
    soft: Mapped[list[str]] = mapped_column(JSON_VALUE)
    scope_zh: Mapped[str]
    scope_en: Mapped[str]
    divisions: Mapped[list[str]] = mapped_column(JSON_VALUE)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    spatial: Mapped[str] = mapped_column(String(20), index=True)
    spatial_checks: Mapped[list[str]] = mapped_column(JSON_VALUE)
    quote: Mapped[str]
    note_zh: Mapped[str | None]
    note_en: Mapped[str | None]
    replaced_by: Mapped[list[str]] = mapped_column(JSON_VALUE)

    document: Mapped[PolicyDocument] = relationship()
    items: Mapped[list[PolicyItem]] = relationship(
        secondary=policy_item_target, back_populates="targets", order_by="PolicyItem.position"
    )

    @property
    def indicator(self) -> Text:
        return Text(self.indicator_zh, self.indicator_en)

    @property
    def scope(self) -> Text:
        return Text(self.scope_zh, self.scope_en)

    @property
    def unit(self) -> Text | None:
        return optional_text(self.unit_zh, self.unit_en)

    @property
    def note(self) -> Text | None:
        return optional_text(self.note_zh, self.note_en)

    @property
    def replaced(self) -> Text | None:
        """What stands in the place of a target that was split."""
        if not self.replaced_by:
            return None
        new = listed(self.replaced_by)
        return REPLACED.format(targets=new)


class SpatialCheck(Base):
    """A way to verify targets on the map. `inputs` and `cautions` are lists of {zh, en}."""

    __tablename__ = "spatial_check"

    code: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int]
    layer: Mapped[str] = mapped_column(String(40))
    title_zh: Mapped[str]
    title_en: Mapped[str]
    formula_zh: Mapped[str]
    formula_en: Mapped[str]
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    result_zh: Mapped[str]
    result_en: Mapped[str]
    cautions: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def formula(self) -> Text:
        return Text(self.formula_zh, self.formula_en)

    @property
    def result(self) -> Text:
        return Text(self.result_zh, self.result_en)


def optional_text(zh: str | None, en: str | None) -> Text | None:
    return Text(zh, en) if zh and en else None
