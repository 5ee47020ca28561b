"""Wording of the page of river and lake chiefs."""

from __future__ import annotations

from geo.words import Text

CHIEFS: dict[str, Text] = {
    "chiefs_title": Text("河湖长", "River and lake chiefs"),
    "chiefs_lead": Text(
        "每条河、每个湖由哪一级的哪个职务负责，联系哪个责任单位。名录只列职务，不列姓名。",
        "Which post of which level is in charge of a river or lake, and the unit that answers. "
        "Posts are listed, no names.",
    ),
    "chiefs_where": Text("查某一处由谁负责", "Who is in charge of a place"),
    "chiefs_lon": Text("经度", "Longitude"),
    "chiefs_lat": Text("纬度", "Latitude"),
    "chiefs_ask": Text("查询", "Look up"),
    "chiefs_map": Text(
        "在地图上点选要素，右侧面板也会列出河湖长。",
        "On the map the panel of a feature lists its chiefs, too.",
    ),
    "chiefs_at_none": Text(
        "该处 {reach} 米以内没有河湖图层中的水体。", "No river or lake lies within {reach} m of it."
    ),
    "chiefs_water_none": Text("名录中没有该水体。", "The list does not have this water."),
    "chiefs_away": Text("相距 {metres}", "{metres} away"),
    "chiefs_reach": Text("河段", "Reach"),
    "chiefs_level": Text("级别", "Level"),
    "chiefs_division": Text("行政区", "Division"),
    "chiefs_post": Text("职务", "Post"),
    "chiefs_unit": Text("责任单位", "Unit that answers"),
    "chiefs_empty": Text("还没有河湖长名录", "There is no list of chiefs yet"),
    "chiefs_empty_next": Text(
        "在“规则与数据表”中新建“河湖长名录”，或在服务器上导入 xlsx：",
        "Make a sheet “River and lake chiefs” under rules and sheets, or import a workbook:",
    ),
    "chiefs_sheets": Text("名录的填写、导入与历次版本", "Editing, import and versions of the list"),
    "chiefs_whole": Text("全河（湖）", "the whole"),
}
