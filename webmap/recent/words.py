"""Wording of the page of what changed."""

from __future__ import annotations

from geo.words import Text

RECENT: dict[str, Text] = {
    "recent_title": Text("最近变化", "What changed"),
    "recent_since": Text("自 {day} 起", "Since {day}"),
    "recent_visit": Text("（上次查看的日子）", "(the day of your last visit)"),
    "recent_day": Text("从哪一天起", "Since which day"),
    "recent_show": Text("查看", "Show"),
    "recent_spans": Text("常用时段", "Common spans"),
    "recent_none": Text("这段时间没有变化。", "Nothing has changed in this time."),
    "recent_none_next": Text("可以把日期往前调。", "Choose an earlier day."),
    "recent_none_here": Text("没有变化。", "No change."),
    "recent_layers": Text("图层", "Layers"),
    "recent_projects": Text("项目", "Projects"),
    "recent_targets": Text("目标填报值", "Values of targets"),
    "recent_figures": Text("现行数字与核算单", "Figures that stand, and statements"),
    "recent_comma": Text("，", ", "),
    "recent_when": Text("时间", "When"),
    "recent_what": Text("变化", "Change"),
    "recent_more": Text(
        "另有 {count} 项未列出；请缩短时段。", "{count} more are not listed; choose a later day."
    ),
    "recent_layer_new": Text(
        "新图层，{features} 个要素", "New layer of {features:feature|features}"
    ),
    "recent_layer_versions": Text("{count} 个新版本", "{count:new version|new versions}"),
    "recent_layer_back": Text("恢复过旧版本", "An earlier version was made live again"),
    "recent_layer_live": Text("现行第 {number} 版", "Version {number} is live"),
    "recent_features": Text("要素 {before} → {after} 个", "Features {before} → {after}"),
    "recent_compare": Text("查看差异", "See the differences"),
    "recent_gone": Text("（已不在库中）", "(no longer there)"),
    "recent_all_changes": Text("共 {count} 次改动", "{count:change|changes} in all"),
    "recent_cells": Text(
        "{count} 个值有改动，最近一次：", "{count:value|values} changed, the last one:"
    ),
}
STEPS: dict[str, Text] = {
    "set": Text("设为现行数字", "Set as the figure that stands"),
    "lifted": Text("取消现行数字", "No longer stands"),
    "signed": Text("核算单已签署", "Statement signed"),
    "withdrawn": Text("核算单已撤回", "Statement withdrawn"),
}
SPANS: dict[int, Text] = {
    7: Text("近 7 天", "7 days"),
    30: Text("近 30 天", "30 days"),
    92: Text("近一季度", "A quarter"),
    366: Text("近一年", "A year"),
}
COUNTED: dict[str, Text] = {
    "layers": Text("{count} 个图层", "{count:layer|layers}"),
    "projects": Text("{count} 个项目", "{count:project|projects}"),
    "targets": Text("{count} 项目标的填报值", "values of {count:target|targets}"),
    "figures": Text("{count} 次数字变动", "{count:step|steps} of figures"),
}
