"""Refusals of questions about a place, each with what to do."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

ASKED_NOTHING = declare(
    "asked-nothing",
    "error",
    Text("没有说明要查哪里。", "Nothing says which place is asked about."),
    Text(
        "请在地图上画出范围、点选要素，或粘贴坐标；三者只取其一。",
        "Draw an area, choose features or paste coordinates; one of the three.",
    ),
)
ASKED_WITHOUT_GROUND = declare(
    "asked-without-ground",
    "error",
    Text(
        "给出的是点或线，本身没有面积，查不出范围内有什么。",
        "Points and lines have no ground in which anything could lie.",
    ),
    Text("请填写距离，例如 500 米以内。", "Give a distance, such as within 500 m."),
)
ASKED_TOO_FAR = declare(
    "asked-too-far",
    "error",
    Text("距离须大于 0，至多 {limit}。", "A distance is above 0 and at most {limit}."),
    Text(
        "请改小距离；管理人员可在数据表“选址与范围查询界限”中修改上限。",
        "Make it shorter; the limit stands in the sheet of limits of sites and of asking.",
    ),
)
ASKED_TOO_MANY = declare(
    "asked-too-many",
    "error",
    Text(
        "点选了 {count} 个要素，一次至多 {limit} 个。",
        "{count:feature|features} were chosen; {limit} at most are taken.",
    ),
    Text("请改用矩形或多边形。", "Draw a rectangle or a polygon instead."),
)
ASKED_FEATURES_GONE = declare(
    "asked-features-gone",
    "error",
    Text(
        "点选的要素在您能看到的图层里都已找不到：{features}。",
        "None of the chosen features is in a layer that you see: {features}.",
    ),
    Text(
        "图层可能已有新版本，或未对您开放；请在地图上重新点选。",
        "The layer may have another version or be closed to you; choose on the map again.",
    ),
    status=404,
)
BOX_NOT_UNDERSTOOD = declare(
    "box-not-understood",
    "error",
    Text("矩形范围读不懂：“{text}”。", "“{text}” is no rectangle."),
    Text(
        "请写成“西,南,东,北”，单位为度，例如 113.9,30.3,114.1,30.5。",
        "Write west,south,east,north in degrees, such as 113.9,30.3,114.1,30.5.",
    ),
)
FEATURE_NOT_NAMED = declare(
    "feature-not-named",
    "error",
    Text("“{text}”不是“图层/要素编号”。", "“{text}” is not LAYER/KEY."),
    Text("例如 zones/A-01。", "For example zones/A-01."),
)
SELECTION_EMPTY = declare(
    "selection-empty",
    "error",
    Text("范围内没有要素，没有可导出的内容。", "Nothing lies there to be taken along."),
    Text("请移动或放大范围。", "Move or enlarge the area."),
)
SELECTION_TOO_LARGE = declare(
    "selection-too-large",
    "error",
    Text(
        "范围内有 {count} 个要素，一次至多导出 {limit} 个；或有图层没有逐个统计。",
        "{count:feature|features} lie there, {limit} at most go into one file; or a layer was not "
        "counted.",
    ),
    Text("请缩小范围，或在图层页导出整个图层。", "Make it smaller, or export whole layers."),
)
POINTS_NOT_UNDERSTOOD = declare(
    "points-not-understood",
    "error",
    Text("位置读不懂：“{text}”。", "“{text}” are no places."),
    Text(
        "请写成“经度,纬度;经度,纬度”，单位为度，至多 {limit} 个。",
        "Write lon,lat;lon,lat in degrees, {limit} at most.",
    ),
)
