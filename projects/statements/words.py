"""Wording of statements: what their faces say besides what the declarations of metrics say."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text


@dataclass(frozen=True, slots=True)
class StepWords:
    """How a step is called: done, and in `cannot be …`."""

    title: Text
    verb: Text


STATES: dict[str, Text] = {
    "draft": Text("草稿", "draft"),
    "submitted": Text("待复核", "under review"),
    "returned": Text("已退回", "returned"),
    "signed": Text("已签署", "signed"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
STEPS: dict[str, StepWords] = {
    "made": StepWords(Text("制作", "Made"), Text("制作", "made")),
    "submitted": StepWords(Text("提交复核", "Submitted"), Text("提交", "submitted")),
    "returned": StepWords(Text("退回", "Returned"), Text("退回", "returned")),
    "signed": StepWords(Text("签署", "Signed"), Text("签署", "signed")),
    "withdrawn": StepWords(Text("撤回", "Withdrawn"), Text("撤回", "withdrawn")),
    "commented": StepWords(Text("意见", "Commented"), Text("加意见", "commented")),
    "answered": StepWords(Text("答复", "Answered"), Text("答复意见", "answered")),
    "closed": StepWords(Text("了结", "Closed"), Text("了结意见", "closed")),
    "reopened": StepWords(Text("再议", "Reopened"), Text("再议意见", "reopened")),
}

STATEMENT = Text("核算单", "Statement")
CODE = Text("校验码", "Check code")
COMPUTED = Text("计算时间", "Computed")
TITLE = Text("{metric}核算单", "Statement: {metric}")
ANSWER = Text(
    "{when}{where}{metric}为 {figure}{target}。", "{metric}{where}{when}: {figure}{target}."
)
ANSWER_SPAN = Text("{when}{where}{metric}：{figure}{target}。", ANSWER.en)
ANSWER_OTHER = Text(
    "{when}{where}{metric}：{title} {figure}{unit}{target}。",
    "{metric}{where}{when}: {title} {figure}{unit}{target}.",
)
OF_AREA = Text("{area}", " of {area}")
IN_PERIOD = Text("{period}，", ", {period}")
BY_DATA = Text("据 {date} 的数据，", ", by data of {date}")
BESIDE_TARGET = Text(
    "；目标 {id}（{indicator}{year}）要求 {demand}，{met}{gap}",
    "; target {id} ({indicator}{year}) asks for {demand}: {met}{gap}",
)
TARGET_YEAR = Text("，{year} 年", ", {year}")
SHORT_BY = Text("，差 {gap}", ", {gap} short")
OPEN_BECAUSE = Text("（{reason}）", " ({reason})")
LYING_OVER = Text(
    "各行按单个要素列出，相互重叠的部分在每行中都有，不能把各行面积相加；"
    "合计数见“主要数值”，按合并后的范围计算，每处只计一次。",
    "Each row is one feature; where features overlap the ground stands in the row of each, so "
    "areas are not to be added up. The total is that of “Main figures”, over the union: every "
    "place counts once.",
)
SUMMED_ONCE = Text(
    "面积按重叠处理后计入的面积汇总，每处只计一次。",
    "Areas after overlaps are resolved: every place counts once.",
)
BY_GAP = Text("按差距从大到小排列。", "In the order of what is missing, the most first.")
LICENCES: dict[str, Text] = {
    "MIT": Text("示例数据，可自由使用", "illustrative data, free to use"),
}
NO_LICENCE = Text(
    "未注明，按密级限本单位使用", "none stated: within the office, by its secrecy grade"
)
NOT_SIGNED = Text(
    "本核算单尚未签署，不作为正式结果。", "This statement is not signed; its figures are not final."
)
WITHDRAWN = Text(
    "本核算单已于 {day} 撤回，不再作为正式结果。理由：{reason}",
    "This statement was withdrawn on {day}; its figures are final no longer. Reason: {reason}",
)
NOT_PUBLIC = Text(
    "未经审图（无审图号）不得公开发布地图；按所列密级使用。",
    "Not for publication unless the map has been reviewed (审图号); to be used within the secrecy "
    "grade stated.",
)
SECTIONS: dict[str, Text] = {
    "head": Text("基本情况", "Particulars"),
    "answer": Text("核算结论", "Result in one sentence"),
    "warnings": Text("提示", "Warnings"),
    "total": Text("主要数值", "Main figures"),
    "summary": Text("按区和责任单位汇总", "By district and unit"),
    "signing": Text("编制、复核、签发", "Prepared, reviewed, issued"),
    "target": Text("政策目标", "Policy target"),
    "map": Text("示意图", "Map"),
    "more": Text("其他数值", "Other figures"),
    "notes": Text("须知", "What to know"),
    "method": Text("核算方法", "Method"),
    "talk": Text("复核意见", "Review"),
    "inputs": Text("数据来源：图层", "Sources: layers"),
    "sheets": Text("数据来源：数据表与规则", "Sources: sheets and rules"),
    "parameters": Text("参数", "Parameters"),
    "course": Text("办理过程", "Course"),
    "check": Text("核对信息", "For checking"),
}
HEADS: dict[str, Text] = {
    "item": Text("项目", "Item"),
    "figure": Text("指标", "Figure"),
    "value": Text("数值", "Value"),
    "unit": Text("计量单位", "Unit"),
    "line": Text("行次", "Line"),
    "key": Text("编号", "Code"),
    "name": Text("名称", "Name"),
    "role": Text("用途", "Used as"),
    "layer": Text("图层", "Layer"),
    "version": Text("版本", "Version"),
    "hash": Text("指纹", "Hash"),
    "features": Text("要素数", "Features"),
    "date": Text("数据日期", "Data date"),
    "source": Text("来源", "Source"),
    "secrecy": Text("密级", "Secrecy"),
    "licence": Text("使用许可", "Licence"),
    "sheet": Text("数据表", "Sheet"),
    "rows": Text("行数", "Rows"),
    "extent": Text("起止", "Extent"),
    "unverified": Text("未核实条目", "Unverified rows"),
    "origin": Text("默认值依据", "Origin of the default"),
    "step": Text("步骤", "Step"),
    "by": Text("经办人", "By"),
    "at": Text("时间", "When"),
    "body": Text("意见或说明", "Comment or note"),
    "sum": Text("合计", "Sum"),
    "about": Text("针对", "About"),
    "said": Text("内容", "What was said"),
    "state": Text("状态", "State"),
    "missing": Text("差距", "Missing"),
    "in_hectares": Text("折合公顷", "In ha"),
    "unit_of_place": Text("责任单位", "Unit"),
    "district": Text("所在区", "District"),
    "projects": Text("相关项目", "Projects"),
    "rows_there": Text("分区数", "Zones"),
    "together": Text("合计面积", "Together"),
    "share_of_it": Text("{title}占比", "{title}, share"),
    "duty": Text("环节", "Step"),
    "person": Text("姓名", "Name"),
    "post": Text("职务", "Post"),
    "day": Text("日期", "Date"),
    "hand": Text("签字（盖章）", "Signature, seal"),
}
HEAD: dict[str, Text] = {
    "office": Text("编制单位", "Prepared by"),
    "number": Text("文号", "Document no."),
    "area": Text("核算区域", "Area"),
    "area_code": Text("区划代码", "Division code"),
    "period": Text("核算时段", "Period"),
    "secrecy": Text("密级", "Secrecy"),
    "data": Text("数据日期", "Date of the data"),
    "state": Text("办理状态", "State"),
    "made": Text("编制日期", "Prepared on"),
}
ROLES: dict[str, Text] = {
    "prepared": Text("编制", "Prepared"),
    "reviewed": Text("复核", "Reviewed"),
    "issued": Text("签发", "Issued"),
}
WHOLE = Text("整份核算单", "the whole statement")
ON_POINT = Text("第 {number} 条", "no. {number}")
POINT_STATES: dict[str, Text] = {
    "open": Text("待答复", "open"),
    "answered": Text("已答复", "answered"),
    "closed": Text("已了结", "closed"),
}
METHOD: dict[str, Text] = {
    "summary": Text("核算内容", "What it is"),
    "formula": Text("计算公式", "Formula"),
    "source": Text("核算依据", "Source"),
    "nulls": Text("空值处理", "Empty values"),
    "measured_on": Text("量算方法", "Measured on"),
}
CHECK: dict[str, Text] = {
    "code": Text("校验码", "Check code"),
    "sha256": Text("内容指纹（SHA-256）", "Hash of the content (SHA-256)"),
    "metric": Text("指标编号与版本", "Metric and version"),
    "replaces": Text("替代的核算单", "Replaces statement"),
    "run": Text("计算结果编号", "Stored run"),
    "at": Text("计算时间", "Computed"),
    "by": Text("计算账号", "Computed by"),
    "made": Text("制作账号", "Made by"),
    "input_hash": Text("输入指纹", "Input hash"),
    "software": Text("软件版本", "Software"),
    "verify": Text("核对命令", "Command to check it"),
}
PEOPLE: dict[str, Text] = {
    "by": Text("计算人", "Computed by"),
    "made": Text("制作人", "Made by"),
}
"""Heads of the same lines where names and posts are told instead of accounts."""
COMMAND = "ecoatlas statements verify"
TARGET: dict[str, Text] = {
    "id": Text("目标编号", "Target"),
    "indicator": Text("指标", "Indicator"),
    "demand": Text("要求", "Demanded"),
    "year": Text("年份", "Year"),
    "met": Text("是否达到", "Met"),
    "measured": Text("实际", "Measured"),
    "gap": Text("差距", "Missing"),
    "gap_m2": Text("差距（平方米）", "Missing (m²)"),
    "reason": Text("说明", "Reason"),
}
YES, NO, OPEN = Text("达到", "met"), Text("未达到", "not met"), Text("无法判断", "cannot be told")
MEASURED_ON = Text(
    "面积、长度在 CGCS2000 椭球面上量算；叠加在数据所在的高斯-克吕格3度带内进行。",
    "Areas and lengths on the CGCS2000 ellipsoid; set operations in the 3-degree Gauss-Krüger "
    "zone of the data.",
)
LONG_RULE = Text(
    "本核算单不逐行印出此表（{rows} 行）。所用的是 {sheet} 第 {version} 版，指纹 {hash}；"
    "各行随核算单的 JSON 保存，在“数据表”页看第 {version} 版，或运行 "
    "ecoatlas sheets export {sheet}@{version} 规则.xlsx。",
    "This table ({rows} rows) is not printed row by row. Used was {sheet}, version {version}, "
    "hash {hash}; its rows are kept with the statement in its JSON. Look at version {version} on "
    "the page of sheets, or run ecoatlas sheets export {sheet}@{version} rules.xlsx.",
)
UNVERIFIED_RULES = Text(
    "所用规则“{sheet}”有 {count} 条未核实，使用前须核对原文。",
    "{count:row|rows} of the rule “{sheet}” {count:~is|are} unverified:"
    " check {count:~it|them} against the original.",
)
UNVERIFIED_RULES_OF_3 = Text(
    UNVERIFIED_RULES.zh,
    "{count} rows of the rule “{sheet}” are unverified: check them against the original.",
)
CUT = Text(
    "此表共 {count} 行，这里只印前 {shown} 行；全部见 xlsx、gpkg 或 json。",
    "{count} rows in all, the first {shown} printed here; xlsx, gpkg and json have every row.",
)
MAP_TITLE = Text("{metric}示意图", "{metric}: map")
GRID_NORTH = Text("坐标北", "Grid N")
GRID = Text(
    "CGCS2000 / 高斯-克吕格3度带，中央经线 {meridian}°E（EPSG:{epsg}），坐标单位：米",
    "CGCS2000 / 3-degree Gauss-Krüger, CM {meridian}°E (EPSG:{epsg}), coordinates in metres",
)
NOT_DRAWN = Text("{title}（要素过多，未绘出）", "{title} (too many features, not drawn)")
NO_DATA = Text("无数据", "no data")
PAGE = Text("第 {page} 页 共 {pages} 页", "Page {page} of {pages}")
