"""Table of the decisions that people took on hits; a decision is added, never changed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from geo.words import Text
from layers.catalogue import Layer, layers_in
from layers.system.database import Base, UtcDateTime, now
from layers.system.row_access import limit

DECISIONS: dict[str, Text] = {
    "open": Text("待处理", "open"),
    "accepted": Text("属实，需处置", "confirmed, to be dealt with"),
    "justified": Text("经核查有依据", "looked at and justified"),
    "removed": Text("已拆除、迁出或整改", "removed or mended"),
}
DECISION_LIST = ", ".join(f"'{one}'" for one in DECISIONS)
LAYER_KEY = f"{Layer.__tablename__}.id"


class HitDecision(Base):
    """What was decided on a feature under a rule, why, by whom; the latest one holds.

    `rule` names the row of the rule and, after `@`, the zone where there is one.
    """

    __tablename__ = "hit_decision"
    __table_args__ = (
        CheckConstraint(f"decision IN ({DECISION_LIST})", name="decision_known"),
        Index("ix_hit_decision_hit", "metric", "layer_id", "feature_key", "rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(String(64))
    layer_id: Mapped[str] = mapped_column(ForeignKey(LAYER_KEY))
    feature_key: Mapped[str] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(400))
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000))
    by: Mapped[str | None] = mapped_column(String(100), default=None)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)


limit(
    HitDecision,
    lambda sight, name, _dialect: HitDecision.layer_id.in_(
        layers_in(sight, name, HitDecision.layer_id)
    ),
)
