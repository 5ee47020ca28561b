"""Declaration of the metric “townships with sewage treatment”; `township_coverage` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.metrics.parameters import division_level, limit, target_parameter
from projects.metrics.roles import BOUNDARY, DIVISIONS, LIMITS, PLANTS, SERVICE_AREAS
from projects.metrics.stands import YES_IS_MET

CHECK = "SC-TOWNSHIP-COVER"


WAYS = {
    "plant": Text("有污水处理厂", "a plant"),
    "service": Text("有服务范围", "a service area"),
    "none": Text("无", "nothing"),
}


TOWNSHIP_COVERAGE = Metric(
    id="township_coverage",
    version=2,
    family=SEWAGE,
    place=50,
    title=Text("乡镇污水治理覆盖率", "Townships with sewage treatment"),
    summary=Text(
        "有污水处理厂或申报服务范围的乡镇个数占全部乡镇的比例，附清单。",
        "Townships with a plant or a declared service area among all, with the list.",
    ),
    formula=Text(
        "覆盖率 = 已覆盖乡镇数 ÷ 乡镇总数；"
        "已覆盖：乡镇内有厂，或服务范围在乡镇内的面积不小于参数。",
        "share = townships covered ÷ all; covered: a plant lies inside, or service areas cover at "
        "least the given area of it.",
    ),
    source=Text(
        "政策台账核算方式 SC-TOWNSHIP-COVER（如十堰2018：到2019年乡镇污水治理全覆盖）。",
        "Check SC-TOWNSHIP-COVER of the policy register (for example Shiyan 2018: all townships by "
        "2019).",
    ),
    unit=RATIO,
    headline="share",
    inputs=(
        replace(DIVISIONS, name="townships", within="units"),
        replace(PLANTS, optional=True),
        replace(SERVICE_AREAS, optional=True),
        BOUNDARY,
    ),
    sheets=(LIMITS,),
    parameters=(
        division_level(
            Text("统计单元级别", "Level of the units"),
            Text("按哪一级行政区计数。", "Which divisions are counted."),
            "township",
        ),
        limit(
            "least_served_m2",
            Text("算作覆盖的最小服务面积", "Least service area that counts"),
            Text("小于它的服务范围只是跨界的边角。", "Less is the edge of a neighbour's area."),
            10_000.0,
            SQUARE_METRES,
            1e9,
        ),
        target_parameter("share"),
    ),
    total=(
        Column("units", Text("乡镇总数", "Townships"), COUNT),
        Column("covered", Text("已覆盖", "Covered"), COUNT),
        Column("not_covered", Text("未覆盖", "Not covered"), COUNT),
        Column("share", Text("覆盖率", "Share"), RATIO),
        Column("by_plant", Text("有污水处理厂", "With a plant"), COUNT),
        Column("by_service", Text("只有服务范围", "With a service area only"), COUNT),
    ),
    tables=(
        Table(
            "townships",
            Text("乡镇", "Townships"),
            (
                Column(
                    "covered",
                    Text("是否覆盖", "Covered"),
                    NO_UNIT,
                    "code",
                    YES_NO,
                    stands=YES_IS_MET,
                ),
                Column("by", Text("由什么覆盖", "By what"), NO_UNIT, "code", WAYS),
                Column("plants", Text("污水处理厂", "Plants"), COUNT, sums=True),
                Column(
                    "served_m2",
                    Text("服务范围面积", "Served"),
                    SQUARE_METRES,
                    against=("least_served_m2",),
                ),
            ),
            role="townships",
        ),
    ),
    nulls=Text(
        "没有填写级别的行政区不计入并说明；没有该级别的单元时覆盖率为空。",
        "Divisions without a level are not counted and are told; without units of the level there "
        "is no share.",
    ),
    computed_by="sewage.township_coverage:compute",
    card=Card(),
    checks=(Check(CHECK),),
    subjects=("township_sewage", "rural_sewage_coverage"),
)
