"""Wording of the versions of a layer: the list, what changed between two, going back to one."""

from __future__ import annotations

from geo.words import Text

VERSIONS: dict[str, Text] = {
    "layer_map": Text("图层略图", "Map of the layer"),
    "layer_map_no_script": Text(
        "略图需要启用 JavaScript。", "The map of the layer needs JavaScript."
    ),
    "versions_title": Text("版本", "Versions"),
    "versions_lead": Text(
        "每次导入或修改生成一个新版本，旧版本原样保留，可以比较，也可以恢复。",
        "Every import and every edit makes a new version; earlier ones stay as they are, can be "
        "compared, and can be made live again.",
    ),
    "version_live": Text("现行", "Live"),
    "version_compare": Text("与现行版本比较", "Compare with the live one"),
    "version_compare_short": Text("比较", "Compare"),
    "version_compare_named": Text(
        "第 {number} 版与现行版本比较", "Compare version {number} with the live one"
    ),
    "version_restore": Text("恢复为现行", "Make live again"),
    "version_restore_named": Text("把第 {number} 版恢复为现行版本", "Make version {number} live"),
    "version_table": Text("属性表", "Table"),
    "link_waits": Text("现行版本中没有这个要素", "Not in the live version"),
    # going back
    "restore_title": Text("恢复第 {number} 版", "Make version {number} live again"),
    "restore_lead": Text(
        "图层“{title}”的现行版本将从第 {old} 版改为第 {new} 版。两个版本都保留，随时可以再改回来。",
        "The live version of “{title}” will be version {new} instead of version {old}. Both are "
        "kept, and this can be undone at any time.",
    ),
    "restore_already": Text(
        "第 {number} 版就是现行版本，无需恢复。", "Version {number} is the live one already."
    ),
    "restore_ask": Text(
        "恢复之前，请逐条确认：", "Before it is made live, please confirm each of these:"
    ),
    "restore_nothing": Text("没有需要确认的问题。", "There is nothing to confirm."),
    "restore_do": Text("恢复为现行版本", "Make it live"),
    "restore_back": Text("返回图层", "Back to the layer"),
    "restore_not_ticked": Text("还有问题没有确认。", "Something has not been confirmed yet."),
    "restore_see": Text("查看两个版本的差异", "See what would change"),
    # the difference
    "diff_title": Text("版本差异", "What changed"),
    "diff_from": Text("原版本", "From"),
    "diff_to": Text("现版本", "To"),
    "diff_show": Text("比较", "Compare"),
    "diff_swap": Text("对调", "Swap"),
    "diff_all": Text("全部变化", "All changes"),
    "diff_unchanged": Text("未变 {count}", "{count} unchanged"),
    "diff_settled": Text(
        "（其中 {count} 个坐标差不到 1 毫米）",
        " ({count} of them differ by less than a millimetre)",
    ),
    "diff_same": Text("两个版本的要素完全相同。", "The features of both versions are the same."),
    "diff_same_next": Text("请选另一个版本比较。", "Choose another version to compare."),
    "diff_none": Text("没有符合条件的变化。", "No change fits these conditions."),
    "diff_none_next": Text("请放宽条件。", "Loosen the conditions."),
    "diff_only_one": Text(
        "这个图层只有一个版本，没有可比较的。",
        "The layer has one version only; there is nothing to compare.",
    ),
    "diff_only_one_next": Text(
        "导入新文件或修改属性后，可在这里看到差异。",
        "Import a new file or edit an attribute, and see here what changed.",
    ),
    "diff_of_field": Text("字段", "Field"),
    "diff_any_field": Text("全部字段", "Any field"),
    "diff_text": Text("查找", "Search"),
    "diff_text_hint": Text("编号、名称或值", "Key, name or value"),
    "diff_shown": Text(
        "第 {first}–{last} 处变化，共 {total} 处；地图与列表显示同样这些。",
        "Changes {first}–{last} of {total}; map and list show the same ones.",
    ),
    "diff_coarse": Text(
        "图形较多，地图上的轮廓已简化；面积按原图形计算。",
        "There are many shapes: outlines on the map are simplified, areas are not.",
    ),
    "diff_map": Text("变化的位置", "Where it changed"),
    "diff_legend": Text("图例", "Legend"),
    "diff_before": Text("原图形（虚线）", "Shape before (dashed)"),
    "diff_context": Text("未变的要素", "Unchanged features"),
    "diff_key": Text("编号和名称", "Key and name"),
    "diff_what": Text("变化", "Change"),
    "diff_content": Text("内容", "What"),
    "diff_go": Text("在图上看", "Show on the map"),
    "diff_whole": Text("全部范围", "Everything"),
    "diff_downloads": Text("下载差异：", "Download:"),
    "diff_said": Text("说明的变化", "Changes to the description"),
    "diff_schema": Text("字段的变化", "Changes to the fields"),
    "diff_old": Text("原值", "Before"),
    "diff_new": Text("现值", "After"),
    "diff_no_script": Text("地图需要启用 JavaScript。", "The map needs JavaScript."),
}

# What the pages say of single changes and questions, chosen by what they are.
SAID: dict[str, Text] = {
    "restore_secrecy-would-drop": Text(
        "已确认可以公开到这一级。", "It may be seen that widely; I have made sure."
    ),
    "restore_links-would-break": Text(
        "知道这些项目会失去关联；要素恢复后关联自动生效。",
        "I know that these projects lose their features until the features come back.",
    ),
    "diff_empty_value": Text("（空）", "(empty)"),
    "diff_field_added": Text("新增字段，{filled} 个有值", "Field added, {filled:value|values}"),
    "diff_field_removed": Text("删除字段，原有 {filled} 个值", "Field removed, it had {filled}"),
    "diff_field_retyped": Text("类型改变", "Type changed"),
}
