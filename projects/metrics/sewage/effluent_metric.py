"""Declaration of effluent against its limits; `sewage_effluent` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from layers.kinds.codes import DISCHARGE_STANDARDS
from layers.kinds.model import titles_of
from projects.metrics import stands
from projects.metrics.declaration import (
    COUNT,
    NO_FIELD,
    NO_UNIT,
    Check,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.metrics.roles import PLANTS
from projects.metrics.sewage.limits import (
    EXCEEDED,
    UNDECIDED,
    WITHIN,
)
from projects.metrics.stands import MET, MISSED, REVIEW
from projects.sheets.rules_sewage import EFFLUENT_ITEMS

BUILT_FIELD = "built_field"
STATES = {
    WITHIN: Text("未见超标", "within its limits"),
    EXCEEDED: Text("超出限值", "exceeded"),
    UNDECIDED: Text("不能判定", "undecided"),
    "not_read": Text("没有可判定的监测值", "no reading to judge"),
}
STANDING = {WITHIN: MET, EXCEEDED: MISSED, UNDECIDED: REVIEW, "not_read": stands.UNKNOWN}
LACKS = {
    "water_c": Text("缺水温", "water temperature"),
    BUILT_FIELD: Text("缺建设日期", "day of building"),
}
LEVELS = {
    "yes": Text("不低于一级A", "at least 1A"),
    "no": Text("低于一级A", "below 1A"),
    "unknown": Text("不明", "unknown"),
}
SOURCE = Column("source", Text("监测来源", "Source of the reading"), NO_UNIT, "text")

SEWAGE_EFFLUENT = Metric(
    id="sewage_effluent",
    version=2,
    family=SEWAGE,
    place=30,
    title=Text("污水处理厂出水与限值", "Effluent against its limits"),
    summary=Text(
        "每个监测值与其厂执行标准在监测日有效的限值比较，超出的逐条列出规则和来源。",
        "Each reading against the limit of the plant's standard on that day; each exceedance is a "
        "row with its rule and source.",
    ),
    formula=Text(
        "超出 = 监测值 > 上限，或 < 下限（pH）。氨氮按水温 12 ℃ 分两种限值，"
        "总磷按 2006 年前后建设分，不看投运日期（2006 年前已投运的必在此前建设）；"
        "缺水温或建设日期时，只有两种情形结论相同才判定。",
        "exceeded = value above the upper or below the lower limit (pH). NH3-N has two limits by "
        "water temperature (12 °C), TP two by the day of building (2006), not of operation (what "
        "ran before 2006 was built before); where that is missing a reading is judged only if both "
        "cases say the same.",
    ),
    source=Text(
        "GB 18918-2002《城镇污水处理厂污染物排放标准》表1日均值"
        "及其2026-03-01修改单（规则表“污水处理厂出水限值”）。",
        "GB 18918-2002, table 1 (daily means), and its amendment of 2026-03-01, as kept in the "
        "sheet “effluent limits”.",
    ),
    unit=COUNT,
    headline="exceeded",
    inputs=(
        replace(
            PLANTS,
            summary=Text("带有执行标准的污水厂。", "Plants with the standard they follow."),
            chosen=(BUILT_FIELD,),
            wanted=("standard", "commissioned_on", "capacity_m3_d"),
        ),
    ),
    sheets=(
        SheetRole(
            "readings",
            Text("出水监测值", "Effluent readings"),
            Text(
                "日均值，逐日逐项目一行：用 ecoatlas water keep --plants 取自监测数据，"
                "或自行填写。",
                "Daily means, one row a day and item: taken from readings by "
                "ecoatlas water keep --plants, or entered.",
            ),
            "effluent_readings",
        ),
        SheetRole(
            "limits",
            Text("出水限值", "Effluent limits"),
            Text("按监测日取有效的行。", "The rows in force on the day of a reading."),
            "effluent_limits",
        ),
    ),
    parameters=(
        Parameter(
            BUILT_FIELD,
            Text("建设日期字段", "Field of the day of building"),
            Text(
                "污水厂图层中写明建设（开工）日期或年份的字段；“-”为没有。总磷按它分档。",
                "The field of the layer that tells when a plant was built, a day or a year; - for "
                "none. TP goes by it.",
            ),
            "text",
            origin=Text("图层没有统一的这一字段", "layers have no such field of one name"),
            default=NO_FIELD,
        ),
    ),
    total=(
        Column("readings", Text("监测值", "Readings"), COUNT),
        Column("judged", Text("可判定", "Judged"), COUNT),
        Column("exceeded", Text("超出限值", "Exceeded"), COUNT),
        Column("undecided", Text("不能判定", "Undecided"), COUNT),
        Column("no_limit", Text("没有限值", "Without limit"), COUNT),
        Column("plants", Text("污水厂", "Plants"), COUNT),
        Column("plants_read", Text("有监测值的厂", "Plants with readings"), COUNT),
        Column("plants_exceeding", Text("有超标的厂", "Plants with exceedances"), COUNT),
        Column("standard_1a", Text("执行标准不低于一级A的厂", "Standard at least 1A"), COUNT),
        Column("standard_below_1a", Text("执行标准低于一级A的厂", "Standard below 1A"), COUNT),
        Column("standard_unknown", Text("执行标准不明的厂", "Standard unknown"), COUNT),
    ),
    tables=(
        Table(
            "exceedances",
            Text("超出限值与不能判定的监测值", "Exceedances and undecided readings"),
            (
                Column("plant", Text("污水厂编号", "Plant"), NO_UNIT, "text"),
                Column("day", Text("日期", "Day"), NO_UNIT, "text"),
                Column("item", Text("项目", "Item"), NO_UNIT, "code", dict(EFFLUENT_ITEMS)),
                Column("value", Text("监测值", "Value"), NO_UNIT, against=("limit",)),
                Column("limit", Text("限值", "Limit"), NO_UNIT, "text"),
                Column("state", Text("结论", "State"), NO_UNIT, "code", STATES, stands=STANDING),
                Column("lacks", Text("缺少", "Not known"), NO_UNIT, "code", LACKS),
                Column("rule", Text("规则行", "Row of the rule"), NO_UNIT, "text", inner=True),
                Column("valid_from", Text("规则生效", "In force from"), NO_UNIT, "text"),
                Column("rule_source", Text("规则出处", "Source of the rule"), NO_UNIT, "text"),
                SOURCE,
            ),
        ),
        Table(
            "plants",
            Text("污水处理厂", "Sewage plants"),
            (
                Column(
                    "standard",
                    Text("执行标准", "Standard"),
                    NO_UNIT,
                    "code",
                    titles_of(DISCHARGE_STANDARDS),
                ),
                Column(
                    "at_least_1a", Text("是否不低于一级A", "At least 1A"), NO_UNIT, "code", LEVELS
                ),
                Column("readings", Text("监测值", "Readings"), COUNT, sums=True),
                Column("judged", Text("可判定", "Judged"), COUNT, sums=True),
                Column("exceeded", Text("超出限值", "Exceeded"), COUNT, sums=True),
                Column(
                    "measured",
                    Text("监测结论", "By measurement"),
                    NO_UNIT,
                    "code",
                    STATES,
                    stands=STANDING,
                ),
            ),
            role="plants",
        ),
    ),
    nulls=Text(
        "执行标准为空、项目没有限值、厂不在图层里的监测值不判定，并在说明中列出。执行标准与实测达标是两回事，分列。",
        "Readings of plants without standard, of items without limit or of plants not in the layer "
        "have no verdict and are told. The standard and what was measured are kept apart.",
    ),
    computed_by="sewage.effluent:compute",
    checks=(Check("SC-SEWAGE-1A"),),
)
