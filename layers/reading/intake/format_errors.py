"""Findings that belong to single formats: KML, DXF, GeoParquet, GeoPackage, geodatabases."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

XML_DOCTYPE = declare(
    "xml-doctype",
    "error",
    Text(
        "“{file}”里有 DTD 或实体声明，为安全起见不解析。",
        "'{file}' has a document type or entity declaration; for safety it is not parsed.",
    ),
    Text(
        "正常导出的文件不含 DTD，请从原软件重新导出。",
        "Files exported in the ordinary way have none; export it again.",
    ),
)
WRONG_DRIVER = declare(
    "opened-as-something-else",
    "error",
    Text(
        "“{file}”名为 {expected}，却被认作 {found}，已拒绝。",
        "'{file}' is named as {expected} but was recognised as {found}; refused.",
    ),
    Text("请从原软件重新导出。", "Export it again from the original program."),
)
VIEWS_LEFT_OUT = declare(
    "views-left-out",
    "warning",
    Text(
        "“{file}”中的 {names} 不是普通表（是视图、虚拟表，或图形由数据库计算），不读。",
        "In '{file}', {names} are no plain tables (but views, virtual tables, or with computed"
        " geometry) and are not read.",
    ),
    Text(
        "需要时请在原软件中把它另存为表。",
        "Save them as tables in the original program if they are needed.",
    ),
)
TOO_MANY_FEATURES = declare(
    "too-many-features",
    "error",
    Text(
        "“{file}”声称有 {found} 个要素，超过上限 {limit}。",
        "'{file}' states {found:feature|features}, more than the limit of {limit}.",
    ),
    Text("请拆分后再上传。", "Split it before sending it."),
    status=413,
)
FIELD_NAMES_CLEANED = declare(
    "field-names-cleaned",
    "warning",
    Text(
        "{count} 个字段名含看不见的字符或过长，已改为：{names}。",
        "{count:name|names} of fields {count:~holds|hold} characters that cannot be seen, or "
        "{count:~is|are} too long; now {names}.",
    ),
    Text("请在原数据中改正字段名。", "Correct the names in the source data."),
)
NESTED_AS_TEXT = declare(
    "nested-as-text",
    "info",
    Text(
        "字段“{fields}”是列表或嵌套结构，已转为 JSON 文本。",
        "The fields '{fields}' are lists or nested; they were turned into JSON text.",
    ),
    Text("无需处理。", "Nothing to do."),
)
PARQUET_WITHOUT_GEOMETRY = declare(
    "parquet-without-geometry",
    "error",
    Text(
        "“{file}”是普通 Parquet，没有 GeoParquet 的几何说明（geo 元数据）。列有：{fields}。",
        "'{file}' is plain Parquet without the metadata (geo) of GeoParquet. Columns: {fields}.",
    ),
    Text(
        "请用 GeoPandas、QGIS 等导出为 GeoParquet；只有坐标列的请导出为 CSV。",
        "Export it as GeoParquet (GeoPandas, QGIS); with coordinate columns only, send a CSV.",
    ),
)
PARQUET_GEOMETRY_UNKNOWN = declare(
    "parquet-geometry-unknown",
    "error",
    Text(
        "“{file}”的几何列“{column}”用“{encoding}”编码，这里只读 WKB。",
        "The geometry column '{column}' of '{file}' is encoded as '{encoding}'; only WKB is read.",
    ),
    Text("请以 WKB 编码重新导出。", "Export it again with WKB encoding."),
)
OTHER_GEOMETRIES = declare(
    "other-geometries-left-out",
    "warning",
    Text(
        "“{file}”有多个几何列，只读“{column}”，未读：{others}。",
        "'{file}' has several geometry columns; '{column}' is read, not: {others}.",
    ),
    Text("需要其他几何列时请另行导出。", "Export the others by themselves if they are needed."),
)
KML_NOT_READ = declare(
    "kml-parts-not-read",
    "warning",
    Text(
        "“{file}”中这些内容不读：{parts}。",
        "These parts of '{file}' are not read: {parts}.",
    ),
    Text(
        "网络链接不会打开；需要其中的数据请把它另存为 KML。",
        "Links are never followed; save what they point to as KML if it is needed.",
    ),
)
KML_TABLES_READ = declare(
    "kml-tables-read",
    "warning",
    Text(
        "{count} 个地标的属性写在说明（description）的 HTML 表里，已读作字段：{fields}。",
        "{count:placemark|placemarks} {count:~has its|have their} attributes in a table of HTML "
        "in the description; {count:~it was|they were} read as fields: {fields}.",
    ),
    Text(
        "请核对字段；能提供 Shapefile 或 GeoPackage 时更好。",
        "Check the fields; a shapefile or GeoPackage would be better.",
    ),
)
KML_PLAIN_WGS84 = declare(
    "kml-coordinates-fixed",
    "info",
    Text(
        "KML 规定用 WGS 84 经纬度；国内互联网地图导出的 KML 可能实为 GCJ-02，请在地图上核对。",
        "KML is in WGS 84 degrees by definition; files from Chinese internet maps may be GCJ-02"
        " all the same: check the place on the map.",
    ),
    Text("无需处理。", "Nothing to do."),
)
DRAWING_PARTS_NOT_READ = declare(
    "drawing-parts-not-read",
    "warning",
    Text(
        "图层“{layer}”中这些内容不读：{parts}。",
        "These parts of layer '{layer}' are not read: {parts}.",
    ),
    Text(
        "注记文字不会成为要素属性；需要时请在 CAD 中转为属性或另附表格。",
        "Lettering does not become an attribute; attach a table if it is needed.",
    ),
)
DRAWING_PARTS_READ = declare(
    "drawing-parts-read",
    "info",
    Text(
        "读入：{parts}。图块已展开，圆弧（含凸度）和样条已改为短直线段，弧每段不超过 1°。",
        "Read: {parts}. Blocks were expanded; arcs (bulges too) and splines became short straight"
        " pieces, arcs of 1° at most.",
    ),
    Text("请核对数量。", "Check the numbers."),
)
CLOSED_LINES = declare(
    "closed-lines-as-polygons",
    "warning",
    Text(
        "图层“{layer}”的 {count} 条线全部闭合，按面读入。",
        "All {count:line|lines} of layer '{layer}' {count:~is|are} closed; they are read as "
        "polygons.",
    ),
    Text(
        "请确认：--accept closed-lines-as-polygons。",
        "Confirm with --accept closed-lines-as-polygons.",
    ),
)
SOME_LINES_CLOSED = declare(
    "some-lines-closed",
    "warning",
    Text(
        "图层“{layer}”有 {closed} 条闭合线、{open} 条不闭合线，都按线读入。",
        "Layer '{layer}' has {closed} closed lines and {open} open ones; all are read as lines.",
    ),
    Text(
        "如应为面，请在 CAD 中闭合全部多段线后重新导出。",
        "If they should be polygons, close all polylines in the CAD program and export again.",
    ),
)
DRAWING_UNSAFE = declare(
    "drawing-too-deep",
    "error",
    Text(
        "图纸“{file}”的图块展开后过多（{what}），已拒绝。",
        "The blocks of the drawing '{file}' would expand to too much ({what}); refused.",
    ),
    Text(
        "请在 CAD 中清理（PURGE、EXPLODE）后重新导出。", "PURGE and EXPLODE it, then export again."
    ),
)
LOG_READ = declare(
    "database-log-read",
    "warning",
    Text(
        "“{file}”旁有尚未并入的日志（-wal），其中 {pages} 页较新的内容已一并读入。",
        "Beside '{file}' lies a log (-wal) that was not merged yet; its {pages} newer pages were"
        " read with it.",
    ),
    Text(
        "请核对要素个数；关闭打开它的软件后再发送最稳妥。",
        "Check the number of features; closing the program that has it open first is safest.",
    ),
)
LOG_NOT_SENT = declare(
    "database-log-missing",
    "warning",
    Text(
        "“{file}”处于日志模式（WAL），但没有附 -wal 文件：若发送时有软件正打开它，"
        "最新的修改不在其中。",
        "'{file}' is in the mode that keeps a log (WAL), but no -wal came with it: if a program had"
        " it open, the newest changes are not in it.",
    ),
    Text(
        "请核对要素个数；有出入时请关闭打开它的软件（QGIS 等）后重新发送，或连同 -wal 一起发送。",
        "Check the number of features; if it is not right, close the program that has it open (QGIS"
        " or other) and send it again, or send the -wal with it.",
    ),
)
DATABASE_UNFINISHED = declare(
    "database-unfinished",
    "error",
    Text(
        "“{file}”是在写入中途复制的，与旁边的日志（-wal、-shm 或 -journal）合不起来。",
        "'{file}' was copied while it was being written; it does not go together with what lies"
        " beside it (-wal, -shm or -journal).",
    ),
    Text(
        "请关闭打开它的软件（QGIS、ArcGIS 等）后重新发送。",
        "Close the program that has it open (QGIS, ArcGIS or other) and send it again.",
    ),
)
LOG_ALONE = declare(
    "database-log-alone",
    "error",
    Text(
        "“{file}”是一个 GeoPackage 的日志，同名的 .gpkg 不在一起。",
        "'{file}' is the log of a GeoPackage, and the .gpkg of that name is not beside it.",
    ),
    Text(
        "请把 .gpkg 与 -wal 同名放在一起发送，或关闭打开它的软件后只发送 .gpkg。",
        "Send the .gpkg and its -wal together under one name, or close the program that has it open"
        " and send the .gpkg alone.",
    ),
)
STORED_OTHERWISE = declare(
    "stored-otherwise",
    "warning",
    Text(
        "字段“{field}”声明为{declared}，却有 {count} 个值存成别的类型"
        "（第 {rows} 行，如“{value}”）；整列按所存的内容读。",
        "The field '{field}' is declared as {declared}, but {count:value|values} {count:~is|are} "
        "stored as something"
        " else (rows {rows}, such as '{value}'); the whole column is read as it is stored.",
    ),
    Text(
        "请逐行核对这些值；数字用纯数字填写。",
        "Check these values row by row; write numbers as plain numbers.",
    ),
)
COMPUTED_LEFT_OUT = declare(
    "computed-left-out",
    "warning",
    Text(
        "“{file}”的字段 {names} 由数据库即时计算，不读。",
        "The fields {names} of '{file}' are computed by the database as they are read; they are"
        " left out.",
    ),
    Text(
        "需要时请在原软件中另存为普通字段。",
        "Save them as plain fields in the original program if they are needed.",
    ),
)
SERVER_LIMIT = declare(
    "server-limit-reached",
    "error",
    Text(
        "“{file}”是从地图服务下载的，达到了服务的条数上限（exceededTransferLimit），要素不全。",
        "'{file}' was fetched from a map service that stopped at its limit"
        " (exceededTransferLimit); features are missing.",
    ),
    Text(
        "请分批下载齐全，或请提供方导出整个图层。",
        "Fetch the rest as well, or ask the provider for an export of the whole layer.",
    ),
)
