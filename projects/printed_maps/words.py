"""Wording of a printed map."""

from __future__ import annotations

from geo.words import Text

LEGEND = Text("图例", "Legend")
SCALE = Text("比例尺", "Scale")
PLANE = Text("坐标系", "Plane")
TITLE = Text("{place}{theme}专题图", "{place}: {theme}")
ILLUSTRATIVE = Text("含示例数据", "With illustrative data")
COUNTED = Text("{title}（{count}）", "{title} ({count})")
