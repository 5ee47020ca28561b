"""Divisions of the plans' cities, which targets speak of and which report: name and parts.

Codes are those of GB/T 2260 (checked against the public list `yescallop/areacodes`, states of
commits 01929ab and eed219a). A development zone has no code there and gets one of ours: the four
digits of its city and a short name. It is a part of the city, and no part of a district, whose
land it shares.
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
        "420102": Text("江岸区", "Jiang'an District"),
        "420103": Text("江汉区", "Jianghan District"),
        "420104": Text("硚口区", "Qiaokou District"),
        "420105": Text("汉阳区", "Hanyang District"),
        "420106": Text("武昌区", "Wuchang District"),
        "420107": Text("青山区", "Qingshan District"),
        "420111": Text("洪山区", "Hongshan District"),
        "420112": Text("东西湖区", "Dongxihu District"),
        "420113": Text("汉南区", "Hannan District"),
        "420114": Text("蔡甸区", "Caidian District"),
        "420115": Text("江夏区", "Jiangxia District"),
        "420116": Text("黄陂区", "Huangpi District"),
        "420117": Text("新洲区", "Xinzhou District"),
        WUHAN_ECONOMIC_ZONE: Text(
            "武汉经济技术开发区", "Wuhan Economic and Technological Development Zone"
        ),
        "420300": Text("十堰市", "Shiyan"),
        "420302": Text("茅箭区", "Maojian District"),
        "420303": Text("张湾区", "Zhangwan District"),
        "420304": Text("郧阳区", "Yunyang District"),
        "420322": Text("郧西县", "Yunxi County"),
        "420323": Text("竹山县", "Zhushan County"),
        "420324": Text("竹溪县", "Zhuxi County"),
        "420325": Text("房县", "Fang County"),
        "420381": Text("丹江口市", "Danjiangkou"),
        "420500": Text("宜昌市", "Yichang"),
        "420502": Text("西陵区", "Xiling District"),
        "420503": Text("伍家岗区", "Wujiagang District"),
        "420504": Text("点军区", "Dianjun District"),
        "420505": Text("猇亭区", "Xiaoting District"),
        "420506": Text("夷陵区", "Yiling District"),
        "420525": Text("远安县", "Yuan'an County"),
        "420526": Text("兴山县", "Xingshan County"),
        "420527": Text("秭归县", "Zigui County"),
        "420528": Text("长阳土家族自治县", "Changyang Tujia Autonomous County"),
        "420529": Text("五峰土家族自治县", "Wufeng Tujia Autonomous County"),
        "420581": Text("宜都市", "Yidu"),
        "420582": Text("当阳市", "Dangyang"),
        "420583": Text("枝江市", "Zhijiang"),
        "420700": Text("鄂州市", "Ezhou"),
        "420702": Text("梁子湖区", "Liangzihu District"),
        "420703": Text("华容区", "Huarong District"),
        "420704": Text("鄂城区", "Echeng District"),
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
