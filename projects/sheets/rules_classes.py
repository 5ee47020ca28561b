"""Borders that a standard sets between classes of a field, for the colours of the map."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from layers.kinds import KINDS
from projects.sheets.declaration import SheetColumn, rule

FIELDS = tuple(
    {field.name: field.title for kind in KINDS.values() for field in kind.fields}.items()
)
CLASS_BORDERS = rule(
    "class_borders",
    Text("字段分级界限", "Borders of classes"),
    Text(
        "地图上按标准分级显示字段时各级的下限。",
        "Where each class of a field begins when the map shows it by a standard.",
    ),
    (
        SheetColumn(
            "kind",
            Text("图层类型", "Kind of layer"),
            "code",
            required=True,
            codes=tuple((kind.id, kind.title) for kind in KINDS.values()),
        ),
        SheetColumn("field", Text("字段", "Field"), "text", required=True, named=FIELDS),
        SheetColumn("from", Text("下限", "From"), unit=NUMBER, required=True, low=0.0, high=1e12),
        SheetColumn("says", Text("分级名称", "Class"), "text", required=True),
    ),
    ("kind", "field", "from"),
)
CLASS_RULES = (CLASS_BORDERS,)
