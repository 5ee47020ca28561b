"""Columns and parameters that metrics of tasks by status share."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import CORRIDOR_STATUS
from layers.kinds.model import titles_of
from projects.metrics.declaration import COUNT, NO_UNIT, Column, Parameter

UNKNOWN, UNDATED, LATE, EVERY = "unknown", "undated", "late", "all"


NAMES = {
    **titles_of(CORRIDOR_STATUS),
    UNKNOWN: Text("状态不明", "no status"),
    UNDATED: Text("已完成，没有日期", "done, without a date"),
    LATE: Text("期限后完成", "done after the day"),
    EVERY: Text("全部", "all"),
}


CHOSEN = ("status_field", "only_field", "date_field")


def status_parameters(
    status_field: str = "status", counted: str = "completed"
) -> tuple[Parameter, ...]:
    """The parameters of `standing`."""
    return (
        Parameter(
            "status_field",
            Text("状态字段", "Field of the status"),
            Text(
                "图层中写状态的字段；没有状态、全部计入时填“-”。",
                "The field that holds the status; “-” where there is none and all features count.",
            ),
            "text",
            origin=Text("图层类型“治理工程与建设任务”的字段", "field of the kind “works”"),
            default=status_field,
        ),
        Parameter(
            "counted",
            Text("计为完成的状态", "Status that counts"),
            Text(
                "哪些状态计入完成，多个用顿号或逗号分开。",
                "Which values count as done; several are parted by commas.",
            ),
            "text",
            origin=Text("代码 completed（建成）", "the code completed"),
            default=counted,
        ),
        Parameter(
            "only_field",
            Text("筛选字段", "Field that chooses rows"),
            Text("只计入该字段符合的要素。", "Only features that fit in this field belong to it."),
            "text",
            origin=Text("不填则全部计入", "all features where it is empty"),
        ),
        Parameter(
            "only_values",
            Text("筛选值", "Values that choose rows"),
            Text(
                "筛选字段的可取值；不填时取“是”。",
                "Values of that field; where none is given it must say yes.",
            ),
            "text",
            origin=Text("不填时为“是”", "yes where it is empty"),
        ),
        Parameter(
            "date_field",
            Text("完成日期字段", "Field of the date"),
            Text("日期或年份；与期限一起填写。", "A date or a year; goes with the day."),
            "text",
            origin=Text("不填则不看日期", "dates do not matter where it is empty"),
        ),
        Parameter(
            "until",
            Text("期限", "Day"),
            Text("这一天及以前完成的才计入。", "Only what was done by this day counts."),
            "date",
            origin=Text("不填则不看日期", "dates do not matter where it is empty"),
        ),
    )


FEATURES = Column("features", Text("要素数", "Features"), COUNT, sums=True)


STATUS_COLUMN = Column("status", Text("状态", "Status"), NO_UNIT, "code", NAMES)


COUNTS = {"yes": Text("计入", "counts"), "no": Text("不计入", "does not count")}
