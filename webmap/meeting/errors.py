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
