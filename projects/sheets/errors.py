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
    Text("数据表有 {count} 处问题，没有保存。", "The sheet has {count} faults; nothing was kept."),
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
        "第 {row} 行“{column}”的值“{value}”不对：应为{expected}。",
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
ROWS_TWICE = declare(
    "rows-twice",
    "error",
    Text("第 {row} 行与第 {first} 行是同一条（{key}）。", "Rows {row} and {first} are one: {key}."),
    Text("请合并或改正其中一行。", "Join them, or correct one."),
)
