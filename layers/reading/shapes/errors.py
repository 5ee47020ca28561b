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
RECORD_DAMAGED = declare(
    "record-damaged",
    "error",
    Text(
        "该要素在文件中的图形记录已损坏，读不出来（并非没有画）。",
        "The record that holds the geometry of this feature is damaged and cannot be read; it is "
        "not that nothing was drawn.",
    ),
    Text(
        "请从原软件重新导出；可用 --accept record-damaged 略去这些行。",
        "Export it again from the original program; --accept record-damaged leaves such rows out.",
    ),
)
ROWS_DROPPED = declare(
    "rows-dropped",
    "warning",
    Text(
        "按确认略去了 {count} 个图形缺失或坐标有误的要素（第 {rows} 行）。",
        "{count:feature|features} without geometry or with stray coordinates {count:~was|were} "
        "left out as confirmed"
        " (rows {rows}).",
    ),
    Text(
        "如需保留请在原数据中改正后重新导入。",
        "Put them right in the source data and import again to keep them.",
    ),
)
BAD_COORDINATES = declare(
    "bad-coordinates",
    "error",
    Text(
        "坐标不是有效数字（NaN 或无穷大）：{spot}。",
        "A coordinate is not a number (NaN or infinite): {spot}.",
    ),
    Text(
        "请在原数据中改正该要素；可用 --accept bad-coordinates 略去这些行。",
        "Correct the feature in the source data; --accept bad-coordinates leaves such rows out.",
    ),
)
STRAY_COORDINATES = declare(
    "stray-coordinates",
    "error",
    Text(
        "坐标离坐标系 EPSG:{epsg} 的投影带太远，或是 0、-9999 一类的占位值：{spot}。",
        "A coordinate lies too far from the zone of EPSG:{epsg}, or is a placeholder such as 0 or"
        " -9999: {spot}.",
    ),
    Text(
        "请在原数据中改正该要素；可用 --accept stray-coordinates 略去这些行。",
        "Correct the feature in the source data; --accept stray-coordinates leaves such rows out.",
    ),
)
GEOMETRY_REPAIRED = declare(
    "geometry-repaired",
    "warning",
    Text(
        "图形无效（{reason}，在 {place}），已修复；面积 {before} → {after}。",
        "The geometry was invalid ({reason} at {place}) and was repaired; area {before} → {after}.",
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
DUPLICATE_GEOMETRY = declare(
    "duplicate-geometry",
    "warning",
    Text(
        "图形与第 {first} 行完全相同。",
        "The geometry is exactly that of row {first}.",
    ),
    Text(
        "请确认是否重复录入；导入保留两者，覆盖计算只计一次。",
        "Check whether it was entered twice; both are imported, coverage counts the ground once.",
    ),
)
DUPLICATE_ROW = declare(
    "repeated-row",
    "warning",
    Text(
        "除编号外，图形和属性都与第 {first} 行相同。",
        "Geometry and attributes are those of row {first}, but for the key.",
    ),
    Text("请在原数据中删去重复的行。", "Delete the repeated row in the source data."),
)
OVERLAPPING = declare(
    "overlapping-polygons",
    "warning",
    Text(
        "与第 {other} 行重叠 {area}。",
        "Overlaps row {other} by {area}.",
    ),
    Text(
        "请在原数据中改正公共边界；覆盖计算会合并重叠部分并注明面积。",
        "Mend the shared border in the source data; coverage dissolves overlaps and says how much.",
    ),
)
OVERLAP_NOTED = declare(
    "overlap-noted",
    "info",
    Text(
        "与第 {other} 行重叠 {area}（这类图层允许重叠）。",
        "Overlaps row {other} by {area} (this kind of layer may).",
    ),
    Text("无需处理。", "Nothing to do."),
)
OVERLAP_TOTAL = declare(
    "overlap-total",
    "info",
    Text(
        "共 {pairs} 对要素重叠，合计 {area}"
        "（重复图形除外，小于 {least} 或平均宽度不足 2 厘米的不计）。",
        "{pairs:pair|pairs} of features {pairs:~overlaps|overlap}, {area} together (duplicates "
        "aside; less than"
        " {least}, or narrower than 2 cm in the mean, does not count).",
    ),
    Text("逐对面积见其余各条。", "The other findings list the pairs."),
)
GAP = declare(
    "gap-between-neighbours",
    "warning",
    Text(
        "与第 {others} 行之间有 {area} 的缝隙（不超过 {limit} 的封闭空隙）。",
        "Between this and row {others} there is a gap of {area} (enclosed gaps up to {limit}"
        " are reported).",
    ),
    Text(
        "请在原数据中让相邻要素共用边界；缝隙会计为“无分区”。",
        "Let neighbours share their border in the source data; a gap counts as ground without a"
        " zone.",
    ),
)
SLIVER = declare(
    "sliver",
    "warning",
    Text(
        "有一处碎屑面：面积 {area}，平均宽 {width}。",
        "A part is a sliver: {area}, {width} wide in the mean.",
    ),
    Text(
        "多为切割或叠加残留，请在原数据中删去或并入相邻要素。",
        "Often left over from cutting or overlaying; delete it or merge it with its neighbour.",
    ),
)
NOT_COMPARED_YET = declare(
    "neighbours-not-compared-yet",
    "info",
    Text(
        "有 {count} 个要素，选定图层种类后才检查要素之间的重叠和缝隙。",
        "With {count:feature|features}, overlaps and gaps between them are looked for once the "
        "kind of"
        " layer is chosen.",
    ),
    Text("请选择图层种类。", "Choose the kind of layer."),
)
NOT_COMPARED = declare(
    "neighbours-not-compared",
    "info",
    Text(
        "数据范围太大，没有检查要素之间的重叠和缝隙。",
        "The layer spreads too far; overlaps and gaps between features were not looked for.",
    ),
    Text("可分区导入后再检查。", "Import it in parts to have them checked."),
)
HOLE_TURNED = declare(
    "hole-turned",
    "warning",
    Text(
        "环的方向或次序不合规定，已按内外位置识别：套在一个环之内的环作为孔洞（空地）处理。",
        "Rings run or stand against the standard and were told apart by position: a ring inside "
        "another one was taken as a hole.",
    ),
    Text(
        "如果内环不是孔洞而是重叠的部件，请在源数据中改正。",
        "If it is no hole but a part on top of another, correct it in the source.",
    ),
)
COLLECTION_PARTS_LEFT_OUT = declare(
    "collection-parts-left-out",
    "warning",
    Text(
        "该要素是几何集合，只取{kept}所要的部分；未取：{parts}。",
        "The feature is a collection; of it the parts that {kept} wants are taken, not: {parts}.",
    ),
    Text(
        "标注点等可以不管；确需其他部分时请在原软件中拆成单独的图层。",
        "A label point may be left; split the rest into a layer of its own if it is needed.",
    ),
)
