"""Lists of divisions that have something: a railway, gas, a post office, sorted waste."""

from __future__ import annotations

from geo.words import Text
from projects.policy.subjects import SUBJECTS
from projects.sheets.declaration import SheetColumn, SheetKind

LISTED = ("rail_service", "village_transport", "gas_supply", "waste_sorting_coverage")
"""What a list may be of; a target is judged by a list that says in each row which it is."""
HAS = (("yes", Text("有", "yes")), ("no", Text("没有", "no")))

UNIT_LIST = SheetKind(
    "unit_list",
    Text("行政单元有无清单", "List of divisions with or without"),
    Text(
        "哪些县、乡镇、村（社区）有某项服务或设施，按行政区代码一行；没有列入的算情况不明。",
        "Which counties, townships or villages have a service or facility, one row a code; what is "
        "not listed is unknown.",
    ),
    "series",
    (
        SheetColumn("unit", Text("行政区代码", "Code of the division"), "text", required=True),
        SheetColumn("has", Text("有无", "Has it"), "code", required=True, codes=HAS),
        SheetColumn("name", Text("名称", "Name"), "text"),
        SheetColumn("since", Text("起始日期", "Since"), "date"),
        SheetColumn("source", Text("来源", "Source"), "text"),
        SheetColumn(
            "subject",
            Text("事项", "Subject"),
            "code",
            codes=tuple((one, SUBJECTS[one].title) for one in LISTED),
            later=True,
        ),
        SheetColumn("note", Text("说明", "Note"), "text"),
    ),
    ("unit",),
)
