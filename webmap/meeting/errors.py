"""Why a file for a meeting cannot be made."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

SECRECY_ASKED = declare(
    "map-secrecy-asked",
    "error",
    Text(
        "有高于“公开”密级的图层：{layers}。收入这些图层的文件要按其密级保管。",
        "Layers are above public: {layers}. A file that holds them has to be kept at that grade.",
    ),
    Text(
        "请确认：加 --secrecy {grade} 收入到该密级为止，或 --secrecy public 只收入公开图层。",
        "Confirm with --secrecy {grade}, which takes what is no more closed than that, or take "
        "public layers only with --secrecy public.",
    ),
)
NOTHING_TO_TAKE = declare(
    "map-nothing-inside",
    "error",
    Text(
        "专题“{theme}”在这个范围和密级内没有可以带走的要素。{why}",
        "The theme “{theme}” has no features to take in this extent and at this grade. {why}",
    ),
    Text(
        "请换一个专题，或用 --bbox 改变范围。",
        "Choose another theme, or another extent with --bbox.",
    ),
)
MONTH_WITHOUT_READINGS = declare(
    "map-month-empty",
    "error",
    Text("{month} 没有断面监测值。", "{month} has no readings of sections."),
    Text("最近有监测值的月份：{known}。", "The latest months with readings: {known}."),
)
MONTH_OF_ANOTHER_THEME = declare(
    "map-month-theme",
    "error",
    Text(
        "月份只用于专题“{own}”，这里是“{theme}”。",
        "A month is of the theme “{own}”; this is “{theme}”.",
    ),
    Text("请去掉月份，或加 --theme {id}。", "Leave the month out, or add --theme {id}."),
)
BOX_INVALID = declare(
    "map-box-invalid",
    "error",
    Text(
        "范围“{given}”不能用：要四个数，西、南、东、北（度），西小于东、南小于北。",
        "The extent “{given}” cannot be used: four numbers, west, south, east, north in degrees, "
        "west below east and south below north.",
    ),
    Text("例如 113.8,30.2,114.3,30.6。", "For example 113.8,30.2,114.3,30.6."),
)
VIEW_INVALID = declare(
    "map-view-invalid",
    "error",
    Text(
        "“{given}”不是地图的网址：里面没有位置，也没有可以带走的选择。",
        "“{given}” is no address of the map: it holds neither a place nor a choice to take along.",
    ),
    Text(
        "请在地图上复制网址，连同 # 后面的部分，用引号括起来。",
        "Copy the address of the map with what follows the #, and put it into quotes.",
    ),
)
STYLE_UNREAD = declare(
    "map-style-unread",
    "error",
    Text(
        "--{option} 中的“{given}”看不懂。",
        "“{given}” in --{option} cannot be read.",
    ),
    Text(
        "写法：--opacity 图层:60（百分之几），--look 图层:字段:分级方法:级数（category、quantile、"
        "natural、fixed；2 到 7 级），--layer-version 图层:2；几个之间用逗号。",
        "Write --opacity LAYER:60 (per cent), --look LAYER:FIELD:METHOD:COUNT (category, quantile, "
        "natural, fixed; 2 to 7 classes), --layer-version LAYER:2; several with commas.",
    ),
)
STYLE_UNKNOWN_LAYER = declare(
    "map-style-unknown-layer",
    "error",
    Text(
        "--{option} 中的图层“{layer}”不在地图上。",
        "The layer “{layer}” in --{option} is not on the map.",
    ),
    Text(
        "ecoatlas layers list 列出图层的编号。",
        "ecoatlas layers list tells the identifiers of layers.",
    ),
)
