"""Wording of the sheet of a site check, on paper."""

from __future__ import annotations

from geo.words import Text

MARK = Text("研判记录（未签署）", "record of a check (not signed)")
TITLE = Text("选址研判：{name}", "Site check: {name}")
SITE = Text("选址", "Site")
MAP = Text("位置图", "Map")
ROWS = Text("适用与待核", "What applies and what is to review")
OTHERS = Text("不适用与无图层", "What does not apply, and what no layer knows")
WARNINGS = Text("说明", "Notes")
ANSWER = Text("结论", "Verdict")
ITEM, VALUE = Text("项目", "Item"), Text("内容", "Value")
HEADS = {
    "check": Text("核查项", "Check"),
    "verdict": Text("结论", "Verdict"),
    "why": Text("情况", "Finding"),
    "where": Text("要素与图层", "Feature and layer"),
    "rule": Text("依据", "Rule"),
}
FORM = {
    "project": Text("所属项目", "Project"),
    "planned": Text("拟建", "Planned"),
    "origin": Text("范围来源", "Given as"),
    "area": Text("用地面积", "Area"),
    "length": Text("长度", "Length"),
    "day": Text("研判日期", "Checked on"),
    "by": Text("研判人", "Checked by"),
    "number": Text("第几次", "Check no."),
    "sheets": Text("规则版本", "Rules"),
}
SINCE = Text("{date} 起", "since {date}")
UNVERIFIED = Text("（未核实）", "(unverified)")
SUPERSEDED = Text("（可能已被取代）", "(may be superseded)")
DECIDED = Text("人工结论：{decision}——{reason}（{by}）", "decided: {decision} – {reason} ({by})")
DECIDED_BEFORE = Text(
    "第 {check} 次研判时人工结论：{decision}——{reason}（{by}），结果已变，须重新处理",
    "decided on check {check}: {decision} – {reason} ({by}); the result has changed since",
)
MORE = Text("另有 {count} 条未印出，见系统。", "{count:row|rows} more are in the system.")
NO_OFFICIAL_MAP = Text(
    "本图未经地图审核（审图号），不得公开发布。",
    "The map has no map approval number; not for publication.",
)
GROUND = Text("占用 {area}，为用地的 {share}", "{area} of the site, {share} of it")
OF_CHECK = Text("{check}：{rows}。", "{check}: {rows}.")
WITH_ARTICLE = Text(
    "{about}，{verdict}：{why}（{article}）", "{about}, {verdict}: {why} ({article})"
)
WITHOUT_ARTICLE = Text("{about}，{verdict}：{why}", "{about}, {verdict}: {why}")
HERE = Text("选址", "the site")
FILE_NAME = Text("选址研判", "site-check")
