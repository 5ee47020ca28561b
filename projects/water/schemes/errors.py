"""What can be wrong with what is asked of schemes."""

from __future__ import annotations

from geo.errors import declare
from geo.words import Text

UNKNOWN_SCHEME = declare(
    "unknown-scheme",
    "error",
    Text("{day} 没有“{scheme}”这个考核方案。", "There is no scheme {scheme} on {day}."),
    Text(
        "已有方案：{known}。方案在数据表“断面考核方案”里，可以增加。",
        "Known: {known}. Schemes are rows of the sheet of schemes, where more can be entered.",
    ),
    status=404,
)
