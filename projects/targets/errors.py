"""Declared refusals of the ledger. `row` counts as the file or the grid does, from 1."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

VALUES_REFUSED = declare(
    "target-values-refused",
    "error",
    Text(
        "有 {count} 处不合要求，全部没有保存。第一处：{first}",
        "{count:cell|cells} {count:~is|are} wrong and nothing was saved. The first: {first}",
    ),
    Text("请逐处改正后再交。", "Correct each of them and hand it in again."),
    status=422,
)
VALUES_EMPTY = declare(
    "target-values-empty",
    "error",
    Text("没有填写任何值。", "No value was filled in."),
    Text("请在“值”一列填写。", "Fill in the column of values."),
    status=422,
)
VALUES_CHANGED = declare(
    "target-values-changed",
    "error",
    Text(
        "保存时有人刚写入了同一格，全部没有保存。",
        "Somebody has just written the same cell; nothing was saved.",
    ),
    Text("请重新打开本页，核对后再保存。", "Open the page again, compare and save again."),
    status=409,
)
CELL_EMPTY = declare(
    "target-value-cell-empty",
    "error",
    Text("第 {row} 行：“{column}”没有填写。", "Row {row}: “{column}” is empty."),
    Text("请填写“{column}”。", "Fill in “{column}”."),
    status=422,
)
TARGET_UNKNOWN = declare(
    "target-value-unknown-target",
    "error",
    Text(
        "第 {row} 行“{column}”：政策台账中没有目标“{value}”。",
        "Row {row}, “{column}”: the policy register has no target “{value}”.",
    ),
    Text("相近的编号：{near}。", "Similar ids: {near}."),
    status=422,
)
TARGET_REPLACED = declare(
    "target-value-replaced-target",
    "error",
    Text(
        "第 {row} 行“{column}”：目标 {value} 已拆分为 {near}。",
        "Row {row}, “{column}”: target {value} was split into {near}.",
    ),
    Text("请填写到拆分后的目标。", "Report on the targets that it was split into."),
    status=422,
)
UNIT_UNKNOWN = declare(
    "target-value-unknown-unit",
    "error",
    Text(
        "第 {row} 行“{column}”：没有名为“{value}”的单位或行政区划。",
        "Row {row}, “{column}”: there is no unit or division “{value}”.",
    ),
    Text(
        "相近的：{near}。请从下拉列表中选择，或写区划代码。",
        "Similar: {near}. Choose from the list, or write the code of a division.",
    ),
    status=422,
)
PERIOD_UNREADABLE = declare(
    "target-value-bad-period",
    "error",
    Text(
        "第 {row} 行“{column}”：“{value}”不是期间。",
        "Row {row}, “{column}”: “{value}” is no period.",
    ),
    Text("请写成 2025、2025H1、2025Q3 或 2025-07。", "Write 2025, 2025H1, 2025Q3 or 2025-07."),
    status=422,
)
PERIOD_UNFIT = declare(
    "target-value-wrong-period",
    "error",
    Text(
        "第 {row} 行“{column}”：目标 {target} 按{asked}填报，“{value}”不是{asked}。",
        "Row {row}, “{column}”: target {target} is reported by {asked}; “{value}” is none.",
    ),
    Text("请写成 {example} 这样的期间。", "Write a period such as {example}."),
    status=422,
)
NOT_A_NUMBER = declare(
    "target-value-not-a-number",
    "error",
    Text(
        "第 {row} 行“{column}”：“{value}”不是数字。",
        "Row {row}, “{column}”: “{value}” is not a number.",
    ),
    Text(
        "目标 {target} 要填数字，单位为{unit}；文字请写在“说明”里。",
        "Target {target} asks for a number in {unit}; words belong into the note.",
    ),
    status=422,
)
TEN_THOUSANDS = declare(
    "target-value-ten-thousands",
    "error",
    Text(
        "第 {row} 行“{column}”：“{value}”似以“万”或“亿”为单位，目标 {target} 以“{unit}”为单位。",
        "Row {row}, “{column}”: “{value}” seems to count ten thousands; target {target} is in "
        "{unit}.",
    ),
    Text(
        "若是，请写 {meant}；若确为 {value}，请在“说明”里写明。",
        "If so, write {meant}; if it is {value} indeed, say so in the note.",
    ),
    status=422,
)
SINGLE_UNITS = declare(
    "target-value-single-units",
    "error",
    Text(
        "第 {row} 行“{column}”：“{value}”似未折算为“{unit}”，目标 {target} 以“{unit}”为单位。",
        "Row {row}, “{column}”: “{value}” seems not to be in {unit}, the unit of target {target}.",
    ),
    Text(
        "若是，请写 {meant}；若确为 {value}，请在“说明”里写明。",
        "If so, write {meant}; if it is {value} indeed, say so in the note.",
    ),
    status=422,
)
HUNDREDTH = declare(
    "target-value-hundredth",
    "error",
    Text(
        "第 {row} 行“{column}”：“{value}”似为小数写法，而目标 {target} 以 % 为单位。",
        "Row {row}, “{column}”: “{value}” seems to be a share of one; target {target} is in %.",
    ),
    Text(
        "若是小数，请写 {meant}；若确为 {value}%，请写成 {value}%，或在“说明”里写明。",
        "If it is a share of one, write {meant}; if it is {value} % indeed, write {value}% or say "
        "so in the note.",
    ),
    status=422,
)
OTHER_UNIT = declare(
    "target-value-other-unit",
    "error",
    Text(
        "第 {row} 行“{column}”：“{value}”带的单位不是目标 {target} 的单位“{unit}”。",
        "Row {row}, “{column}”: “{value}” is in another unit than target {target} ({unit}).",
    ),
    Text("请换算为{unit}，只写数字。", "Convert it to {unit} and write the number alone."),
    status=422,
)
NO_SHARE = declare(
    "target-value-no-share",
    "error",
    Text(
        "第 {row} 行“{column}”：百分比 {value} 不在 0 至 100 之间。",
        "Row {row}, “{column}”: the percentage {value} is not between 0 and 100.",
    ),
    Text("请核对，例如 46.8 表示 46.8%。", "Check it; 46.8 means 46.8 %, for example."),
    status=422,
)
NOT_DONE_OR_NOT = declare(
    "target-value-not-a-milestone",
    "error",
    Text(
        "第 {row} 行“{column}”：目标 {target} 是一件要办成的事，“{value}”没有说是否完成。",
        "Row {row}, “{column}”: target {target} is a milestone; “{value}” does not say whether it "
        "is done.",
    ),
    Text("请写“完成”或“未完成”；进展写在“说明”里。", "Write “done” or “not done”; progress belongs "
    "into the note."),
    status=422,
)  # fmt: skip
TOO_LONG = declare(
    "target-value-too-long",
    "error",
    Text(
        "第 {row} 行“{column}”有 {length} 个字符，最多 {limit} 个。",
        "Row {row}, “{column}” has {length:character|characters}; at most {limit} are kept.",
    ),
    Text("请缩短内容。", "Shorten it."),
    status=422,
)
CELL_TWICE = declare(
    "target-value-twice",
    "error",
    Text(
        "第 {row} 行“{column}”：{target}、{unit}、{period} 在第 {first} 行已有一个值。",
        "Row {row}, “{column}”: {target}, {unit}, {period} has a value in row {first} already.",
    ),
    Text("同一单位同一期间只留一个值。", "Keep one value for one unit and period."),
    status=422,
)
PERIOD_CLOSED = declare(
    "target-value-closed-period",
    "error",
    Text(
        "第 {row} 行“{column}”：{document} 的期间 {period} 已关闭。",
        "Row {row}, “{column}”: the period {period} of {document} is closed.",
    ),
    Text("确需更改，请审核人写明理由重新开启。", "A reviewer can open it again with a reason."),
    status=422,
)
CONFLICT = declare(
    "target-value-conflict",
    "error",
    Text(
        "第 {row} 行“{column}”：您填写 {mine}；{who} 已于 {when} 改为 {theirs}。",
        "Row {row}, “{column}”: you have {mine}; {who} has changed it to {theirs} at {when}.",
    ),
    Text("请核对两个值，留下对的一个再保存。", "Compare both and save the one that is right."),
    status=409,
)
REASON_MISSING = declare(
    "target-value-no-reason",
    "error",
    Text(
        "第 {row} 行“{column}”：这个值已经审定，更改要写明理由。",
        "Row {row}, “{column}”: this value is approved; a change needs a reason.",
    ),
    Text("请填写“修改理由”。", "Fill in the reason."),
    status=422,
)
EVIDENCE_UNFIT = declare(
    "target-value-evidence",
    "error",
    Text("第 {row} 行“{column}”：{why}", "Row {row}, “{column}”: {why}"),
    Text("{way}", "{way}"),
    status=422,
)
EVIDENCE_MISSING = declare(
    "evidence-missing",
    "error",
    Text(
        "佐证文件“{name}”没有一起交来，也不在已存的文件里。",
        "The evidence file “{name}” did not come along and is not among those kept.",
    ),
    Text("请先上传该文件，或核对文件名。", "Upload the file first, or check its name."),
    status=422,
)
VALUE_UNKNOWN = declare(
    "target-value-unknown",
    "error",
    Text("没有编号为 {value} 的填报值。", "There is no reported value {value}."),
    Text("请重新打开本页。", "Open the page again."),
    status=404,
)
WRONG_STATUS = declare(
    "target-value-wrong-status",
    "error",
    Text(
        "{target}（{unit}，{period}）的状态是“{status}”，不能{step}。",
        "{target} ({unit}, {period}) is “{status}” and cannot be {step}.",
    ),
    Text("请重新打开本页，核对后再试。", "Open the page again and compare."),
    status=409,
)
OWN_VALUE = declare(
    "target-value-own",
    "error",
    Text(
        "{target}（{unit}，{period}）是您自己填报的，不能由您审定。",
        "{target} ({unit}, {period}) was reported by yourself; somebody else approves it.",
    ),
    Text("请另一位审核人审定。", "Ask another reviewer."),
    status=403,
)
VALUE_MOVED = declare(
    "target-value-moved",
    "error",
    Text(
        "{target}（{unit}，{period}）在您打开后被 {who} 改为 {theirs}。",
        "{target} ({unit}, {period}) was changed to {theirs} by {who} after you opened it.",
    ),
    Text("请核对新值后再审定。", "Look at the new value and decide again."),
    status=409,
)
VALUE_LOCKED = declare(
    "target-value-locked",
    "error",
    Text(
        "{target}（{unit}，{period}）所在的期间已关闭。",
        "The period of {target} ({unit}, {period}) is closed.",
    ),
    Text("审核人写明理由后可重新开启。", "A reviewer can open it again with a reason."),
    status=409,
)
STEP_REASON = declare(
    "target-step-reason",
    "error",
    Text("请写明理由。", "A reason is needed."),
    Text("理由会留在历史和审计日志里。", "It stays in the history and in the audit log."),
    status=422,
)
CLOSED_ALREADY = declare(
    "target-period-closed",
    "error",
    Text("{document} 的期间 {period} 已经关闭。", "The period {period} of {document} is closed."),
    Text("不需要再关闭。", "Nothing is left to do."),
    status=409,
)
OPEN_ALREADY = declare(
    "target-period-open",
    "error",
    Text("{document} 的期间 {period} 没有关闭。", "The period {period} of {document} is open."),
    Text("不需要再开启。", "Nothing is left to do."),
    status=409,
)
PERIOD_INVALID = declare(
    "target-period-invalid",
    "error",
    Text("“{value}”不是期间。", "“{value}” is no period."),
    Text("请写成 2025、2025H1、2025Q3 或 2025-07。", "Write 2025, 2025H1, 2025Q3 or 2025-07."),
)
UNIT_INVALID = declare(
    "target-unit-invalid",
    "error",
    Text("没有名为“{value}”的单位或行政区划。", "There is no unit or division “{value}”."),
    Text("相近的：{near}。", "Similar: {near}."),
)
SET_VALUE_INVALID = declare(
    "target-set-value-invalid",
    "error",
    Text("{what}", "{what}"),
    Text("请改正后再保存。", "Correct it and save again."),
    status=422,
)
