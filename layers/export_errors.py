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
    Text("没有 EPSG:{crs} 这一坐标系。", "There is no coordinate reference system EPSG:{crs}."),
    Text(
        "请给出 EPSG 编号，例如 4490（经纬度）或 4547（三度带，中央经线 114°）。",
        "Give an EPSG code, such as 4490 (degrees) or 4547 (3-degree zone, central meridian 114°).",
    ),
)
GEOJSON_CRS = declare(
    "geojson-crs",
    "error",
    Text(
        "GeoJSON 按 RFC 7946 只用经纬度，不能写成 EPSG:{crs}。",
        "GeoJSON holds longitude and latitude only (RFC 7946); it cannot be in EPSG:{crs}.",
    ),
    Text(
        "去掉坐标系选项，或改用 gpkg、shp 格式。",
        "Leave the CRS out, or export to gpkg or shp.",
    ),
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
        "{count} values of the field “{field}” are longer than the 254 bytes a shapefile holds; "
        "they were cut.",
    ),
    Text("需要完整文字时请改用 gpkg 格式。", "For the whole text export to gpkg."),
)
FIELDS_RENAMED = declare(
    "fields-renamed",
    "info",
    Text(
        "Shapefile 字段名最长 10 字节，已改用短名；对照表见压缩包内 fields.csv。",
        "A shapefile's field names have at most 10 bytes, so short ones are used; fields.csv in "
        "the zip lists what they stand for.",
    ),
    Text("导入时会自动识别本系统的短名。", "An import recognises our own short names."),
)
TOO_MANY_ROWS = declare(
    "too-many-rows",
    "error",
    Text(
        "Excel 表最多 1048575 行，本图层有 {count} 个要素。",
        "An Excel sheet holds 1048575 rows; the layer has {count} features.",
    ),
    Text("请改用 gpkg 或 parquet 格式。", "Export to gpkg or parquet instead."),
)
