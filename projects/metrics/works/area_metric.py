"""Declaration of the metric “area by status”; `area` computes it."""

from __future__ import annotations

from geo.figures.units import MU
from geo.words import Text
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.parameters import subject_parameter, target_parameter
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.works.length_metric import COUNTING
from projects.metrics.works.status_columns import CHOSEN, FEATURES, STATUS_COLUMN, status_parameters

CHECK = "SC-AREA-SUM"


SUBJECTS = ("erosion_control", "slope_farmland_works", "afforestation", "forest_tending")


AREA = Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True)


AREA_BY_STATUS = Metric(
    id="area_by_status",
    version=3,
    family=TASKS,
    place=20,
    title=Text("按状态汇总面积", "Area by status"),
    summary=Text(
        "面状工程按状态汇总的并集面积，与以平方千米或亩计的目标比较。",
        "Area of the union of works by status, beside a target in km² or mu.",
    ),
    formula=Text(
        "完成面积 = 椭球面面积(∪ 状态计为完成的面)；1 亩 = 2000/3 平方米（666.667）。",
        "area done = ellipsoidal area of ∪ polygons whose status counts; 1 mu = 2000/3 m² "
        "(666.667).",
    ),
    source=Text(
        "政策台账核算方式 SC-AREA-SUM（如十堰2018：治理水土流失面积818平方公里；"
        "武汉2023：植树造林10万亩）。",
        "Check SC-AREA-SUM of the policy register (for example Shiyan 2018: erosion control on "
        "818 km²; Wuhan 2023: planting on 100,000 mu).",
    ),
    unit=SQUARE_METRES,
    headline="counted_m2",
    inputs=(
        Role(
            "areas",
            Text("面状工程", "Works"),
            Text("带状态字段的面图层，可以重叠。", "Polygons with a field of status; may overlap."),
            chosen=CHOSEN,
            within="cut",
        ),
        REGION,
        BOUNDARY,
    ),
    parameters=(
        *status_parameters(),
        subject_parameter(*SUBJECTS),
        target_parameter("area"),
    ),
    total=(
        Column("features", Text("要素数", "Features"), COUNT),
        Column("total_m2", Text("总面积", "Area, all"), SQUARE_METRES),
        Column("counted_m2", Text("完成面积", "Area done"), SQUARE_METRES),
        Column("counted_mu", Text("完成面积（亩）", "Area done (mu)"), MU),
        Column("share", Text("完成比例", "Share done"), RATIO),
        Column("region_m2", Text("统计范围面积", "Region"), SQUARE_METRES),
        Column("overlap_removed_m2", Text("重叠未计", "Overlap removed"), SQUARE_METRES),
    ),
    tables=(
        Table(
            "statuses",
            Text("状态", "Status"),
            (FEATURES, AREA, Column("area_mu", Text("亩", "mu"), MU, sums=True), COUNTING),
        ),
        Table(
            "areas",
            Text("要素", "Features"),
            (
                STATUS_COLUMN,
                Column("own_m2", Text("自身面积", "Own area"), SQUARE_METRES),
                AREA,
            ),
            role="areas",
        ),
    ),
    nulls=Text(
        "没有状态、或完成而没有日期的单列，情况不明，可能改变结论的不判定；没有图形的要素须先改正；"
        "没有要素时比例为空。",
        "Without a status, or done without a date, a feature stands apart as unknown, and there is "
        "no verdict while such features could change it; without geometry it is refused; without "
        "features there is no share.",
    ),
    computed_by="works.area:compute",
    checks=(Check(CHECK, about=(WORKS.id,)),),
    sums=(
        Sum("total_m2", ("area_m2",), rows="statuses"),
        Sum("total_m2", ("area_m2",), rows="areas"),
    ),
    subjects=SUBJECTS,
)
