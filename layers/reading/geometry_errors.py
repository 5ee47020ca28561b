"""Findings about the geometry of features."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

WRONG_GEOMETRY = declare(
    "wrong-geometry",
    "error",
    Text(
        "几何类型是{found}，“{wanted}”需要{expected}。",
        "The geometry is {found}; '{wanted}' needs {expected}.",
    ),
    Text(
        "请检查是否选错了文件或图层类型。",
        "Check that the file and the kind of layer are the right ones.",
    ),
)
EMPTY_GEOMETRY = declare(
    "empty-geometry",
    "error",
    Text("要素没有图形。", "The feature has no geometry."),
    Text(
        "请在原数据中补画或删除；可用 --accept empty-geometry 略去这些行。",
        "Draw or delete it in the source data; --accept empty-geometry leaves such rows out.",
    ),
)
ROWS_DROPPED = declare(
    "rows-dropped",
    "warning",
    Text(
        "略去了 {count} 个没有图形的要素（第 {rows} 行）。",
        "{count} features without geometry were left out (rows {rows}).",
    ),
    Text("如需保留请补画后重新导入。", "Draw them and import again to keep them."),
)
BAD_COORDINATES = declare(
    "bad-coordinates",
    "error",
    Text("坐标不是有效数字（NaN 或无穷大）。", "A coordinate is not a number (NaN or infinite)."),
    Text("请在原数据中改正该要素。", "Correct the feature in the source data."),
)
GEOMETRY_REPAIRED = declare(
    "geometry-repaired",
    "warning",
    Text(
        "图形无效（{reason}，在 {place}），已修复；面积 {before} m² → {after} m²。",
        "The geometry was invalid ({reason} at {place}) and was repaired; area {before} m²"
        " → {after} m².",
    ),
    Text(
        "请在地图上核对，最好在原数据中改正。",
        "Check it on the map; better correct the source data.",
    ),
)
GEOMETRY_LOST = declare(
    "geometry-lost",
    "error",
    Text(
        "图形无效（{reason}，在 {place}），修复后什么也不剩。",
        "The geometry was invalid ({reason} at {place}); nothing is left after the repair.",
    ),
    Text(
        "请在原数据中重画；可用 --accept geometry-lost 略去。",
        "Draw it again in the source data; --accept geometry-lost leaves it out.",
    ),
)
HEIGHTS_DROPPED = declare(
    "z-dropped",
    "info",
    Text("高程（Z）或量测值（M）已略去。", "Heights (Z) or measures (M) were left out."),
    Text("无需处理。", "Nothing to do."),
)
MORE_ROWS = declare(
    "more-rows",
    "info",
    Text("问题 {code} 另有 {count} 行。", "{count} more rows have the problem {code}."),
    Text("改正方法同上。", "Mend them in the same way."),
)
GEOMETRY_UNREADABLE = declare(
    "geometry-unreadable",
    "error",
    Text(
        "图形读不出来（顶点不足或类型不支持）。",
        "The geometry cannot be read (too few vertices, or a type not supported).",
    ),
    Text("请在原数据中重画该要素。", "Draw the feature again in the source data."),
)
CURVES_STRAIGHTENED = declare(
    "curves-straightened",
    "info",
    Text("弧线已用短直线段代替。", "Arcs were replaced by short straight pieces."),
    Text("无需处理。", "Nothing to do."),
)
