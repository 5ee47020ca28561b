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
NO_LAYER_OF_MONTH = declare(
    "water-month-unplaced",
    "error",
    Text(
        "{month} 没有公开或内部级图层里断面的监测值，不能编制通报。",
        "No section in a layer that is not restricted has readings of {month}: there is nothing to "
        "make a bulletin of.",
    ),
    Text(
        "请先导入断面图层，再导入监测值；或先下载草稿。",
        "Import the layer of sections, then the readings; or take the draft.",
    ),
    status=409,
)
OTHER_STATEMENT = declare(
    "water-not-a-bulletin",
    "error",
    Text("{code} 不是水质通报。", "{code} is no bulletin of water."),
    Text("请在水质页选择一份通报。", "Choose a bulletin on /water."),
    status=404,
)
NO_EFFLUENT = declare(
    "water-effluent-empty",
    "error",
    Text(
        "{year} 年没有可取的污水处理厂出水监测值。",
        "There are no effluent readings of {year} to be taken.",
    ),
    Text(
        "内部人员都能查看数据表，不取限制级图层的厂；请先按“污水处理厂”导入监测值，或换一年。",
        "All who see internal layers read the sheet: of restricted layers nothing is taken. Import "
        "readings of sewage plants first, or choose another year.",
    ),
    status=409,
)
