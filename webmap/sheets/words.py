"""Wording of the pages of sheets: rules with dates, and series that the office enters."""

from __future__ import annotations

from geo.words import Text

SHEETS: dict[str, Text] = {
    "sheets_title": Text("规则与数据表", "Rules and sheets"),
    "sheets_lead": Text(
        "指标用到的限值、系数和数据序列。每次保存生成一个新版本，旧版本保留；计算结果记录所用的版本。",
        "Limits, coefficients and series that figures use. Every save makes a new version; earlier "
        "ones stay, and every result names the version it used.",
    ),
    "sheets_rules": Text("规则", "Rules"),
    "sheets_rules_lead": Text(
        "随软件提供，逐行注明出处和依据情况；“未核实”的行在计算结果里会提示。",
        "They come with the software; each row says where it comes from and how sure it is. Rows "
        "that nobody has verified are pointed out in every result that uses them.",
    ),
    "sheets_series": Text("数据序列", "Series"),
    "sheets_no_rules": Text("没有规则。", "There are no rules."),
    "sheets_no_series": Text("还没有数据序列。", "There are no series yet."),
    "sheets_no_series_next": Text(
        "在下面新建一个，例如逐日降雨量。", "Enter the first one below, for example daily rain."
    ),
    "sheets_no_series_viewer": Text(
        "数据序列由编辑人员录入。", "Series are entered by the editors of the office."
    ),
    "sheet_rows": Text("行数", "Rows"),
    "sheet_saved": Text("保存时间", "Saved"),
    "sheet_shipped": Text("随软件提供", "As shipped"),
    "sheet_version": Text("第 {number} 版", "Version {number}"),
    "sheet_present": Text("现行", "Present"),
    "sheet_not_present": Text(
        "这是第 {number} 版，不是现行版本。", "This is version {number}, not the present one."
    ),
    "sheet_to_present": Text("查看现行版本", "See the present version"),
    "sheet_basis_count": Text("{title} {count}", "{count} {title}"),
    "sheet_basis": Text("依据情况", "Basis"),
    "sheet_columns": Text("表头可以是这些列（* 必填）", "Columns of the file (* required)"),
    "colon": Text("：", ": "),
    "sheet_number": Text("行", "Row"),
    "sheet_edit_row": Text("修改", "Edit"),
    "sheet_edit_row_named": Text("修改第 {row} 行", "Edit row {row}"),
    "sheet_add_row": Text("增加一行", "Add a row"),
    "sheet_download": Text("下载：", "Download: "),
    "sheet_of_pages": Text("第 {first}–{last} 行，共 {total} 行", "Rows {first}–{last} of {total}"),
    "sheet_used_by": Text("用到它的指标", "Used by"),
    "sheet_used_by_none": Text("目前没有指标用到它。", "No figure uses it at present."),
    "sheet_history": Text("版本", "Versions"),
    "sheet_compare": Text("比较", "Compare"),
    "sheet_from": Text("原版本", "From"),
    "sheet_to": Text("现版本", "To"),
    "sheet_diff_title": Text("版本比较", "What changed"),
    "sheet_diff_same": Text("两个版本的内容完全相同。", "Both versions hold the same rows."),
    "sheet_diff_counts": Text(
        "新增 {added} 行，删除 {removed} 行，修改 {changed} 行，未变 {unchanged} 行。",
        "{added:row|rows} added, {removed} removed, {changed} changed, {unchanged} unchanged.",
    ),
    "sheet_diff_bounded": Text(
        "只列出前 {shown} 处，共 {total} 处；请下载两个版本后比较。",
        "The first {shown} of {total:change|changes}; download both versions to compare the rest.",
    ),
    "sheet_what": Text("变化", "Change"),
    "sheet_row_known_by": Text("哪一行", "Which row"),
    "sheet_content": Text("内容", "What"),
    "sheet_offer": Text(
        "软件随附的这张规则表有新内容：{changed} 行有改动，{added} 行新增。"
        "采用后本单位改过、加过、删过的行不变（其中 {kept} 行与随附的不同）。",
        "This rule is shipped with new content. Rows changed: {changed}, new: {added}. Rows that "
        "the office has edited, added or left out stay its own; of these, unlike those shipped: "
        "{kept}.",
    ),
    "sheet_take_over": Text("采用新内容", "Take it over"),
    "sheet_offer_compare": Text("与随附的比较", "Compare with what is shipped"),
    "sheet_law_superseded": Text("可能已被取代", "may be superseded"),
    # rules whose law has a successor
    "aging_title": Text("依据已有后继的规则", "Rules whose law has a successor"),
    "aging_lead": Text(
        "这些行依据的法律、标准或文件已有后继，或后继尚未核实，内容和条款可能已变。请核对后修改规则表，"
        "或写明为什么可以继续使用。",
        "The law, standard or document of these rows has a successor, or one that nobody has "
        "verified: articles and content may have changed. Check them and edit the rule, or say why "
        "it may stay.",
    ),
    "aging_laws": Text("法律、标准与文件", "Laws, standards and documents"),
    "aging_link": Text(
        "{count} 行规则的依据已有后继，请核对",
        "Rules whose law has a successor, to be checked: {count}",
    ),
    "aging_holding": Text("现行的行", "Rows in force"),
    "aging_ended": Text("已写失效日期的行", "Rows with an end"),
    "aging_ended_lead": Text(
        "只用于失效日期以前的计算，无须处理。",
        "They are used for earlier days only; nothing has to be done.",
    ),
    "aging_none": Text("没有需要核对的行。", "There is nothing to check."),
    "aging_rule": Text("规则", "Rule"),
    "aging_days": Text("有效期间", "Valid"),
    "aging_noted": Text("已知悉", "Taken note of"),
    "aging_noted_done": Text(
        "已记下。清单有变化时会再次提醒。", "Noted. You are told again when the list changes."
    ),
    "aging_noted_nobody": Text("还没有人确认这份清单。", "Nobody has taken note of this list yet."),
    "aging_reason": Text("理由", "Reason"),
    "aging_reason_help": Text(
        "为什么可以继续使用，或打算何时核对；留在审计日志里。",
        "Why they may stay, or when they will be checked; it stays in the audit log.",
    ),
    "aging_note": Text("确认知悉", "Take note"),
    # upload
    "sheet_upload_title": Text("上传新版本", "Upload a new version"),
    "sheet_upload_lead": Text(
        "下载 xlsx，在 Excel 或 WPS 中修改后上传。有任何一行不合要求则全部不存。",
        "Download the xlsx, edit it in Excel or WPS and upload it. One wrong row and nothing is "
        "kept.",
    ),
    "sheet_file": Text("文件", "File"),
    "sheet_file_help": Text(
        "xlsx，或 UTF-8、GB18030 编码的 CSV；不超过 {limit} MB、{rows} 行。",
        "xlsx, or CSV in UTF-8 or GB18030; at most {limit} MB and {rows:row|rows}.",
    ),
    "sheet_source": Text("数据来源", "Source"),
    "sheet_source_help": Text(
        "如“市气象台，2026 年 1 月提供”。", "For example “City weather office, January 2026”."
    ),
    "sheet_reason": Text("修改理由", "Reason"),
    "sheet_reason_help": Text(
        "留在版本记录和审计日志里。", "It stays with the version and in the audit log."
    ),
    "sheet_upload": Text("上传并保存", "Upload and save"),
    # a new series
    "sheet_new_title": Text("新建数据序列", "A new series"),
    "sheet_kind": Text("种类", "Kind"),
    "sheet_id": Text("编号", "Id"),
    "sheet_id_help": Text(
        "小写字母、数字、下划线和连字符，字母开头，如 rain_hankou。",
        "Lower-case letters, digits, _ and -, a letter first, such as rain_hankou.",
    ),
    "sheet_title": Text("名称", "Title"),
    "sheet_title_help": Text("如“汉口站逐日降雨量”。", "For example “Daily rain, Hankou”."),
    "sheet_new": Text("新建", "Create"),
    # one row
    "sheet_row_title": Text("修改第 {row} 行", "Edit row {row}"),
    "sheet_row_new_title": Text("增加一行", "Add a row"),
    "sheet_row_save": Text("保存为新版本", "Save as a new version"),
    "sheet_row_back": Text("返回", "Back"),
    "sheet_row_basis_note": Text(
        "改动数值时，请同时更新“出处”和“依据情况”。",
        "When you change a value, bring its source and basis up to date too.",
    ),
    "sheet_choice_none": Text("（空）", "(empty)"),
    "sheet_faults": Text(
        "没有保存，请改正以下 {count} 处：", "Nothing was saved. {count:fault|faults} to correct:"
    ),
    "sheet_faults_more": Text("另有 {count} 处未列出。", "{count} more are not listed."),
    "sheet_fault_row": Text("文件行号", "Row"),
    "sheet_fault_column": Text("列", "Column"),
    "sheet_fault_what": Text("问题", "Fault"),
    "sheet_ignored": Text(
        "文件中有 {count} 列的表头不属于本表，没有读取。",
        "{count:column|columns} of the file "
        "{count:~is none of this sheet and was|are none of this sheet and were} not read.",
    ),
}
DONE: dict[str, Text] = {
    "saved": Text("已保存为新版本。", "Saved as a new version."),
    "same": Text(
        "内容与现行版本相同，没有生成新版本。",
        "The rows are those of the present version; no version was made.",
    ),
}
WHAT: dict[str, Text] = {
    "added": Text("新增", "Added"),
    "removed": Text("删除", "Removed"),
    "changed": Text("修改", "Changed"),
}
