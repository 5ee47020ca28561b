"""Legends of land-cover rasters: what the numbers of a product's cells stand for.

The numbers are those that the makers of each product document. Which surface a class is, and
whether it counts as green, is no fact of the product: that is the rule `land_cover_classes`.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text
from layers.kinds.model import Code

OWN = "own"
SPARE_COLOURS = (
    "#8c6d46", "#4c8a5b", "#c9a56c", "#4a7fb5", "#b0555a", "#7d6ca8",
    "#9a9a52", "#57a0a0", "#a3705f", "#6f747a", "#c48fb0", "#86b06a",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RasterClass:
    """One value of the cells."""

    value: int
    title: Text
    colour: str


@dataclass(frozen=True, slots=True)
class RasterLegend:
    """What the cells of a product hold. `empty` are values that say that there is nothing known."""

    id: str
    title: Text
    classes: tuple[RasterClass, ...]
    empty: tuple[int, ...] = ()

    def named(self, value: int) -> RasterClass:
        """The class of a value; one that the legend lacks is known by its number."""
        for one in self.classes:
            if one.value == value:
                return one
        title = Text(f"类 {value}", f"Class {value}")
        return RasterClass(value, title, SPARE_COLOURS[value % len(SPARE_COLOURS)])

    def lacks(self, value: int) -> bool:
        return bool(self.classes) and all(one.value != value for one in self.classes)


def _class(value: int, zh: str, en: str, colour: str) -> RasterClass:
    return RasterClass(value, Text(zh, en), colour)


LEGENDS: dict[str, RasterLegend] = {
    one.id: one
    for one in (
        RasterLegend(
            "esa_worldcover",
            Text("ESA WorldCover（10 米）", "ESA WorldCover (10 m)"),
            (
                _class(10, "树木", "Tree cover", "#006400"),
                _class(20, "灌丛", "Shrubland", "#ffbb22"),
                _class(30, "草地", "Grassland", "#ffff4c"),
                _class(40, "耕地", "Cropland", "#f096ff"),
                _class(50, "建成区", "Built-up", "#fa0000"),
                _class(60, "裸地或稀疏植被", "Bare or sparse vegetation", "#b4b4b4"),
                _class(70, "冰雪", "Snow and ice", "#f0f0f0"),
                _class(80, "永久水体", "Permanent water bodies", "#0064c8"),
                _class(90, "草本湿地", "Herbaceous wetland", "#0096a0"),
                _class(95, "红树林", "Mangroves", "#00cf75"),
                _class(100, "苔藓地衣", "Moss and lichen", "#fae6a0"),
            ),
            empty=(0,),
        ),
        RasterLegend(
            "globeland30",
            Text("GlobeLand30（30 米）", "GlobeLand30 (30 m)"),
            (
                _class(10, "耕地", "Cultivated land", "#f9a0ff"),
                _class(20, "森林", "Forest", "#006300"),
                _class(30, "草地", "Grassland", "#64ff00"),
                _class(40, "灌木地", "Shrubland", "#00ff78"),
                _class(50, "湿地", "Wetland", "#0063ff"),
                _class(60, "水体", "Water bodies", "#0000ff"),
                _class(70, "苔原", "Tundra", "#646432"),
                _class(80, "人造地表", "Artificial surfaces", "#ff0000"),
                _class(90, "裸地", "Bare land", "#bebebe"),
                _class(100, "冰川和永久积雪", "Permanent snow and ice", "#c8f0ff"),
            ),
            empty=(0,),
        ),
        RasterLegend(
            "clcd",
            Text("CLCD 中国逐年土地覆盖（30 米）", "CLCD annual land cover of China (30 m)"),
            (
                _class(1, "耕地", "Cropland", "#fae39c"),
                _class(2, "森林", "Forest", "#446f33"),
                _class(3, "灌木", "Shrub", "#33a02c"),
                _class(4, "草地", "Grassland", "#abd37b"),
                _class(5, "水体", "Water", "#1e69b4"),
                _class(6, "冰雪", "Snow and ice", "#a6cee3"),
                _class(7, "裸地", "Barren", "#cfbda3"),
                _class(8, "不透水面", "Impervious", "#e24290"),
                _class(9, "湿地", "Wetland", "#289be8"),
            ),
            empty=(0,),
        ),
        RasterLegend(OWN, Text("本单位自定", "The office's own"), ()),
    )
}
LEGEND_CODES = tuple(Code(one.id, one.title) for one in LEGENDS.values())


def fitting(values: tuple[int, ...]) -> list[str]:
    """Legends that have every one of these values (`own` always has)."""
    return [
        one.id
        for one in LEGENDS.values()
        if not any(one.lacks(value) and value not in one.empty for value in values)
    ]
