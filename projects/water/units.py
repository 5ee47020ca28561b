"""Units in which readings are written, and by what they are brought to an item's own unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

SAME = 1.0
# A unit and what one of it is in the first unit of its family.
MASS = {
    "mg/l": 1.0, "毫克/升": 1.0, "g/m3": 1.0, "ppm": 1.0,
    "ug/l": 1e-3, "微克/升": 1e-3, "mg/m3": 1e-3, "ppb": 1e-3,
    "ng/l": 1e-6, "纳克/升": 1e-6, "g/l": 1e3, "克/升": 1e3, "‰": 1e3,
}  # fmt: skip
COUNTED = {
    "个/l": 1.0, "个/升": 1.0, "cells/l": 1.0, "mpn/l": 1.0, "cfu/l": 1.0, "/l": 1.0,
    "个/ml": 1e3, "cells/ml": 1e3, "mpn/100ml": 10.0, "个/100ml": 10.0, "cfu/100ml": 10.0,
    "万个/l": 1e4,
}  # fmt: skip
CONDUCTIVITY = {"us/cm": 1.0, "微西门子/厘米": 1.0, "ms/m": 10.0, "ms/cm": 1e3, "s/m": 1e4}
LENGTH = {"m": 1.0, "米": 1.0, "cm": 1e-2, "厘米": 1e-2}
DEGREES = {"°c": 1.0, "c": 1.0, "度": 1.0}
CLOUDY = {"ntu": 1.0, "度": 1.0, "fnu": 1.0}
NONE = {"无量纲": 1.0, "-": 1.0, "--": 1.0, "/": 1.0, "—": 1.0, "": 1.0}
FAMILIES: tuple[Mapping[str, float], ...] = (
    MASS, COUNTED, CONDUCTIVITY, LENGTH, DEGREES, CLOUDY, NONE,
)  # fmt: skip
# As the columns of tables with plain names write them: codmn_mgl, temp_c, ec_uscm.
ENDINGS = {
    "mgl": "mg/L", "ugl": "μg/L", "mgm3": "mg/m³", "c": "℃", "uscm": "μS/cm", "ntu": "NTU",
    "cellsl": "个/L", "cells_l": "个/L",
}  # fmt: skip
IN_BRACKETS = re.compile(
    r"^(?P<name>.*?)[\s,，/]*[(（\[【](?P<unit>[^()（）\[\]【】]*)[)）\]】]\s*$"
)
AT_END = re.compile(
    r"^(?P<name>.+?)[\s,，_]+(?P<unit>[μµu]?[mnMg]*g/[LlMm]3?|‰|℃|NTU|m|cm|[μµ]S/cm|个/L)\s*$"
)


def plain_unit(unit: str) -> str:
    """A unit as it is compared: μ and µ are u, ㎎ is mg, exponents and spaces do not count."""
    folded = unicodedata.normalize("NFKC", unit).casefold().replace("μ", "u").replace("µ", "u")
    return "".join(folded.split()).replace("³", "3").replace("每", "/").replace("^", "")


def factor(unit: str, wanted: str) -> float | None:
    """What a value in one unit is multiplied by; None where the two do not measure the same."""
    given, own = plain_unit(unit), plain_unit(wanted)
    for family in FAMILIES:
        if given in family and own in family:
            return family[given] / family[own]
    return SAME if given == own else None


def is_unit(text: str) -> bool:
    """Whether a text is a unit that some family knows."""
    written = plain_unit(text)
    return bool(written) and any(written in family for family in FAMILIES)


def split_head(head: str) -> tuple[str, str | None]:
    """Name and unit of a head such as 氨氮(mg/L), 总磷 μg/L or tp_mgl; None where it has no unit.

    Brackets that hold no unit belong to the name: 铬(六价).
    """
    text = " ".join(head.split())
    for form in (IN_BRACKETS, AT_END):
        found = form.match(text)
        if found and is_unit(found["unit"]):
            return found["name"].strip(), found["unit"].strip()
    for ending, unit in ENDINGS.items():
        if text.endswith(f"_{ending}"):
            return text.removesuffix(f"_{ending}"), unit
    return text, None
