"""Declaration of the metric “blank areas of sewage”; `blank` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.overlay.slivers import SLIVER_AREA_M2, SLIVER_WIDTH_M
from geo.words import Text
from projects.metrics import roles
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Sum,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.metrics.parameters import distance, limit
from projects.metrics.stands import ASIDE, MISSED

PARTS = ("served_m2", "blank_m2", "sliver_m2")


BUILT_UP = Column("built_up_m2", Text("建成区面积", "Built-up area"), SQUARE_METRES, sums=True)


SERVED = Column("served_m2", Text("服务范围内", "Served"), SQUARE_METRES, sums=True)


BLANK = Column("blank_m2", Text("空白区面积", "Blank area"), SQUARE_METRES, sums=True)


SLIVER = Column("sliver_m2", Text("碎屑面积", "Slivers"), SQUARE_METRES, sums=True)


SHARE = Column("blank_share", Text("空白区占比", "Blank share"), RATIO)


PIECES = Column("pieces", Text("空白图斑数", "Blank pieces"), COUNT)


SEWAGE_BLANK_AREAS = Metric(
    id="sewage_blank_areas",
    version=3,
    family=SEWAGE,
    place=10,
    title=Text("污水收集处理空白区", "Blank areas of sewage"),
    summary=Text(
        "建成区中不在任何污水服务范围内的地块，逐块列出，碎屑单列。",
        "Built-up ground outside every sewage service area, piece by piece, slivers apart.",
    ),
    formula=Text(
        "空白区 = ∪建成区 − ∪服务范围；建成区 = 服务范围内 + 空白区 + 碎屑。"
        "碎屑：面积或最大宽度小于参数的图斑。",
        "blank = ∪built-up − ∪service areas; built-up = served + blank + slivers. A sliver is "
        "smaller than the given area or nowhere as wide as the given width.",
    ),
    source=Text(
        "《城镇污水处理提质增效三年行动方案（2019—2021年）》（建城〔2019〕52号）提出基本消除空白区；"
        "“空白区”没有官方数值定义，按上式计算。",
        "Ministry notice Jiancheng [2019] No. 52 asks to eliminate blank areas; no document "
        "defines them in numbers, so the formula above is used.",
    ),
    unit=SQUARE_METRES,
    headline="blank_m2",
    inputs=(
        replace(
            roles.BUILT_UP,
            summary=Text("空白区在其中查找。", "Where blank areas are looked for."),
        ),
        roles.SERVICE_AREAS,
        replace(
            roles.DIVISIONS,
            name="neighbourhoods",
            title=Text("片区", "Neighbourhoods"),
            summary=Text("给出时按片区分列。", "If given, figures are listed by neighbourhood."),
            fields=(),
            optional=True,
        ),
    ),
    parameters=(
        distance(
            "sliver_width_m",
            Text("碎屑宽度", "Width of a sliver"),
            Text("最大宽度小于它的图斑算碎屑。", "Pieces nowhere as wide are slivers."),
            SLIVER_WIDTH_M,
            100.0,
        ),
        limit(
            "sliver_area_m2",
            Text("碎屑面积", "Area of a sliver"),
            Text("面积小于它的图斑算碎屑。", "Smaller pieces are slivers."),
            SLIVER_AREA_M2,
            SQUARE_METRES,
            100_000.0,
        ),
    ),
    total=(
        BUILT_UP,
        SERVED,
        BLANK,
        SLIVER,
        SHARE,
        PIECES,
        Column("slivers", Text("碎屑数", "Slivers, number"), COUNT),
    ),
    tables=(
        Table(
            "pieces",
            Text("空白图斑", "Blank pieces"),
            (
                Column("area_m2", Text("面积", "Area"), SQUARE_METRES),
                Column(
                    "kind",
                    Text("类别", "Kind"),
                    NO_UNIT,
                    "code",
                    {"blank": Text("空白区", "blank"), "sliver": Text("碎屑", "sliver")},
                    stands={"blank": MISSED, "sliver": ASIDE},
                ),
            ),
            shapes=True,
            size="area_m2",
        ),
        Table(
            "neighbourhoods",
            Text("片区", "Neighbourhoods"),
            (BUILT_UP, SERVED, BLANK, SLIVER, SHARE, PIECES),
            size="blank_m2",
        ),
    ),
    nulls=Text(
        "没有服务范围要素时整个建成区为空白区；没有建成区时占比为空。",
        "Without service areas all of the built-up area is blank; without it there is no share.",
    ),
    computed_by="sewage.blank:compute",
    card=Card(),
    checks=(Check("SC-SEWAGE-GAP"),),
    parts=PARTS,
    sums=(
        Sum("built_up_m2", PARTS, places=("total", "neighbourhoods")),
        *(Sum(one, (one,), rows="neighbourhoods") for one in ("built_up_m2", *PARTS)),
    ),
)
