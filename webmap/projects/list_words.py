"""Wording of a yearly list on the web."""

from __future__ import annotations

from geo.words import Text
from projects.records.model import list_errors

LIST_TITLES: dict[str, Text] = {
    "file": Text("清单文件（xlsx）", "The list (xlsx)"),
    "counted": Text(
        "新增 {added} 个，更新 {changed} 个，未变 {same} 个。",
        "{added} new, {changed} to be updated, {same} unchanged.",
    ),
    "done": Text(
        "已采用：新增 {added} 个，更新 {changed} 个，未变 {same} 个。",
        "Taken: {added} new, {changed} updated, {same} unchanged.",
    ),
    "differs": Text(
        "与刚才显示的不同（设置改过，或别人改了项目）；请看过再采用。",
        "It differs from what was shown (other choices, or somebody changed a project); look "
        "before it is taken.",
    ),
    "accepted": Text("已确认", "confirmed"),
}
LIST_FIXES: dict[str, Text] = {
    list_errors.RECORDS_COLUMN_UNREAD.code: Text(
        "可能对应：{near}。在“表头对应”中选定，或保持不读。",
        "It may be: {near}. Choose it under the heads, or leave it unread.",
    ),
    list_errors.RECORDS_YEAR_UNKNOWN.code: Text("请在下面写明年度。", "Give the year below."),
    list_errors.RECORDS_YEAR_TAKEN.code: Text(
        "不是这一年的，请在下面写明年度。", "Give another year below."
    ),
    list_errors.RECORDS_EARLIER_YEAR.code: Text(
        "确要补录旧年份的，在下面写明年度或勾选确认。",
        "If an earlier year is meant, give it below or confirm it.",
    ),
    list_errors.RECORDS_MIXED_UNITS.code: Text(
        "请统一单位；每格的单位都写对了的，在下面勾选确认。",
        "Use one unit; where each cell says its own, confirm it below.",
    ),
    list_errors.RECORDS_UNIT_DOUBTFUL.code: Text(
        "按元填写的应为 {meant} 万元；确实如此的，在下面勾选确认。",
        "In yuan it would be {meant}. If it is meant, confirm it below.",
    ),
}
PROJECT_LISTS: dict[str, Text] = {
    "list_title": Text("导入年度清单", "Bring in a yearly list"),
    "list_lead": Text(
        "上传单位自己的清单：先核对表头和差异，确认后才保存；一处有误则全部不存。",
        "Send the office's own list: its heads and differences are looked at first and kept when "
        "you say so; one wrong cell and nothing is kept.",
    ),
    "list_file": LIST_TITLES["file"],
    "list_file_help": Text("不超过 {limit} MB。", "Up to {limit} MB."),
    "list_template": Text("下载 {year} 年模板", "Template for {year}"),
    "list_send": Text("上传并核对", "Send and look"),
    "list_year": Text("没写年份的列是哪一年的", "Year of columns that name none"),
    "list_reason": Text("进度下降的原因", "Why progress falls"),
    "list_heads": Text("表头对应", "Heads"),
    "list_head": Text("您的表头", "Your head"),
    "list_meaning": Text("对应字段", "What it means"),
    "list_ignored": Text("不读", "not read"),
    "list_near": Text("可能是", "may be"),
    "list_remembered": Text("按以前确认过的对应读取。", "Read as it was confirmed before."),
    "list_errors": Text("须改正（{count} 处）", "To be mended ({count})"),
    "list_warnings": Text("请核对（{count} 处）", "To be checked ({count})"),
    "list_row": Text("行", "Row"),
    "list_found": Text("问题", "What is wrong"),
    "list_fix": Text("怎么办", "What to do"),
    "list_accept": Text("采纳建议", "Take the proposals"),
    "list_accept_all": Text("共 {count} 处，例如：", "{count} in all, such as:"),
    "list_units": Text("登记为新单位", "Register as new units"),
    "list_new": Text("新项目（{count} 个）", "New projects ({count})"),
    "list_changes": Text("将要修改", "What would change"),
    "list_none": Text(
        "与现有记录没有不同，不必采用。", "Nothing differs; there is nothing to take."
    ),
    "list_more": Text("另有 {count} 条没有列出。", "{count} more are not listed."),
    "list_again": Text("按以上选择重新核对", "Look again with these choices"),
    "list_take": Text("采用", "Take it"),
    "list_marked": Text("下载标注的副本", "Download the marked copy"),
    "list_other": Text("换一个文件", "Another file"),
    "workbook_leave": Text(
        "行数较多，在后台进行；可以离开本页，之后回到这个网址查看。",
        "It has many rows, so it is done in the background. You may leave this page and come back "
        "to its address.",
    ),
    "workbook_fetch": Text("下载（{size}）", "Download ({size})"),
    "workbook_look": Text("再次核对这份清单", "Look at this list once more"),
    "workbook_back": Text("返回", "Back"),
}
