"""Declaration of the metric “balance of lake lines”; `lake_balance` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import PROTECTION_GRADES
from layers.kinds.controls import ENTERPRISE
from layers.kinds.model import titles_of
from layers.kinds.required import PROTECTED_WATER
from layers.kinds.supporting import LAKE
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS

LINES = ("lake_blue", "lake_green", "lake_grey")


BEFORE = Column("before_m2", Text("变更前", "Before"), SQUARE_METRES)


AFTER = Column("after_m2", Text("变更后", "After"), SQUARE_METRES)


REMOVED = Column("removed_m2", Text("占用", "Taken"), SQUARE_METRES)


ADDED = Column("added_m2", Text("补充", "Given"), SQUARE_METRES)


BALANCE = Column("balance_m2", Text("增减", "Balance"), SQUARE_METRES)


FIGURES = (BEFORE, AFTER, REMOVED, ADDED, BALANCE)


LINE = Column(
    "line",
    Text("控制线", "Line"),
    NO_UNIT,
    "code",
    titles_of(code for code in PROTECTION_GRADES if code.value in LINES),
)


GROUND = (LINE, Column("area_m2", Text("面积", "Area"), SQUARE_METRES))


def _role(name: str, title: Text, summary: Text) -> Role:
    return Role(name, title, summary, kinds=(PROTECTED_WATER.id, LAKE.id), wanted=("grade",))


LAKE_BALANCE = Metric(
    id="lake_balance",
    version=2,
    family=PROTECTED_WATERS,
    place=60,
    title=Text("湖泊“三线”占补平衡", "Balance of lake lines"),
    summary=Text(
        "同一图层两个版本之间，湖泊蓝线、绿线、灰线各自占用、补充和增减的面积与地块。",
        "Between two versions of a layer: what was taken from and given to the blue, green and "
        "grey lines of each lake, and where.",
    ),
    formula=Text(
        "占用 = 变更前 − 变更后；补充 = 变更后 − 变更前；增减 = 补充 − 占用。"
        "每条线合计时，要素之间相互转移的不算占补。",
        "taken = before − after; given = after − before; balance = given − taken. In the sum of a "
        "line, what one feature hands to another is neither.",
    ),
    source=Text(
        "武汉湖泊“三线一路”：调整须面积平衡、围合面积不减少（武汉市水务局 2026-01-20 "
        "公布的案例）。",
        "Wuhan's lake lines: a change must keep the balance of area (case published by the Wuhan "
        "Water Authority on 2026-01-20).",
    ),
    unit=SQUARE_METRES,
    headline="balance_m2",
    inputs=(
        _role(
            "before",
            Text("变更前", "Before"),
            Text("如 图层@1。", "For example LAYER@1."),
        ),
        _role(
            "after",
            Text("变更后", "After"),
            Text("同一图层的较新版本。", "A later version of the same layer."),
        ),
    ),
    parameters=(),
    total=(
        Column("features", Text("要素", "Features"), COUNT),
        Column("changed", Text("有变化", "Changed"), COUNT),
        Column("smaller", Text("面积减少", "Smaller afterwards"), COUNT),
        *FIGURES,
    ),
    tables=(
        Table("lines", Text("各控制线", "Lines"), (LINE, *FIGURES)),
        Table("features", Text("各湖泊", "Lakes"), (LINE, *FIGURES)),
        Table("removed", Text("占用地块", "Ground taken"), GROUND, shapes=True),
        Table("added", Text("补充地块", "Ground given"), GROUND, shapes=True),
    ),
    nulls=Text(
        "总计一栏是蓝线；没有级别的湖泊图层按蓝线计；不属三线的要素不计；"
        "只在一个版本里的要素另一侧为 0。",
        "The total is of the blue line; a layer without grades counts as blue; features of other "
        "grades are left out; a feature of one version only has 0 on the other side.",
    ),
    computed_by="waters.lake_balance:compute",
    checks=(Check("SC-LAKE-LINES", needs=(ENTERPRISE.id,)),),
    sums=(
        Sum("balance_m2", ("added_m2", "-removed_m2"), places=("total", "lines", "features")),
        Sum("after_m2", ("before_m2", "balance_m2"), places=("total", "lines", "features")),
    ),
)
