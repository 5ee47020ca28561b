"""The fields of a project record, declared once.

Checks, spreadsheet heads, the export, forms and documentation all read this list. What a project
has for each year is declared in `year_fields`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.words import Text
from layers.system.compared_text import plain
from projects.records.model.money import WAN_YUAN

FieldType = Literal[
    "text",
    "status",
    "kind",
    "problem_kind",
    "date",
    "number",
    "money",
    "unit",
    "units",
    "item",
    "items",
    "division",
]


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a project: its column head is `title`, `aliases` are read as well.

    `ends` says of a date that a month alone means its last day, where somebody accepts that.
    """

    name: str
    title: Text
    type: FieldType
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: Text | None = None
    low: float = 0.0
    high: float = 0.0
    limit: int = 0  # longest text kept
    ends: bool = False


PERCENT = Text("%", "%")

PROJECT_FIELDS: tuple[RecordField, ...] = (
    RecordField(
        "code",
        Text("项目编号", "Project code"),
        "text",
        ("编号", "项目编码", "项目代码", "编码", "代码"),
        required=True,
        limit=64,
    ),
    RecordField(
        "name", Text("项目名称", "Project name"), "text", ("名称",), required=True, limit=200
    ),
    RecordField(
        "kind", Text("项目类别", "Kind"), "kind", ("类别", "项目类型", "类型", "建设类型")
    ),
    RecordField(
        "action_item_id",
        Text("对应事项", "Action item"),
        "item",
        ("工作事项", "对应工作事项", "事项编号", "行动事项", "主要事项", "对应条款"),
    ),
    RecordField(
        "other_item_ids",
        Text("其他对应事项", "Other action items"),
        "items",
        ("其他事项", "相关事项"),
    ),
    RecordField(
        "lead_unit",
        Text("牵头单位", "Lead unit"),
        "unit",
        ("牵头部门", "主管单位", "主管部门"),
        limit=100,
    ),
    RecordField(
        "lead_post",
        Text("责任岗位", "Post in charge"),
        "text",
        ("责任岗", "负责岗位", "联系岗位"),
        limit=100,
    ),
    RecordField(
        "responsible_units",
        Text("责任单位", "Responsible units"),
        "units",
        ("责任部门", "配合单位", "参与单位", "实施单位"),
        limit=100,
    ),
    RecordField(
        "status",
        Text("项目状态", "Status"),
        "status",
        ("状态", "建设状态", "进展状态", "建设阶段", "项目阶段", "阶段"),
        required=True,
    ),
    RecordField(
        "approval_number",
        Text("审批文号", "Approval number"),
        "text",
        ("批复文号", "立项文号", "批准文号", "审批（核准、备案）文号"),
        limit=200,
    ),
    RecordField(
        "district",
        Text("所在区划", "District"),
        "division",
        ("所在区", "区划", "行政区", "所属区", "县市区"),
    ),
    RecordField(
        "site",
        Text("建设地点", "Site"),
        "text",
        ("项目建设地点", "项目地点", "建设地址", "位置", "地点"),
        limit=200,
    ),
    RecordField(
        "start_date",
        Text("开始日期", "Start date"),
        "date",
        (
            "开工日期", "开工时间", "开始时间", "启动时间", "计划开工日期", "计划开工时间",
            "计划开工",
        ),
    ),
    RecordField(
        "due_date",
        Text("计划完成日期", "Due date"),
        "date",
        (
            "计划完工日期", "计划完工时间", "计划完成时间", "计划竣工日期", "完成日期", "完成时限",
            "完成时间", "竣工日期", "截止日期", "计划完成", "计划完工", "计划竣工",
        ),
        ends=True,
    ),
    RecordField(
        "actual_start_date",
        Text("实际开工日期", "Actual start"),
        "date",
        ("实际开工时间", "实际开始日期"),
    ),
    RecordField(
        "actual_end_date",
        Text("实际完工日期", "Actual end"),
        "date",
        ("实际完工时间", "实际完成日期", "实际完成时间", "实际竣工日期", "完工日期"),
        ends=True,
    ),
    RecordField(
        "investment_wan_yuan",
        Text("总投资（万元）", "Investment (10,000 yuan)"),
        "money",
        (
            "总投资", "投资（万元）", "投资额（万元）", "投资额", "估算投资（万元）", "估算投资",
            "计划总投资（万元）", "计划总投资", "投资_万元", "项目总投资",
        ),
        unit=WAN_YUAN,
    ),
    RecordField(
        "funding_source",
        Text("资金来源", "Source of funds"),
        "text",
        ("资金渠道", "经费来源"),
        limit=200,
    ),
    RecordField(
        "progress_percent",
        Text("进度（%）", "Progress (%)"),
        "number",
        ("进度", "形象进度", "形象进度（%）", "完成进度", "工程进度", "完成率"),
        unit=PERCENT,
        high=100.0,
    ),
    RecordField("note", Text("备注", "Note"), "text", ("说明",), limit=2000),
)  # fmt: skip
FIELDS_BY_NAME: dict[str, RecordField] = {field.name: field for field in PROJECT_FIELDS}


def _heads() -> dict[str, RecordField]:
    return {
        plain(head): field
        for field in PROJECT_FIELDS
        for head in (field.name, field.title.zh, field.title.en, *field.aliases)
    }


FIELDS_BY_HEAD: dict[str, RecordField] = _heads()
