"""Wording of the attribute table and of editing one feature."""

from __future__ import annotations

from geo.words import Text

TABLE: dict[str, Text] = {
    "table_title": Text("属性表", "Attribute table"),
    "table_open": Text("属性表", "Attribute table"),
    "table_search": Text("查找", "Search"),
    "table_search_hint": Text("文字、编号或拼音首字母", "Text, code, or initials of pinyin"),
    "table_conditions": Text("按列筛选", "Conditions by column"),
    "table_condition_hint": Text("含有…", "contains…"),
    "table_number_hint": Text("如 >=5、5..10、空", ">=5, 5..10, empty"),
    "table_truth_hint": Text("是、否或空", "yes, no or empty"),
    "table_empty": Text("（空）", "(empty)"),
    "table_clear": Text("清除条件", "Clear"),
    "table_found": Text("{count} 个要素", "{count:feature|features}"),
    "table_of": Text("（共 {total} 个）", " (of {total})"),
    "table_none": Text("没有符合条件的要素。", "No feature fits these conditions."),
    "table_no_class": Text("没有符合条件的类别。", "No class fits these conditions."),
    "table_classes": Text(
        "每行是栅格的一个类别，由像元统计得出，只能查看。",
        "Each row is a class of the raster, counted from its cells; it can only be read.",
    ),
    "table_none_next": Text("请放宽条件后再找。", "Loosen the conditions and try again."),
    "table_unit": Text("责任单位", "Responsible unit"),
    "table_on_map": Text("在图上看", "On the map"),
    "table_edit": Text("修改", "Edit"),
    "table_version": Text("第 {number} 版", "Version {number}"),
    "table_not_live": Text(
        "不是现行版本，只能查看。", "This is not the live version; it can only be read."
    ),
    "page_previous": Text("上一页", "Previous"),
    "page_next": Text("下一页", "Next"),
    "edit_title": Text("修改属性", "Edit attributes"),
    "edit_lead": Text(
        "保存后成为图层的新版本，原版本保留，可随时恢复。要素的编号和几何不变。",
        "Saving makes a new version of the layer; the present one is kept and can be made live "
        "again. Key and geometry stay.",
    ),
    "edit_reason": Text("修改理由", "Reason"),
    "edit_reason_help": Text(
        "写进版本说明和审计日志，例如“现场核实，2025-06-30”。",
        "Kept with the version and in the audit log, such as “seen on site, 2025-06-30”.",
    ),
    "edit_save": Text("保存为新版本", "Save as a new version"),
    "edit_back": Text("返回属性表", "Back to the table"),
    "edit_empty_choice": Text("（空）", "(empty)"),
}
