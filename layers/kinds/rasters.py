"""Kinds of layer that are rasters: cells instead of features.

Their attribute table has one row for each class, so that tables, versions and differences speak of
classes; the cells themselves are in `raster.tif` beside it.
"""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.fields import code_field, name_field
from layers.kinds.legends import LEGEND_CODES
from layers.kinds.model import Field, GeometryFamily, Kind, OnMap, Rules, Style

RASTER: GeometryFamily = "raster"

LAND_COVER = Kind(
    "land_cover",
    Text("土地覆盖（栅格）", "Land cover (raster)"),
    "base",
    (RASTER,),
    (
        code_field("像元值", "类别代码"),
        name_field("类别名称"),
        Field(
            "legend",
            Text("图例", "Legend"),
            "code",
            required=True,
            aliases=("产品", "分类体系"),
            codes=LEGEND_CODES,
        ),
        Field("cells", Text("像元数", "Cells"), "integer"),
        Field("area_m2", Text("椭球面积", "Area on the ellipsoid"), "number", unit="m²"),
    ),
    Style(palette.BOUNDARY_SLATE, fill_opacity=0.75, weight=0.0),
    Text(
        "分类栅格：每个像元一个类别代码。类别属于哪种下垫面、是否算绿，见规则“土地覆盖类别”。",
        "A raster of classes, one code for each cell. Which surface a class is and whether it is "
        "green is said by the rule “land-cover classes”.",
    ),
    on_map=OnMap(10, None, shown_at_first=False),
    rules=Rules(overlap=None, sliver_m=None, outside=None),
)


def is_raster(kind: Kind) -> bool:
    """Whether layers of this kind hold cells instead of features."""
    return RASTER in kind.geometry
