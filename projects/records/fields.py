"""The fields of a project record, declared once.

Checks, spreadsheet heads, the export, forms and documentation all read this list.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from geo.words import Text

FieldType = Literal["text", "status", "date", "number", "units", "item", "items"]


@dataclass(frozen=True, slots=True)
class StatusCode:
    """One state of a project with the words offices use for it."""

    value: str
    title: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a project: its column head is `title`, `aliases` are read as well."""

    name: str
    title: Text
    type: FieldType
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: Text | None = None
    low: float = 0.0
    high: float = 0.0
    limit: int = 0  # longest text kept


STATUSES: tuple[StatusCode, ...] = (
    StatusCode("planned", Text("规划", "Planned"), ("规划中", "拟建", "计划", "谋划")),
    StatusCode(
        "preparing", Text("前期", "In preparation"), ("前期工作", "前期准备", "筹备", "未开工")
    ),
    StatusCode(
        "building", Text("在建", "Under construction"), ("建设中", "施工中", "施工", "续建")
    ),
    StatusCode(
        "completed",
        Text("完工", "Completed"),
        ("已完工", "建成", "已建成", "竣工", "完成", "已完成"),
    ),
    StatusCode("stopped", Text("停工", "Stopped"), ("已停工", "停建", "缓建", "暂停")),
)

WAN_YUAN = Text("万元", "10,000 yuan")
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
        "action_item_id",
        Text("对应事项", "Action item"),
        "item",
        ("工作事项", "对应工作事项", "事项编号", "行动事项", "主要事项"),
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
        "text",
        ("牵头部门", "主管单位", "主管部门"),
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
        ("状态", "建设状态", "进展状态", "建设阶段"),
        required=True,
    ),
    RecordField(
        "start_date",
        Text("开始日期", "Start date"),
        "date",
        ("开工日期", "开工时间", "开始时间", "启动时间"),
    ),
    RecordField(
        "due_date",
        Text("计划完成日期", "Due date"),
        "date",
        ("计划完工日期", "完成日期", "完成时限", "完成时间", "竣工日期", "截止日期"),
    ),
    RecordField(
        "investment_wan_yuan",
        Text("总投资（万元）", "Investment (10,000 yuan)"),
        "number",
        ("投资（万元）", "投资额（万元）", "估算投资（万元）", "计划总投资（万元）", "投资_万元"),
        unit=WAN_YUAN,
        high=1e9,
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
)
FIELDS_BY_NAME: dict[str, RecordField] = {field.name: field for field in PROJECT_FIELDS}


def plain(text: object) -> str:
    """A head or a code as it is compared: full-width forms, case and spaces do not count."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(folded.split()).rstrip("*:")


def _heads() -> dict[str, RecordField]:
    return {
        plain(head): field
        for field in PROJECT_FIELDS
        for head in (field.name, field.title.zh, field.title.en, *field.aliases)
    }


FIELDS_BY_HEAD: dict[str, RecordField] = _heads()
STATUS_BY_WORD: dict[str, StatusCode] = {
    plain(word): code
    for code in STATUSES
    for word in (code.value, code.title.zh, code.title.en, *code.aliases)
}
STATUS_BY_VALUE: dict[str, StatusCode] = {code.value: code for code in STATUSES}


def status_title(value: str) -> Text:
    """The words for a stored status; raises KeyError for anything never stored."""
    return STATUS_BY_VALUE[value].title
