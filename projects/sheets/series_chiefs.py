"""River and lake chiefs (河湖长): which post answers for which reach, from the province down."""

from __future__ import annotations

from geo.words import Text
from projects.sheets.declaration import SPAN, SheetColumn, SheetKind

LEVELS = (
    ("province", Text("省级", "province")),
    ("city", Text("市级", "city")),
    ("county", Text("县级", "county or district")),
    ("township", Text("乡级", "township or street")),
    ("village", Text("村级", "village")),
)
"""From the highest: their order is that in which chiefs are listed. A scheme may have fewer."""
RIVER_CHIEFS = SheetKind(
    "river_chiefs",
    Text("河湖长名录", "River and lake chiefs"),
    Text(
        "每条河、每个湖及其河段由哪一级的哪个职务担任河湖长，联系的责任单位是谁。只填职务，不填姓名。",
        "Which post of which level is the chief of a river, a lake or a reach, and the unit that "
        "answers. Posts, no names.",
    ),
    "series",
    (
        SheetColumn("water", Text("河流或湖泊", "River or lake"), "text", required=True),
        SheetColumn("reach", Text("河段或片区", "Reach"), "text"),
        SheetColumn("key", Text("河湖图层要素编号", "Key in the layer"), "text"),
        SheetColumn("level", Text("级别", "Level"), "code", required=True, codes=LEVELS),
        SheetColumn("division", Text("行政区代码", "Code of the division"), "text"),
        SheetColumn("post", Text("担任河湖长的职务", "Post of the chief"), "text", required=True),
        SheetColumn("unit", Text("责任单位", "Unit that answers"), "text"),
        SheetColumn("valid_from", Text("任职起", "From"), "date"),
        SheetColumn("valid_to", Text("任职止", "Until"), "date"),
        SheetColumn("note", Text("说明", "Note"), "text"),
    ),
    ("water", "reach", "level", "division", "valid_from"),
    SPAN,
)
