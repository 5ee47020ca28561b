"""Rules of corridors: classes of width."""

from __future__ import annotations

from geo.figures.units import METRES
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

CORRIDOR_WIDTHS = rule(
    "corridor_widths",
    Text("生态廊道宽度分级", "Classes of corridor width"),
    Text(
        "宽度分布表的分级界限和文献说法；不是要求宽度，政策文件没有规定廊道宽度。",
        "Borders of the classes in the table of widths, and what is said of them; none of them is "
        "a requirement: no plan states a width.",
    ),
    (
        SheetColumn(
            "from_m",
            Text("宽度不小于", "From"),
            unit=METRES,
            required=True,
            low=0.0,
            high=100_000.0,
        ),
        SheetColumn("to_m", Text("宽度小于", "Below"), unit=METRES, low=0.0, high=100_000.0),
        SheetColumn("says", Text("说法", "What is said"), "text", required=True),
    ),
    ("from_m", "to_m"),
)
CORRIDOR_RULES = (CORRIDOR_WIDTHS,)
