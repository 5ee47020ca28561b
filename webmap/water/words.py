"""Wording of the pages of water quality."""

from __future__ import annotations

from geo.words import Text

WATER: dict[str, Text] = {
    "water_title": Text("断面水质", "Water quality"),
    "water_lead": Text(
        "逐月的断面类别、达标与否、各区排名和责任单位；没有监测结果的断面排在最前，不计入比例。",
        "Class of each section by month, target met or not, districts and who is in charge; "
        "sections without readings come first and count in no share.",
    ),
    "water_month": Text("月份", "Month"),
    "water_before": Text("上一月", "Month before"),
    "water_after": Text("下一月", "Month after"),
    "water_with": Text("有监测结果", "With readings"),
    "water_good": Text("Ⅰ–Ⅲ类", "Classes I–III"),
    "water_worse": Text("劣Ⅴ类", "Worse than V"),
    "water_met": Text("达标", "Target met"),
    "water_missing": Text("没有监测结果", "Without readings"),
    "water_section": Text("断面", "Section"),
    "water_river": Text("水体", "Water"),
    "water_upstream": Text("责任区（上游）", "Answers (upstream)"),
    "water_downstream": Text("下游区", "Downstream"),
    "water_target": Text("目标类别", "Target class"),
    "water_class": Text("类别", "Class"),
    "water_items_count": Text("项数", "On"),
    "water_last": Text("上月", "Before"),
    "water_year_ago": Text("上年同月", "A year ago"),
    "water_over": Text("超标项目", "Items over"),
    "water_unit": Text("责任单位", "Unit in charge"),
    "water_verdict": Text("是否达标", "Verdict"),
    "water_districts": Text("各区排名", "Districts"),
    "water_place": Text("名次", "Place"),
    "water_district": Text("责任区", "District"),
    "water_rivers": Text("水体评价", "Waters"),
    "water_word": Text("评价", "Word"),
    "water_how": Text("方法", "How"),
    "water_lakes": Text("湖库营养状态", "Trophic state of lakes"),
    "water_index": Text("综合指数", "Index"),
    "water_grade": Text("级别", "Grade"),
    "water_lacks": Text("缺项", "Without"),
    "water_bulletin": Text("通报草稿 ", "Draft of the bulletin "),
    "water_bulletins": Text("水质通报", "Bulletin of the month"),
    "water_bulletins_each": Text(
        "断面分在几个图层的，每个图层各编一份。",
        "Of sections in several layers each layer has a bulletin of its own.",
    ),
    "water_bulletins_lead": Text(
        "编制一步完成：取月均值、计算、存为核算单；提交、审核、签署、撤回和核对都在核算单上。"
        "数据更正后再编制，就是新的一份。",
        "Made in one step: monthly means taken, figures computed and kept as a statement, on which "
        "it is handed in, reviewed, signed, withdrawn and verified. After corrections it is made "
        "again, as a new one.",
    ),
    "water_bulletin_state": Text("通报", "Bulletin"),
    "water_bulletin_files": Text("文件", "Files"),
    "water_bulletin_none": Text("还没有编制", "not made yet"),
    "water_bulletin_make": Text("编制通报", "Make the bulletin"),
    "water_bulletin_again": Text("按现有数据再编制", "Make it again by the readings of now"),
    "water_warnings": Text("监测值预警", "Warnings"),
    "water_warnings_lead": Text(
        "超标、突变、恒定不变、分项大于总量：按现有监测值检查一年，逐条处理，写明理由；什么都不删除。",
        "Over the limit, sudden jumps, values that stay the same, parts above the whole: a year of "
        "readings as they are now, each decided on with a reason. Nothing is deleted.",
    ),
    "water_layer": Text("断面图层", "Layer of sections"),
    "water_open": Text("待处理", "Open"),
    "water_looked": Text("检查日期", "Looked at"),
    "water_not_looked": Text("还没有检查", "not yet"),
    "water_look_now": Text("检查这一年", "Look at the year"),
    "water_schemes": Text("考核方案", "Schemes"),
    "water_none": Text("还没有断面", "There are no sections yet"),
    "water_none_next": Text(
        "先导入断面图层，再导入监测数据：", "Import a layer of sections, then readings:"
    ),
    "water_year_figures": Text(
        "年度、季度的类别与优良比例", "Classes and shares of a year or quarter"
    ),
    "water_rules": Text("限值与项目", "Limits and items"),
    "water_until": Text("截至月份", "Until the month"),
    "water_by_month": Text("逐月类别", "Class by month"),
    "water_last_read": Text("最近有监测数据的月份", "The last month with readings"),
    "water_never_read": Text(
        "这个断面还没有任何监测数据。", "There are no readings of this section at all yet."
    ),
    "water_control": Text("来水断面", "Inflow section"),
    "water_no_series": Text("这段时间没有监测数据。", "No readings in these months."),
    "water_key_band": Text("色带与类别：上限以内", "band: within the class"),
    "water_key_own": Text("● 本断面", "● this section"),
    "water_key_over": Text("▲ 超过目标限值", "▲ over the target's limit"),
    "water_key_control": Text("○ 来水断面（虚线）", "○ inflow section (dashed)"),
    "water_key_limit": Text("— 目标限值", "— limit of the target"),
    "water_limit": Text("目标限值 {value}", "limit of the target {value}"),
    "water_values": Text("数值", "Values"),
    "water_shows": Text("{month} 起 {count} 个月", "{count:month|months} from {month}"),
    "water_scheme_year": Text("年份", "Year"),
    "water_scheme_months": Text("各断面逐月", "Sections by month"),
    "water_share": Text("达标月份", "Months met"),
    "water_year_grade": Text("年度", "Year"),
    "water_money": Text("金额（万元）", "Sum (10,000 yuan)"),
    "water_ledger": Text("结算台账", "Ledger"),
    "water_from": Text("付款方", "From"),
    "water_to": Text("收款方", "To"),
    "water_no_ledger": Text("没有可结算的金额。", "There is nothing to be settled."),
    "water_dry": Text(
        "只是试算：按现有数据和数据表得出，不保存。",
        "A dry run: from the readings and sheets as they are now; nothing is stored.",
    ),
    "water_why": Text("逐月的理由", "Why, month by month"),
    "water_mean": Text("年均值", "Mean of the year"),
    "water_edit": Text("修改方案的数据表", "Edit the sheets of schemes"),
}
MARKS: dict[bool | None, str] = {True: "●", False: "▲", None: "—"}
VERDICTS: dict[bool | None, Text] = {
    True: Text("● 达标", "● met"),
    False: Text("▲ 未达标", "▲ missed"),
    None: Text("— 不能判定", "— no verdict"),
}
PARTIAL = Text("不完整 {readings}/{expected}", "incomplete {readings}/{expected}")
NO_TARGET = Text("— 未设目标", "— no target")
NO_READINGS = Text("— 没有监测结果", "— no readings")
