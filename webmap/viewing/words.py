"""Wording of the tools of the map; it comes with them when they are opened first."""

from __future__ import annotations

from geo.words import Text

VIEWING: dict[str, Text] = {
    "tools_display": Text("显示", "Display"),
    "tools_compare": Text("对比", "Compare"),
    "tools_time": Text("时间", "Time"),
    # display
    "display_hint": Text(
        "自上而下是绘制顺序；此处只列出已打开的图层。",
        "From top to bottom as they are drawn; only layers that are on are listed.",
    ),
    "display_none": Text("没有打开的图层。", "No layer is on."),
    "raster_over": Text("栅格图层总在矢量图层之上", "rasters lie over all vector layers"),
    "move_up": Text("上移一层：{title}", "Move {title} up"),
    "move_down": Text("下移一层：{title}", "Move {title} down"),
    "opacity": Text("不透明度", "Opacity"),
    "opacity_of": Text("不透明度：{title}", "Opacity of {title}"),
    "labels_shown": Text("显示名称", "Show names"),
    "style_by": Text("着色", "Colours"),
    "style_own": Text("图层自己的样式", "The layer's own"),
    "style_method": Text("分级方法", "Classes"),
    "style_count": Text("级数", "Number"),
    "method_category": Text("按类别", "Categories"),
    "method_quantile": Text("分位数（每级个数相近）", "Quantiles (as many in each)"),
    "method_natural": Text("自然断点", "Natural breaks"),
    "method_fixed": Text("按标准", "By a standard"),
    "style_source": Text("界限出自：{source}", "Borders from: {source}"),
    "shown_version": Text("版本", "Version"),
    "shown_line": Text("第 {version} 版 · {day}", "Version {version} · {day}"),
    "shown_live": Text("第 {version} 版 · {day}（现行）", "Version {version} · {day} (live)"),
    "shown_other": Text(
        "地图上是第 {version} 版，不是现行版本；指标、清单和要素详情仍按现行版本。",
        "The map shows version {version}, which is not live; figures, list and details are those "
        "of the live one.",
    ),
    "display_reset": Text("恢复默认显示", "Back to the usual look"),
    # comparing
    "compare_hint": Text(
        "左右各选一个时间或版本，拖动地图上的分隔线，或用左右方向键移动。",
        "Choose a day or a version for each side, then drag the divider on the map or move it with "
        "the arrow keys.",
    ),
    "compare_what": Text("对比什么", "What to compare"),
    "compare_days": Text("两个日期", "Two days"),
    "compare_versions": Text("两个版本：{title}", "Two versions of {title}"),
    "compare_left": Text("左侧", "Left"),
    "compare_right": Text("右侧", "Right"),
    "compare_start": Text("开始对比", "Compare"),
    "compare_stop": Text("结束对比", "Stop comparing"),
    "compare_divider": Text("左右分隔线", "Divider between left and right"),
    "compare_nothing": Text(
        "没有可以对比的内容：没有图层有多个版本，也没有带日期的要素或逐月水质。",
        "There is nothing to compare: no layer has two versions, and nothing has dates.",
    ),
    # time
    "time_hint": Text(
        "地图显示所选日期的情形：当时的图层版本、已建成的要素和当月的断面水质类别。",
        "The map shows how things were on that day: the versions of then, features that were "
        "there, and the classes of sections in that month.",
    ),
    "time_none": Text("没有可以按时间查看的内容。", "There is nothing that changes with time."),
    "time_day": Text("日期", "Day"),
    "time_back": Text("前一个", "Earlier"),
    "time_on": Text("后一个", "Later"),
    "time_play": Text("播放", "Play"),
    "time_pause": Text("暂停", "Pause"),
    "time_now": Text("回到现在", "Back to now"),
    "time_after": Text(
        "{title}：{count} 个要素此日之后才有", "{title}: {count:feature|features} came later"
    ),
    "time_undated": Text(
        "{title}：{count} 个要素没有日期，一直显示",
        "{title}: {count:feature|features} without a day, always shown",
    ),
    "time_version": Text("{title}：第 {version} 版（{day}）", "{title}: version {version} ({day})"),
    "time_before": Text(
        "{title}：当时还没有版本，显示最早的第 {version} 版（{day}）",
        "{title}: no version of then; the first one is shown, {version} ({day})",
    ),
    "time_month": Text("断面：{month} 的水质类别", "Sections: classes of {month}"),
    "time_no_month": Text("断面：{month} 没有监测结果", "Sections: no readings in {month}"),
}
