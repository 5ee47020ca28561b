"""Declaration of the metric “overlaps with ecological red lines”; `redline_hits` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import REDLINE_PARTS
from layers.kinds.controls import ECOLOGICAL_REDLINE
from layers.kinds.model import titles_of
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import DAY
from projects.metrics.waters import ban_columns as shared
from projects.metrics.waters.ban_zones_metric import HITS, TOLERANCE

LISTED = {
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "unknown": Text("未填活动类型", "activity not given"),
}


REDLINE_HITS = Metric(
    id="redline_hits",
    version=3,
    family=PROTECTED_WATERS,
    place=50,
    title=Text("生态保护红线重叠", "Overlaps with ecological red lines"),
    summary=Text(
        "企业和项目用地与生态保护红线的重叠，列出面积和活动类型，待核查。",
        "Enterprises and sites over ecological red lines, with area and kind of activity, to "
        "review.",
    ),
    formula=Text(
        "命中：点、线与红线相交，或面的重叠面积 > 容差；有限人为活动须逐项核对。",
        "hit: a point or line meets a red line, or a polygon shares more than the tolerance with "
        "it; limited activities are checked one by one.",
    ),
    source=Text(
        "关于加强生态保护红线管理的通知（试行）（自然资发〔2022〕142号，文号可信度0.9）；"
        "有限人为活动第7–10类未读到。",
        "Notice on the management of ecological red lines (Ziranzifa [2022] No. 142, number with "
        "confidence 0.9); kinds 7–10 of the limited activities could not be read.",
    ),
    unit=COUNT,
    headline="hits",
    inputs=(
        Role(
            "redlines",
            Text("生态保护红线", "Ecological red lines"),
            Text("多为受限数据，存放在本机构。", "Usually restricted data, kept on site."),
            kinds=(ECOLOGICAL_REDLINE.id,),
            wanted=("part", "approved_on"),
        ),
        shared.ENTERPRISES,
        shared.SITES,
    ),
    sheets=(
        SheetRole(
            "rules",
            Text("红线规定", "Rules of red lines"),
            Text("核心区与其他区域的要求。", "What holds in the cores and elsewhere."),
            "redline_rules",
        ),
    ),
    parameters=(TOLERANCE, DAY),
    total=(
        HITS,
        Column("features", Text("命中要素", "Features"), COUNT),
        *shared.STATE_COUNTS,
        Column(
            "overlap_m2",
            Text("重叠面积（同一处只计一次）", "Overlap, each place once"),
            SQUARE_METRES,
        ),
        Column(
            "redline_m2",
            Text("红线面积（同一处只计一次）", "Red lines, each place once"),
            SQUARE_METRES,
        ),
    ),
    tables=(
        Table(
            "hits",
            Text("命中清单", "Hits"),
            (
                shared.LAYER,
                shared.FEATURE,
                Column("redline", Text("红线编号", "Red line"), NO_UNIT, "text"),
                Column("redline_name", Text("红线", "Name of the red line"), NO_UNIT, "text"),
                Column(
                    "part",
                    Text("红线分区", "Part"),
                    NO_UNIT,
                    "code",
                    titles_of(REDLINE_PARTS),
                ),
                shared.OVERLAP,
                Column("activity", Text("活动类型", "Activity"), NO_UNIT, "text"),
                Column(
                    "listed", Text("属有限人为活动", "Limited activity"), NO_UNIT, "code", LISTED
                ),
                shared.STARTED,
                Column("approved_on", Text("红线批准日期", "Line approved on"), NO_UNIT, "text"),
                shared.VALID_FROM,
                shared.TIMING,
                shared.STATE,
                shared.ARTICLE,
                shared.SAYS,
                shared.RULE,
                shared.SOURCE,
            ),
            places=shared.PLACES,
        ),
    ),
    nulls=Text(
        "活动类型为空的命中须人工归类；红线分区为空按核心区外处理；日期不全时只写明日期不明，"
        "仍待核查。",
        "Hits without an activity are classed by hand; an empty part counts as outside the cores; "
        "where dates are missing the hit is to review all the same.",
    ),
    computed_by="waters.redline_hits:compute",
    card=Card(),
    checks=(Check("SC-REDLINE"),),
)
