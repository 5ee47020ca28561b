"""Declaration of the metric “length by status”; `length` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.parameters import same_place, subject_parameter, target_parameter
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.works.status_columns import (
    CHOSEN,
    COUNTS,
    FEATURES,
    STATUS_COLUMN,
    status_parameters,
)

CHECK = "SC-LINE-LENGTH"


SUBJECTS = ("river_works", "green_lines", "motorways", "slow_traffic", "utility_tunnels")


LENGTH = Column("length_m", Text("长度", "Length"), METRES, sums=True)


COUNTING = Column("counts", Text("是否计入", "Counts"), NO_UNIT, "code", COUNTS)


REFERENCE = Role(
    "reference",
    Text("参照线", "Reference line"),
    Text(
        "给出时沿参照线计长：两岸或重复绘制的只计一次。",
        "If given, lengths are those of this line: works on both banks or drawn twice count once.",
    ),
    geometry=("line",),
    optional=True,
    decides=True,
)


LENGTH_BY_STATUS = Metric(
    id="length_by_status",
    version=4,
    family=TASKS,
    place=10,
    title=Text("按状态汇总长度", "Length by status"),
    summary=Text(
        "线状工程按状态汇总的长度，重复处只计一次，与以千米计的目标比较。",
        "Length of line works by status, each place once, beside a target in km.",
    ),
    formula=Text(
        "完成长度 = Σ椭球面长度（状态计为完成的线，重合处只计一次）；"
        "有参照线时 = 参照线上两侧容差内有完成工程的长度。",
        "length done = Σ length on the ellipsoid of lines whose status counts, each place once; "
        "with a reference, the length of it that has such a line within the tolerance.",
    ),
    source=Text(
        "政策台账核算方式 SC-LINE-LENGTH（如十堰2018：汉江干流重点河段216公里）。",
        "Check SC-LINE-LENGTH of the policy register (for example Shiyan 2018: 216 km of the Han).",
    ),
    unit=METRES,
    headline="counted_m",
    inputs=(
        Role(
            "lines",
            Text("线状工程", "Line works"),
            Text("带状态字段的线图层。", "A layer of lines with a field of status."),
            geometry=("line",),
            chosen=CHOSEN,
            within="cut",
        ),
        REFERENCE,
        REGION,
        BOUNDARY,
    ),
    parameters=(
        *status_parameters(),
        same_place(1.0),
        subject_parameter(*SUBJECTS),
        target_parameter("length", "share"),
    ),
    total=(
        Column("features", Text("要素数", "Features"), COUNT),
        Column("total_m", Text("总长度", "Length, all"), METRES),
        Column("counted_m", Text("完成长度", "Length done"), METRES),
        Column("share", Text("完成比例", "Share done"), RATIO),
        Column("reference_m", Text("参照线长度", "Length of the reference"), METRES),
        Column("reference_share", Text("占参照线", "Share of the reference"), RATIO),
        Column("twice_m", Text("重合未计", "Drawn twice"), METRES),
        Column("off_reference_m", Text("参照线以外", "Off the reference"), METRES),
    ),
    tables=(
        Table("statuses", Text("状态", "Status"), (FEATURES, LENGTH, COUNTING)),
        Table("lines", Text("线", "Lines"), (STATUS_COLUMN, LENGTH), role="lines"),
    ),
    nulls=Text(
        "没有状态、或完成而没有日期的单列，情况不明，可能改变结论的不判定；没有图形的要素须先改正；"
        "没有线时比例为空。",
        "Without a status, or done without a date, a line stands apart as unknown, and there is no "
        "verdict while such lines could change it; without geometry it is refused; without lines "
        "there is no share.",
    ),
    computed_by="works.length:compute",
    checks=(Check(CHECK, about=(WORKS.id,)), Check("SC-LENGTH-SHARE", about=(WORKS.id,))),
    sums=(Sum("total_m", ("length_m",), rows="statuses"),),
    subjects=SUBJECTS,
)
