"""Wording of the change of many projects, and of lists that are kept."""

from __future__ import annotations

from geo.words import Text

BULK_TITLES: dict[str, Text] = {
    "counted": Text("选中 {count} 个项目。", "{count:project|projects} chosen."),
    "changes": Text("将修改 {count} 个项目。", "{count:project|projects} would be changed."),
    "differs": Text(
        "与刚才显示的不同；请看过再保存。",
        "It differs from what was shown; look before it is kept.",
    ),
    "done": Text("已修改 {count} 个项目。", "{count:project|projects} changed."),
}
PROJECT_BULK: dict[str, Text] = {
    "bulk_title": Text("成批修改", "Change many"),
    "bulk_lead": Text(
        "只填要改的字段；看过差异再保存，一处不合规则则全部不存。",
        "Fill in what is to be changed only; the differences are shown first, and one broken rule "
        "keeps all of them out.",
    ),
    "bulk_chosen": Text("修改勾选的项目", "Change those ticked"),
    "bulk_every": Text("修改全部 {count} 个", "Change all {count}"),
    "bulk_choose": Text("选择 {name}", "Choose {name}"),
    "bulk_column": Text("选择", "Choose"),
    "bulk_clear": Text("清空这一项", "clear this field"),
    "bulk_look": Text("显示差异", "Show the differences"),
    "bulk_back": Text("回到清单", "Back to the list"),
    "views_title": Text("我的清单", "My lists"),
    "views_save": Text("保存这个清单", "Keep this list"),
    "views_name": Text("清单名称", "Its title"),
    "views_drop": Text("删除清单 {title}", "Remove the list {title}"),
}
