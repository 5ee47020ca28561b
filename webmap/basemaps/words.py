"""Wording of the administrator's page of basemaps."""

from __future__ import annotations

from geo.words import Text

BASEMAPS: dict[str, Text] = {
    "basemaps_title": Text("底图", "Basemaps"),
    "basemaps_lead": Text(
        "地图默认只用本地底面，不向任何其他主机发请求。在这里添加的底图出现在"
        "“全部图层 → 显示、对比、时间与底图 → 底图”里，由看图的人自己选；"
        "只有选了以后，他的浏览器才向您填写的主机取图片。",
        "The map shows its own ground and asks no other host. What is added here is offered under "
        "All layers → Display, compare, time, basemap; only when somebody chooses it does his "
        "browser ask the host that you enter for pictures.",
    ),
    "basemaps_none": Text("还没有底图", "There is no basemap"),
    "basemaps_none_next": Text(
        "在下面填写，先试一块图片，再保存。", "Fill in below, try one picture, then save."
    ),
    "basemap_add": Text("添加底图", "Add a basemap"),
    "basemap_change": Text("修改底图“{title}”", "Change “{title}”"),
    "basemap_title": Text("名称", "Title"),
    "basemap_source": Text("来源", "Source"),
    "basemap_layer": Text("天地图图层", "Map of Tianditu"),
    "basemap_key": Text("天地图密钥（tk）", "Key of Tianditu (tk)"),
    "basemap_key_help": Text(
        "只用于天地图：控制台里“浏览器端”应用的密钥。它随图片网址到达看图人的浏览器，不写进日志和审计日志。",
        "For Tianditu only: of an application of the kind “browser”. It reaches the browsers that "
        "show the basemap, and stands in no log.",
    ),
    "basemap_key_kept": Text("不填则保留原来的密钥。", "Empty: the key that is kept stays."),
    "basemap_template": Text("网址模板", "Address"),
    "basemap_template_help": Text(
        "XYZ 如 https://主机/{z}/{x}/{y}.png（自南向北的行号用 {-y}）；WMTS 把级、行、列"
        "写成 {TileMatrix}、{TileRow}、{TileCol}；{s} 依次为 a、b、c。",
        "XYZ such as https://host/{z}/{x}/{y}.png ({-y} where rows begin in the south); of a WMTS "
        "{TileMatrix}, {TileRow} and {TileCol}; {s} is a, b and c in turn.",
    ),
    "basemap_grid": Text("模板的坐标", "How its tiles lie"),
    "basemap_zooms": Text("模板的级别", "Zooms of the address"),
    "basemap_zooms_help": Text("如 1-18；不填为 0-18", "Such as 1-18; empty: 0-18"),
    "basemap_file": Text("本机文件", "File"),
    "basemap_file_none": Text("（文件夹里没有文件）", "(no file in the folder)"),
    "basemap_file_help": Text(
        "把 MBTiles 或 PMTiles 图片文件放进服务器的 {folder}，再刷新本页；"
        "或用命令 ecoatlas basemap add --file。",
        "Put an MBTiles or PMTiles file of pictures into {folder} of the server and open this page "
        "again; or use the command ecoatlas basemap add --file.",
    ),
    "basemap_attribution": Text("来源标注和审图号", "Attribution and approval number"),
    "basemap_attribution_help": Text(
        "显示在地图角上，如“天地图，审图号 GS（年）号”；请照提供方的要求填写。",
        "Shown in the corner of the map, as its maker demands it.",
    ),
    "basemap_opacity": Text("不透明度（%）", "Opacity (%)"),
    "basemap_secrecy": Text("谁能看", "For whom"),
    "basemap_for_public": Text("能看地图的人", "Whoever sees the map"),
    "basemap_for_internal": Text("登录的人", "Whoever is signed in"),
    "basemap_try": Text("试一块图片", "Try one picture"),
    "basemap_tried": Text("试取辖区的一块图片", "One picture of the district"),
    "basemap_tried_lead": Text(
        "第 {zoom} 级，由您的浏览器直接去取。看到的应是辖区的地图；还没有保存。",
        "Level {zoom}, asked for by your browser itself. It should show the district; nothing is "
        "saved yet.",
    ),
    "basemap_tried_waiting": Text("正在取图片…", "Asking for the picture…"),
    "basemap_tried_came": Text(
        "取到了。请看图片是不是辖区、有没有写着密钥无效之类的字，再保存。",
        "It came. See whether it is the district, and whether it says that a key is not valid; "
        "then save.",
    ),
    "basemap_tried_failed": Text(
        "没有取到。网址和级别要写对，这台电脑要能访问该主机；天地图答 403 或 418 时，"
        "请核对密钥、应用类型（浏览器端）和允许的网址。",
        "It did not come. Look at the address and the level, and whether this machine reaches the "
        "host; where Tianditu answers 403 or 418, check the key, its kind (browser) and the pages "
        "it is for.",
    ),
    "basemap_empty_there": Text(
        "文件里没有辖区的图片：请核对它的范围和级别。",
        "The file has no picture of the district: look at its extent and levels.",
    ),
    "basemap_save": Text("保存", "Save"),
    "basemap_cancel": Text("不改了", "Leave as it is"),
    "basemap_up": Text("上移：{title}", "Move {title} up"),
    "basemap_down": Text("下移：{title}", "Move {title} down"),
    "basemap_edit": Text("修改", "Change"),
    "basemap_remove": Text("删除", "Remove"),
    "basemap_remove_named": Text("删除底图“{title}”", "Remove the basemap “{title}”"),
    "basemap_remove_confirm": Text(
        "地图上不再提供它；本机文件留在原处。",
        "The map offers it no longer; a file of the office stays where it is.",
    ),
    "basemap_order": Text("顺序", "Order"),
}
