"""Districts and counties of the cities whose plans are in the register.

Codes of GB/T 2260. Only with the whole list can it be said that all parts of a city are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _of(city: str, endings: str) -> tuple[str, ...]:
    return tuple(city[:4] + ending for ending in endings.split())


DISTRICTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "420100": _of("420100", "02 03 04 05 06 07 11 12 13 14 15 16 17"),
        "420300": _of("420300", "02 03 04 22 23 24 25 81"),
        "420500": _of("420500", "02 03 04 05 06 25 26 27 28 29 81 82 83"),
        "420700": _of("420700", "02 03 04"),
    }
)
"""By city the districts, counties and county-level cities that make it up."""
