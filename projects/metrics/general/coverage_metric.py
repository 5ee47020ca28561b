"""Declaration of the metric “coverage”; `coverage` computes it."""

from __future__ import annotations

from geo.words import Text
from projects.metrics.declaration import (
    RATIO,
    SQUARE_METRES,
    Column,
    Metric,
    Role,
    Table,
)
from projects.metrics.families import OTHER

AREA = Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True)


COVERED = Column("covered_m2", Text("被覆盖面积", "Covered area"), SQUARE_METRES, sums=True)


SHARE = Column("share", Text("覆盖率", "Share"), RATIO, of=("covered_m2", "area_m2"))


COVERAGE = Metric(
    id="coverage",
    version=2,
    family=OTHER,
    place=10,
    title=Text("覆盖率", "Coverage"),
    summary=Text(
        "每个分区被某一图层覆盖的面积比例；图层内部的重叠只计一次。",
        "The share of each zone that a layer covers; overlaps inside the layer count once.",
    ),
    formula=Text(
        "覆盖率ᵢ = 面积(分区ᵢ ∩ ∪覆盖图层) ÷ 面积(分区ᵢ)；合计按分区并集计算，每处只计一次。",
        "shareᵢ = area(zoneᵢ ∩ ∪cover) ÷ area(zoneᵢ); totals are over the union of the zones, each "
        "place counted once.",
    ),
    source=Text(
        "面积按 CGCS2000 椭球面量算（国土调查办发〔2008〕32号）；"
        "叠加在数据所在的高斯-克吕格3度带内进行。",
        "Areas on the CGCS2000 ellipsoid (official ellipsoidal-area formula of 2008, No. 32); set "
        "operations in the 3-degree Gauss-Krüger zone of the data.",
    ),
    unit=RATIO,
    headline="share",
    inputs=(
        Role(
            "zones",
            Text("分区", "Zones"),
            Text("逐个给出覆盖率的面。", "Polygons whose share is asked."),
        ),
        Role(
            "cover",
            Text("覆盖图层", "Cover"),
            Text("可以相互重叠的面。", "Polygons; they may overlap."),
            by_place=True,
        ),
    ),
    parameters=(),
    total=(
        AREA,
        COVERED,
        SHARE,
        Column("overlap_removed_m2", Text("扣除的重叠面积", "Overlap removed"), SQUARE_METRES),
        Column("outside_m2", Text("分区之外的覆盖面积", "Cover outside the zones"), SQUARE_METRES),
    ),
    tables=(
        Table(
            "zones",
            Text("分区", "Zones"),
            (AREA, COVERED, SHARE),
            role="zones",
            missing=("area_m2", "covered_m2"),
        ),
    ),
    nulls=Text(
        "面积为零的分区覆盖率为空；没有覆盖要素的分区覆盖率为 0。",
        "A zone without area has no share; a zone under no cover has the share 0.",
    ),
    computed_by="general.coverage:compute",
)
