"""Units of figures: what they are called, how precisely they are written, and what they measure.

A unit is known by its id, never by its words. Symbols stand behind numbers in both languages
(GB 3100: symbols in tables and with numbers), words in what describes a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal

from geo.words import Text

Measure = Literal[
    "share", "length", "area", "volume", "count", "amount", "balance", "water_class", "frequency"
]
MU_M2 = Fraction(2000, 3)
"""1 亩."""


@dataclass(frozen=True, slots=True)
class Large:
    """From `least` on a number is written in another unit, of 1000 ** `thousands`.

    Powers of a thousand only: a workbook shows those of a number without changing it.
    """

    least: float
    thousands: int
    symbol: Text
    digits: int


@dataclass(frozen=True, slots=True)
class Unit:
    """`digits` decimals, kept where they are zero if `fixed`; of small numbers at least
    `significant` digits. `measure` and `scale`: how much of m, m², m³, of one or of a whole one
    unit is. `sums`: whether figures in it may be added up. `percent`: held as a share (0–1)."""

    id: str
    words: Text
    symbol: Text | None = None
    digits: int = 2
    fixed: bool = True
    significant: int = 2
    sums: bool = False
    percent: bool = False
    grouped: bool = True
    large: Large | None = None
    measure: Measure | None = None
    scale: Fraction = Fraction(1)

    @property
    def zh(self) -> str:
        return self.words.zh

    @property
    def en(self) -> str:
        return self.words.en

    def in_(self, language: Literal["zh", "en"]) -> str:
        return self.words.in_(language)

    def as_dict(self) -> dict[str, str]:
        """Its words: what interfaces have always given as the unit of a figure."""
        return self.words.as_dict()

    def content(self) -> dict[str, Any]:
        """All of it as JSON, to be kept with figures that are written again in years."""
        kept = {n: v for n, v in asdict(self).items() if n not in ("words", "measure", "scale")}
        scale = str(self.scale)
        return {**self.as_dict(), **kept, "measure": self.measure, "scale": scale}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Unit:
        """The unit that `content` kept."""
        given = {name: value for name, value in kept.items() if name not in ("zh", "en")}
        large, symbol = given["large"], given["symbol"]
        given["large"] = large and Large(**{**large, "symbol": Text(**large["symbol"])})
        given["symbol"] = symbol and Text(**symbol)
        given["scale"] = Fraction(given["scale"])
        return cls(words=Text(kept["zh"], kept["en"]), **given)


def _same(symbol: str) -> Text:
    return Text(symbol, symbol)


NO_UNIT = Unit("none", _same("—"), digits=6, fixed=False, significant=4)
OWN_AMOUNT = Unit(
    "amount", _same("—"), digits=6, fixed=False, significant=4, sums=True, measure="amount"
)
"""An amount in whatever unit its register counts in."""
NUMBER = Unit("number", Text("数值", "number"), digits=6, fixed=False, significant=4)
YEAR = Unit("year", Text("年", "year"), digits=0, fixed=False, grouped=False)
SQUARE_METRES = Unit(
    "m2",
    Text("平方米", "m²"),
    _same("m²"),
    sums=True,
    large=Large(1e6, 2, _same("km²"), 4),
    measure="area",
)
SQUARE_KILOMETRES = Unit(
    "km2",
    Text("平方千米", "km²"),
    _same("km²"),
    digits=4,
    sums=True,
    measure="area",
    scale=Fraction(10**6),
)
HECTARES = Unit(
    "ha",
    Text("公顷", "ha"),
    Text("公顷", "ha"),
    sums=True,
    measure="area",
    scale=Fraction(10**4),
)
MU = Unit("mu", Text("亩", "mu"), Text("亩", "mu"), sums=True, measure="area", scale=MU_M2)
TEN_THOUSAND_MU = Unit(
    "ten_thousand_mu",
    Text("万亩", "ten thousand mu"),
    Text("万亩", "ten thousand mu"),
    digits=4,
    sums=True,
    measure="area",
    scale=Fraction(1e4 * float(MU_M2)),  # the double that results are computed with
)
METRES = Unit(
    "m",
    Text("米", "m"),
    _same("m"),
    sums=True,
    large=Large(1e4, 1, _same("km"), 3),
    measure="length",
)
KILOMETRES = Unit(
    "km",
    Text("千米", "km"),
    _same("km"),
    digits=3,
    sums=True,
    measure="length",
    scale=Fraction(1000),
)
CUBIC_METRES = Unit("m3", Text("立方米", "m³"), _same("m³"), sums=True, measure="volume")
CUBIC_METRES_A_SECOND = Unit(
    "m3_s", Text("立方米/秒", "m³/s"), _same("m³/s"), fixed=False, significant=3
)
CUBIC_METRES_A_DAY = Unit("m3_d", Text("立方米/日", "m³/d"), _same("m³/d"), sums=True)
MILLIMETRES = Unit("mm", Text("毫米", "mm"), _same("mm"), sums=True)
DAYS = Unit("d", Text("天", "days"), Text("天", "days"), fixed=False, sums=True)
YEARS = Unit("years", Text("年", "years"), Text("年", "years"), fixed=False)
DEGREES = Unit("deg", Text("度", "°"), _same("°"), digits=6, fixed=False)
PER_METRE = Unit("per_m", Text("每米", "per m"), _same("m⁻¹"), digits=6, fixed=False, significant=4)
RATIO = Unit(
    "share",
    Text("比值（0–1）", "ratio (0–1)"),
    _same("%"),
    percent=True,
    sums=True,
    measure="share",
)
TIMES = Unit("ratio", Text("比值", "ratio"), digits=4, fixed=False, significant=4)
INDEX = Unit("index", Text("指数", "index"), significant=1)
PERCENT = Unit("percent", _same("%"), _same("%"), measure="share", scale=Fraction(1, 100))
POINTS = Unit("points", Text("百分点", "percentage points"), Text("个百分点", "percentage points"))
COUNT = Unit("count", Text("个", "count"), fixed=False, sums=True, measure="count")
ITEMS = Unit(
    "items", Text("个", "items"), Text("个", "items"), fixed=False, sums=True, measure="count"
)
ENTERPRISES = Unit(
    "enterprises",
    Text("家", "enterprises"),
    Text("家", "enterprises"),
    fixed=False,
    sums=True,
    measure="count",
)
WATER_BODIES = Unit(
    "reaches",
    Text("条（段）", "water bodies (reaches)"),
    Text("条（段）", "water bodies (reaches)"),
    fixed=False,
    sums=True,
    measure="count",
)
TONNES_A_DAY = Unit(
    "t_d", Text("吨/日", "t/d"), Text("吨/日", "t/d"), fixed=False, sums=True, measure="amount"
)
NET_CHANGE = Unit(
    "net_change",
    Text("（净变化）", "(net change)"),
    Text("（净变化）", "(net change)"),
    measure="balance",
)
WATER_CLASS = Unit(
    "water_class",
    Text("类（总氮除外）", "class (total nitrogen left out)"),
    fixed=False,
    measure="water_class",
)
TIMES_A_YEAR = Unit(
    "times_a_year",
    Text("次/年", "times a year"),
    Text("次/年", "times a year"),
    fixed=False,
    measure="frequency",
)
CELSIUS = Unit("celsius", Text("℃", "°C"), Text("℃", "°C"), fixed=False)
EFFLUENT = Unit(
    "effluent",
    Text("毫克/升（pH、色度、大肠菌群除外）", "mg/L but for pH, colour, coliforms"),
    digits=6,
    fixed=False,
    significant=4,
)
WAN_YUAN = Unit("wan_yuan", Text("万元", "10,000 yuan"), Text("万元", "×10⁴ yuan"), sums=True)

UNITS: Mapping[str, Unit] = {
    one.id: one for one in tuple(globals().values()) if isinstance(one, Unit)
}
