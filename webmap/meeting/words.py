"""Wording of the file for a meeting, and of the page that makes one."""

from __future__ import annotations

from geo.words import Text

MEETING: dict[str, Text] = {
    "meeting_about": Text("关于这份文件", "About this file"),
}

SAID: dict[str, Text] = {
    "office": Text("单位", "Office"),
    "theme": Text("专题", "Theme"),
    "made": Text("制作", "Made"),
    "made_said": Text("{at}，{by}", "{at}, {by}"),
    "dates": Text("数据日期", "Dates of the data"),
    "sources": Text("数据来源", "Sources"),
    "secrecy": Text("密级", "Secrecy"),
    "window": Text("范围", "Extent"),
    "whole": Text("全辖区", "The whole district"),
    "window_said": Text(
        "{corner} 至 {other}；指标数字按全辖区计算",
        "{corner} to {other}; figures are those of the whole district",
    ),
    "outlines": Text("图形", "Outlines"),
    "simplified": Text(
        "轮廓为显示而简化，偏离不超过 {far}；面积和长度按原始数据量算",
        "Outlines are simplified for display by at most {far}; areas and lengths are those of "
        "the exact data",
    ),
    "left_out": Text("未收入", "Left out"),
    "no_cards": Text("{title}（仅收入名称，没有属性）", "{title} (names only, without attributes)"),
    "too_many": Text(
        "{title}（范围内 {count} 个要素，超过 {most} 个）",
        "{title} ({count:feature|features} in the extent, more than {most})",
    ),
    "raster": Text("{title}（栅格）", "{title} (raster)"),
    "more_secret": Text("{title}（{grade}）", "{title} ({grade})"),
    "review": Text("地图审核", "Map approval"),
    "review_note": Text(
        "本图未经地图审核（审图号），不得直接公开发布",
        "This map has not been reviewed (no approval number) and must not be published as it is",
    ),
}
