"""Declaration of the metric “balance of area”; `balance` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    NO_UNIT,
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
from projects.metrics.roles import BOUNDARY

CHECK = "SC-AREA-SUM"


SUBJECTS = ("forest_area",)


COLUMNS = (
    Column("before_m2", Text("前期面积", "Before"), SQUARE_METRES),
    Column("after_m2", Text("后期面积", "After"), SQUARE_METRES),
    Column("removed_m2", Text("减少", "Taken"), SQUARE_METRES),
    Column("added_m2", Text("增加", "Added"), SQUARE_METRES),
    Column("balance_m2", Text("净变化", "Balance"), SQUARE_METRES),
)


CHANGES = {"removed": Text("减少", "taken"), "added": Text("增加", "added")}


AREA_BALANCE = Metric(
    id="area_balance",
    version=2,
    family=TASKS,
    place=50,
    title=Text("面积占补平衡", "Balance of area"),
    summary=Text(
        "前后两期面积的减少、增加和净变化，逐要素并给出地块。",
        "What was taken, what was added and the balance between two dates, with the ground.",
    ),
    formula=Text(
        "减少 = 面积(前期 − 后期)；增加 = 面积(后期 − 前期)；净变化 = 增加 − 减少。"
        "合计每处只计一次；净变化不足 0.01 平方米的按 0 判定。",
        "taken = area(before − after); added = area(after − before); balance = added − taken. The "
        "total counts each place once; a balance below 0.01 m² is judged as 0.",
    ),
    source=Text(
        "政策台账核算方式 SC-AREA-SUM（十堰2018：森林面积占补平衡）。",
        "Check SC-AREA-SUM of the policy register (Shiyan 2018: balance of forest area).",
    ),
    unit=SQUARE_METRES,
    headline="balance_m2",
    inputs=(
        Role(
            "before",
            Text("前期", "Before"),
            Text("前一期的面，图层或其旧版本（编号@版本）。", "Polygons then; or ID@VERSION."),
            within="cut",
        ),
        Role("after", Text("后期", "After"), Text("后一期的面。", "Polygons now."), within="cut"),
        BOUNDARY,
    ),
    parameters=(subject_parameter(*SUBJECTS), target_parameter("area")),
    total=COLUMNS,
    tables=(
        Table("features", Text("要素", "Features"), COLUMNS),
        Table(
            "ground",
            Text("变化地块", "Ground that changed"),
            (
                Column("change", Text("变化", "Change"), NO_UNIT, "code", CHANGES),
                Column("area_m2", Text("面积", "Area"), SQUARE_METRES),
            ),
            shapes=True,
        ),
    ),
    nulls=Text(
        "只在一期出现的要素在另一期面积为 0；没有图形的要素须先改正。",
        "A feature of one date only has no area at the other; without geometry it is refused.",
    ),
    computed_by="works.balance:compute",
    checks=(Check(CHECK, about=(WORKS.id,)),),
    sums=(
        Sum("balance_m2", ("added_m2", "-removed_m2"), places=("total", "features")),
        Sum("after_m2", ("before_m2", "balance_m2"), places=("total", "features")),
    ),
    subjects=SUBJECTS,
)
