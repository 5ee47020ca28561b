"""Tables of metric runs and of the per-zone results kept between them."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Table,
    TableValuedAlias,
    func,
    select,
    true,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from layers.catalogue import versions_in
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from layers.system.row_access import Sight, limit

WAY_CHARACTERS = 40


class MetricRunRow(Base):
    """One computed result. `result` is text, because its bytes must stay what they are."""

    __tablename__ = "metric_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    input_hash: Mapped[str] = mapped_column(String(64), unique=True)
    metric: Mapped[str] = mapped_column(String(64), index=True)
    metric_version: Mapped[int]
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    result: Mapped[str] = mapped_column(LongText)
    shapes: Mapped[dict[str, str]] = mapped_column(JSON_VALUE, default=dict)
    software: Mapped[dict[str, str]] = mapped_column(JSON_VALUE)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE, default=None)
    """What lists show of the result, see `projects.metrics.summary`; none for older rows."""
    way: Mapped[str | None] = mapped_column(String(WAY_CHARACTERS), default=None)
    """How areas were found, see `projects.metrics.ways`. Not part of the result: another machine
    comes to the same bytes in another way."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, index=True)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)
    sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    """Of what the row says, see `projects.metrics.unaltered`."""


class ZoneResult(Base):
    """Area and covered area of one zone under one cover, by the hash of what they follow from."""

    __tablename__ = "zone_result"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    area_m2: Mapped[float]
    covered_m2: Mapped[float]
    sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    """Of the row; none for older ones, which are not believed."""


def hidden_by_inputs(
    table: Table, sight: Sight, name: str, dialect: str, of: SQLColumnExpression[int]
) -> Select[tuple[int]]:
    """Ids of rows, read under `name`, of which a version in `inputs` is not seen.

    A figure on a hidden layer would tell what lies in it, and the names of its zones. `of` is the
    column that will be compared with them, so that the database looks at that one row.
    """
    row = table.alias(name)
    seen = versions_in(sight, f"{name}_layer").subquery(f"{name}_seen")
    entry, layer, number = _inputs(row.c.inputs, name, dialect)
    matched = (seen.c.layer_id == layer) & (seen.c.number == number)
    hidden = row.join(entry, true()).outerjoin(seen, matched)
    return select(row.c.id).select_from(hidden).where(seen.c.layer_id.is_(None), row.c.id == of)


def _run_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    """A sight shows a run when it shows every version that went in: none is left unmatched."""
    table = cast(Table, MetricRunRow.__table__)
    return MetricRunRow.id.not_in(hidden_by_inputs(table, sight, name, dialect, MetricRunRow.id))


def _inputs(
    inputs: ColumnElement[Any], name: str, dialect: str
) -> tuple[TableValuedAlias, ColumnElement[str], ColumnElement[int]]:
    """The entries of `inputs` as rows, and the layer and version that each of them names."""
    each = func.jsonb_array_elements if dialect == "postgresql" else func.json_each
    entry = each(inputs).table_valued("value", name=f"{name}_entry", joins_implicitly=True)
    value = entry.c.value
    if dialect == "postgresql":
        return entry, value.op("->>")("layer"), sql_cast(value.op("->>")("version"), Integer)
    return entry, func.json_extract(value, "$.layer"), func.json_extract(value, "$.version")


limit(MetricRunRow, _run_shown)
