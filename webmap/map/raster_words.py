"""Wording of rasters on the page of a layer."""

from __future__ import annotations

from geo.words import Text

RASTER: dict[str, Text] = {
    "raster_title": Text("栅格", "Raster"),
    "raster_picture": Text("“{title}”的图像", "Picture of “{title}”"),
    "raster_crs": Text("坐标系", "Reference system"),
    "raster_size": Text("大小", "Size"),
    "raster_size_of": Text("{columns} × {rows} 个像元", "{columns} × {rows:cell|cells}"),
    "raster_cell": Text("像元", "Cell"),
    "raster_extent": Text("范围（经纬度）", "Extent (degrees)"),
    "raster_legend": Text("图例", "Legend"),
    "raster_empty": Text("无值", "Without a value"),
    "raster_empty_of": Text("{cells} 个像元", "{cells:cell|cells}"),
    "raster_classes": Text("类别与面积", "Classes and areas"),
    "raster_value": Text("像元值", "Value"),
    "raster_class": Text("类别", "Class"),
    "raster_cells": Text("像元数", "Cells"),
    "raster_area": Text("椭球面积", "Area on the ellipsoid"),
    "raster_share": Text("占有值部分", "Share of cells with a value"),
    "raster_rule": Text(
        "每一类按哪种下垫面计、是否计入绿化，见规则“土地覆盖类别”。",
        "Which surface each class counts as, and whether it is green, is said by the rule "
        "“land-cover classes”.",
    ),
    "raster_rule_open": Text("查看规则", "Open the rule"),
}
