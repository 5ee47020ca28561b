"""Names on a printed map: the most prominent first, none over another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from projects.printed_maps.shapes import SheetLayer
from projects.statements.picture.frame import View
from projects.statements.picture.scene import Label

SIZE, PROMINENT = 10, 14
WORLD_M_PX = 156_543.03
LATITUDE = 30.5
"""Of the office's zoom: names appear at the zooms that the map declares."""
MARK = re.compile(r"\s*[（(](?:示例|illustrative)[^）)]*[）)]", re.IGNORECASE)
NAMELESS = re.compile(r"未命名|无名")
LONGEST = 24
Box = tuple[float, float, float, float]


def plain_name(name: str) -> str:
    """Without its mark 示例, which the sheet says once."""
    return MARK.sub("", name) or name


def names_of(layers: Sequence[SheetLayer], view: View) -> list[Label]:
    """Of layers in the plane of the view, as many as there is room for."""
    zoom = math.log2(WORLD_M_PX * math.cos(math.radians(LATITUDE)) / view.metres_per_px)
    labelled = [one for one in layers if one.named and one.kind.on_map.label is not None]
    labelled.sort(key=lambda one: one.kind.on_map.label.rank if one.kind.on_map.label else 0)
    taken: list[Box] = []
    found: list[Label] = []
    for layer in labelled:
        for label in _of_layer(layer, view, zoom):
            box = _box(label)
            if _inside(box, view) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found.append(label)
    return found


def _of_layer(layer: SheetLayer, view: View, zoom: float) -> Iterator[Label]:
    about = layer.kind.on_map.label
    if about is None or zoom < about.from_zoom or "name" not in layer.frame:
        return
    size = PROMINENT if about.prominent else SIZE
    frame = layer.frame.assign(_size=layer.frame.area + layer.frame.length)
    for _, row in frame.sort_values("_size", ascending=False).iterrows():
        name = row["name"]
        if pd.isna(name) or NAMELESS.match(str(name)):
            continue
        inside = row[frame.geometry.name].intersection(view.box)
        if inside.is_empty:
            continue
        ((x, y),) = view.points(inside.representative_point())
        above = 10 if inside.geom_type.endswith("Point") else -size / 3
        text = plain_name(str(name))[:LONGEST]
        yield Label(x, y - above, text, size, "middle", about.colour, halo=True)


def _box(label: Label) -> Box:
    letters = sum(1.0 if ord(one) > 0x2E80 else 0.56 for one in label.text)
    half = letters * label.size_px / 2
    return label.x - half - 2, label.y - label.size_px, label.x + half + 2, label.y + 3


def _inside(box: Box, view: View) -> bool:
    frame = view.frame
    return (
        box[0] >= frame.left
        and box[2] <= frame.right
        and box[1] >= frame.top
        and box[3] <= frame.bottom
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
