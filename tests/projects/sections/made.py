"""Sections and months that the tests of this room are made of."""

from __future__ import annotations

from collections.abc import Mapping

from projects.water.placed import Section
from projects.water.values import SectionMonth

CLEAN = {"DO": 8.0, "CODMn": 2.0, "NH3-N": 0.1, "TP": 0.08, "CODCr": 10.0}
FOUL = CLEAN | {"NH3-N": 1.2, "TP": 0.22}
LAKE_VALUES = {"chl": 30.0, "TP": 0.15, "TN": 2.5, "SD": 0.8, "CODMn": 6.0, "DO": 8.0}


def section(
    key: str,
    name: str,
    upstream: str | None = "汉南区",
    river: str = "长江",
    control: str | None = None,
    *,
    target: str | None = "III",
    lake: bool = False,
) -> Section:
    return Section("sections", key, name, river, upstream, "汉阳区", target, control, lake)


def month(key: str, when: str, values: Mapping[str, float], *, lake: bool = False) -> SectionMonth:
    return SectionMonth(key, when, dict(values), lake=lake)
