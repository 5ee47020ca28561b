"""What a unit reports on a project in a round, declared once: grid, template and rules read it.

Money is what there was at the end of the period: built for since the beginning, and spent since
the first of January of the period's year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.words import Text
from projects.records.changes.history import as_json
from projects.records.model.fields import FIELDS_BY_NAME, RecordField
from projects.records.model.money import WAN_YUAN
from projects.records.model.saying import said

PERCENT, STATUS, END = "progress_percent", "status", "actual_end_date"
INVESTED, SPENT = "invested_wan_yuan", "spent_wan_yuan"

ENTRY_FIELDS: tuple[RecordField, ...] = (
    FIELDS_BY_NAME[PERCENT],
    RecordField(
        INVESTED,
        Text("累计完成投资（万元）", "Built for since the beginning (10,000 yuan)"),
        "money",
        ("累计完成投资", "开工以来累计完成投资（万元）"),
        unit=WAN_YUAN,
    ),
    RecordField(
        SPENT,
        Text("本年累计支付（万元）", "Spent this year (10,000 yuan)"),
        "money",
        ("本年累计支付", "本年支付（万元）", "本年支出（万元）"),
        unit=WAN_YUAN,
    ),
    RecordField(
        "text", Text("本季进展", "Progress in words"), "text", ("进展", "进展情况"), limit=2000
    ),
    RecordField(
        "problems", Text("存在问题", "Problems"), "text", ("问题", "困难和问题"), limit=2000
    ),
    RecordField(
        "next_steps", Text("下一步安排", "Next steps"), "text", ("下一步", "下步打算"), limit=2000
    ),
    replace(
        FIELDS_BY_NAME[STATUS],
        title=Text("变更后的阶段", "Stage, where it changed"),
        aliases=("项目状态", "阶段", "变更阶段"),
        required=False,
    ),
    FIELDS_BY_NAME[END],
    RecordField(
        "reason",
        Text("数字下降的原因", "Why a figure fell"),
        "text",
        ("原因", "下降原因"),
        limit=500,
    ),
)
ENTRY_FIELD_BY_NAME: dict[str, RecordField] = {one.name: one for one in ENTRY_FIELDS}
FIGURES = (PERCENT, INVESTED, SPENT)

Content = Mapping[str, Any]
"""The fields of an entry as JSON holds them; what is empty is left out."""


def content_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values in their stored types as they are kept and compared."""
    plain = as_json({name: values.get(name) for name in ENTRY_FIELD_BY_NAME})
    return {name: value for name, value in plain.items() if value not in (None, "")}


def field_said(name: str, value: Any) -> Text:
    """A value of a field in words, a dash where there is none."""
    return (said(name, value) if value not in (None, "") else None) or Text("—", "—")
