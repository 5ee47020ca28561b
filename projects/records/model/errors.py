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
RECORD_DATE_MONTH = declare(
    "record-date-month",
    "error",
    Text(
        "{place}：“{column}”的内容“{value}”只写到月。",
        "{place}: “{column}” holds “{value}”, which names no day.",
    ),
    Text("建议：{proposal}。请写到日。", "Proposal: {proposal}. Write year, month and day."),
)
RECORD_DATE_SERIAL = declare(
    "record-date-serial",
    "error",
    Text(
        "{place}：“{column}”的内容“{value}”是表格软件的日期序号，不是写出来的日期。",
        "{place}: “{column}” holds “{value}”, the serial number that a spreadsheet keeps for a "
        "date.",
    ),
    Text(
        "建议：{proposal}。请把单元格设为日期格式。",
        "Proposal: {proposal}. Format the cell as a date.",
    ),
)
RECORD_BAD_MONEY = declare(
    "record-bad-money",
    "error",
    Text(
        "{place}：“{column}”的内容“{value}”不是金额。",
        "{place}: “{column}” holds “{value}”, which is no amount of money.",
    ),
    Text(
        "只写数字（单位万元），或在数字后写明 元、万元、亿元；逗号每三位或每四位一个。",
        "Write a number (10,000 yuan), or 元, 万元 or 亿元 behind it; commas part thousands.",
    ),
)
RECORD_MONEY_NOT_EXACT = declare(
    "record-money-not-exact",
    "error",
    Text(
        "{place}：“{column}”的金额“{value}”不到分为止。",
        "{place}: the amount “{value}” in “{column}” is no whole number of fen.",
    ),
    Text("建议：{proposal}（万元）。", "Proposal: {proposal} (10,000 yuan)."),
)
RECORD_UNIT_UNKNOWN = declare(
    "record-unit-unknown",
    "error",
    Text(
        "{place}：“{column}”写的“{value}”不在单位名录中。",
        "{place}: “{column}” names “{value}”, which the register of units does not have.",
    ),
    Text(
        "相近的单位：{near}。确是新单位的，请先登记，或导入时加 --add-unit “{value}”。",
        "Similar: {near}. A new unit is registered first, or with --add-unit “{value}”.",
    ),
)
RECORD_UNIT_MISSPELT = declare(
    "record-unit-misspelt",
    "error",
    Text(
        "{place}：“{column}”写的“{value}”不在单位名录中，可能是“{proposal}”。",
        "{place}: “{column}” names “{value}”, which the register does not have; it may be "
        "“{proposal}”.",
    ),
    Text(
        "建议：{proposal}。确是新单位的，请先登记，或导入时加 --add-unit “{value}”。",
        "Proposal: {proposal}. A new unit is registered first, or with --add-unit “{value}”.",
    ),
)
RECORD_UNIT_AMBIGUOUS = declare(
    "record-unit-ambiguous",
    "error",
    Text(
        "{place}：“{column}”写的“{value}”有几个单位同名：{near}。",
        "{place}: “{column}” names “{value}”, a name that several units have: {near}.",
    ),
    Text("请写全称或单位代码。", "Write the whole name, or the code of the unit."),
)
RECORD_NO_TEXT = declare(
    "record-no-text",
    "error",
    Text(
        "{place}：“{column}”要一段文字，给的是{found}。",
        "{place}: “{column}” is a text, and what came is {found}.",
    ),
    Text("请给一段文字或一个数。", "Send one text or one number."),
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
        "{place}: “{column}” has {length:character|characters}; at most {limit} are kept.",
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
RECORD_DONE_BELOW_100 = declare(
    "record-done-below-100",
    "error",
    Text(
        "{place}：状态是“{status}”，进度却是 {percent}%。",
        "{place}: the status is “{status}”, yet progress is {percent} %.",
    ),
    Text(
        "完工或验收的项目进度应为 100%；没有完工的请改状态。",
        "What is completed or accepted stands at 100 %; else change the status.",
    ),
)
RECORD_DONE_WITHOUT_PROGRESS = declare(
    "record-done-without-progress",
    "error",
    Text(
        "{place}：状态是“{status}”，没有填进度。",
        "{place}: the status is “{status}”, and no progress is given.",
    ),
    Text("建议：进度填 100。", "Proposal: write 100 as progress."),
)
RECORD_DONE_WITHOUT_DATE = declare(
    "record-done-without-date",
    "error",
    Text(
        "{place}：状态是“{status}”，没有填“{column}”。",
        "{place}: the status is “{status}”, and “{column}” is empty.",
    ),
    Text("请填写完工的日期。", "Give the day on which it was completed."),
)
RECORD_END_NOT_DONE = declare(
    "record-end-not-done",
    "error",
    Text(
        "{place}：填了“{column}”（{end}），状态却是“{status}”。",
        "{place}: “{column}” is {end}, yet the status is “{status}”.",
    ),
    Text(
        "已完工的请改状态；没有完工的请清空该日期。",
        "Change the status, or clear the date where it is not completed.",
    ),
)
RECORD_ACTUAL_AHEAD = declare(
    "record-actual-ahead",
    "error",
    Text(
        "{place}：“{column}”（{day}）在今天之后。",
        "{place}: “{column}” ({day}) lies after today.",
    ),
    Text("实际日期只能是已到的日子；请核对。", "An actual date has come already; check it."),
)
RECORD_WORK_BEFORE_START = declare(
    "record-work-before-start",
    "warning",
    Text(
        "{place}：状态是“{status}”，进度却是 {percent}%。",
        "{place}: the status is “{status}”, yet progress is {percent} %.",
    ),
    Text("已开工的请改为“在建”。", "Set it to “under construction” where work has begun."),
)
RECORD_COMPLETE_NOT_DONE = declare(
    "record-complete-not-done",
    "warning",
    Text(
        "{place}：进度 100%，状态却是“{status}”。",
        "{place}: progress is 100 %, yet the status is “{status}”.",
    ),
    Text("已完工的请改状态并填实际完工日期。", "If it is completed, say so, with the day."),
)
RECORD_PROGRESS_FELL = declare(
    "record-progress-fell",
    "error",
    Text(
        "{place}：进度由 {before}% 降为 {after}%，没有说明原因。",
        "{place}: progress falls from {before} % to {after} % without a reason.",
    ),
    Text(
        "请写明原因（“进度下降原因”一列，或 --reason），或核对数值。",
        "Give the reason (column “Reason for a fall”, or --reason), or check the figure.",
    ),
)
RECORD_YEARS_OVER_TOTAL = declare(
    "record-years-over-total",
    "error",
    Text(
        "{place}：各年计划投资合计 {sum} 万元，超过总投资 {total} 万元。",
        "{place}: the plans of the years add up to {sum}, above the investment of {total} "
        "(10,000 yuan).",
    ),
    Text("请核对各年数与总投资。", "Check the years and the total."),
)
RECORD_FUNDS_OVER_YEAR = declare(
    "record-funds-over-year",
    "error",
    Text(
        "{place}：{year} 年各来源资金合计 {sum} 万元，超过当年计划投资 {total} 万元。",
        "{place}: the funds of {year} add up to {sum}, above the year's plan of {total} (10,000 "
        "yuan).",
    ),
    Text("请核对各来源与当年计划。", "Check the sources and the year's plan."),
)
RECORD_STEPS_REVERSED = declare(
    "record-steps-reversed",
    "error",
    Text(
        "{place}：“{later}”（{later_day}）早于“{earlier}”（{earlier_day}）。",
        "{place}: “{later}” ({later_day}) is before “{earlier}” ({earlier_day}).",
    ),
    Text("请核对两个环节的日期。", "Check the days of the two steps."),
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
PROJECT_CHANGED_MEANWHILE = declare(
    "project-changed-meanwhile",
    "error",
    Text(
        "项目 {code} 在您打开之后（第 {seen} 版）被 {who} 改过，现为第 {version} 版；"
        "您的修改没有保存。",
        "Project {code} was changed by {who} after you opened version {seen}; it is version "
        "{version} now, and your change was not saved.",
    ),
    Text(
        "请逐项比对两边的内容，选定后按新版本再保存。",
        "Compare the two field by field, choose, and save upon the new version.",
    ),
    status=412,
)
VERSION_UNREADABLE = declare(
    "project-version-unreadable",
    "error",
    Text("If-Match 不是项目 {code} 的版本号。", "If-Match names no version of the project {code}."),
    Text("请原样写回读取项目时的 ETag。", "Send back the ETag that the project was answered with."),
    status=400,
)
RECORD_FIELD_CONFLICT = declare(
    "record-field-conflict",
    "error",
    Text(
        "“{column}”：原为 {base}，现为 {theirs}，您写的是 {mine}。",
        "“{column}”: it was {base}, is {theirs} now, and you wrote {mine}.",
    ),
    Text("请选定一个。", "Choose one of them."),
    status=412,
)
RECORD_CODE_OF_PAGE = declare(
    "record-code-of-page",
    "error",
    Text(
        "{place}：项目编号“{code}”含有网页地址用的词“{word}”，这个项目的页面会打不开。",
        "{place}: the code “{code}” has “{word}”, a word that addresses of pages use; the page of "
        "the project could not be opened.",
    ),
    Text(
        "请换一个编号，例如在前面加年份或单位简称。",
        "Choose another code, for example with the year in front.",
    ),
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
    Text(
        "同一个项目的只留一行；是两个项目的，给这一行另一个编号，例如“{free}”。",
        "Keep one row of one project; where they are two, give this row another code, for example "
        "“{free}”.",
    ),
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
PROJECT_NOT_OWN = declare(
    "project-not-own",
    "error",
    Text(
        "项目 {code} 不归本单位牵头或负责；单位填报员只改本单位的项目，也不改项目的单位。",
        "Project {code} is not led or answered for by your unit; a unit's reporter changes the "
        "projects of the own unit only, and not which units they have.",
    ),
    Text("请由有全部权限的编辑修改。", "Ask an editor, who may change every project."),
    status=403,
)
