"""Wording of the file for a meeting, and of the page that makes one."""

from __future__ import annotations

from geo.words import Text

MEETING: dict[str, Text] = {
    "meeting_about": Text("关于这份文件", "About this file"),
    "take_title": Text("打印与带走", "Print and take along"),
    "take_lead": Text(
        "一个专题连同数据做成一个文件：网页断网双击可看，可以点选、搜索、排序；"
        "PDF 和 PNG 由服务排版。",
        "One theme with its data as one file: a page that opens by double click without network, "
        "with clicks, search and lists, or a sheet that the service has laid out.",
    ),
    "take_theme": Text("专题", "Theme"),
    "take_format": Text("格式", "Format"),
    "take_paper": Text("纸张（PDF、PNG）", "Paper (PDF and PNG)"),
    "take_grid": Text("坐标网（PDF、PNG）", "Grid (PDF and PNG)"),
    "take_extent": Text("范围（度）", "Extent in degrees"),
    "take_extent_help": Text(
        "西、南、东、北；不填为全辖区", "West, south, east, north; empty: the whole district"
    ),
    "take_month": Text("月份（断面专题）", "Month (of sections)"),
    "take_month_help": Text("形如 2025-05；不填为最新", "Such as 2025-05; empty: the newest"),
    "take_grade": Text("密级，收入到此为止", "Secrecy: nothing more closed goes in"),
    "take_grade_choose": Text("请确认", "Please confirm"),
    "take_grade_help": Text(
        "文件按其中最高的密级保管；高于所选密级的图层不收入。",
        "The file has to be kept at the grade of what is in it; layers above the chosen one stay "
        "out.",
    ),
    "take_inside": Text("文件里有", "What is inside"),
    "take_features": Text("要素", "Features"),
    "take_size": Text("大小", "Size"),
    "take_about": Text("约 {size}", "about {size}"),
    "take_do": Text("下载", "Download"),
    "take_styles": Text(
        "按地图上选的样式：分类、透明度、次序、名称和版本。",
        "As chosen on the map: classes, opacity, order, names and versions.",
    ),
    "take_look": Text("看看有什么、多大", "Show what is inside and how large"),
}
OF_FIELD = Text("{title}：{field}", "{title}: {field}")
FORMAT_TITLES: dict[str, Text] = {
    "html": Text("网页文件（HTML），断网可看", "Page (HTML), opens without network"),
    "pdf": Text("PDF 图", "Sheet as PDF"),
    "png": Text("PNG 图", "Sheet as PNG"),
}

GRID_TITLES: dict[str, Text] = {
    "km": Text("公里网（高斯-克吕格，米）", "Gauss-Krüger plane, metres"),
    "degrees": Text("经纬网（度分秒）", "Longitude and latitude"),
}

SAID: dict[str, Text] = {
    "office": Text("单位", "Office"),
    "theme": Text("专题", "Theme"),
    "made": Text("制作", "Made"),
    "made_said": Text("{at}，{by}", "{at}, {by}"),
    "dates": Text("数据日期", "Dates of the data"),
    "month": Text("断面水质月份", "Water quality of"),
    "sources": Text("数据来源", "Sources"),
    "secrecy": Text("密级", "Secrecy"),
    "window": Text("范围", "Extent"),
    "versions": Text("版本", "Versions"),
    "whole": Text("全辖区", "The whole district"),
    "window_said": Text(
        "{corner} 至 {other}；指标数字按全辖区计算",
        "{corner} to {other}; figures are those of the whole district",
    ),
    "outlines": Text("图形", "Outlines"),
    "simplified": Text(
        "轮廓为显示而简化，偏离不超过 {far}，小于此的碎块和孔洞不画；面积和长度按原始数据量算",
        "Outlines are simplified for display by at most {far}, and parts and holes that are "
        "smaller are not drawn; areas and lengths are those of the exact data",
    ),
    "simplified_further": Text(
        "轮廓为显示而简化，偏离多少写在文件里；面积和长度按原始数据量算",
        "Outlines are simplified for display; the file says how far. Areas and lengths are those "
        "of the exact data",
    ),
    "left_out": Text("未收入", "Left out"),
    "no_cards": Text("{title}（仅收入名称，没有属性）", "{title} (names only, without attributes)"),
    "too_many": Text(
        "{title}（范围内 {count} 个要素，超过 {most} 个）",
        "{title} ({count:feature|features} in the extent, more than {most})",
    ),
    "basemap": Text("底图", "the basemap"),
    "raster": Text("{title}（栅格）", "{title} (raster)"),
    "more_secret": Text("{title}（{grade}）", "{title} ({grade})"),
    "review": Text("地图审核", "Map approval"),
    "review_note": Text(
        "本图未经地图审核（审图号），不得直接公开发布",
        "This map has not been reviewed (no approval number) and must not be published as it is",
    ),
}
