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
WITHDRAWN = Text(
    "本次研判的签署已于 {day} 撤回，不再作为正式结果。理由：{reason}",
    "The signature on this check was withdrawn on {day}; it is final no longer. Reason: {reason}",
)
NOT_SIGNED = Text(
    "本次研判尚未签署，不作为正式结果。", "This check is not signed; it is not final."
)
NEWER = Text(
    "{name}：研判用第 {then} 版，现行第 {now} 版", "{name}: version {then} in the check, {now} now"
)
GONE = Text("（看不到）", "(not to be seen)")
UNDECIDED = Text("没有处理", "nothing decided")
DECIDED_AS = Text("{decision}（{reason}）", "{decision} ({reason})")
ROW_LINE = Text("{about}，{name}：{verdict}；{decided}", "{about}, {name}: {verdict}; {decided}")
SIGNING = Text("研判、复核、签署", "Checked, reviewed, signed")
DUTIES = {
    "made": Text("研判", "Checked"),
    "submitted": Text("提交复核", "Submitted"),
    "returned": Text("退回", "Returned"),
    "signed": Text("签署", "Signed"),
    "withdrawn": Text("撤回", "Withdrawn"),
}
CHECKING = Text("核对命令", "Command to check it")
FILE = Text("文件", "FILE")
DIFFERS_NOW = Text(
    "按当时的图层和规则再研判，结果与保存的不同：法规、河湖长名录或程序此后有改动。",
    "by the layers and rules of then it says otherwise now: laws, chiefs or the program have "
    "changed since.",
)
CHECKED_AGAIN = Text(
    "已按当时的图层和规则版本再研判一次，各条结果相同。",
    "Checked again by the versions of layers and rules of then: every row is the same.",
)
NOT_CHECKED_AGAIN = Text("未能重算：{why}", "It could not be checked again: {why}")
WENT_ON = Text(
    "文件导出后这次研判又有办理，文件中的状态已不是现状。",
    "The check has gone on since the file was made: its state is not the one in the file.",
)
UNKNOWN = Text(
    "这次研判不是本机做的（或您无权查看）；请由出具单位核对。只核对了文件自身。",
    "This check was not made here (or you may not see it): have it checked where it was made. "
    "The file was compared with itself only.",
)
