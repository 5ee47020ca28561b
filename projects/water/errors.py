"""What can be wrong with a file of water readings, and what to do about it."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

NO_HEAD = declare(
    "water-no-head",
    "error",
    Text(
        "文件“{name}”的前 {rows} 行里没有找到表头：要有断面（或污水处理厂）、时间，"
        "以及至少一个监测项目。",
        "In the first {rows} rows of “{name}” no heads were found: a section (or sewage plant), a "
        "time and at least one item are needed.",
    ),
    Text(
        "请写明列名，例如“断面名称、监测时间、氨氮(mg/L)”；"
        "列名另有写法的，用 --map section=列名、--map time=列名、--map NH3-N=列名 指明。",
        "Name the columns, or say which they are: --map section=HEAD, --map time=HEAD, "
        "--map NH3-N=HEAD.",
    ),
)
HEAD_TWICE = declare(
    "water-head-twice",
    "error",
    Text(
        "第 {row} 行有两列都是“{column}”：“{first}”和“{second}”。",
        "In row {row} two columns are “{column}”: “{first}” and “{second}”.",
    ),
    Text(
        "请去掉一列，或用 --map 指明用哪一列。",
        "Leave one of them out, or say with --map which is meant.",
    ),
)
GRID_WRONG = declare(
    "water-grid-wrong",
    "error",
    Text("录入的各行不能一起保存：{why}。", "These rows cannot be kept together: {why}."),
    Text(
        "每行一次，项目用编号；在网页上录入时各行是同一时间。",
        "Give each row once and items by their ids; on the grid all rows are of one time.",
    ),
)
MAP_UNKNOWN = declare(
    "water-map-unknown",
    "error",
    Text(
        "--map 指明的“{asked}”不存在：文件没有这一列，或没有这个监测项目。",
        "“{asked}” of --map is not there: no such column, or no such item.",
    ),
    Text(
        "文件的列：{heads}。项目代码见数据表“水质监测项目”。",
        "Columns of the file: {heads}. Items are in the sheet of items.",
    ),
)
FILE_TOO_LARGE = declare(
    "water-file-too-large",
    "error",
    Text(
        "文件“{name}”超过 {limit}，没有读入。",
        "The file “{name}” is larger than {limit}: not read.",
    ),
    Text("请按月或按断面拆分后分批导入。", "Split it by month or section, and import the parts."),
    status=413,
)
NOT_READ = declare(
    "water-file-unreadable",
    "error",
    Text(
        "文件“{name}”读不出：不是 xlsx 或 CSV，或第 {row} 行起列数不齐、编码不明。",
        "The file “{name}” cannot be read: no xlsx or CSV, or from row {row} on ragged or in an "
        "unknown encoding.",
    ),
    Text("请另存为 xlsx 或 UTF-8 的 CSV。", "Save it as xlsx, or as CSV in UTF-8."),
)
UNIT_MISSING = declare(
    "water-unit-missing",
    "error",
    Text(
        "“{column}”没有写单位；中位数为 {median}，按 {unit} 看{fits}。",
        "“{column}” has no unit; its median is {median}, which {fits} in {unit}.",
    ),
    Text(
        "若是 {proposed}，请把列名写成“{named}({proposed})”，或用 --unit {item}={proposed}。",
        "Is it {proposed}? Then write “{named} ({proposed})”, or give --unit {item}={proposed}.",
    ),
)
FITS = Text("合理", "is plausible")
FITS_NOT = Text("不合理", "is not plausible")
UNIT_UNKNOWN = declare(
    "water-unit-unknown",
    "error",
    Text(
        "第 {row} 行：“{column}”的单位“{unit}”不能换算成 {wanted}。",
        "Row {row}: the unit “{unit}” of “{column}” cannot be brought to {wanted}.",
    ),
    Text(
        "请改成 {wanted}，或用 --unit {item}=单位 写明实际的单位。",
        "Use {wanted}, or give the real unit with --unit {item}=UNIT.",
    ),
)
UNIT_DOUBTED = declare(
    "water-unit-doubted",
    "warning",
    Text(
        "第 {row} 行：{item} {value} {unit} 远高于常见范围，单位可能是 {other}。",
        "Row {row}: {item} of {value} {unit} is far above what is found; its unit may be {other}.",
    ),
    Text(
        "若为 {other}，应写 {proposed} {unit}，请改正；若确为 {unit}，确认“已核对”"
        "（命令行加 --accept）。没有换算。",
        "If it is {other}, write {proposed} {unit}; if it is {unit}, say that it was looked at "
        "(--accept). Nothing was converted.",
    ),
)
VALUE_DOUBTED = declare(
    "water-value-doubted",
    "warning",
    Text(
        "第 {row} 行：{item} {value} 远超常见范围。",
        "Row {row}: {item} of {value} is far beyond what is found.",
    ),
    Text(
        "请核对原始记录；若确为此值，确认“已核对”（命令行加 --accept）。",
        "Check the record; if it is this value, say that it was looked at (--accept).",
    ),
)
UNIT_CONVERTED = declare(
    "water-unit-converted",
    "info",
    Text(
        "“{column}”按所写单位 {unit} 读入，存为 {wanted}（乘以 {factor}）。",
        "“{column}” was read in its unit {unit} and is kept in {wanted} (times {factor}).",
    ),
    Text("原文仍保留在每个值旁边。", "What was written stays beside each value."),
)
VALUE_UNREADABLE = declare(
    "water-value-unreadable",
    "error",
    Text(
        "第 {row} 行：“{column}”的“{value}”不是监测值。",
        "Row {row}: “{value}” of “{column}” is no value.",
    ),
    Text(
        "请写数字、<检出限、未检出、* 或 --。",
        "Write a number, < with a limit, 未检出, * or --.",
    ),
)
VALUE_NEGATIVE = declare(
    "water-value-negative",
    "error",
    Text(
        "第 {row} 行：“{column}”的“{value}”是负数。",
        "Row {row}: “{value}” of “{column}” is negative.",
    ),
    Text("请核对；仪器故障的值请写 *。", "Check it; write * where the instrument failed."),
)
NO_DETECTION_LIMIT = declare(
    "water-no-detection-limit",
    "error",
    Text(
        "第 {row} 行：“{column}”未检出，但没有写检出限，数据表里也没有 {item} 的检出限。",
        "Row {row}: “{column}” was not detected, and there is no detection limit, neither in the "
        "file nor of {item} in the sheet.",
    ),
    Text(
        "请写成 <检出限，或在“水质监测项目”里补上检出限。",
        "Write < with the limit, or enter it in the sheet of items.",
    ),
)
TIME_UNREADABLE = declare(
    "water-time-unreadable",
    "error",
    Text("第 {row} 行：时间“{value}”读不懂。", "Row {row}: the time “{value}” is not understood."),
    Text(
        "{meant}请写成 2024-03-05 08:00、2024-03-05 或 2024-03。",
        "{meant}Write 2024-03-05 08:00, 2024-03-05 or 2024-03.",
    ),
)
TIME_FUTURE = declare(
    "water-time-future",
    "error",
    Text("第 {row} 行：时间 {value} 在将来。", "Row {row}: the time {value} is in the future."),
    Text("请核对年份和日月的次序。", "Check the year and the order of day and month."),
)
SECTION_MISSING = declare(
    "water-section-missing",
    "error",
    Text("第 {row} 行没有写名称。", "Row {row} has no name."),
    Text("请填写名称或编号。", "Enter its name or code."),
)
SECTION_UNKNOWN = declare(
    "water-section-unknown",
    "error",
    Text(
        "第 {row} 行：“{name}”不在图层“{layer}”里{near}。",
        "Row {row}: “{name}” is not in the layer “{layer}”{near}.",
    ),
    Text(
        "请改正名称，或在数据表“断面名称”里登记别名，或先把它加入图层。",
        "Mend the name, enter it as an alias in the sheet of names of sections, or add it to the "
        "layer.",
    ),
)
NEAR = Text("，最接近的是“{near}”", "; the nearest is “{near}”")
POINT_UNKNOWN = declare(
    "water-point-unknown",
    "error",
    Text(
        "第 {row} 行：监测位置“{value}”看不出是进水还是出水。",
        "Row {row}: “{value}” says neither influent nor effluent.",
    ),
    Text("请写“进水”或“出水”。", "Write influent (进水) or effluent (出水)."),
)
SECTION_NEW = declare(
    "water-section-new",
    "warning",
    Text(
        "第 {row} 行：断面“{name}”不在断面图层里，也没有登记名称{near}。",
        "Row {row}: the section “{name}” is in no layer of sections and its name is not "
        "entered{near}.",
    ),
    Text(
        "按新断面存入，没有换成别的断面。若是写法不同，请撤回这一批，改正名称或在数据表“断面名称”里登记别名。",
        "It is kept as a section of its own, and taken for no other. If it is a spelling, take the "
        "batch back, and mend the name or enter the alias in the sheet of names of sections.",
    ),
)
LAKE_LIKE = declare(
    "water-lake-like",
    "warning",
    Text(
        "第 {row} 行：断面“{name}”像是湖库，但没有登记为湖库，按河流限值评价。",
        "Row {row}: the section “{name}” looks like one of a lake, but is not entered as one: "
        "judged by the limits of rivers.",
    ),
    Text(
        "若是湖库，请在图层或数据表“断面名称”里注明；只试评价可以加 --lake。",
        "If it is one, say so in the layer or in the sheet of names; to try, add --lake.",
    ),
)
SECTION_AMBIGUOUS = declare(
    "water-section-ambiguous",
    "error",
    Text(
        "第 {row} 行：“{name}”可以是 {found}。",
        "Row {row}: “{name}” may be any of {found}.",
    ),
    Text("请写编号。", "Write its code."),
)
ITEM_UNKNOWN = declare(
    "water-item-unknown",
    "error",
    Text("第 {row} 行：监测项目“{value}”不认识。", "Row {row}: the item “{value}” is not known."),
    Text(
        "请改成标准名称，或在数据表“水质监测项目”里加上别名。",
        "Use its standard name, or add the alias to the sheet of items.",
    ),
)
TARGET_WORDED = declare(
    "water-target-worded",
    "warning",
    Text(
        "第 {row} 行：水质目标写作“{value}”，地表水类别用“类”。",
        "Row {row}: the target is written “{value}”; classes of surface water are called 类.",
    ),
    Text("是否指 {proposed}？请核对后改写。", "Is {proposed} meant? Check it and write it so."),
)
TARGET_UNREADABLE = declare(
    "water-target-unreadable",
    "error",
    Text(
        "第 {row} 行：水质目标“{value}”不是Ⅰ类到Ⅴ类。",
        "Row {row}: the target “{value}” is none of the classes I to V.",
    ),
    Text("请写Ⅰ类、Ⅱ类、Ⅲ类、Ⅳ类或Ⅴ类。", "Write Ⅰ类, Ⅱ类, Ⅲ类, Ⅳ类 or Ⅴ类."),
)
VALUES_DIFFER = declare(
    "water-values-differ",
    "error",
    Text(
        "第 {row} 行：{section} {time} 的 {item} 写了 {value}，第 {first} 行写的是 {other}。",
        "Row {row}: {item} of {section} at {time} is {value}; row {first} says {other}.",
    ),
    Text("请只留一个值，或改正时间。", "Leave one value, or mend the time."),
)
STORED_DIFFERS = declare(
    "water-stored-differs",
    "error",
    Text(
        "第 {row} 行：{section} {time} 的 {item} 为 {value}，已存的是 {other}（批次 {batch}）。",
        "Row {row}: {item} of {section} at {time} is {value}; {other} is kept (batch {batch}).",
    ),
    Text(
        "若是更正，请加 --reason 写明理由：新值生效，原值仍可查。",
        "If it is a correction, say why with --reason: the new value counts, the old stays.",
    ),
)
NO_LIMIT = declare(
    "water-no-limit",
    "warning",
    Text(
        "{time}：{items} 在这一天没有现行限值，没有参加评价。",
        "{time}: {items} have no limit in force on that day, and did not count.",
    ),
    Text(
        "请在数据表“地表水环境质量标准限值”里补上那一天有效的行。",
        "Enter the rows of that day in the sheet of limits.",
    ),
)
LAKE_JUDGED = declare(
    "water-lake-known",
    "warning",
    Text(
        "断面“{section}”登记为湖库，这里按要求用河流限值评价，总磷的类别会偏好。",
        "The section “{section}” is entered as a lake; it was judged by the limits of rivers as "
        "asked, by which the class of phosphorus comes out too good.",
    ),
    Text(
        "请去掉 --river；若不是湖库，请改正图层或“断面名称”表。",
        "Leave --river out; if it is no lake, mend the layer or the sheet of names.",
    ),
)
REFUSED = declare(
    "water-refused",
    "error",
    Text(
        "文件“{name}”有 {count} 处不对，没有存入任何值。",
        "“{name}” has {count:fault|faults}; nothing was kept.",
    ),
    Text("请逐处改正后重新导入。", "Mend them and import it again."),
)
EMPTY = declare(
    "water-empty",
    "error",
    Text("文件“{name}”里没有监测值。", "There is no value in “{name}”."),
    Text("请核对工作表和列名。", "Check the worksheet and the heads."),
)
BATCH_TWICE = declare(
    "water-batch-twice",
    "error",
    Text("这份文件已作为批次 {batch} 导入。", "This file was imported as batch {batch}."),
    Text(
        "不必再导入；要重来，请先撤回批次 {batch}。",
        "There is nothing to do; take batch {batch} back first if it is to come in anew.",
    ),
    status=409,
)
BATCH_UNKNOWN = declare(
    "water-batch-unknown",
    "error",
    Text("没有批次 {batch}。", "There is no batch {batch}."),
    Text("ecoatlas water batches 列出全部批次。", "ecoatlas water batches lists them."),
    status=404,
)
BATCH_GONE = declare(
    "water-batch-gone",
    "error",
    Text("批次 {batch} 已撤回。", "Batch {batch} was taken back."),
    Text("要恢复，请重新导入原文件。", "Import its file again to have it back."),
    status=409,
)
REASON_NEEDED = declare(
    "water-reason-needed",
    "error",
    Text("没有写理由。", "There is no reason."),
    Text("请写明为什么更正或撤回。", "Say why it is corrected or taken back."),
)
VALUE_UNKNOWN = declare(
    "water-value-unknown",
    "error",
    Text(
        "{section} {time} 没有已存的 {item}。",
        "No {item} of {section} at {time} is kept.",
    ),
    Text(
        "ecoatlas water values 断面 月份 列出已存的值。",
        "ecoatlas water values SECTION MONTH lists what is kept.",
    ),
    status=404,
)
MONTH_INVALID = declare(
    "water-month-invalid",
    "error",
    Text("“{value}”不是月份。", "“{value}” is no month."),
    Text("请写成 2024-03。", "Write it as 2024-03."),
)
NOT_A_LAYER = declare(
    "water-layer-kind",
    "error",
    Text(
        "图层“{layer}”不是{what}图层。",
        "The layer “{layer}” is no layer of this: {what}.",
    ),
    Text(
        "请用 --layer 指明图层；ecoatlas layers list 列出全部图层。",
        "Name the layer with --layer; ecoatlas layers list lists them.",
    ),
)
