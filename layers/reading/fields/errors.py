"""Findings about fields, their values and the key."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

FIELD_MISSING = declare(
    "field-missing",
    "error",
    Text(
        "缺少必填字段“{title}”（{field}）。文件里的字段：{fields}。",
        "The required field '{title}' ({field}) is missing. Fields of the file: {fields}.",
    ),
    Text(
        "请用 --map {field}=文件中的字段名 指明，或在数据中补上。",
        "Name it with --map {field}=FIELD, or add it to the data.",
    ),
)
MAPPING_UNKNOWN = declare(
    "mapping-unknown-field",
    "error",
    Text(
        "字段对应“{ours}={theirs}”里的“{unknown}”不存在。可选：{known}。",
        "In the mapping '{ours}={theirs}' there is no field '{unknown}'. Known: {known}.",
    ),
    Text("请改正 --map 的写法。", "Correct the --map option."),
)
VALUE_EMPTY = declare(
    "value-empty",
    "error",
    Text("字段“{field}”没有填写。", "The field '{field}' is empty."),
    Text("请在原数据中补上。", "Fill it in the source data."),
)
NAME_EMPTY = declare(
    "name-empty",
    "warning",
    Text("有 {count} 个要素没有名称。", "{count:feature|features} {count:~has|have} no name."),
    Text("地图上将以编号显示。", "The map will show their code instead."),
)
TEXT_LONG = declare(
    "text-too-long",
    "error",
    Text(
        "字段“{field}”有 {length} 个字，最长 {limit} 个；开头是“{sample}”。",
        "'{field}' has {length} characters, and may have {limit}; it begins with '{sample}'.",
    ),
    Text(
        "编号和名称用于地图、清单和公文，请改短；较长的说明请放到另一个字段。",
        "Codes and names go on maps, lists and papers: shorten it, and keep what is longer in "
        "another field.",
    ),
)
UNKNOWN_CODE = declare(
    "unknown-code",
    "error",
    Text(
        "字段“{field}”的值“{value}”不在代码表里。",
        "The value '{value}' of '{field}' is not in the code list.",
    ),
    Text("可用的值：{known}。", "Use one of: {known}."),
)
BAD_VALUE = declare(
    "bad-value",
    "error",
    Text(
        "字段“{field}”的值“{value}”不是{expected}。",
        "The value '{value}' of '{field}' is not {expected}.",
    ),
    Text("请在原数据中改正。", "Correct it in the source data."),
)
IMPLAUSIBLE = declare(
    "implausible-value",
    "warning",
    Text(
        "字段“{field}”的值 {value} 不在常见范围 {low}—{high} 内。",
        "The value {value} of '{field}' is outside the usual range of {low} to {high}.",
    ),
    Text(
        "请核对数值和单位；无误则按原值导入。",
        "Check the value and its unit; if it is right it is imported as it is.",
    ),
)
SERIAL_DATES = declare(
    "dates-from-serials",
    "warning",
    Text(
        "字段“{field}”有 {count} 个值是 Excel 的日期序号（如 {value}），已换算为日期（{date}）。",
        "{count:value|values} of '{field}' {count:~is a serial number|are serial numbers} of "
        "Excel (such as {value}); {count:~it was turned into a date|they were turned into dates} "
        "({date}).",
    ),
    Text(
        "请核对；最好在 Excel 中把该列设为日期格式后重新导出。",
        "Check them; better format the column as dates in Excel and export again.",
    ),
)
DATES_FROM_UTC = declare(
    "dates-from-utc",
    "warning",
    Text(
        "字段“{field}”有 {count} 个值是世界时（如 {value}），"
        "北京时间为次日零点，已取次日（{date}）。",
        "{count:value|values} of '{field}' {count:~is a moment|are moments} in UTC (such as "
        "{value}), midnight of the next day"
        " in China; that day was taken ({date}).",
    ),
    Text(
        "请核对；最好在源软件中改为日期类型后重新导出。",
        "Check them; better make it a field of dates in the source and export again.",
    ),
)
DATE_AMBIGUOUS = declare(
    "date-ambiguous",
    "error",
    Text(
        "字段“{field}”是数值列，{value} 可能是 1 月，也可能是 10 月（末尾的 0 已丢失）。",
        "'{field}' is a column of numbers: {value} may be January, or October with its 0 lost.",
    ),
    Text(
        "请在原数据中改为文本，写成 2025-01 或 2025-10。",
        "Write it as text in the source data: 2025-01 or 2025-10.",
    ),
)
FIELDS_REMEMBERED = declare(
    "fields-remembered",
    "info",
    Text(
        "字段对应沿用本图层现行版本：{pairs}。",
        "The mapping of fields is that of the layer's live version: {pairs}.",
    ),
    Text("如不对，请用 --map 另行指明。", "If that is wrong, say otherwise with --map."),
)
FIELD_GONE = declare(
    "remembered-field-gone",
    "warning",
    Text(
        "现行版本的“{title}”取自字段“{theirs}”，这个文件里没有该字段。",
        "In the live version '{title}' comes from the field '{theirs}', which this file lacks.",
    ),
    Text(
        "如已改名，请用 --map {field}=文件中的字段名 指明；否则新版本将没有这一项。",
        "If it was renamed, give --map {field}=FIELD; without it the new version lacks the value.",
    ),
)
FIELDS_ALIKE = declare(
    "field-resembles",
    "info",
    Text(
        "文件中的“{theirs}”可能是“{title}”（{field}）：{reason}，把握 {percent}%。未自动对应。",
        "'{theirs}' of the file may be '{title}' ({field}): {reason}, {percent} % sure. It was not"
        " mapped.",
    ),
    Text("如是，请加 --map {field}={theirs}。", "If so, add --map {field}={theirs}."),
)
RATIO_AS_PERCENT = declare(
    "ratio-as-percent",
    "warning",
    Text(
        "字段“{field}”的值都大于 1（{low}—{high}），已按百分数除以 100。",
        "All values of '{field}' are above 1 ({low}–{high}); they were taken as percent.",
    ),
    Text("请核对；0.8 与 80% 两种写法不要混用。", "Check it; do not mix 0.8 and 80 in one column."),
)
UNIT_CONVERTED = declare(
    "unit-converted",
    "info",
    Text(
        "字段“{field}”的单位“{unit}”已换算为 {ours}。",
        "'{field}' was converted from '{unit}' to {ours}.",
    ),
    Text("无需处理。", "Nothing to do."),
)
FIELD_RENAMED = declare(
    "field-renamed",
    "info",
    Text(
        "文件中的字段“{field}”与本系统字段重名，另存为“{kept}”。",
        "The file's own field '{field}' has the name of one of ours; it is kept as '{kept}'.",
    ),
    Text("无需处理。", "Nothing to do."),
)
DIGITS_LOST = declare(
    "digits-lost",
    "error",
    Text(
        "“{field}”的“{value}”超过 15 位，写出它的软件只保留 15 位数字，后面的已经丢失。",
        "'{value}' of '{field}' has more than 15 digits, and the program that wrote it keeps 15 of"
        " a number: the others are lost.",
    ),
    Text(
        "请在原表中把该列设为文本后重新填入完整编号；编号确实以 0 结尾的，用 --accept digits-lost"
        " 确认。",
        "Make the column text in the original and enter the whole codes again; if they do end in"
        " zeros, confirm with --accept digits-lost.",
    ),
)
KEY_MISSING = declare(
    "key-missing",
    "error",
    Text(
        "文件里没有作为唯一编号的字段“{key}”。文件里的字段：{fields}。",
        "There is no field '{key}' to serve as key. Fields of the file: {fields}.",
    ),
    Text("请用 --key 指明唯一编号字段。", "Name the key field with --key."),
)
KEY_EMPTY = declare(
    "key-empty",
    "error",
    Text("唯一编号“{key}”没有填写。", "The key '{key}' is empty."),
    Text("请给每个要素填上唯一编号。", "Give every feature a code of its own."),
)
DUPLICATE_KEYS = declare(
    "duplicate-keys",
    "error",
    Text(
        "唯一编号“{value}”重复，已在第 {first} 行用过。",
        "The key '{value}' is used again; row {first} has it already.",
    ),
    Text(
        "请改正重复的编号，或用 --key 另选唯一的字段。",
        "Correct the code, or choose a field that is unique with --key.",
    ),
)
NUMBER_UNREADABLE = declare(
    "number-unreadable",
    "warning",
    Text(
        "数值字段“{field}”里写的是“{value}”，不是数字（全是星号表示字段宽度不够）；已留空。",
        "The number field '{field}' holds '{value}', which is no number (stars: the field was too"
        " narrow); it is left empty.",
    ),
    Text(
        "如需该值，请加大字段宽度或改正后重新导出。",
        "If the value is needed, widen the field or correct it, and export again.",
    ),
)
COLUMN_NOT_READ = declare(
    "column-not-read",
    "warning",
    Text(
        "字段“{field}”是备注或二进制类型，内容不在 .dbf 文本中，未读，列为空。",
        "The field '{field}' is a memo or binary; its content is not in the .dbf as text, so it was"
        " not read and the column is empty.",
    ),
    Text(
        "如需其内容，请在源软件中改为文本或数值字段后重新导出。",
        "If it is needed, turn it into a field of text or numbers and export again.",
    ),
)
