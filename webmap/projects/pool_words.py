"""Wording of the green project pool."""

from __future__ import annotations

from geo.words import Text

POOL_DONE: dict[str, Text] = {
    "released": Text("已公布。", "Released."),
    "withdrawn": Text("已撤下。", "Taken out."),
}
POOL_TITLES: dict[str, Text] = {
    "field": Text("公布哪些内容", "What is released"),
    "rule": Text(
        "入库条件：类别在库、未完工停工、资金缺口达到比例（见“绿色项目库入库条件”）。",
        "Who may stand here: by kind, not completed or stopped, with enough money missing, as the "
        "rule of the pool says.",
    ),
    "unverified": Text(
        "条件未经核实，没有文件或标准规定。",
        "The rule is unverified, and no plan or standard sets it.",
    ),
}
PROJECT_POOL: dict[str, Text] = {
    "pool_title": Text("绿色项目库", "Green project pool"),
    "pool_lead": Text(
        "资金未落实或部分落实的绿色项目。经人选定内容公布的，才导出给金融机构。",
        "Green projects that are unfunded or partly funded. What a person has chosen to release, "
        "and nothing else, goes out to those who finance.",
    ),
    "pool_rule": Text("修改入库条件", "Change the rule"),
    "pool_none": Text("没有符合条件的项目。", "No project is eligible."),
    "pool_none_next": Text(
        "填写项目类别、总投资和分来源资金后，符合条件的会列在这里。",
        "With kind, investment and funds filled in, those that are eligible stand here.",
    ),
    "pool_category": Text("绿色类别", "Green category"),
    "pool_funded": Text("已落实（万元）", "Funded (10,000 yuan)"),
    "pool_gap": Text("缺口（万元）", "Missing (10,000 yuan)"),
    "pool_money": Text("资金", "Money"),
    "pool_state": Text("公布", "Release"),
    "pool_not_yet": Text("未公布", "not released"),
    "pool_by": Text("{day} {who} 公布", "released {day} by {who}"),
    "pool_day": Text("{day} 公布", "released {day}"),
    "pool_changed": Text("公布后有变", "changed since"),
    "pool_now_not": Text("现不符合条件，不再导出：", "not eligible now, and left out: "),
    "pool_choose": Text("选定并公布", "Choose and release"),
    "pool_again": Text("重新选定", "Choose anew"),
    "pool_field": Text("内容", "Field"),
    "pool_now": Text("现在", "Now"),
    "pool_then": Text("公布时", "When released"),
    "pool_evidence": Text("公布哪些佐证文件", "Which evidence is released"),
    "pool_release": Text("公布勾选的内容", "Release what is ticked"),
    "pool_withdraw": Text("撤下", "Take it out"),
    "pool_refused": Text("不符合入库条件：", "Not eligible: "),
    "pool_always": Text("编号和名称总会公布。", "Code and name are always released."),
    "pool_xlsx": Text("导出 xlsx", "Export xlsx"),
    "pool_zip": Text("导出 xlsx 和佐证（zip）", "Export with evidence (zip)"),
    "pool_count": Text(
        "{count} 个项目，已公布并可导出 {out} 个。",
        "{count:project|projects}, {out} released and to be exported.",
    ),
}
