"""Wording of the page of states and of what a clause says of its targets."""

from __future__ import annotations

from geo.words import Text

STATES_WORDS: dict[str, Text] = {
    "states_title": Text("目标状态", "States of targets"),
    "states_lead": Text(
        "每项目标在所选日期的状态：核算结果与填报数值并列，哪一个作数、为什么，都写明。",
        "The state of every target on the chosen day: computed figure and reported value side by"
        " side, and which of them counts and why.",
    ),
    "states_on": Text("截至日期", "As of"),
    "states_all": Text("全部", "All"),
    "states_document": Text("文件", "Plan"),
    "states_action": Text("行动", "Action"),
    "states_unit": Text("单位", "Unit"),
    "states_year": Text("期限年份", "Year due"),
    "states_state": Text("状态", "State"),
    "states_by": Text("汇总方式", "Table by"),
    "states_show": Text("查看", "Show"),
    "states_clear": Text("清除条件", "Clear"),
    "states_table": Text("各状态的目标数", "Targets by state"),
    "states_table_hint": Text(
        "每个数字都可点开其清单；同属几个行动或单位的目标，在各行都计一次。",
        "Each number opens its list; a target of several actions or units is counted in each row.",
    ),
    "states_total": Text("合计", "Total"),
    "states_list": Text("清单", "List"),
    "states_count": Text("{count} 项目标", "{count:target|targets}"),
    "states_none": Text("没有符合条件的目标。", "No target fits these conditions."),
    "states_figure": Text("核算结果", "Figure"),
    "states_reported": Text("填报数值", "Reported"),
    "states_due": Text("期限", "By"),
    "states_asked": Text("要求", "Asked"),
    "states_why": Text("状态和说明", "State and why"),
    "states_counts": Text("作数", "counts"),
    "states_limits": Text(
        "这些界限由本单位选定，可在数据表“目标判断界限”中修改",
        "The office chooses these limits; they are edited in the sheet “Limits of judging targets”",
    ),
    "states_rule": Text("规则", "The rule"),
    "states_rule_lead": Text(
        "自上而下，第一条符合的决定状态。", "From above; the first step that fits decides."
    ),
    "states_xlsx": Text("下载 xlsx", "Download xlsx"),
    "states_docx": Text("下载 docx", "Download docx"),
    "states_print_hint": Text(
        "打印请用浏览器的打印功能，版面已按 A4 横向排好。",
        "Print with the browser; the page is laid out for A4 across.",
    ),
    "states_soft": Text("软性措辞", "softened by"),
    "states_subject": Text("计量对象", "Measures"),
    "states_note": Text("备注", "Note"),
    "states_ledger": Text("填报台账", "Ledger of values"),
    "states_open": Text("目标状态一览", "States of all targets"),
    "states_map": Text("在图上看", "On the map"),
}
