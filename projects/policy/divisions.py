"""Divisions that the targets of the register speak of: which one, its name, and its parts.

Codes are those of GB/T 2260 (checked against the public list `yescallop/areacodes`, state of
commit 01929ab). A development zone has no code there and gets one of ours: the four digits of its
city and a short name. It is a part of the city, and no part of a district, whose land it shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from geo.words import Text

WUHAN_ECONOMIC_ZONE = "4201-WEDZ"
LEVEL_DIGITS = (2, 4, 6, 9, 12)

DIVISIONS: Mapping[str, Text] = MappingProxyType(
    {
        "420100": Text("武汉市", "Wuhan"),
        "420113": Text("汉南区", "Hannan District"),
        "420114": Text("蔡甸区", "Caidian District"),
        "420115": Text("江夏区", "Jiangxia District"),
        WUHAN_ECONOMIC_ZONE: Text(
            "武汉经济技术开发区", "Wuhan Economic and Technological Development Zone"
        ),
        "420300": Text("十堰市", "Shiyan"),
        "420303": Text("张湾区", "Zhangwan District"),
        "420304": Text("郧阳区", "Yunyang District"),
        "420381": Text("丹江口市", "Danjiangkou"),
        "420500": Text("宜昌市", "Yichang"),
        "420700": Text("鄂州市", "Ezhou"),
    }
)
"""Every division of the register by its code."""


def division_text(code: str) -> Text:
    """The name of a division; a code that the register does not know stands for itself."""
    return DIVISIONS.get(code) or Text(code, code)


def is_part_of(code: str, whole: str) -> bool:
    """Whether the division `code` is `whole` or lies in it, by the digits alone.

    The zeros that fill up a code are left off (420100 has the parts 4201…, 420000 the parts 42…),
    so a township with a longer code is a part of its district, and a zone (4201-WEDZ) of its city.
    """
    return code == whole or code.startswith(_own_digits(whole))


def _own_digits(code: str) -> str:
    """The part of a code that names it: province 2, city 4, district 6, township 9 digits."""
    for length in LEVEL_DIGITS:
        if code.isdigit() and not code[length:].strip("0"):
            return code[:length]
    return code
