"""Wording of the pages of the target ledger, and what the script of the grid says."""

from __future__ import annotations

from geo.words import Text

TARGETS: dict[str, Text] = {
    "targets_title": Text("目标填报", "Values of targets"),
    "targets_lead": Text(
        "各单位按期间填报政策目标的值，经审定后公开。可从 Excel 粘贴多格，也可下载模板填好再交。",
        "Units report values of the targets by period; what is approved is public. Many cells can "
        "be pasted from Excel, or a template filled in and handed in.",
    ),
    "targets_plan": Text("文件", "Plan"),
    "targets_all": Text("全部", "All"),
    "targets_unit": Text("填报单位", "Reporting unit"),
    "targets_period": Text("期间", "Period"),
    "targets_show": Text("查看", "Show"),
    "targets_counts": Text(
        "第 {first}–{last} 行，共 {total} 行；逾期未报 {late}。",
        "Rows {first}–{last} of {total}; {late} late.",
    ),
    "targets_none": Text("这个范围没有要填报的目标。", "No target is asked for here."),
    "targets_none_next": Text("请换一个单位、文件或期间。", "Choose another unit, plan or period."),
    "targets_table": Text("填报表", "Values to report"),
    "targets_keys": Text(
        "方向键、Enter、Tab 在格间移动；从 Excel 复制后在第一格粘贴。黄色为未保存。",
        "Arrows, Enter and Tab move between cells; copy in Excel and paste into the first cell. "
        "Yellow is unsaved.",
    ),
    "targets_no_script": Text(
        "在表中填写需要浏览器脚本；也可以下载模板，填好后上传。",
        "Writing in the table needs scripts; a template can be filled in and uploaded instead.",
    ),
    "targets_row": Text("行", "Row"),
    "targets_choose": Text("选定", "Choose"),
    "targets_choose_named": Text("选定第 {row} 行", "Choose row {row}"),
    "targets_cell": Text("第 {row} 行 {column}", "Row {row}, {column}"),
    "targets_save_draft": Text("存为草稿", "Save as drafts"),
    "targets_report": Text("填报", "Report"),
    "targets_reason": Text("修改理由（更改已审定的值时）", "Reason (to change an approved value)"),
    "targets_decide": Text("审定", "Decide"),
    "targets_approve": Text("审定所选", "Approve the chosen"),
    "targets_return": Text("退回所选", "Give the chosen back"),
    "targets_return_reason": Text("退回理由", "Reason for giving back"),
    "targets_upload": Text("用模板填报", "Report with a template"),
    "targets_upload_lead": Text(
        "下载模板，在 Excel 或 WPS 中填好后上传；有一处不对则全部不存，错处标在您的文件里。",
        "Download the template, fill it in and upload it; one wrong cell and nothing is stored, "
        "and it is marked in your own file.",
    ),
    "targets_template": Text("下载模板", "Download the template"),
    "targets_file": Text("填好的模板", "The template, filled in"),
    "targets_evidence": Text("佐证文件", "Evidence files"),
    "targets_evidence_help": Text(
        "{kinds}；每个不超过 {limit} MB。表中写文件名。",
        "{kinds}; at most {limit} MB each. Rows name them.",
    ),
    "targets_evidence_title": Text("上传佐证文件", "Upload an evidence file"),
    "targets_evidence_add": Text("上传", "Upload"),
    "targets_hand_in": Text("交上", "Hand in"),
    "targets_as": Text("存为", "As"),
    "targets_as_reported": Text("已填报", "reported"),
    "targets_as_draft": Text("草稿", "drafts"),
    "targets_marked": Text("下载标好错处的文件", "Download your file with the faults marked"),
    "targets_fault_row": Text("行", "Row"),
    "targets_fault_column": Text("列", "Column"),
    "targets_fault": Text("问题", "Fault"),
    "targets_periods": Text("期间的关闭与开启", "Closing and opening periods"),
    "targets_periods_lead": Text(
        "关闭后不能再填报、审定或退回；重新开启要写明理由。",
        "What is closed can be neither reported nor decided on; opening it again needs a reason.",
    ),
    "targets_periods_none": Text("没有关闭的期间。", "No period is closed."),
    "targets_close": Text("关闭", "Close"),
    "targets_reopen": Text("重新开启", "Open again"),
    "targets_why": Text("理由", "Reason"),
    "targets_closed_now": Text("已关闭的期间", "Closed periods"),
    "targets_closed": Text("关闭", "closed"),
    "targets_reopened": Text("重新开启", "opened again"),
    "target_demand": Text("要求", "Demand"),
    "target_measured": Text("计量单位", "Measured in"),
    "target_period": Text("填报周期", "Reported by"),
    "target_items": Text("工作事项", "Clauses"),
    "target_values": Text("填报值", "Reported values"),
    "target_values_none": Text("还没有填报值。", "Nothing was reported yet."),
    "target_values_next": Text(
        "由责任单位在“目标填报”中填写。", "The units that answer for it report it."
    ),
    "target_to_grid": Text("填报这个目标", "Report on this target"),
    "target_status": Text("状态", "Status"),
    "target_who": Text("填报 / 审定", "Reported / approved by"),
    "target_at": Text("时间", "At"),
    "target_history": Text("历史", "History"),
    "target_history_none": Text("还没有变更。", "Nothing has changed yet."),
    "target_change": Text("变更", "Change"),
    "target_by": Text("经手人", "By"),
    "target_sets": Text("上级下达的数值", "Numbers set by the level above"),
    "target_sets_none": Text("还没有登记上级下达的数值。", "No number was set yet."),
    "target_sets_lead": Text(
        "下达给本级的数值，登记后作为该目标的要求；旧的留在历史里。",
        "The number set for this target is what it is judged by; earlier ones stay in the history.",
    ),
    "target_set_value": Text("数值", "Number"),
    "target_set_comparator": Text("比较", "Comparison"),
    "target_set_measured": Text("单位", "Unit"),
    "target_set_measured_help": Text("如 亿立方米、%。", "For example 亿立方米 or %."),
    "target_set_year": Text("年份", "Year"),
    "target_set_unit": Text("下达给", "For"),
    "target_set_unit_help": Text(
        "行政区划或单位；全辖区则不填。", "A division or unit; empty for the whole area."
    ),
    "target_set_issuer": Text("下达机关", "Set by"),
    "target_set_document": Text("文号", "Document number"),
    "target_set_dated": Text("日期", "Date"),
    "target_set_note": Text("说明", "Note"),
    "target_set": Text("登记", "Record"),
    "target_whole": Text("全辖区", "the whole area"),
    "target_replaced": Text("本目标已拆分，不再评价，请看：", "Split and judged no more; see "),
    "target_stands_for": Text("由 {targets} 拆分而来", "Split off from {targets}"),
    "target_state": Text("目前状态", "State today"),
}
ACTIONS: dict[str, Text] = {
    "draft": Text("存为草稿", "Saved as a draft"),
    "reported": Text("填报", "Reported"),
    "approved": Text("审定", "Approved"),
    "returned": Text("退回", "Given back"),
}
DONE: dict[str, Text] = {
    "read": Text("模板已读入并保存。", "The template was read and saved."),
    "approved": Text("所选的值已审定。", "The chosen values are approved."),
    "returned": Text("所选的值已退回。", "The chosen values were given back."),
    "none": Text("没有选定任何值。", "No value was chosen."),
    "closed": Text("期间已关闭。", "The period is closed."),
    "reopened": Text("期间已重新开启。", "The period is open again."),
    "evidence": Text("佐证文件已存，可在表中写它的文件名。", "The file is kept; rows can name it."),
    "set": Text("已登记。", "It is recorded."),
}
GRID: dict[str, Text] = {
    "unsaved": Text("{count} 行未保存", "{count:row|rows} unsaved"),
    "all_saved": Text("没有未保存的更改", "Nothing is unsaved"),
    "saved": Text(
        "已保存：新增 {added}，更改 {changed}，未变 {unchanged}。",
        "Saved: {added} new, {changed} changed, {unchanged} as they were.",
    ),
    "pasted": Text("已粘贴 {cells} 格。", "{cells:cell|cells} pasted."),
    "left_out": Text(
        "有 {cells} 格在表外或已关闭，没有粘贴。",
        "{cells:cell|cells} {cells:~was|were} outside the table or closed and {cells:~was|were} "
        "not pasted.",
    ),
    "refused": Text("没有保存，有 {count} 处要改。", "Nothing was saved; {count} to correct."),
    "take_theirs": Text("采用对方的：{value}", "Take theirs: {value}"),
    "keep_mine": Text("保留我的：{value}", "Keep mine: {value}"),
    "empty": Text("（空）", "(empty)"),
    "draft": Text("草稿", "draft"),
    "reported": Text("已填报", "reported"),
    "approved": Text("已审定", "approved"),
    "done": Text("完成", "done"),
    "not_done": Text("未完成", "not done"),
}
