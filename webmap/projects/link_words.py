"""Wording of the links of projects to features."""

from __future__ import annotations

from geo.words import Text

LINK_TITLES: dict[str, Text] = {
    "keys": Text("要素编号", "Keys of features"),
    "code": Text("项目编号", "Project code"),
    "linked": Text("新关联 {count} 个要素。", "{count:feature|features} linked anew."),
    "unlinked": Text("取消关联 {count} 个要素。", "{count:feature|features} unlinked."),
}
PROJECT_LINKS: dict[str, Text] = {
    "links_title": Text("关联要素", "Link features"),
    "links_there": Text("已关联", "Linked now"),
    "links_remove": Text("取消关联 {key}", "Unlink {key}"),
    "links_layer": Text("图层", "Layer"),
    "links_show": Text("显示名称相近的", "Show what is called alike"),
    "links_keys": LINK_TITLES["keys"],
    "links_keys_help": Text(
        "一行一个，或用顿号、逗号分开；编号见图层的属性表。",
        "One a line, or commas between; the table of the layer has them.",
    ),
    "links_add": Text("关联", "Link"),
    "links_alike": Text("名称相近的要素", "Features called alike"),
    "links_none_alike": Text(
        "这个图层里没有名称相近的要素。", "No feature of this layer is called alike."
    ),
    "links_none": Text("还没有关联要素。", "No feature is linked."),
    "links_code": LINK_TITLES["code"],
    "links_code_help": Text(
        "没有位置的项目列在前面供选；也可以写别的编号。",
        "Projects without a place are offered; any other code will do too.",
    ),
    "links_from_map": Text("把要素关联到项目", "Link the feature to a project"),
    "orphans_title": Text("缺位置与缺项目", "Without a place, without a project"),
    "orphans_lead": Text(
        "选一个图层：按名称提出可能的对应，勾选确认后才关联；没有项目的要素列在下面。",
        "Choose a layer: names propose what may belong together, and nothing is linked until it is "
        "ticked; features without a project are listed below.",
    ),
    "orphans_proposals": Text("可能的对应", "What may belong together"),
    "orphans_none": Text("没有名称相近的项目和要素。", "No project and feature are called alike."),
    "orphans_take": Text("关联勾选的", "Link those ticked"),
    "orphans_features": Text(
        "没有项目的要素（{count} 个）", "Features without a project ({count})"
    ),
    "orphans_projects": Text("没有位置的项目（{count} 个）", "Projects without a place ({count})"),
    "orphans_first": Text("只列出前 {count} 个。", "The first {count} are listed."),
    "orphans_why": Text("依据", "Why"),
    "orphans_feature": Text("要素", "Feature"),
    "orphans_project": Text("项目", "Project"),
}
