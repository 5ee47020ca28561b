"""What can be wrong with what is asked of sections."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_SECTION = declare(
    "unknown-section",
    "error",
    Text("没有编号为“{section}”的断面。", "There is no section {section}."),
    Text(
        "断面以图层中的编号为准，见水质页。", "Sections go by their code in the layer; see /water."
    ),
    status=404,
)
