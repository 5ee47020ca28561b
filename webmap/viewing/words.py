"""Wording of the tools of the map; it comes with them when they are opened first."""

from __future__ import annotations

from geo.words import Text

VIEWING: dict[str, Text] = {
    "tools_display": Text("显示", "Display"),
    "tools_compare": Text("对比", "Compare"),
    "tools_time": Text("时间", "Time"),
    "tools_ground": Text("底图", "Basemap"),
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
        "左右各选一个月份或版本，拖动地图上的分隔线，或用左右方向键移动。",
        "Choose a month or a version for each side, then drag the divider on the map or move it "
        "with the arrow keys.",
    ),
    "compare_what": Text("对比什么", "What to compare"),
    "compare_days": Text("两个月份", "Two months"),
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
    # basemap and grid
    "base_choice": Text("底图", "Basemap"),
    "basemap_none": Text("不用底图，只用本地底面", "None, only our own ground"),
    "basemap_nothing": Text(
        "还没有可选的底图；管理员可以在“底图”页添加。",
        "No basemap to choose yet; an administrator adds them on the page “Basemaps”.",
    ),
    "basemap_gcj02": Text(
        "这个底图用 GCJ-02 偏移坐标，已移位贴合：移动的是底图，不是数据；贴合到几米以内。",
        "This basemap is shifted by GCJ-02 and was moved to fit: the pictures were moved, not our "
        "data; they fit within a few metres.",
    ),
    "basemap_degrees": Text(
        "这个底图是经纬度瓦片，已逐块拉伸到地图上；第 8 级以上偏离不到一个像素。",
        "The tiles of this basemap lie in degrees and are stretched one by one; from level 8 on "
        "they are less than a pixel off.",
    ),
    "basemap_from_zoom": Text(
        "从第 {zoom} 级起才有图片，请放大。", "There are pictures from level {zoom} on; zoom in."
    ),
    "basemap_not_taken": Text(
        "打印和带走的文件不含底图。", "It is neither printed nor taken along in files."
    ),
    "basemap_unprinted": Text("打印不含底图", "Printed without the basemap"),
    "basemap_failed_tianditu": Text(
        "天地图“{title}”没有给出图片，已改用本地底面。请检查网络；网络正常时请管理员核对密钥和允许的网址。",
        "Tianditu gave no pictures of “{title}”; the map goes on with its own ground. Check the "
        "network; if that is well, an administrator has to check the key and the pages it is for.",
    ),
    "basemap_failed_address": Text(
        "底图“{title}”的主机没有给出图片，已改用本地底面。请检查网络；刚添加的底图要重新打开地图。",
        "The host of “{title}” gave no pictures; the map goes on with its own ground. Check the "
        "network; after a basemap was added the map has to be opened again.",
    ),
    "basemap_failed_file": Text(
        "底图“{title}”的文件没有给出图片，已改用本地底面。请管理员在“底图”页查看这个文件。",
        "The file of “{title}” gave no pictures; the map goes on with its own ground. An "
        "administrator has to look at the file on the page “Basemaps”.",
    ),
    "basemap_plain": Text(
        "底图“{title}”的网址是 http，而本页是 https，浏览器不会加载。请管理员改用 https 网址。",
        "“{title}” comes by http and this page by https, so browsers do not load it. An "
        "administrator has to enter its https address.",
    ),
    "basemap_gone": Text(
        "网址里的底图已删除，或您不能查看；地图使用本地底面。",
        "The basemap of this address was removed, or is not for you; the map shows its own ground.",
    ),
    "basemap_again": Text("再试一次", "Try again"),
    "basemap_without": Text("不用底图", "Without a basemap"),
    "grid_choice": Text("坐标网", "Grid"),
    "grid_none": Text("不显示", "None"),
    "grid_degrees": Text("经纬网（度分秒）", "Longitude and latitude"),
    "grid_km": Text("公里网（高斯-克吕格）", "Kilometres (Gauss-Krüger)"),
    "grid_said_degrees": Text("经纬网 {step}", "Graticule {step}"),
    "grid_said_km": Text(
        "公里网 {step} km，CGCS2000 3 度带第 {zone} 带（中央经线 {meridian}°E）",
        "Grid {step} km, CGCS2000 3-degree zone {zone} (central meridian {meridian}°E)",
    ),
    "grid_said_far": Text(
        "此处离中央经线 {meridian}°E 太远，不画公里网",
        "Too far from the central meridian {meridian}°E for its grid",
    ),
}
