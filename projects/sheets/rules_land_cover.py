"""The rule that says what the classes of a raster are: a runoff surface, green or not."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.legends import LEGENDS
from projects.sheets.declaration import SheetColumn, rule
from projects.sheets.rules_sponge import SURFACE_WORDS

LAND_COVER_CLASSES = rule(
    "land_cover_classes",
    Text("土地覆盖类别", "Land-cover classes"),
    Text(
        "土地覆盖产品的每一类按哪种下垫面计径流、是否计入绿化。代码是产品文档的；归类是建议，请按本地情况核对修改。",
        "As which surface each class of a land-cover product sheds rain, and whether it counts as "
        "green. The codes are the product's; what they count as is a proposal to be checked.",
    ),
    (
        SheetColumn(
            "legend",
            Text("图例", "Legend"),
            "code",
            required=True,
            codes=tuple((one.id, one.title) for one in LEGENDS.values()),
        ),
        SheetColumn("value", Text("像元值", "Value"), required=True, low=0.0, high=65534.0),
        SheetColumn("name", Text("类别名称", "Class"), "text", required=True),
        SheetColumn("surface", Text("按哪种下垫面", "Surface"), "code", codes=SURFACE_WORDS),
        SheetColumn(
            "green",
            Text("计入绿化", "Green"),
            "code",
            required=True,
            codes=(("yes", Text("计入", "counts")), ("no", Text("不计入", "does not count"))),
        ),
    ),
    ("legend", "value"),
)
LAND_COVER_RULES = (LAND_COVER_CLASSES,)
