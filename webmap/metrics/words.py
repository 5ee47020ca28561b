"""Wording of the pages of metrics: the list, the form, the job at work, the result and its map."""

from __future__ import annotations

from geo.words import Language, Text
from webmap.edge.wording import NO_ANSWER, in_one

METRICS: dict[str, Text] = {
    "metric_needs": Text("所需数据", "What it needs"),
    "metric_none_yet": Text("尚未计算", "Not computed yet"),
    "metric_ready": Text("数据齐备", "Everything is there"),
    "metric_lacks": Text("缺：{what}", "Lacks: {what}"),
    "metric_sheets_link": Text("规则与数据表", "Rules and sheets"),
    "metric_sheets_lead": Text(
        "查看和修改指标用到的限值、系数和数据序列。",
        "See and change the limits, coefficients and series that figures use.",
    ),
    "metric_version": Text("第 {number} 版定义", "definition {number}"),
    "checks_title": Text("政策台账的核算方式", "Checks of the policy register"),
    "checks_lead": Text(
        "台账中每一种上图核算方式：由哪个指标计算，或在等哪些图层。",
        "Every spatial check of the register: which figure computes it, or which layers it waits "
        "for.",
    ),
    "checks_stand": Text("核算情况", "How it stands"),
    "check_computed_by": Text("由指标核算：", "Computed by "),
    "check_not_computed": Text("尚无指标核算", "No figure computes it yet"),
    "check_awaits": Text("等待图层：{what}", "Waits for: {what}"),
    "check_needs": Text("需要：{what}", "Needs: {what}"),
    # form
    "metric_compute_title": Text("计算", "Compute"),
    "metric_inputs": Text("数据", "Data"),
    "metric_parameters": Text("参数", "Parameters"),
    "metric_choose": Text("请选择", "Choose"),
    "metric_leave_out": Text("不使用", "Leave out"),
    "metric_optional": Text("可选", "optional"),
    "metric_has_none": Text("还没有这样的数据。", "There is none yet."),
    "metric_upload": Text("上传", "Upload"),
    "metric_enter": Text("录入", "Enter"),
    "metric_no_target": Text("不与目标比较", "Compare with no target"),
    "metric_targets_none": Text(
        "政策台账中没有由本指标核算的目标。",
        "The register has no target that this figure verifies.",
    ),
    "metric_faults": Text("没有开始计算，请改正以下内容", "Nothing was computed; please correct"),
    "metric_run": Text("开始计算", "Compute"),
    "metric_may_not_run": Text(
        "计算由编辑、审核人或管理员进行。",
        "Figures are computed by editors, reviewers and administrators.",
    ),
    "metric_cannot": Text(
        "以下数据到位后才能计算：", "It can be computed once this data is there:"
    ),
    "metric_definition": Text("定义", "Definition"),
    "metric_outputs": Text("结果列", "Columns of the result"),
    "metric_history": Text("历次结果", "Earlier results"),
    "metric_history_none": Text("还没有其他结果。", "There are no other results yet."),
    "formula": Text("公式", "Formula"),
    # job
    "job_title": Text("正在计算", "Computing"),
    "job_leave": Text(
        "可以离开本页，计算会继续；之后从本页或指标页查看结果。",
        "You may leave this page; it goes on, and the result will be here and among the figures.",
    ),
    "job_cancel": Text("取消", "Cancel"),
    "job_again": Text("返回表单", "Back to the form"),
    "job_not_done": Text("没有算出结果", "There is no result"),
    "job_refresh": Text("刷新", "Refresh"),
    # result
    "run_kept": Text(
        "同样的输入已经算过，这是当时保存的结果。",
        "This input was computed before; this is the result kept then.",
    ),
    "run_target_line": Text("目标 {value}", "Target {value}"),
    "run_target_year": Text("（{year} 年）", " ({year})"),
    "run_measured": Text("实际 {value}", "measured {value}"),
    "run_gap": Text("差 {gap}", "{gap} short"),
    "run_notes": Text("请注意", "Please note"),
    "run_no_statement": Text(
        "还没有据此制作的核算单。", "No statement has been made of this run yet."
    ),
    "run_parts": Text("组成", "Parts"),
    "run_more": Text("其他合计", "Other totals"),
    "run_map": Text("地图", "Map"),
    "run_first": Text("先做什么", "What to do first"),
    "run_map_no_script": Text("地图需要启用 JavaScript。", "The map needs JavaScript."),
    "run_map_whole": Text("全部范围", "Everything"),
    "run_rows_shown": Text("第 {first}–{last} 行，共 {total} 行", "Rows {first}–{last} of {total}"),
    "run_rows_bounded": Text(
        "页面只列前 {most} 行，全部结果请用命令行或接口取得。",
        "The page lists the first {most:row|rows}; command line and interface give them all.",
    ),
    "run_sort_by": Text("按“{column}”排序", "Sort by {column}"),
    "run_sheets": Text("规则与数据表", "Rules and sheets"),
    "run_unverified": Text("{count} 行未核实", "{count:row|rows} not verified"),
    "run_again": Text("用现行版本再算", "Compute again with what is live"),
    "run_json": Text("JSON", "JSON"),
    "run_rows_of_sheet": Text("{count} 行", "{count:row|rows}"),
}
RUN_MAP: dict[str, Text] = {
    "map_loading": Text("正在载入图形…", "Loading the shapes…"),
    "map_failed": Text("图形没有载入，请刷新页面。", "The shapes did not load; reload the page."),
    "map_left_out": Text(
        "图形较多，只画出 {shown} 个，共 {total} 个。",
        "There are many shapes: {shown} of {total} are drawn.",
    ),
    "map_coarse": Text("轮廓已简化，面积按原图形计算。", "Outlines are simplified, areas are not."),
    "map_zoom_in": Text("放大", "Zoom in"),
    "map_zoom_out": Text("缩小", "Zoom out"),
}
JOB: dict[str, Text] = {
    "job_waiting": Text("排队中…", "Waiting…"),
    "job_stopping": Text("正在取消…", "Being cancelled…"),
    "job_away": Text("服务器暂时没有应答，正在重试…", "The server does not answer; trying again…"),
}
PHRASES: dict[str, Text] = {
    "range": Text("{low} 至 {high}", "{low} to {high}"),
    "default": Text("默认 {value}。", "Default {value}."),
    "origin": Text("依据：{origin}", "Source: {origin}"),
}
FILL_IN = (
    Text("还没有选择“{title}”。", "“{title}” has not been chosen."),
    Text("请选择或填写。", "Choose it, or fill it in."),
)
PHASES: dict[str, Text] = {
    "ongoing": Text("按现状", "so far"),
    "due": Text("目标年未过，按现状", "the target's year is not over: so far"),
    "result": Text("目标年已过", "the target's year is over"),
}


def metric_words(language: Language) -> dict[str, str]:
    """What the scripts of a computation and of the map of its result say."""
    return in_one(JOB | RUN_MAP | NO_ANSWER, language)
