"""Wording of a printed map."""

from __future__ import annotations

from geo.words import Text

LEGEND = Text("图例", "Legend")
SCALE = Text("比例尺", "Scale")
PLANE = Text("坐标系", "Plane")
TITLE = Text("{place}{theme}专题图", "{place}: {theme}")
ILLUSTRATIVE = Text("含示例数据", "With illustrative data")
DEGREES = Text(
    "图框注经纬度（CGCS2000，度分秒）；图面为高斯-克吕格 3 度带平面",
    "Longitude and latitude (CGCS2000) at the frame; the map lies in the Gauss-Krüger plane",
)
COUNTED = Text("{title}（{count}）", "{title} ({count})")
MORE = Text("另有 {count} 项，纸上放不下", "{count} more, for which there is no room")
