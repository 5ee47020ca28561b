"""Wording of the register of units."""

from __future__ import annotations

from geo.words import Text

UNIT_TITLES: dict[str, Text] = {
    "name": Text("名称", "Name"),
    "into": Text("并入", "Merge into"),
}
DONE: dict[str, Text] = {
    "added": Text("单位已登记。", "The unit is registered."),
    "rename": Text(
        "单位已更名，旧名仍可使用。", "The unit is renamed; its old name is understood."
    ),
    "alias": Text("名称已登记。", "The name is registered."),
    "merge": Text(
        "单位已合并；它的项目、问题和账号归并入的单位。",
        "The unit is merged: its projects, problems and accounts are of the other one.",
    ),
}
UNITS: dict[str, Text] = {
    "units_title": Text("单位名录", "Units"),
    "units_lead": Text(
        "项目和账号引用的单位；旧名、别名也能识别。",
        "The units of projects and accounts; names they had, or go by, are understood.",
    ),
    "units_find": Text("名称或代码", "Name or code"),
    "units_short": Text("简称", "Short name"),
    "units_english": Text("英文名", "English name"),
    "units_others": Text("其他名称", "Other names"),
    "units_kind": Text("类别", "Kind"),
    "units_projects": Text("项目数", "Projects"),
    "units_name": UNIT_TITLES["name"],
    "units_none": Text("没有符合条件的单位。", "No unit fits."),
    "units_add": Text("登记新单位", "Register a unit"),
    "units_others_help": Text("多个用顿号分开。", "Several with 、 between."),
    "units_ended": Text("已于 {day} 并入别的单位", "merged into another unit on {day}"),
    "units_until": Text("到 {day}", "until {day}"),
    "units_rename": Text("更名", "Rename"),
    "units_since": Text("自何日起", "From"),
    "units_alias": Text("增加一个名称", "Add a name"),
    "units_merge": Text("并入别的单位", "Merge into another unit"),
    "units_merge_lead": Text(
        "它的项目、问题和账号都归那个单位，名称成为那个单位的别名；不能撤销。",
        "Its projects, problems and accounts will be of that unit, its names too; it cannot be "
        "undone.",
    ),
    "units_into": UNIT_TITLES["into"],
}
