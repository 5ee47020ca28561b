"""Declared refusals of project records and their links.

`place` says which row or which project is meant, because the same check serves a spreadsheet, a
form and the command line.
"""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

RECORD_MISSING_VALUE = declare(
    "record-missing-value",
    "error",
    Text("{place}：“{column}”没有填写。", "{place}: “{column}” is empty."),
    Text("请填写“{column}”。", "Fill in “{column}”."),
)
RECORD_BAD_DATE = declare(
    "record-bad-date",
    "error",
    Text(
        "{place}：“{column}”的内容“{value}”不是完整的日期。",
        "{place}: “{column}” holds “{value}”, which is not a full date.",
    ),
    Text(
        "请写到日，例如 2025-06-30、2025/6/30 或 2025年6月30日。",
        "Write year, month and day, for example 2025-06-30 or 2025/6/30.",
    ),
)
RECORD_BAD_NUMBER = declare(
    "record-bad-number",
    "error",
    Text(
        "{place}：“{column}”的内容“{value}”不是数字。",
        "{place}: “{column}” holds “{value}”, which is not a number.",
    ),
    Text(
        "只写数字，单位为{unit}，不要写单位文字。",
        "Write the number alone, in {unit}, without the unit.",
    ),
)
RECORD_OUT_OF_RANGE = declare(
    "record-out-of-range",
    "error",
    Text(
        "{place}：“{column}”的值 {value} 超出范围（{low} 至 {high}）。",
        "{place}: “{column}” is {value}, outside {low} to {high}.",
    ),
    Text("请核对数值和单位（{unit}）。", "Check the value and its unit ({unit})."),
)
RECORD_TOO_LONG = declare(
    "record-too-long",
    "error",
    Text(
        "{place}：“{column}”有 {length} 个字符，最多 {limit} 个。",
        "{place}: “{column}” has {length} characters; at most {limit} are kept.",
    ),
    Text("请缩短内容。", "Shorten it."),
)
RECORD_UNKNOWN_CODE = declare(
    "record-unknown-code",
    "error",
    Text(
        "{place}：“{column}”的内容“{value}”不在可选值之内。",
        "{place}: “{column}” holds “{value}”, which is not one of the values it can take.",
    ),
    Text("可选值：{choices}。", "It can be: {choices}."),
)
RECORD_UNKNOWN_ITEM = declare(
    "record-unknown-item",
    "error",
    Text(
        "{place}：“{column}”写的“{value}”不是政策台账中的工作事项。",
        "{place}: “{column}” names “{value}”, which is no action item of the policy register.",
    ),
    Text(
        "请写事项编号，例如 WEDZ-2023-09-03；用 ecoatlas policy show 可查看编号。",
        "Write an item id such as WEDZ-2023-09-03; ecoatlas policy show lists them.",
    ),
)
RECORD_DATES_REVERSED = declare(
    "record-dates-reversed",
    "error",
    Text(
        "{place}：“{due_column}”（{due}）早于“{start_column}”（{start}）。",
        "{place}: “{due_column}” ({due}) is before “{start_column}” ({start}).",
    ),
    Text("请核对两个日期。", "Check the two dates."),
)
RECORD_UNKNOWN_FIELD = declare(
    "record-unknown-field",
    "error",
    Text("{place}：没有名为“{field}”的字段。", "{place}: there is no field called “{field}”."),
    Text("可用字段：{choices}。", "The fields are: {choices}."),
)
RECORD_CODE_FIXED = declare(
    "record-code-fixed",
    "error",
    Text("{place}：项目编号不能修改。", "{place}: the code of a project cannot be changed."),
    Text("请新建一个项目。", "Add a new project instead."),
)
DUPLICATE_PROJECT = declare(
    "duplicate-project",
    "error",
    Text("项目编号“{code}”已经存在。", "A project with the code “{code}” exists already."),
    Text("请改用别的编号，或修改已有项目。", "Use another code, or change the existing project."),
    status=409,
)
DUPLICATE_ROW = declare(
    "duplicate-row",
    "error",
    Text(
        "{place}：“{column}”的“{value}”与第 {first} 行重复。",
        "{place}: “{column}” repeats “{value}” of row {first}.",
    ),
    Text("每个编号只能出现一次。", "Each code may appear once."),
)
UNKNOWN_PROJECT = declare(
    "unknown-project",
    "error",
    Text("没有编号为“{code}”的项目。", "There is no project with the code “{code}”."),
    Text("用 ecoatlas projects list 查看已有项目。", "ecoatlas projects list shows the projects."),
    status=404,
)
UNKNOWN_FEATURE = declare(
    "unknown-feature",
    "error",
    Text(
        "图层“{layer}”的当前版本（{version}）中没有这些要素：{keys}。",
        "The live version ({version}) of layer “{layer}” has no such features: {keys}.",
    ),
    Text("请核对要素编号（字段“{key_field}”）。", "Check the keys (field “{key_field}”)."),
    status=404,
)
NOTHING_TO_LINK = declare(
    "nothing-to-link",
    "error",
    Text("没有给出要关联的要素编号。", "No feature keys were given to link."),
    Text("请至少给出一个要素编号。", "Give at least one key."),
)
RECORDS_REFUSED = declare(
    "records-refused",
    "error",
    Text(
        "{name} 有 {count} 处错误，一个项目也没有保存。第一处：{first}",
        "{name} has {count} errors; no project was saved. The first: {first}",
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
        "{name} has no heads in its first {rows} rows (at least “{needed}” are needed).",
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
