"""Declared refusals of sheets of values."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_SHEET = declare(
    "unknown-sheet",
    "error",
    Text("没有数据表“{sheet}”。", "There is no sheet “{sheet}”."),
    Text("用 ecoatlas sheets list 查看全部。", "ecoatlas sheets list shows what there is."),
    status=404,
)
UNKNOWN_SHEET_VERSION = declare(
    "unknown-sheet-version",
    "error",
    Text("数据表“{sheet}”没有第 {version} 版。", "Sheet “{sheet}” has no version {version}."),
    Text("用 ecoatlas sheets show {sheet} 查看版本。", "ecoatlas sheets show {sheet} lists them."),
    status=404,
)
UNKNOWN_SHEET_KIND = declare(
    "unknown-sheet-kind",
    "error",
    Text("没有这种数据表：{asked}。", "There is no kind of sheet called {asked}."),
    Text("可用的种类：{known}。", "The kinds are: {known}."),
    status=404,
)
WRONG_SHEET_KIND = declare(
    "wrong-sheet-kind",
    "error",
    Text(
        "数据表“{sheet}”是“{actual}”，这里需要“{wanted}”。",
        "Sheet “{sheet}” is of the kind “{actual}”; “{wanted}” is needed here.",
    ),
    Text("请换一个数据表。", "Choose another sheet."),
)
SHEET_ID_INVALID = declare(
    "sheet-id-invalid",
    "error",
    Text("数据表编号不能用：{sheet}。", "This id of a sheet cannot be used: {sheet}."),
    Text(
        "用小写字母、数字、下划线和连字符，2–64 个字符，字母开头。",
        "Use lower-case letters, digits, _ and -, 2–64 characters, a letter first.",
    ),
)
SHEET_REFUSED = declare(
    "sheet-refused",
    "error",
    Text(
        "数据表有 {count} 处问题，没有保存。",
        "The sheet has {count:fault|faults}; nothing was kept.",
    ),
    Text("请按所列行和列改正后再存。", "Correct the rows and columns listed and save it again."),
)
SHEET_EMPTY = declare(
    "sheet-empty",
    "error",
    Text("数据表没有一行数据。", "The sheet has no rows."),
    Text("请至少填写一行。", "Enter one row at least."),
)
CELL_MISSING = declare(
    "cell-missing",
    "error",
    Text("第 {row} 行缺少“{column}”。", "Row {row} lacks “{column}”."),
    Text("请填写。", "Fill it in."),
)
CELL_INVALID = declare(
    "cell-invalid",
    "error",
    Text(
        "第 {row} 行“{column}”的值“{value}”不对，应为：{expected}。",
        "Row {row}: “{value}” in “{column}” should be {expected}.",
    ),
    Text("请改正该值。", "Correct the value."),
)
CELL_UNKNOWN_COLUMN = declare(
    "cell-unknown-column",
    "error",
    Text("没有列“{column}”。", "There is no column “{column}”."),
    Text("可用的列：{known}。", "The columns are: {known}."),
)
CELL_UNKNOWN_LAW = declare(
    "cell-unknown-law",
    "error",
    Text(
        "第 {row} 行“{column}”写的“{value}”不在“法律、标准与文件”表中。",
        "Row {row}: “{value}” in “{column}” is not in the sheet of laws.",
    ),
    Text(
        "请写该表中的编号或名称；表中没有的，先在那张表里增加一行。",
        "Write an id or a name of that sheet; what it lacks is added there first.",
    ),
)
LAW_SUCCEEDS_ITSELF = declare(
    "law-succeeds-itself",
    "error",
    Text("第 {row} 行“{law}”的后继又回到它自己。", "Row {row}: “{law}” succeeds itself."),
    Text("请改正“后继”。", "Correct the successor."),
)
ROWS_TWICE = declare(
    "rows-twice",
    "error",
    Text("第 {row} 行与第 {first} 行是同一条（{key}）。", "Rows {row} and {first} are one: {key}."),
    Text("请合并或改正其中一行。", "Join them, or correct one."),
)
DATES_REVERSED = declare(
    "sheet-dates-reversed",
    "error",
    Text(
        "第 {row} 行（{key}）“{end}”{until} 早于“{start}”{since}。",
        "Row {row} ({key}): “{end}” {until} is before “{start}” {since}.",
    ),
    Text(
        "请改正其中一个日期；同一天可以，仍然有效的把后一个留空。",
        "Correct one of the dates; the same day will do, and what still holds has no end.",
    ),
)
SHEET_TOO_LONG = declare(
    "sheet-too-long",
    "error",
    Text("数据表超过 {limit} 行。", "The sheet has more than {limit:row|rows}."),
    Text("请拆成几个数据表。", "Split it into several sheets."),
    status=413,
)
SHEET_CHANGED = declare(
    "sheet-changed-meanwhile",
    "error",
    Text(
        "数据表“{sheet}”在您编辑期间已被他人保存了新版本，您的改动没有保存。",
        "Somebody saved a new version of sheet “{sheet}” meanwhile; your change was not kept.",
    ),
    Text("请重新打开，查看新版本后再改。", "Open it again, look at the new version, and repeat."),
    status=409,
)
SHEET_FILE_UNREADABLE = declare(
    "sheet-file-unreadable",
    "error",
    Text("{name} 不是可读的 xlsx 或 CSV 文件。", "{name} is not a readable xlsx or CSV file."),
    Text(
        "请在 Excel 或 WPS 中另存为 .xlsx，或存为 UTF-8、GB18030 编码的 CSV。",
        "Save it as .xlsx in Excel or WPS, or as CSV in UTF-8 or GB18030.",
    ),
)
SHEET_FILE_TOO_LARGE = declare(
    "sheet-file-too-large",
    "error",
    Text("{name} 超出上限（{limit}）。", "{name} is over the limit ({limit})."),
    Text("请只保留这张数据表，或拆成几个文件。", "Keep this sheet only, or split the file."),
    status=413,
)
SHEET_FILE_NO_HEAD = declare(
    "sheet-file-no-head",
    "error",
    Text(
        "{name} 的前 {rows} 行中没有找到表头（至少要有“{needed}”）。",
        "{name} has no heads in its first {rows:row|rows} (at least “{needed}” are needed).",
    ),
    Text("请保留表头行；可先下载一份样表。", "Keep the row of heads; a download is a sample."),
)
SHEET_HEAD_TWICE = declare(
    "sheet-head-twice",
    "error",
    Text(
        "第 {row} 行表头中有两列都表示“{column}”。",
        "In row {row}, two columns both mean “{column}”.",
    ),
    Text("请只保留其中一列。", "Keep one of the two."),
)
CELL_FORMULA = declare(
    "cell-formula-without-value",
    "error",
    Text(
        "第 {row} 行“{column}”是公式，但文件里没有计算结果。",
        "Row {row}: “{column}” is a formula whose result is not in the file.",
    ),
    Text(
        "请在 Excel 或 WPS 中打开并保存一次，或改填数值。",
        "Open and save the file in Excel or WPS, or write the value.",
    ),
)
NO_SUCH_ROW = declare(
    "sheet-no-such-row",
    "error",
    Text("数据表“{sheet}”没有第 {row} 行。", "Sheet “{sheet}” has no row {row}."),
    Text("请从数据表页面选择要改的行。", "Choose the row on the page of the sheet."),
    status=404,
)
SHEET_FILE_FORMAT = declare(
    "sheet-file-format",
    "error",
    Text("数据表不能写成“{name}”。", "A sheet cannot be written as “{name}”."),
    Text("文件名请以 .xlsx 或 .csv 结尾。", "Use a name that ends in .xlsx or .csv."),
)
SHEET_NO_REASON = declare(
    "sheet-reason-missing",
    "error",
    Text("没有说明修改的理由。", "The reason of the change is missing."),
    Text("请写明理由，它会留在版本记录里。", "Write the reason; it stays with the version."),
)
AGING_CHANGED = declare(
    "rules-aging-changed",
    "error",
    Text(
        "依据已有后继的规则清单在您查看期间变了，没有记下。",
        "The list of rules whose law has a successor has changed meanwhile; nothing was noted.",
    ),
    Text("请查看新的清单后再确认。", "Look at the new list, then confirm again."),
    status=409,
)
NOTHING_OFFERED = declare(
    "sheet-nothing-offered",
    "error",
    Text(
        "数据表“{sheet}”没有可以采用的新行。", "There is nothing to take over for sheet “{sheet}”."
    ),
    Text("无须处理。", "Nothing has to be done."),
)
SHEET_NO_FILE = declare(
    "sheet-file-missing",
    "error",
    Text("没有选择文件。", "No file was chosen."),
    Text("请选择一个 xlsx 或 CSV 文件。", "Choose an xlsx or CSV file."),
)
SHEET_ALTERED = declare(
    "sheet-altered",
    "error",
    Text(
        "数据表“{sheet}”第 {version} 版的行与保存时的指纹不符：数据库里有人改过或已损坏。",
        "The rows of version {version} of sheet “{sheet}” do not fit the hash that they were saved "
        "with: somebody has edited the database, or it is damaged.",
    ),
    Text(
        "请从备份恢复，或把正确的行另存为新版本后再计算；ecoatlas selfcheck 列出全部被改动的数据。",
        "Restore a backup, or save the right rows as a new version before computing; ecoatlas "
        "selfcheck lists everything that was altered.",
    ),
    status=500,
)
