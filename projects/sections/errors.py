"""What can be wrong with what is asked of sections."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

NOTHING_TO_KEEP = declare(
    "water-year-empty",
    "error",
    Text("{year} 年没有可取的监测值。", "There are no readings of {year} to be taken."),
    Text(
        "内部人员都能查看数据表，不取限制级图层和图层之外断面的监测值；请先导入监测值，或换一年。",
        "All who see internal layers read the sheets: of restricted layers, and of sections in no "
        "layer, nothing is taken. Import readings first, or choose another year.",
    ),
    status=409,
)
UNKNOWN_SECTION = declare(
    "unknown-section",
    "error",
    Text("没有编号为“{section}”的断面。", "There is no section {section}."),
    Text(
        "断面以图层中的编号为准，见水质页。", "Sections go by their code in the layer; see /water."
    ),
    status=404,
)
