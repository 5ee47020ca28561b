"""Why a version cannot be written in a format, and what a format cannot carry."""

from geo.errors import declare
from geo.words import Text

UNKNOWN_FORMAT = declare(
    "unknown-export-format",
    "error",
    Text("不能导出为“{format}”格式。", "There is no export to the format “{format}”."),
    Text("可用的格式：{known}。", "Use one of: {known}."),
)
UNKNOWN_EXPORT_CRS = declare(
    "unknown-export-crs",
    "error",
    Text("不能导出为坐标系 EPSG:{crs}。", "There is no export to the reference system EPSG:{crs}."),
    Text(
        "请给出平面或经纬度坐标系的 EPSG 编号，例如 4490 或 4547（三度带，中央经线 114°）；"
        "gk 表示数据所在的三度带。",
        "Give the EPSG code of a plane or geographic system, such as 4490 (degrees) or 4547 "
        "(3-degree zone, central meridian 114°); gk stands for the 3-degree zone of the data.",
    ),
)
DEGREES_ONLY = declare(
    "degrees-only",
    "error",
    Text(
        "{format} 按标准只用经纬度（WGS 84），不能写成 EPSG:{crs}。",
        "{format} holds longitude and latitude only (WGS 84); it cannot be in EPSG:{crs}.",
    ),
    Text(
        "去掉坐标系选项，或改用 gpkg、shp 格式。",
        "Leave the CRS out, or export to gpkg or shp.",
    ),
)
WRITTEN_IN_WGS84 = declare(
    "written-in-wgs84",
    "info",
    Text(
        "GeoJSON 和 KML 按标准写成 WGS 84 经纬度（EPSG:4326），与 CGCS2000 相差不到 1 米。",
        "GeoJSON and KML hold WGS 84 degrees (EPSG:4326); they are within a metre of CGCS2000.",
    ),
    Text("需要 CGCS2000 请改用 gpkg 或 shp。", "Where CGCS2000 is needed use gpkg or shp."),
)
OLD_DATUM = declare(
    "export-old-datum",
    "warning",
    Text(
        "EPSG:{crs}（{name}）是旧基准。没有当地转换参数，导出的坐标可能偏差几十米。",
        "EPSG:{crs} ({name}) is of an old datum. Without local parameters the coordinates may be "
        "tens of metres off.",
    ),
    Text(
        "请改用 CGCS2000 坐标系（4490 或三度带）；确需旧基准时确认此提示"
        "（--accept export-old-datum）。",
        "Use a system of CGCS2000 (4490 or a 3-degree zone); where the old datum is really needed, "
        "accept this (--accept export-old-datum).",
    ),
    status=409,
)
OUTSIDE_AREA_OF_USE = declare(
    "export-outside-area",
    "warning",
    Text(
        "数据不在 EPSG:{crs}（{name}）的适用范围内，投影变形会很大。",
        "The data lie outside the area EPSG:{crs} ({name}) is meant for; they will be distorted.",
    ),
    Text(
        "请核对带号；可选“本地三度带”（--crs gk）。",
        "Check the zone; --crs gk takes the 3-degree zone of the data.",
    ),
)
CRS_OUT_OF_REACH = declare(
    "export-crs-out-of-reach",
    "error",
    Text(
        "有要素无法换算到 EPSG:{crs}：离该投影太远。",
        "Some features cannot be carried into EPSG:{crs}: they are too far from it.",
    ),
    Text(
        "请选数据所在的投影带（--crs gk）或经纬度。",
        "Choose the zone of the data (--crs gk) or degrees.",
    ),
)
UNKNOWN_ENCODING = declare(
    "unknown-export-encoding",
    "error",
    Text(
        "不能用“{encoding}”编码导出 Shapefile。", "A shapefile cannot be written in “{encoding}”."
    ),
    Text("可用的编码：{known}。", "Use one of: {known}."),
)
SHAPEFILE_TOO_LARGE = declare(
    "shapefile-too-large",
    "error",
    Text(
        "Shapefile 的每个部分最大 2 GB，本图层的 {part} 有 {size}。",
        "A part of a shapefile holds 2 GB at most; {part} of this layer has {size}.",
    ),
    Text("请改用 gpkg 格式导出。", "Export it to gpkg instead."),
)
CELL_CUT = declare(
    "export-cell-cut",
    "warning",
    Text(
        "字段“{field}”有 {count} 个值超过 Excel 单元格的 32767 个字符，已截短。",
        "{count:value|values} of the field “{field}” {count:~is|are} longer than the 32767 "
        "characters of an Excel cell; {count:~it was|they were} cut.",
    ),
    Text("需要完整文字时请改用 gpkg 格式。", "For the whole text export to gpkg."),
)
MIXED_GEOMETRY = declare(
    "mixed-geometry",
    "error",
    Text(
        "图层里有多种几何类型（{types}），一个 Shapefile 放不下。",
        "The layer holds several types of geometry ({types}); one shapefile cannot.",
    ),
    Text("请改用 gpkg 格式导出。", "Export it to gpkg instead."),
)
NOT_ENCODABLE = declare(
    "not-encodable",
    "error",
    Text(
        "字段“{field}”里的“{value}”不能用 {encoding} 编码。",
        "“{value}” in the field “{field}” cannot be written in {encoding}.",
    ),
    Text("请用 UTF-8 导出。", "Export it in UTF-8."),
)
TEXT_CUT = declare(
    "export-text-cut",
    "warning",
    Text(
        "字段“{field}”有 {count} 个值超过 Shapefile 的 254 字节，已截短。",
        "{count:value|values} of the field “{field}” {count:~is|are} longer than the 254 bytes a "
        "shapefile holds; {count:~it was|they were} cut.",
    ),
    Text("需要完整文字时请改用 gpkg 格式。", "For the whole text export to gpkg."),
)
FIELDS_RENAMED = declare(
    "fields-renamed",
    "info",
    Text(
        "Shapefile 字段名最长 10 字节，已改用短名；对照表见压缩包内“字段对照.csv”。",
        "A shapefile's field names have at most 10 bytes, so short ones are used; 字段对照.csv in "
        "the zip lists what they stand for.",
    ),
    Text("导入时会自动识别本系统的短名。", "An import recognises our own short names."),
)
TOO_MANY_ROWS = declare(
    "too-many-rows",
    "error",
    Text(
        "Excel 表最多 1048575 行，本图层有 {count} 个要素。",
        "An Excel sheet holds 1048575 rows; the layer has {count:feature|features}.",
    ),
    Text("请改用 gpkg 或 parquet 格式。", "Export to gpkg or parquet instead."),
)
SHAPES_LEFT_OUT = declare(
    "export-shapes-left-out",
    "info",
    Text(
        "Excel 表只有属性和面积、长度，没有图形。",
        "An Excel sheet has the attributes, areas and lengths, not the shapes.",
    ),
    Text("需要图形请改用 gpkg 或 shp。", "For the shapes export to gpkg or shp."),
)
DIGITS_CUT = declare(
    "export-digits-cut",
    "warning",
    Text(
        "字段“{field}”有 {count} 个数太小，Shapefile 只存 15 位小数，已丢失精度。",
        "{count:number|numbers} of the field “{field}” {count:~is|are} too small for the 15 "
        "decimals that a shapefile "
        "keeps; digits were lost.",
    ),
    Text("需要原值请改用 gpkg 格式。", "For the values as they are export to gpkg."),
)
NOTHING_SELECTED = declare(
    "export-nothing-selected",
    "error",
    Text("没有符合条件的要素可导出。", "No feature fits the conditions; nothing to export."),
    Text("请放宽条件，或导出整个图层。", "Loosen the conditions, or export the whole layer."),
    status=422,
)
