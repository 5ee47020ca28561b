"""Wording of the list of projects and of the page of one."""

from __future__ import annotations

from geo.words import Text

PROJECTS: dict[str, Text] = {
    "project_late": Text("逾期", "Late"),
    "project_stagnant": Text("久未上升", "No rise for long"),
    "project_limits": Text(
        "在数据表“项目判断界限”中修改", "Change it in the sheet “Limits of judging projects”"
    ),
    "project_late_title": Text("逾期与久未上升", "Late or without a rise for long"),
    "project_late_none": Text(
        "没有逾期或久未上升的事项。", "Nothing is late or without a rise for long."
    ),
    "project_late_whose": Text("责任单位", "In charge"),
    "project_kind": Text("项目类别", "Kind"),
    "project_post": Text("责任岗位", "Post in charge"),
    "project_approval": Text("审批文号", "Approval number"),
    "project_place": Text("建设地点", "Site"),
    "project_planned": Text("计划", "Planned"),
    "project_actual": Text("实际", "Actual"),
    "project_begin": Text("开工", "Start"),
    "project_end": Text("完工", "End"),
    "project_steps": Text("审批环节", "Steps of approval"),
    "project_steps_none": Text("没有登记审批环节。", "No step of approval is recorded."),
    "project_step_open": Text("未办理", "not taken yet"),
    "project_document": Text("文号", "Document number"),
    "project_money": Text("分年度资金（万元）", "Money by year (10,000 yuan)"),
    "project_money_none": Text(
        "没有登记分年度的投资和资金。", "No investment or funds are recorded by year."
    ),
    "project_money_hint": Text(
        "“合计”为当年各资金来源之和；“—”为没有填报。",
        "A year's total is the sum of its sources; “—” was not told.",
    ),
    "project_year": Text("年度", "Year"),
    "project_source": Text("资金来源", "Source"),
    "project_arrived": Text("到位", "Arrived"),
    "project_spent": Text("支付", "Spent"),
    "project_total": Text("合计", "Total"),
    "project_year_plan": Text("年度计划投资 {amount}", "planned investment {amount}"),
    "project_plan": Text("{year} 年计划", "Plan for {year}"),
    "project_plan_none": Text("{year} 年没有登记计划。", "No plan is recorded for {year}."),
    "project_plan_others": Text("其他年度的计划", "Plans for other years"),
    "project_reports": Text("进度报告", "Reports on progress"),
    "project_reports_none": Text("还没有进度报告。", "No progress was reported yet."),
    "project_report_text": Text("进展", "What was done"),
    "project_next": Text("下一步", "Next steps"),
    "project_fell": Text("进度下降原因", "Why it fell"),
    "project_invested": Text("累计完成投资（万元）", "Invested so far (10,000 yuan)"),
    "project_reported_by": Text("填报人", "Reported by"),
    "project_older": Text("更早的 {count} 条", "{count} earlier"),
    "project_report": Text("报告进度", "Report progress"),
    "project_report_lead": Text(
        "报告只增不改；最新一份就是项目的进度。",
        "Reports are added and never written over; the newest one is the project's progress.",
    ),
    "project_report_day": Text("报告日期", "Day of the report"),
    "project_report_percent": Text("进度（%）", "Progress (%)"),
    "project_fell_help": Text(
        "进度比上一份报告低时必填。", "Needed where it lies below the report before."
    ),
    "project_problems": Text("问题与整改", "Problems and rectification"),
    "project_problems_none": Text("没有待解决的问题。", "No problem is open."),
    "project_problem": Text("问题", "Problem"),
    "project_found": Text("发现", "Found"),
    "project_deadline": Text("整改期限", "Deadline"),
    "project_issuer": Text("提出单位", "Issued by"),
    "project_closed": Text("已销号 {count} 项", "{count} closed"),
    "project_closed_on": Text("{day} 销号", "closed {day}"),
    "project_history": Text("变更历史", "History"),
    "project_history_none": Text(
        "没有变更记录：项目在开始记录之前已有。",
        "No change is recorded: the project is older than the record of changes.",
    ),
    "project_at": Text("时间", "At"),
    "project_by": Text("经手人", "By"),
    "project_change": Text("变更", "Change"),
    "project_reason": Text("理由", "Reason"),
    "project_empty_value": Text("（空）", "(empty)"),
    "project_any": Text("全部", "All"),
    "project_yes": Text("是", "Yes"),
    "project_no": Text("否", "No"),
    "project_item": Text("对应事项", "Clause"),
    "project_district": Text("区划", "District"),
    "project_fund": Text("资金来源", "Source of funds"),
    "project_unit": Text("单位", "Unit"),
    "project_sort": Text("排序", "Order"),
    "project_more_filters": Text("更多条件", "More filters"),
    "project_clear": Text("清除条件", "Clear the filters"),
    "project_targets": Text("对应目标的状态", "States of its targets"),
    "project_hits": Text("现行结果的命中", "Hits in the figures that stand"),
    "project_hits_none": Text("没有命中本项目的要素。", "It hits none of the features."),
    "project_hits_no_run": Text(
        "这些要素所在的图层还没有现行的命中结果。",
        "No figure that stands has looked for hits in the layers of these features.",
    ),
    "project_site_rows": Text(
        "适用和待核的 {count} 条", "{count:row|rows} that {count:~applies|apply} or wait for review"
    ),
    "project_xlsx": Text("下载为 xlsx", "Download as xlsx"),
}
DONE: dict[str, Text] = {
    "reported": Text("进度已报告。", "The report is kept."),
    "added": Text("项目已建立。", "The project is there."),
    "changed": Text("修改已保存。", "The change is kept."),
    "years": Text("年度计划与资金已保存。", "Plan and money of the year are kept."),
    "steps": Text("审批环节已保存。", "The steps are kept."),
    "problem": Text("问题已登记。", "The problem is entered."),
    "closed": Text("问题已销号。", "The problem is closed."),
    "attached": Text("附件已保存。", "The files are kept."),
}
FELL_FIX = Text("请写明下降的原因，或核对进度。", "Say why it fell, or check the percentage.")
REPORT_FIELDS: dict[str, Text] = {
    "reported_on": PROJECTS["project_report_day"],
    "percent": PROJECTS["project_report_percent"],
    "text": PROJECTS["project_report_text"],
    "next_steps": PROJECTS["project_next"],
    "reason": PROJECTS["project_fell"],
    "files": Text("附件", "Files"),
}
LATE_DAYS = Text("已 {days} 天", "for {days:day|days}")
COUNTED = Text("共 {total} 个项目", "{total:project|projects}")
COUNTED_LATE: dict[str, Text] = {
    "late": Text("逾期 {count}", "{count} late"),
    "stagnant": Text("久未上升 {count}", "{count} without a rise for long"),
}
FLAG_TITLES: dict[str, Text] = {
    "late": PROJECTS["project_late"],
    "stagnant": PROJECTS["project_stagnant"],
    "without_place": Text("没有位置", "Without a place"),
    "without_item": Text("没有条款", "Without a clause"),
    "open_problems": Text("有未销号问题", "With open problems"),
}
LATE: dict[str, Text] = {
    "due": Text("计划 {day} 完成，至今未完成", "It was due on {day} and is not done"),
    "stagnant": Text("{day} 以来进度没有上升", "Its progress has not risen since {day}"),
    "problem": Text("问题应于 {day} 前整改，未销号", "A problem was to be put right by {day}"),
}
CHANGE_ACTIONS: dict[str, Text] = {
    "added": Text("新建", "Added"),
    "changed": Text("修改", "Changed"),
    "parts": Text("修改年度、资金或环节", "Year, funds or step changed"),
    "reported": Text("报告进度", "Progress reported"),
    "problem": Text("登记问题", "Problem entered"),
    "closed": Text("问题销号", "Problem closed"),
    "attached": Text("附上文件", "Files attached"),
    "linked": Text("关联要素", "Features linked"),
    "unlinked": Text("取消关联", "Features unlinked"),
}
CHANGE_FIELDS: dict[str, Text] = {
    "reported_on": Text("报告日期", "Day of the report"),
    "text": Text("内容", "Text"),
    "next_steps": Text("下一步", "Next steps"),
    "invested_wan_yuan": Text("累计完成投资（万元）", "Invested so far (10,000 yuan)"),
    "percent": Text("进度（%）", "Progress (%)"),
    "problem": Text("问题编号", "Problem"),
    "kind": Text("类别", "Kind"),
    "found_on": Text("发现日期", "Found on"),
    "issued_by": Text("提出单位", "Issued by"),
    "document_number": Text("文号", "Document number"),
    "deadline": Text("整改期限", "Deadline"),
    "unit_code": Text("责任单位代码", "Unit in charge, its code"),
    "closed_on": Text("销号日期", "Closed on"),
    "closing": Text("销号说明", "How it was put right"),
    "files": Text("文件", "Files"),
    "step": Text("环节", "Step"),
    "layer": Text("图层", "Layer"),
    "keys": Text("要素", "Features"),
}
SORT_TITLES: dict[str, Text] = {
    "code": Text("编号", "Code"),
    "name": Text("名称", "Name"),
    "due_date": Text("计划完成，早的在前", "Due, earliest first"),
    "progress": Text("进度，低的在前", "Progress, lowest first"),
    "-progress": Text("进度，高的在前", "Progress, highest first"),
    "-investment": Text("投资，大的在前", "Investment, largest first"),
    "reported": Text("最近报告，久的在前", "Last report, oldest first"),
    "-updated": Text("最近修改", "Last changed"),
    "status": Text("状态", "Status"),
}
