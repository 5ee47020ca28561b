"""Wording of the pages of rounds, and what the script of the sheet says."""

from __future__ import annotations

from geo.words import Text

ROUNDS: dict[str, Text] = {
    "rounds_title": Text("季度调度", "Quarterly dispatch"),
    "rounds_lead": Text(
        "每季度向各牵头单位收一次项目进展：网上填，或下载表格填好交回；逾期的单位排在最前。",
        "Once a quarter each lead unit reports on its projects, on the web or in its own sheet; "
        "who is late comes first.",
    ),
    "rounds_none": Text("还没有开启过调度。", "No round has been opened yet."),
    "rounds_none_next": Text("由调度员开启一个季度。", "The coordinator opens that of a quarter."),
    "rounds_quarter": Text("季度", "Quarter"),
    "rounds_due": Text("报齐期限", "Due"),
    "rounds_state": Text("状态", "State"),
    "rounds_open_title": Text("开启一个季度", "Open the round of a quarter"),
    "rounds_open_help": Text(
        "写成 2026-Q3。向在推进的项目的牵头单位收报；已开启的，补入新增的项目。",
        "Written as 2026-Q3. The lead units of projects under way are asked; in a round that is "
        "open, projects that came since are added.",
    ),
    "rounds_due_help": Text(
        "不填则按“季度调度界限”中的天数。", "Empty: by the days of the limits of dispatch."
    ),
    "rounds_open": Text("开启", "Open"),
    "round_units": Text("各单位填报情况", "Units"),
    "round_unit": Text("单位", "Unit"),
    "round_projects": Text("项目", "Projects"),
    "round_reported": Text("已填报", "Reported"),
    "round_drafts": Text("草稿", "Drafts"),
    "round_returned": Text("退回", "Given back"),
    "round_conflicts": Text("冲突", "Conflicts"),
    "round_last": Text("最近填写", "Last written"),
    "round_sums": Text(
        "{units} 个单位、{projects} 个项目，已填报 {reported} 个；逾期未报齐的单位 {late} 个。",
        "{units:unit|units}, {projects:project|projects}, {reported} reported; "
        "{late:unit|units} late.",
    ),
    "round_sum": Text("合计", "Total"),
    "round_remind": Text("催报函（docx）", "Letters to late units (docx)"),
    "round_remind_help": Text(
        "给每个逾期未报齐的单位一页，列出没有填报的项目，可直接打印。",
        "A page for each late unit with the projects that it has not reported, ready to print.",
    ),
    "round_settle": Text("选定冲突", "Settle conflicts"),
    "round_bulletin": Text("通报", "Bulletin"),
    "round_assessment": Text("年度考核", "Yearly assessment"),
    "round_close_title": Text("关闭", "Close"),
    "round_close_help": Text(
        "关闭后填报记入项目档案，不能再改；没有填报的项目在通报中点名。",
        "The reports go into the records and nothing changes any more; what was not reported is "
        "named in the bulletin.",
    ),
    "round_close": Text("关闭本季调度", "Close the round"),
    "round_note": Text("说明", "Note"),
    "round_reopen_title": Text("重新开启", "Open again"),
    "round_reopen": Text("重新开启", "Open again"),
    "round_reason": Text("理由", "Reason"),
    "round_events": Text("经过", "What happened"),
    "round_sheet_lead": Text(
        "填到季末的情况；没有进展的也要填进度。可从 Excel 粘贴多格。",
        "What stood at the end of the quarter; progress also where nothing has moved. Many cells "
        "can be pasted from Excel.",
    ),
    "round_keys": Text(
        "方向键、Enter、Tab 在格间移动；从 Excel 复制后在第一格粘贴。黄色为未保存。",
        "Arrows, Enter and Tab move between cells; copy in Excel and paste into the first cell. "
        "Yellow is unsaved.",
    ),
    "round_no_script": Text(
        "在表中填写需要浏览器脚本；也可以下载表格，填好后交回。",
        "Writing in the table needs scripts; the sheet can be filled in and handed in instead.",
    ),
    "round_row": Text("行", "Row"),
    "round_choose": Text("选定", "Choose"),
    "round_choose_named": Text("选定 {code}", "Choose {code}"),
    "round_cell": Text("{code} {column}", "{code}, {column}"),
    "round_before": Text("上季", "A quarter ago"),
    "round_goal": Text("本季目标：", "Goal: "),
    "round_remark": Text("退回意见：", "Remark: "),
    "round_save_draft": Text("存为草稿", "Save as drafts"),
    "round_report": Text("填报", "Report"),
    "round_return": Text("退回所选", "Give the chosen back"),
    "round_return_remark": Text("退回意见", "Remark"),
    "round_decide": Text("退回", "Give back"),
    "round_table": Text("调度表", "Sheet"),
    "round_upload": Text("用表格填报", "Report with the sheet"),
    "round_upload_lead": Text(
        "下载本单位的表，在 Excel 或 WPS 中填好后交回；有一处不对则全部不存，错处标在您的文件里。"
        "与网上填得不同的并列待定。",
        "Download the sheet of the unit, fill it in and hand it in; one wrong cell and nothing is "
        "stored, and it is marked in your own file. What differs from the web waits side by side.",
    ),
    "round_template": Text("下载表格", "Download the sheet"),
    "round_file": Text("填好的表格", "The sheet, filled in"),
    "round_hand_in": Text("交回", "Hand in"),
    "round_closed_note": Text(
        "本季调度已关闭，不能再改。", "The round is closed; nothing changes."
    ),
    "assessment_title": Text("{year} 年度考核", "Assessment of {year}"),
    "assessment_by_unit": Text("按单位", "By unit"),
    "assessment_by_district": Text("按区划", "By district"),
    "assessment_points": Text("得分", "Points"),
    "assessment_scheme": Text("修改方案", "Change the scheme"),
    "bulletin_none": Text("没有点名的项目。", "No project is named."),
    "bulletin_first": Text(
        "只列出前 {count} 个，全部在下载的文件里。",
        "The first {count} are listed; the files have them all.",
    ),
    "bulletin_take": Text("下载：", "Download: "),
    "bulletin_limits": Text("修改界限", "Change the limits"),
    "conflicts_title": Text("待定的冲突", "Conflicts to be settled"),
    "conflicts_lead": Text(
        "两人把同一格改成了不同的值。逐处选定其一；其余各格已经合并。",
        "Two people have changed the same cell to different values. Choose one of each; all other "
        "cells are merged.",
    ),
    "conflicts_none": Text("没有待定的冲突。", "No conflict waits."),
    "conflicts_base": Text("原来", "Before"),
    "conflicts_theirs": Text("现在的值", "What stands now"),
    "conflicts_mine": Text("表格里的值", "What the sheet says"),
    "conflicts_by": Text("{who} 填写", "written by {who}"),
    "conflicts_file": Text("{who} 交回，{file}", "handed in by {who}, {file}"),
    "conflicts_settle": Text("按所选保存", "Keep what is chosen"),
}
DONE: dict[str, Text] = {
    "opened": Text("调度已开启。", "The round is open."),
    "merged": Text("表格已合并。", "The sheet was merged."),
    "conflicts": Text(
        "表格已合并，有与网上填得不同的格，请选定。",
        "The sheet was merged; cells that differ from the web wait to be settled.",
    ),
    "returned": Text("已退回。", "Given back."),
    "none": Text("没有选定任何项目。", "Nothing was chosen."),
    "settled": Text("已按所选保存。", "Kept as chosen."),
    "closed": Text("调度已关闭，填报已记入项目档案。", "Closed; the reports are in the records."),
    "reopened": Text("调度已重新开启。", "The round is open again."),
}
EVENTS: dict[str, Text] = {
    "opened": Text("开启", "opened"),
    "closed": Text("关闭", "closed"),
    "reopened": Text("重新开启", "opened again"),
    "reminded": Text("催报", "units reminded"),
}
SHEET: dict[str, Text] = {
    "unsaved": Text("{count} 个项目未保存", "{count:project|projects} unsaved"),
    "all_saved": Text("没有未保存的更改", "Nothing is unsaved"),
    "saved": Text(
        "已保存：更改 {changed}，未变 {unchanged}。",
        "Saved: {changed} changed, {unchanged} as they were.",
    ),
    "pasted": Text("已粘贴 {cells} 格。", "{cells:cell|cells} pasted."),
    "left_out": Text(
        "有 {cells} 格在表外，没有粘贴。",
        "{cells:cell|cells} {cells:~was|were} outside the table and {cells:~was|were} not pasted.",
    ),
    "refused": Text("没有保存，有 {count} 处要改。", "Nothing was saved; {count} to correct."),
    "take_theirs": Text("采用对方的：{value}", "Take theirs: {value}"),
    "keep_mine": Text("保留我的：{value}", "Keep mine: {value}"),
    "empty": Text("（空）", "(empty)"),
    "draft": Text("草稿", "draft"),
    "reported": Text("已填报", "reported"),
}
