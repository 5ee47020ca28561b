"""Beijing 1954 and Xian 1980 to CGCS2000 by local parameters that an office gives.

Without them PROJ's general way is off by tens of metres. Three parameters move the centre of the
ellipsoid; seven also turn and stretch. For the turning two conventions with opposite signs are in
use (position vector; coordinate frame, which is the Bursa model of Chinese textbooks), so seven
parameters are taken only together with the name of theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from geo.crs.gauss_kruger import DATUMS, Datum, codes_of
from geo.crs.ways import way
from geo.errors import EcoAtlasError, declare
from geo.words import Text

Floats = NDArray[np.float64]
Convention = Literal["position-vector", "coordinate-frame"]

# Centres of the ellipsoids lie a few hundred metres apart; anything far beyond is a wrong unit.
FARTHEST_M = 1000.0
MOST_TURN_ARCSEC = 60.0
MOST_SCALE_PPM = 100.0

SHIFT_NOT_UNDERSTOOD = declare(
    "shift-not-understood",
    "error",
    Text(
        "转换参数写法不对：共有 {count} 个数。",
        "The conversion parameters cannot be used: there are {count:number|numbers}.",
    ),
    Text(
        "三参数：--shift dx,dy,dz（米）；七参数：--shift dx,dy,dz,rx,ry,rz,m,coordinate-frame"
        "（米、角秒、ppm，末项注明旋转约定 coordinate-frame（布尔莎）或 position-vector）。",
        "Three: --shift dx,dy,dz in metres. Seven: --shift dx,dy,dz,rx,ry,rz,m,coordinate-frame in"
        " metres, arc seconds and ppm, ending with the convention, coordinate-frame (Bursa) or"
        " position-vector.",
    ),
)
SHIFT_IMPLAUSIBLE = declare(
    "shift-implausible",
    "error",
    Text(
        "转换参数的数值大得不合理（平移应在 1000 米内，旋转在 60 角秒内，尺度在 100 ppm 内）。",
        "The conversion parameters are too large (moves up to 1000 m, turns up to 60 arc seconds,"
        " scale up to 100 ppm are plausible).",
    ),
    Text("请核对单位和顺序。", "Check their units and order."),
)
_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")


@dataclass(frozen=True, slots=True)
class Helmert:
    """Moves in m, turns in arc seconds, scale in ppm. Such values may be secret: they are used and
    never shown, logged or stored."""

    moves: tuple[float, float, float]
    turns: tuple[float, float, float] = (0.0, 0.0, 0.0)
    scale_ppm: float = 0.0
    convention: Convention = "position-vector"

    def __repr__(self) -> str:
        return f"Helmert({self.parameters} parameters)"

    @property
    def parameters(self) -> int:
        return 7 if any((*self.turns, self.scale_ppm)) else 3


def parse_helmert(text: str) -> Helmert:
    """`dx,dy,dz` or `dx,dy,dz,rx,ry,rz,m,convention`; raises `shift-not-understood` or
    `shift-implausible`."""
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    convention = _convention(parts[-1])
    numbers = [float(part) for part in parts[: 7 if convention else None] if _NUMBER.match(part)]
    wanted = 7 if convention else 3
    if len(numbers) != wanted or len(parts) != wanted + (convention is not None):
        raise EcoAtlasError(SHIFT_NOT_UNDERSTOOD, count=len(numbers))
    found = (
        Helmert((numbers[0], numbers[1], numbers[2]))
        if convention is None
        else Helmert(
            (numbers[0], numbers[1], numbers[2]),
            (numbers[3], numbers[4], numbers[5]),
            numbers[6],
            convention,
        )
    )
    _refuse_implausible(found)
    return found


def _convention(word: str) -> Convention | None:
    cleaned = word.lower().replace("_", "-").replace(" ", "-")
    if cleaned in ("position-vector", "pv"):
        return "position-vector"
    return "coordinate-frame" if cleaned in ("coordinate-frame", "cf", "bursa") else None


def _refuse_implausible(found: Helmert) -> None:
    if (
        max(map(abs, found.moves)) > FARTHEST_M
        or max(map(abs, found.turns)) > MOST_TURN_ARCSEC
        or abs(found.scale_ppm) > MOST_SCALE_PPM
    ):
        raise EcoAtlasError(SHIFT_IMPLAUSIBLE)


def to_cgcs2000(epsg: int, shift: Helmert, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude (EPSG:4490) of points of an old datum, by these parameters.

    epsg: the CRS of x (east or longitude) and y. The height is taken as 0 on the ellipsoid.
    """
    datum = next(datum for datum in DATUMS.values() if epsg in codes_of(datum))
    lon, lat = way(epsg, datum.geographic).transform(x, y)
    return _pipeline(datum, shift).transform(lon, lat)


def _pipeline(datum: Datum, shift: Helmert) -> Transformer:
    major, flattening = datum.ellipsoid
    own_major, own_flattening = DATUMS["cgcs2000"].ellipsoid
    (dx, dy, dz), (rx, ry, rz) = shift.moves, shift.turns
    convention = shift.convention.replace("-", "_")
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=cart +a={major} +rf={flattening}"
        f" +step +proj=helmert +x={dx} +y={dy} +z={dz} +rx={rx} +ry={ry} +rz={rz}"
        f" +s={shift.scale_ppm} +convention={convention}"
        f" +step +inv +proj=cart +a={own_major} +rf={own_flattening}"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
