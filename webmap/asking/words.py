"""Wording of the tools that ask about a place; scripts fetch it when a tool is first used."""

from __future__ import annotations

from geo.words import Language, Text
from webmap.edge.wording import in_one

ASKING: dict[str, Text] = {
    "ask_title": Text("范围查询与量算", "Ask and measure"),
    "ask_close": Text("关闭查询", "Close"),
    "ask_tools": Text("工具", "Tools"),
    "ask_pick": Text("点选", "Choose"),
    "ask_box": Text("矩形", "Rectangle"),
    "ask_polygon": Text("多边形", "Polygon"),
    "ask_spot": Text("周边", "Near here"),
    "ask_measure": Text("量算", "Measure"),
    "ask_pick_hint": Text(
        "点要素选中，再点一次取消；按 Esc 结束。",
        "Click features to choose them, again to leave them out; Esc ends.",
    ),
    "ask_box_hint": Text(
        "拖出矩形，或先后点两个对角；按 Esc 取消。",
        "Drag a rectangle, or click two corners; Esc gives up.",
    ),
    "ask_polygon_hint": Text(
        "依次点出角点，双击、点第一个点或按回车结束；按 Esc 取消。",
        "Click the corners; end with a double click, at the first one or with Enter. Esc gives up.",
    ),
    "ask_spot_hint": Text(
        "点一个位置，查其周边；按 Esc 取消。", "Click a place to see what is near; Esc gives up."
    ),
    "ask_measure_hint": Text(
        "依次点出位置：长度、面积和最后一点的坐标随点随出；按回车或 Esc 结束。",
        "Click places: length, area and the coordinates of the last one follow. Enter or Esc ends.",
    ),
    "ask_by_keys": Text(
        "用键盘：方向键移动地图，空格在中心十字处落点。",
        "By keyboard: arrow keys move the map, Space sets a point at the cross.",
    ),
    "ask_within": Text("周边距离（米）", "Distance around (m)"),
    "ask_within_help": Text("不填：只查图形本身。", "Empty: the shape itself."),
    "ask_inside": Text("查点选要素范围内的全部要素", "all that lies inside what is chosen"),
    "ask_type": Text("粘贴坐标", "Paste coordinates"),
    "ask_type_help": Text(
        "每行一个点：经纬度、度分秒或高斯-克吕格。一个点查周边，三个以上是范围。",
        "One point a line: degrees, DMS or Gauss-Krüger. One is a place, three or more an area.",
    ),
    "ask_do": Text("查询", "Ask"),
    "ask_begin": Text(
        "选一个工具，在地图上点选要素或画出范围。",
        "Take a tool, and choose features or draw an area on the map.",
    ),
    "ask_working": Text("正在查询…", "Asking…"),
    "ask_area": Text("范围面积", "Area"),
    "ask_share": Text("占范围 {share}", "{share} of the area"),
    "ask_first": Text("前 {shown} 个，共 {count} 个", "first {shown} of {count}"),
    "ask_empty": Text("范围内没有的图层（{count}）", "Layers with nothing here ({count})"),
    "ask_nothing_next": Text(
        "移动或放大范围，或在“周边距离”里填一个距离。",
        "Move or enlarge the area, or give a distance around it.",
    ),
    "ask_take": Text("带走", "Take along"),
    "ask_link": Text("关联到项目", "Link to a project"),
    "ask_chiefs": Text("由谁负责（河湖长）", "In charge (river and lake chiefs)"),
    "ask_chiefs_none": Text(
        "河湖长名录中没有该水体。", "The list of chiefs does not have this water."
    ),
    "ask_unit": Text("责任单位：{unit}", "Unit that answers: {unit}"),
    "ask_rules": Text("管控要求", "Rules that it meets"),
    "ask_site": Text("按选址研判并保存", "Check it as a site and keep it"),
    "ask_notes": Text("说明", "Notes"),
    "ask_away": Text("相距 {distance}", "{distance} away"),
    "ask_length": Text("长度", "Length"),
    "ask_closed_area": Text("闭合面积", "Area when closed"),
    "ask_perimeter": Text("闭合周长", "Perimeter when closed"),
    "ask_crossing": Text(
        "线条自相交，不能算面积；请按顺序重新点。",
        "The path crosses itself, so it has no area; click the corners in order.",
    ),
    "ask_last": Text("最后一点的坐标", "Coordinates of the last place"),
    "ask_copy": Text("复制", "Copy"),
    "ask_copied": Text("已复制", "Copied"),
    "ask_copy_failed": Text("请按 Ctrl+C 复制", "Press Ctrl+C to copy"),
    "ask_chosen_none": Text("还没有选中要素。", "Nothing is chosen yet."),
    "ask_chosen_full": Text(
        "一次至多点选 {limit} 个要素，请改用矩形或多边形。",
        "At most {limit} features are chosen at once; draw a rectangle or polygon instead.",
    ),
}


def asking_words(language: Language) -> dict[str, str]:
    """What the scripts of the tools say."""
    return in_one(ASKING, language)
