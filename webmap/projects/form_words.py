"""Wording of the forms of a project."""

from __future__ import annotations

from geo.words import Text
from webmap.projects.words import REPORT_FIELDS

REASON = "reason"
FORM_TITLES: dict[str, Text] = {
    "new": Text("新建项目", "New project"),
    "edit": Text("修改项目", "Edit the project"),
    "problem": Text("登记问题或整改通知", "Enter a problem or an order"),
    "close": Text("问题销号", "Close the problem"),
    "files": Text("佐证文件", "Evidence"),
    "save": Text("保存", "Save"),
    REASON: Text("修改理由", "Reason of the change"),
}
YEAR_TITLE = Text("{year} 年计划与资金", "Plan and money of {year}")
STEPS_TITLE = Text("审批环节", "Steps of approval")
PROJECT_FORMS: dict[str, Text] = {
    "form_new": FORM_TITLES["new"],
    "form_edit": FORM_TITLES["edit"],
    "form_year": Text("填写年度计划与资金", "Plan and money of a year"),
    "form_year_other": Text("年度", "Year"),
    "form_steps": Text("填写审批环节", "Fill in the steps"),
    "form_required": Text("必填", "needed"),
    "form_reason": FORM_TITLES[REASON],
    "form_reason_help": Text(
        "写入变更历史；进度下降时必填。",
        "It goes into the history; needed where progress falls.",
    ),
    "form_save": FORM_TITLES["save"],
    "form_problem": FORM_TITLES["problem"],
    "form_close": Text("销号", "Close"),
    "form_evidence": FORM_TITLES["files"],
    "form_evidence_help": Text(
        "没有佐证文件不能销号；已附过的不必再附。",
        "A problem is not closed without; what was attached before counts.",
    ),
    "form_files_help": Text(
        "{kinds}；单个不超过 {limit} MB，一次至多 {most} 个。",
        "{kinds}; {limit} MB each, {most} at a time.",
    ),
    "form_files": REPORT_FIELDS["files"],
    "form_files_none": Text("没有附件。", "No file is attached."),
    "form_files_add": Text("上传附件", "Attach files"),
    "form_file_of": Text("属于", "Belongs to"),
    "form_file_report": Text("进度报告", "a report"),
    "form_file_problem": Text("问题", "a problem"),
    "form_file_project": Text("项目", "the project"),
    "form_is_closed": Text("已于 {day} 销号。", "It was closed on {day}."),
    "form_cancel": Text("取消", "Cancel"),
    "form_none": Text("未选", "None"),
    "form_clash": Text("两个人改了同一个项目", "Two people changed this project"),
    "form_clash_lead": Text(
        "您打开之后别人已经保存。逐项比对，两边都改过的请选定一个，再保存。",
        "Somebody saved after you opened it. Compare field by field, choose where both of you "
        "changed one, and save again.",
    ),
    "form_field": Text("字段", "Field"),
    "form_base": Text("您打开时", "When you opened it"),
    "form_theirs": Text("现在", "Now"),
    "form_after": Text("改为", "New"),
    "form_mine": Text("您写的", "Yours"),
    "form_choice": Text("保留哪个", "Which to keep"),
    "form_keep_theirs": Text("现在的", "The one there"),
    "form_keep_mine": Text("我写的", "Mine"),
    "form_only_mine": Text("只有您改了，照存", "Yours is kept"),
    "form_only_theirs": Text("别人改的，保留", "Theirs is kept"),
}
