"""Gross ecosystem product (生态产品总值): the norms there are, and formulas as they were printed.

Nothing is computed by them yet: prices with their year are wanting. They are kept with their dates
so that whoever is asked for a GEP names the norm in force, and none of the traps is met twice.
"""

from __future__ import annotations

from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

LEVELS = (
    ("national", Text("国家标准", "national standard")),
    ("provisional", Text("国家规范（试行）", "national, provisional")),
    ("industry", Text("行业标准", "standard of a ministry")),
    ("local", Text("地方标准", "provincial or municipal standard")),
    ("draft", Text("征求意见稿", "draft")),
)
GEP_NORMS = rule(
    "gep_norms",
    Text("生态产品总值核算规范", "Norms of gross ecosystem product"),
    Text(
        "核算生态产品总值的标准与规范、施行日期和适用范围。没有写明规范、年份和价格的总值没有意义。",
        "Standards of gross ecosystem product, their dates and scope. A sum that does not name "
        "norm, year and prices means nothing.",
    ),
    (
        SheetColumn("norm", Text("标准号或文号", "Number"), "text", required=True),
        SheetColumn("name", Text("名称", "Name"), "text", required=True),
        SheetColumn("level", Text("级别", "Level"), "code", required=True, codes=LEVELS),
        SheetColumn("scope", Text("适用范围", "Scope"), "text"),
    ),
    ("norm",),
)
GEP_FORMULAS = rule(
    "gep_formulas",
    Text("生态产品实物量公式", "Formulas of ecosystem products"),
    Text(
        "文献所载的实物量公式和单位换算；适用地区和原文的单位差错逐条注明。",
        "Formulas of physical amounts as printed, with their units; where they hold and what is "
        "misprinted stands with each.",
    ),
    (
        SheetColumn("product", Text("生态产品", "Product"), "text", required=True),
        SheetColumn("formula", Text("公式", "Formula"), "text", required=True),
        SheetColumn("units", Text("单位与换算", "Units"), "text", required=True),
        SheetColumn("region", Text("适用地区", "Where it holds"), "text"),
    ),
    ("product", "region"),
)
GEP_RULES = (GEP_NORMS, GEP_FORMULAS)
