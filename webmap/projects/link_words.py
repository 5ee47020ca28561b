"""Wording of the links of projects to features."""

from __future__ import annotations

from geo.words import Text

LINK_TITLES: dict[str, Text] = {
    "keys": Text("要素编号", "Keys of features"),
    "code": Text("项目编号或名称", "Project code or name"),
    "chosen": Text("已选 {count} 个要素。", "{count:feature|features} chosen."),
    "linked_to": Text(
        "项目 {code} 新关联 {count} 个要素。", "{count:feature|features} linked anew to {code}."
    ),
    "items": Text("条款编号", "Numbers of clauses"),
    "answered": Text("新对应 {count} 条条款。", "{count:clause|clauses} answered anew."),
    "dropped": Text("取消对应 {count} 条条款。", "{count:clause|clauses} answered no more."),
    "without_item": Text(
        "{count} 个项目没有对应条款。", "{count:project|projects} without a clause."
    ),
    "compared": Text(
        "比对的是第 {first}–{last} 个没有关联的要素，共 {total} 个。",
        "Compared are features {first}–{last} of {total} that are not linked.",
    ),
    "linked": Text("新关联 {count} 个要素。", "{count:feature|features} linked anew."),
    "unlinked": Text("取消关联 {count} 个要素。", "{count:feature|features} unlinked."),
}
PROJECT_LINKS: dict[str, Text] = {
    "links_title": Text("关联要素与条款", "Link features and clauses"),
    "links_there": Text("已关联的要素", "Features linked now"),
    "links_clauses": Text("对应的条款", "Clauses answered now"),
    "links_clauses_none": Text("还没有对应条款。", "It answers no clause yet."),
    "links_clauses_main": Text("主条款", "main"),
    "links_clauses_drop": Text("取消对应 {item}", "Drop {item}"),
    "links_clauses_likely": Text("可能对应的条款", "Clauses that may have ordered it"),
    "links_clauses_unlikely": Text(
        "名称、类别和单位都没有提示。", "Neither name, kind nor unit points to one."
    ),
    "links_items": LINK_TITLES["items"],
    "links_items_help": Text(
        "一条或几条，用顿号、逗号分开；第一条为主条款。",
        "One or more, commas between; the first is the main one.",
    ),
    "links_items_add": Text("对应", "Answer them"),
    "clauses_title": Text("成批对应条款", "Clauses for many projects"),
    "clauses_lead": Text(
        "按名称、类别、单位和已对应的同类项目为每个没有条款的项目提出一条，按条款分组；"
        "勾选或整组确认后才对应。",
        "Name, kind, unit and what similar projects answer propose one clause for each project "
        "that has none, grouped by clause; nothing is linked until it is ticked or the group is "
        "confirmed.",
    ),
    "clauses_take": Text("对应勾选的", "Link those ticked"),
    "clauses_every": Text("对应本组全部 {count} 个", "Link all {count} of this group"),
    "clauses_other": Text("选别的条款", "Choose another"),
    "clauses_without": Text(
        "没有提示的项目（{count} 个）", "Projects without a proposal ({count})"
    ),
    "clauses_project": Text("项目", "Project"),
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
    "links_code_or_name": LINK_TITLES["code"],
    "links_code_help": Text(
        "最多列出 {most} 个项目，没有位置的在前；也可以写别的编号或全名。",
        "{most} projects at most are offered, those without a place first; any other code or "
        "whole name will do too.",
    ),
    "links_from_map": Text("把要素关联到项目", "Link features to a project"),
    "links_back": Text("回到地图", "Back to the map"),
    "links_no_project": Text("还没有项目", "no project yet"),
    "links_to_project": Text("关联到项目", "To a project"),
    "links_to_clauses": Text("对应到条款", "To clauses"),
    "links_to_clauses_lead": Text(
        "要素通过项目对应条款：建在这些要素上的每个项目都会对应所填条款。",
        "Features answer clauses by their projects: each project that is built on them will "
        "answer those named here.",
    ),
    "links_clauses_need": Text(
        "要素通过项目对应条款；请先把它们关联到项目。",
        "Features answer clauses by their projects: link them to one first.",
    ),
    "orphans_title": Text("缺位置与缺项目", "Without a place, without a project"),
    "orphans_lead": Text(
        "选一个图层：按名称提出可能的对应，勾选确认后才关联；没有项目的要素列在下面。",
        "Choose a layer: names propose what may belong together, and nothing is linked until it is "
        "ticked; features without a project are listed below.",
    ),
    "orphans_proposals": Text("可能的对应", "What may belong together"),
    "orphans_none": Text(
        "这些项目和要素中没有名称相近的。", "None of these projects and features are called alike."
    ),
    "orphans_of_page": Text(
        "比对的是第 {page} 页（共 {pages} 页）没有位置的项目，其余的翻页再比。",
        "Compared are the projects of page {page} of {pages} below; the others when you leaf on.",
    ),
    "orphans_take": Text("关联勾选的", "Link those ticked"),
    "orphans_features": Text(
        "没有项目的要素（{count} 个）", "Features without a project ({count})"
    ),
    "orphans_projects": Text("没有位置的项目（{count} 个）", "Projects without a place ({count})"),
    "orphans_why": Text("依据", "Why"),
    "orphans_feature": Text("要素", "Feature"),
    "orphans_project": Text("项目", "Project"),
}
