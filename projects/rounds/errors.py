"""Declared refusals of rounds. `row` counts as the file or the grid does, from 1."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

ROUND_PERIOD = declare(
    "round-period-invalid",
    "error",
    Text("“{value}”不是季度。", "“{value}” is no quarter."),
    Text("请写成 2026-Q3、2026Q3 或 2026年三季度。", "Write 2026-Q3 or 2026Q3."),
)
ROUND_UNKNOWN = declare(
    "round-unknown",
    "error",
    Text("没有 {period} 的调度。", "There is no round of {period}."),
    Text("请先开启：ecoatlas projects round open {period}。",
         "Open it first: ecoatlas projects round open {period}."),
    status=404,
)  # fmt: skip
ROUND_NONE = declare(
    "round-none",
    "error",
    Text("还没有开启过调度。", "No round has been opened yet."),
    Text("请先开启一个季度的调度。", "Open the round of a quarter first."),
    status=404,
)
ROUND_EMPTY = declare(
    "round-empty",
    "error",
    Text(
        "没有需要调度的项目：没有在推进、又有牵头单位的项目。",
        "There is nothing to ask for: no project under way has a lead unit.",
    ),
    Text("请先录入项目和牵头单位。", "Enter projects with their lead units first."),
    status=422,
)
ROUND_CLOSED = declare(
    "round-closed",
    "error",
    Text("{period} 的调度已关闭。", "The round of {period} is closed."),
    Text("确需更改，请写明理由重新开启。", "It can be opened again with a reason."),
    status=409,
)
ROUND_OPEN = declare(
    "round-open",
    "error",
    Text("{period} 的调度没有关闭。", "The round of {period} is open."),
    Text("不需要再开启。", "Nothing is left to do."),
    status=409,
)
ROUND_CONFLICTS = declare(
    "round-conflicts-open",
    "error",
    Text(
        "{period} 还有 {count} 处冲突没有选定，不能关闭。",
        "{count:conflict|conflicts} of {period} {count:~waits|wait} to be settled; the round "
        "cannot be closed.",
    ),
    Text("请在“冲突”页逐处选定。", "Choose one side of each on the page of conflicts."),
    status=409,
)
ROUND_REFUSED = declare(
    "round-rows-refused",
    "error",
    Text(
        "有 {count} 处不合要求，全部没有保存。第一处：{first}",
        "{count:cell|cells} {count:~is|are} wrong and nothing was saved. The first: {first}",
    ),
    Text("请逐处改正后再交。", "Correct each of them and hand it in again."),
    status=422,
)
ROUND_NOT_TAKEN = declare(
    "round-not-taken",
    "error",
    Text(
        "有 {count} 个项目的填报与项目档案不符，没有关闭。第一处：{first}",
        "The reports on {count:project|projects} do not fit the records, and the round stays open. "
        "The first: {first}",
    ),
    Text("请退回这些填报，或先改正项目档案。", "Return these reports, or correct the records."),
    status=422,
)
ROUND_ROWS_EMPTY = declare(
    "round-rows-empty",
    "error",
    Text("没有填写任何项目。", "No project was filled in."),
    Text("请至少填写一个项目的进度。", "Fill in the progress of one project at least."),
    status=422,
)
ENTRY_CODE_EMPTY = declare(
    "round-entry-no-code",
    "error",
    Text("第 {row} 行：“{column}”没有填写。", "Row {row}: “{column}” is empty."),
    Text("请写项目编号，或删去这一行。", "Write the code of the project, or take the row out."),
    status=422,
)
ENTRY_UNKNOWN = declare(
    "round-entry-unknown",
    "error",
    Text(
        "第 {row} 行“{column}”：{period} 的调度中没有项目“{value}”。",
        "Row {row}, “{column}”: the round of {period} has no project “{value}”.",
    ),
    Text("相近的编号：{near}。", "Similar codes: {near}."),
    status=422,
)
ENTRY_OTHER_UNIT = declare(
    "round-entry-other-unit",
    "error",
    Text(
        "第 {row} 行“{column}”：项目 {value} 由{unit}填报，不由您所在的单位填报。",
        "Row {row}, “{column}”: project {value} is reported by {unit}, not by your unit.",
    ),
    Text("请只填本单位的项目。", "Fill in the projects of your own unit only."),
    status=403,
)
ENTRY_OTHER_PERIOD = declare(
    "round-entry-other-period",
    "error",
    Text(
        "第 {row} 行：这张表是 {value} 的，当前调度是 {period}。",
        "Row {row}: this sheet is of {value}; the round is that of {period}.",
    ),
    Text("请下载 {period} 的表重新填写。", "Fill in the sheet of {period} instead."),
    status=422,
)
ENTRY_TWICE = declare(
    "round-entry-twice",
    "error",
    Text(
        "第 {row} 行“{column}”：项目 {value} 在第 {first} 行已经填过。",
        "Row {row}, “{column}”: project {value} stands in row {first} already.",
    ),
    Text("一个项目只留一行。", "Keep one row for a project."),
    status=422,
)
ENTRY_NO_RESULT = declare(
    "round-entry-formula",
    "error",
    Text(
        "第 {row} 行“{column}”：公式没有计算结果。",
        "Row {row}, “{column}”: the formula has no result.",
    ),
    Text("请在表格软件中打开并保存一次，或直接写数值。",
         "Open and save the file in a spreadsheet once, or write the value itself."),
    status=422,
)  # fmt: skip
ENTRY_NO_PERCENT = declare(
    "round-entry-no-progress",
    "error",
    Text("{place}：没有填写“{column}”。", "{place}: “{column}” is empty."),
    Text("请填写到季末的形象进度，没有进展也写上次的数。",
         "Say the progress at the end of the quarter, also where it is what it was."),
    status=422,
)  # fmt: skip
ENTRY_FELL = declare(
    "round-entry-fell",
    "error",
    Text(
        "{place}：“{column}”从 {before} 降为 {after}，没有说明原因。",
        "{place}: “{column}” falls from {before} to {after} without a reason.",
    ),
    Text("请核对；确实下降的，填写“数字下降的原因”。",
         "Check it; where it did fall, say why in its column."),
    status=422,
)  # fmt: skip
ENTRY_IN_YUAN = declare(
    "round-entry-in-yuan",
    "error",
    Text(
        "{place}：“{column}”为 {value} 万元，是总投资 {total} 万元的 100 倍以上，似以元为单位。",
        "{place}: “{column}” is {value}, more than 100 times the investment of {total} (both in "
        "10,000 yuan); it seems to be in yuan.",
    ),
    Text("若是，请写 {meant}。", "If so, write {meant}."),
    status=422,
)
ENTRY_CONFLICT = declare(
    "round-entry-conflict",
    "error",
    Text(
        "第 {row} 行“{column}”：您填写 {mine}；{who} 已于 {when} 改为 {theirs}。",
        "Row {row}, “{column}”: you have {mine}; {who} has changed it to {theirs} at {when}.",
    ),
    Text("请核对两个值，留下对的一个再保存。", "Compare both and save the one that is right."),
    status=409,
)
ENTRIES_MOVED = declare(
    "round-entries-moved",
    "error",
    Text(
        "项目 {code} 的填报在您打开后又有改动，没有处理。",
        "The report on project {code} was changed after you opened it; nothing was done.",
    ),
    Text("请重新打开本页，核对后再办。", "Open the page again and compare."),
    status=409,
)
ENTRY_NOT_REPORTED = declare(
    "round-entry-not-reported",
    "error",
    Text(
        "项目 {code} 的状态是“{state}”，不能退回。",
        "The report on project {code} is “{state}” and cannot be returned.",
    ),
    Text("只能退回已填报的项目。", "Only what is reported can be returned."),
    status=409,
)
REMARK_MISSING = declare(
    "round-remark-missing",
    "error",
    Text("退回要写明意见。", "A remark is needed."),
    Text("请写出要改什么。", "Say what is to be changed."),
    status=422,
)
CONFLICT_UNKNOWN = declare(
    "round-conflict-unknown",
    "error",
    Text("没有编号为 {value} 的待定冲突。", "No conflict {value} waits to be settled."),
    Text("请重新打开本页。", "Open the page again."),
    status=404,
)
UNIT_NOT_ASKED = declare(
    "round-unit-not-asked",
    "error",
    Text("{period} 的调度没有{unit}的项目。", "The round of {period} asks nothing of {unit}."),
    Text("参加调度的单位：{units}。", "It asks: {units}."),
    status=404,
)
UNIT_SEVERAL = declare(
    "round-unit-several",
    "error",
    Text("“{unit}”可以指几个单位。", "“{unit}” may mean several units."),
    Text("请写全称：{units}。", "Write the whole name: {units}."),
)
NOT_OWN_UNIT = declare(
    "round-not-own-unit",
    "error",
    Text("这是{unit}的填报，您的账号只填报本单位。",
         "This is the report of {unit}; your account reports for its own unit only."),
    Text("请打开本单位的填报。", "Open that of your own unit."),
    status=403,
)  # fmt: skip
