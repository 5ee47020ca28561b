"""What can be wrong with what is asked of sections."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

NOTHING_TO_KEEP = declare(
    "water-year-empty",
    "error",
    Text("{year} 年没有可取的监测值。", "There are no readings of {year} to be taken."),
    Text(
        "数据表人人可见，只取公开断面图层的监测值；请先导入监测值，或换一年。",
        "Everybody reads sheets: only sections of public layers are taken. Import readings first, "
        "or choose another year.",
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
