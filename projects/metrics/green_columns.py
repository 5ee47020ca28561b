"""Roles, columns and tables that metrics of a green share have alike."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.rasters import LAND_COVER
from projects.metrics.declaration import (
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Column,
    Role,
    SheetRole,
    Table,
)

GREEN, NOT_GREEN, UNKNOWN = "green", "not_green", "no_data"


COUNTED = {
    GREEN: Text("计入绿化", "counts as green"),
    NOT_GREEN: Text("不计入", "does not count"),
    UNKNOWN: Text("规则没有这一类，按无资料计", "not in the rule: no data"),
}


FIGURES = (
    Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True),
    Column("green_m2", Text("绿化", "Green"), SQUARE_METRES, sums=True),
    Column("not_green_m2", Text("非绿化", "Not green"), SQUARE_METRES, sums=True),
    Column("no_data_m2", Text("无资料", "No data"), SQUARE_METRES, sums=True),
    Column("green_share", Text("绿化率（有资料部分）", "Green share, of what is known"), RATIO),
    Column("green_share_least", Text("绿化率下限", "Green share, at least"), RATIO),
    Column("no_data_share", Text("无资料占比", "Share without data"), RATIO),
)


PARTS = ("green_m2", "not_green_m2", "no_data_m2")


CLASS_TABLE = Table(
    "classes",
    Text("土地覆盖类别", "Land-cover classes"),
    (
        Column("counted", Text("是否计入绿化", "Counted"), NO_UNIT, "code", COUNTED),
        Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True),
        Column("share", Text("占比", "Share"), RATIO),
    ),
)


COVER = Role(
    "cover",
    Text("土地覆盖", "Land cover"),
    Text("分类栅格。", "A raster of classes."),
    geometry=("raster",),
    kinds=(LAND_COVER.id,),
)


CLASSES = SheetRole(
    "classes",
    Text("土地覆盖类别", "Land-cover classes"),
    Text("哪些类计入绿化。", "Which classes count as green."),
    "land_cover_classes",
)


NULLS = Text(
    "栅格以外、像元无值和规则没有的类都计为无资料，从不算作非绿化；全部无资料时绿化率为空。",
    "Ground beyond the raster, cells without a value and classes that the rule lacks are no "
    "data, never not green; where all is no data there is no share.",
)
