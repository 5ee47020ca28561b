"""Which projects may stand in the green project pool: no plan says it, each office chooses."""

from __future__ import annotations

from geo.figures.units import RATIO
from geo.words import Text
from projects.policy.project_kinds import PROJECT_KINDS
from projects.sheets.declaration import SheetColumn, rule

POOL_KINDS = rule(
    "pool_kinds",
    Text("绿色项目库入库条件", "What may stand in the green project pool"),
    Text(
        "可以入库的项目类别、对应的绿色类别，以及资金缺口至少占总投资的比例；"
        "没有文件或标准规定，由本单位选定。",
        "The kinds of project that may stand in the pool, the green category of each, and the "
        "least share of the investment that has no money yet: no plan and no standard sets these, "
        "each office chooses.",
    ),
    (
        SheetColumn(
            "kind",
            Text("项目类别", "Kind of project"),
            "code",
            required=True,
            codes=tuple(PROJECT_KINDS.items()),
        ),
        SheetColumn("category", Text("绿色类别", "Green category"), "text", required=True),
        SheetColumn(
            "least_gap", Text("最低缺口", "Least gap"), unit=RATIO, required=True, low=0.0, high=1.0
        ),
    ),
    ("kind",),
)
POOL_RULES = (POOL_KINDS,)
