"""Declared refusals and findings of lists of projects that come as a workbook."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

RECORDS_REFUSED = declare(
    "records-refused",
    "error",
    Text(
        "{name} 有 {count} 处错误，一个项目也没有保存。第一处：{first}",
        "{name} has {count:error|errors}; no project was saved. The first: {first}",
    ),
    Text("请按提示逐处修改后重新导入。", "Correct each of them, then import again."),
)
RECORDS_UNREADABLE = declare(
    "records-unreadable",
    "error",
    Text("{name} 不是可读的 xlsx 文件。", "{name} is not a readable xlsx file."),
    Text(
        "请用 Excel 或 WPS 另存为 .xlsx 后再试。", "Save it as .xlsx in Excel or WPS and try again."
    ),
)
RECORDS_TOO_LARGE = declare(
    "records-too-large",
    "error",
    Text("{name} 超出上限（{limit}）。", "{name} is over the limit ({limit})."),
    Text("请分成几个文件导入。", "Split it into several files."),
    status=413,
)
RECORDS_NO_HEAD = declare(
    "records-no-head",
    "error",
    Text(
        "{name} 的前 {rows} 行中没有找到表头（至少要有“{needed}”）。",
        "{name} has no heads in its first {rows:row|rows} (at least “{needed}” are needed).",
    ),
    Text(
        "请保留表头行；可先用 ecoatlas projects export 得到一份样表。",
        "Keep the row of heads; ecoatlas projects export writes a sample.",
    ),
)
RECORDS_HEAD_TWICE = declare(
    "records-head-twice",
    "error",
    Text(
        "第 {row} 行表头中“{first}”和“{second}”都表示“{column}”。",
        "In row {row}, “{first}” and “{second}” both mean “{column}”.",
    ),
    Text("请只保留其中一列。", "Keep one of the two columns."),
)
RECORDS_EMPTY = declare(
    "records-empty",
    "error",
    Text("{name} 在表头之下没有任何项目。", "{name} has no project below its heads."),
    Text("请填写至少一行。", "Fill in at least one row."),
)
FORMULA_WITHOUT_VALUE = declare(
    "formula-without-value",
    "error",
    Text(
        "{place}：“{column}”是公式，但文件里没有保存计算结果。",
        "{place}: “{column}” is a formula whose result is not stored in the file.",
    ),
    Text(
        "请在 Excel 或 WPS 中打开并保存一次，或改填数值。",
        "Open and save the file in Excel or WPS, or write the value.",
    ),
)
RECORDS_MAP_UNKNOWN = declare(
    "records-map-unknown",
    "error",
    Text("列对应里的“{what}”不认识。", "“{what}” of the mapping is not known."),
    Text(
        "写作 字段=表头，表头照文件里的写；字段有：{choices}；年度的如 year.work@2026、"
        "fund.central.planned_wan_yuan@2026；不读的写 -=表头。",
        "Write FIELD=HEAD, the head as in the file. Fields: {choices}; of a year year.work@2026, "
        "fund.central.planned_wan_yuan@2026; -=HEAD for what is not to be read.",
    ),
)
RECORDS_MAP_HEAD = declare(
    "records-map-head",
    "error",
    Text("{name} 没有表头“{head}”。", "{name} has no head “{head}”."),
    Text(
        "表头照文件里的写，合并在上面的一起写，中间空一格；相近的有：{near}。",
        "Write the head as in the file, with those merged above it and a space between. Similar: "
        "{near}.",
    ),
)
RECORDS_MAP_TWICE = declare(
    "records-map-twice",
    "error",
    Text(
        "表头“{head}”对应了两次：{first} 和 {second}。",
        "The head “{head}” is mapped twice: to {first} and to {second}.",
    ),
    Text("请只保留一个对应。", "Keep one of the two."),
)
RECORDS_YEAR_OUTSIDE = declare(
    "records-year-outside",
    "error",
    Text("“{what}”不是 {first} 至 {last} 年的年份。", "“{what}” is no year of {first}–{last}."),
    Text("请改成计划或资金所属的年份。", "Write the year that the plan or the money is of."),
)
RECORDS_COLUMN_UNREAD = declare(
    "records-column-unread",
    "warning",
    Text("“{title}”一列没有读取。", "The column “{title}” is not read."),
    Text(
        "可能对应：{near}。用 --map 字段={title} 确认，或 --map -={title} 表示不读。",
        "It may be: {near}. Confirm it with --map FIELD={title}, or leave it out: --map -={title}.",
    ),
)
RECORDS_ROW_PASSED = declare(
    "records-row-passed",
    "warning",
    Text(
        "第 {row} 行“{what}”不是项目，没有读取。", "Row {row}, “{what}”, is no project: not read."
    ),
    Text("确是项目的，请填写项目编号。", "Give it a project code if it is one."),
)
RECORDS_YEAR_UNKNOWN = declare(
    "records-year-unknown",
    "error",
    Text("“{column}”一列没有写明年份。", "The column “{column}” does not say of which year it is."),
    Text(
        "请在表头或标题写明年份，或用 --year 指明。",
        "Write the year in its head or in the title, or give it with --year.",
    ),
)
RECORDS_YEAR_TAKEN = declare(
    "records-year-taken",
    "warning",
    Text("“{column}”一列按 {year} 年读取。", "The column “{column}” is read as of {year}."),
    Text("不是这一年的，用 --year 指明。", "Give another year with --year."),
)
RECORDS_EARLIER_YEAR = declare(
    "records-earlier-year",
    "error",
    Text("这份表是 {year} 年的，今年是 {now} 年。", "This list is of {year}, and it is {now} now."),
    Text(
        "确要补录旧年份的，用 --year {year} 或 --accept records-earlier-year 确认。",
        "If an earlier year is meant, say so: --year {year}, or --accept records-earlier-year.",
    ),
)
RECORDS_MIXED_UNITS = declare(
    "records-mixed-units",
    "error",
    Text(
        "“{column}”一列的金额单位不一致：{units}。",
        "The column “{column}” has amounts in different units: {units}.",
    ),
    Text(
        "请统一单位；每格的单位都写对了的，用 --accept records-mixed-units 确认，按各自单位换算。",
        "Use one unit. Where each cell says its own, --accept records-mixed-units converts them.",
    ),
)
RECORDS_UNIT_DOUBTFUL = declare(
    "records-unit-doubtful",
    "error",
    Text(
        "第 {row} 行“{column}”的 {value} 万元是同列其他金额的千倍以上，可能按元填写。",
        "Row {row}, “{column}”: {value} (10,000 yuan) is over a thousand times the others; it may "
        "be written in yuan.",
    ),
    Text(
        "按元填写的应为 {meant} 万元；确实如此的，用 --accept records-unit-doubtful 确认。",
        "In yuan it would be {meant}. If it is meant, --accept records-unit-doubtful.",
    ),
)
