"""Flow at sections as sheets: base flows with their documents, and the mean of each day."""

from __future__ import annotations

from geo.figures.units import CUBIC_METRES_A_SECOND, RATIO
from geo.words import Text
from projects.sheets.declaration import SheetColumn, SheetKind

SECTION = SheetColumn("section", Text("断面编号", "Section"), "text", required=True)
BASE_FLOWS = SheetKind(
    "base_flows",
    Text("断面生态基流", "Base flows of sections"),
    Text(
        "每个控制断面核定的生态基流、要求的保证率和核定文件。",
        "The ecological base flow of each control section, the guarantee rate that is asked, and "
        "the document that fixes them.",
    ),
    "series",
    (
        SECTION,
        SheetColumn(
            "base_m3_s", Text("生态基流", "Base flow"), unit=CUBIC_METRES_A_SECOND, required=True,
            low=0.0, high=1e6,
        ),
        SheetColumn("rate", Text("要求的保证率", "Rate asked"), unit=RATIO, low=0.0, high=1.0),
        SheetColumn("document", Text("核定文件", "Document"), "text", required=True),
    ),
    ("section",),
    grade="internal",
)  # fmt: skip
DAILY_FLOWS = SheetKind(
    "daily_flows",
    Text("断面日均流量", "Daily flow at sections"),
    Text("每个断面每天的平均流量。", "The mean flow of each day at each section."),
    "series",
    (
        SECTION,
        SheetColumn("day", Text("日期", "Day"), "date", required=True),
        SheetColumn(
            "flow_m3_s", Text("流量", "Flow"), unit=CUBIC_METRES_A_SECOND, required=True,
            low=-1e6, high=1e6,
        ),
    ),
    ("section", "day"),
    grade="internal",
)  # fmt: skip
FLOW_SERIES = (BASE_FLOWS, DAILY_FLOWS)
