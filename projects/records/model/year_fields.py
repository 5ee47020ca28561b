"""What a project has for each year and source, declared once as the fields of a record are."""

from __future__ import annotations

from geo.errors import EcoAtlasError
from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from projects.records.model.fields import RecordField
from projects.records.model.list_errors import RECORDS_YEAR_OUTSIDE
from projects.records.model.money import WAN_YUAN


def require_year(year: int) -> None:
    """Raises `records-year-outside` for what is no year of a plan or of money."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise EcoAtlasError(RECORDS_YEAR_OUTSIDE, what=year, first=FIRST_YEAR, last=LAST_YEAR)


YEAR_FIELDS: tuple[RecordField, ...] = (
    RecordField(
        "planned_wan_yuan",
        Text("年度计划投资（万元）", "Planned in the year (10,000 yuan)"),
        "money",
        (
            "计划投资", "投资计划", "年度投资计划", "年度计划投资", "年度投资", "当年计划投资",
            "本年计划投资", "年度计划完成投资", "计划完成投资",
        ),
        unit=WAN_YUAN,
    ),
    RecordField(
        "spent_wan_yuan",
        Text("年度累计支付（万元）", "Spent in the year (10,000 yuan)"),
        "money",
        ("年度支付", "当年支付", "本年支付", "本年累计支付", "年度累计支付", "当年累计支付"),
        unit=WAN_YUAN,
    ),
    RecordField(
        "work",
        Text("年度建设内容", "Work of the year"),
        "text",
        ("建设内容", "年度工作内容", "年度建设任务", "年度目标", "年度计划", "年度工作计划"),
        limit=2000,
    ),
    RecordField(
        "quarter_1",
        Text("一季度目标", "Goal of the first quarter"),
        "text",
        ("第一季度目标", "一季度计划", "一季度", "1季度目标"),
        limit=2000,
    ),
    RecordField(
        "quarter_2",
        Text("二季度目标", "Goal of the second quarter"),
        "text",
        ("第二季度目标", "二季度计划", "二季度", "2季度目标"),
        limit=2000,
    ),
    RecordField(
        "quarter_3",
        Text("三季度目标", "Goal of the third quarter"),
        "text",
        ("第三季度目标", "三季度计划", "三季度", "3季度目标"),
        limit=2000,
    ),
    RecordField(
        "quarter_4",
        Text("四季度目标", "Goal of the fourth quarter"),
        "text",
        ("第四季度目标", "四季度计划", "四季度", "4季度目标"),
        limit=2000,
    ),
)  # fmt: skip
FUND_FIELDS: tuple[RecordField, ...] = (
    RecordField(
        "planned_wan_yuan",
        Text("计划资金（万元）", "Planned (10,000 yuan)"),
        "money",
        ("计划", "安排", "资金", "计划资金", "安排资金"),
        unit=WAN_YUAN,
    ),
    RecordField(
        "arrived_wan_yuan",
        Text("到位资金（万元）", "Arrived (10,000 yuan)"),
        "money",
        ("到位", "到位资金", "已到位"),
        unit=WAN_YUAN,
    ),
    RecordField(
        "spent_wan_yuan",
        Text("支付资金（万元）", "Spent (10,000 yuan)"),
        "money",
        ("支付", "支出", "支付资金", "已支付", "完成投资"),
        unit=WAN_YUAN,
    ),
)
STEP_FIELDS: tuple[RecordField, ...] = (
    RecordField("done_on", Text("日期", "Day"), "date", ("时间", "完成日期"), ends=True),
    RecordField("document_number", Text("文号", "Document number"), "text", ("编号",), limit=200),
)
YEAR_FIELD_BY_NAME = {field.name: field for field in YEAR_FIELDS}
FUND_FIELD_BY_NAME = {field.name: field for field in FUND_FIELDS}
STEP_FIELD_BY_NAME = {field.name: field for field in STEP_FIELDS}
