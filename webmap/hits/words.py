"""Wording of the page where hits are worked off."""

from __future__ import annotations

from geo.words import Text

HITS: dict[str, Text] = {
    "hits_title": Text("处理命中", "Work off hits"),
    "hits_lead": Text(
        "命中只表示需要核查，不等于违规。每条请给出结论和理由；结论会带到同一指标以后的计算结果中。",
        "A hit is to be reviewed; it is no violation. Give each a decision with its reason: it "
        "stands beside the same hit of every later run.",
    ),
    "hits_progress": Text(
        "共 {total} 条，已处理 {decided} 条，待处理 {open} 条",
        "{total:hit|hits}, {decided} decided, {open} open",
    ),
    "hits_work_off": Text("逐条处理", "Work them off"),
    "hits_look": Text("查看处理情况", "See the decisions"),
    "hits_show": Text("显示", "Show"),
    "hits_download": Text("导出清单：", "Download the list:"),
    "hits_none": Text("这次计算没有命中。", "This run has no hits."),
    "hits_all_done": Text("全部处理完毕。", "Every hit has been decided on."),
    "hits_all_done_next": Text(
        "可以导出清单，或查看“全部”。", "Download the list, or look at all of them."
    ),
    "hits_none_decided": Text("还没有处理过的命中。", "None has been decided on yet."),
    "hits_list": Text("命中清单", "Hits"),
    "hits_decision": Text("处理结论", "Decision"),
    "hits_reason": Text("理由", "Reason"),
    "hits_reason_help": Text(
        "写明核查情况和依据，会一直保留。", "What was found and what it rests on; it is kept."
    ),
    "hits_save": Text("保存，看下一条", "Save and go on"),
    "hits_keys": Text(
        "键盘：1–{last} 选结论，Ctrl+Enter 保存，[ ] 上一条、下一条，{{ }} 上一页、下一页。",
        "Keys: 1–{last} choose, Ctrl+Enter saves, [ and ] go to the one before and after, "
        "{{ and }} to the page before and after.",
    ),
    "hits_previous": Text("上一条", "Previous"),
    "hits_next": Text("下一条", "Next"),
    "hits_place": Text("第 {at} 条，共 {total} 条", "{at} of {total}"),
    "hits_course": Text("处理经过", "Decisions so far"),
    "hits_not_yet": Text("还没有人处理。", "Nobody has decided on it yet."),
    "hits_on_map": Text("在地图上看", "Show on the map"),
    "hits_faults": Text("没有保存，请改正以下内容", "Nothing was kept; please correct"),
    "hits_may_not": Text(
        "处理命中由编辑、审核人或管理员进行。",
        "Editors, reviewers and administrators decide on hits.",
    ),
    "hits_saved": Text("{name} 的结论已保存：{decision}", "Kept for {name}: {decision}"),
}
SHOWS: dict[str, Text] = {
    "open": Text("待处理", "Open"),
    "decided": Text("已处理", "Decided"),
    "all": Text("全部", "All"),
}
CHOOSE_ONE = Text("请选择结论。", "Choose a decision.")
WRITE_REASON = Text("请写明理由。", "Write the reason.")
