"""Findings about tables: header, rows, and the columns that hold the coordinates."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

HEADER_NOT_FOUND = declare(
    "header-not-found",
    "error",
    Text(
        "“{layer}”里找不到表头（列名所在的一行）。",
        "No header (the row with the names of the columns) was found in '{layer}'.",
    ),
    Text(
        "请在数据上方补一行列名，如 编号、名称、经度、纬度。",
        "Put a row of names above the data, such as code, name, longitude, latitude.",
    ),
)
NO_WORKSHEET = declare(
    "no-worksheet",
    "error",
    Text(
        "“{file}”里没有可读的工作表：工作表都是空的，或者只有图表页、宏表。",
        "'{file}' holds no worksheet to read: all are empty, or it has chart and macro sheets"
        " only.",
    ),
    Text(
        "请把数据放在普通工作表里，另存为 .xlsx 后重新发送。",
        "Put the data into a plain worksheet, save it as .xlsx and send it again.",
    ),
)
HEADER_BELOW = declare(
    "header-below-title",
    "info",
    Text(
        "表头在第 {row} 行（{levels} 层），其上“{above}”不读；第 1 个要素是第 {first} 行。",
        "The header is in row {row} ({levels} level(s)); '{above}' above it is not read; the first"
        " feature is row {first}.",
    ),
    Text("请核对列名是否正确。", "Check that the names of the columns are right."),
)
COORDINATES_READ = declare(
    "coordinates-read",
    "info",
    Text(
        "坐标取自“{east}”（东或经度）和“{north}”（北或纬度），写法为{form}；"
        "如“{raw_east}，{raw_north}” → {place}。",
        "Coordinates come from '{east}' (east or longitude) and '{north}' (north or latitude),"
        " written as {form}; for example '{raw_east}, {raw_north}' → {place}.",
    ),
    Text(
        "如不对，请用 --map east=列名 --map north=列名 指定。",
        "If that is wrong, name them with --map east=COLUMN --map north=COLUMN.",
    ),
)
COORDINATES_GUESSED = declare(
    "coordinates-guessed",
    "warning",
    Text(
        "列名看不出坐标列，按数值推测为“{east}”（东或经度）和“{north}”（北或纬度）。",
        "The names do not tell the coordinates; by their numbers they are '{east}' (east or"
        " longitude) and '{north}' (north or latitude).",
    ),
    Text(
        "请确认：--accept coordinates-guessed，或用 --map east=列名 --map north=列名 指定。",
        "Confirm with --accept coordinates-guessed, or name them with --map east=COLUMN"
        " --map north=COLUMN.",
    ),
)
COORDINATES_AMBIGUOUS = declare(
    "coordinates-ambiguous",
    "error",
    Text(
        "可能的坐标列不止一组：{pairs}。",
        "There is more than one set of columns that may be coordinates: {pairs}.",
    ),
    Text(
        "请用 --map east=列名 --map north=列名（或 --map wkt=列名）指定其中一组。",
        "Choose with --map east=COLUMN --map north=COLUMN (or --map wkt=COLUMN).",
    ),
)
COORDINATES_NOT_FOUND = declare(
    "coordinates-not-found",
    "error",
    Text(
        "“{layer}”里没有找到坐标列。列有：{fields}。",
        "No columns with coordinates were found in '{layer}'. Columns: {fields}.",
    ),
    Text(
        "请用 --map east=列名 --map north=列名 指定（经度即 east），或补上坐标列。",
        "Name them with --map east=COLUMN --map north=COLUMN (longitude is east), or add them.",
    ),
)
COORDINATE_COLUMN_UNKNOWN = declare(
    "coordinate-column-unknown",
    "error",
    Text(
        "没有名为“{column}”的列可作坐标。列有：{fields}。",
        "There is no column '{column}' to take coordinates from. Columns: {fields}.",
    ),
    Text("请从列出的列名中选择。", "Choose from the columns listed."),
)
COORDINATE_UNREADABLE = declare(
    "coordinate-unreadable",
    "warning",
    Text(
        "列“{column}”的“{value}”不是坐标，该要素没有图形。",
        "'{value}' in '{column}' is no coordinate; the feature has no geometry.",
    ),
    Text(
        "请改成 114.3057 或 114°18′20.5″ 这样的写法。",
        "Write it as 114.3057 or 114°18′20.5″.",
    ),
)
COORDINATES_ROUNDED = declare(
    "coordinates-rounded",
    "warning",
    Text(
        "列“{column}”的坐标只有 {digits} 位小数，位置误差可达约 {metres}。",
        "The coordinates in '{column}' have {digits:decimal|decimals} only; places may be about "
        "{metres}"
        " off.",
    ),
    Text(
        "Excel 另存时可能截短了小数，请核对原数据。",
        "A spreadsheet may have cut the decimals; check the source data.",
    ),
)
ROW_TOO_LONG = declare(
    "row-too-long",
    "error",
    Text(
        "该行有 {found} 列，表头只有 {expected} 列。",
        "The row has {found:column|columns}, the header has {expected}.",
    ),
    Text(
        "多半是文字里含有分隔符而没有加引号，请在原软件中重新导出。",
        "Probably a text holds the separator without quotes; export it again.",
    ),
)
DELIMITER_FOUND = declare(
    "delimiter-found",
    "info",
    Text("列之间以{delimiter}分隔。", "Columns are separated by {delimiter}."),
    Text("无需处理。", "Nothing to do."),
)
TABLE_TOO_LARGE = declare(
    "table-too-large",
    "error",
    Text(
        "“{file}”有 {found} 个{what}，超过上限 {limit}。",
        "'{file}' has {found} {what}, more than the limit of {limit}.",
    ),
    Text(
        "请拆分数据；若表格只有少量内容，请清除多余的空行空列后另存。",
        "Split the data; if the table is small, delete the empty rows and columns and save again.",
    ),
    status=413,
)
HIDDEN_ROWS = declare(
    "hidden-rows",
    "warning",
    Text(
        "工作表“{layer}”有 {count} 行被隐藏或筛掉（第 {rows} 行），它们同样会导入。",
        "{count:row|rows} of the sheet '{layer}' {count:~is|are} hidden or filtered out (rows "
        "{rows}); they would"
        " be imported too.",
    ),
    Text(
        "请确认：--accept hidden-rows，或在 Excel 中删除这些行。",
        "Confirm with --accept hidden-rows, or delete the rows in Excel.",
    ),
)
MERGED_CELLS = declare(
    "merged-cells",
    "warning",
    Text(
        "工作表“{layer}”的数据区有 {count} 处合并单元格（{where}），只有左上角一格有值。",
        "The data of the sheet '{layer}' have {count} merged cells ({where}); only the upper left"
        " cell of each has a value.",
    ),
    Text("请取消合并并填满各行。", "Unmerge them and fill in every row."),
)
FORMULAS_WITHOUT_VALUE = declare(
    "formulas-without-value",
    "warning",
    Text(
        "工作表“{layer}”有 {count} 个公式没有结果或出错（如 {where}），按空值处理。",
        "{count:formula|formulas} of the sheet '{layer}' {count:~has|have} no result or an error "
        "({where}); {count:~it is|they are} empty.",
    ),
    Text(
        "请用 Excel 或 WPS 打开并保存一次；公式不会在这里计算。",
        "Open and save it once in Excel or WPS; formulas are not computed here.",
    ),
)
SHEETS_LEFT_OUT = declare(
    "sheets-left-out",
    "info",
    Text(
        "这些工作表没有坐标列，未读：{names}。",
        "These sheets have no columns with coordinates and were not read: {names}.",
    ),
    Text(
        "如需读取请用 --source-layer 指明。",
        "Name one with --source-layer to read it.",
    ),
)
TEXT_GUARDS_REMOVED = declare(
    "text-guards-removed",
    "info",
    Text(
        "{count} 个单元格带有防止 Excel 把编号改成数字的记号，已去掉（列：{columns}；如"
        " {raw} → {read}）。",
        "{count:cell|cells} {count:~carries|carry} a mark that keeps Excel from making numbers of "
        "codes; it was taken"
        " off (columns: {columns}; such as {raw} → {read}).",
    ),
    Text("无需处理。", "Nothing to do."),
)
BLANK_ROWS = declare(
    "blank-rows",
    "info",
    Text(
        "数据中间有 {count} 个空行，已略去；行号按有内容的行计。",
        "{count} blank rows between the data were left out; rows are counted without them.",
    ),
    Text("无需处理。", "Nothing to do."),
)
QUOTE_NOT_CLOSED = declare(
    "quote-not-closed",
    "error",
    Text(
        "“{file}”第 {line} 行有一个引号没有配对，后面的行都被当成了同一个单元格。",
        "A quotation mark in line {line} of '{file}' is never closed; all lines below it would be"
        " one cell.",
    ),
    Text("请补上或删去这个引号。", "Close the quotation mark or take it out."),
)
SRIDS_DIFFER = declare(
    "srids-differ",
    "error",
    Text(
        "各行几何文本写明的坐标系（SRID）不一致：{srids}（— 表示没有写）。",
        "The rows name different systems (SRID) for their geometry: {srids} (—: none).",
    ),
    Text("请先统一到一个坐标系。", "Bring all rows into one system first."),
)
