"""Which kinds of layer may hold data on a subject: nothing that is said makes a plant a school."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from layers.kinds.controls import ENTERPRISE
from layers.kinds.required import PROTECTED_WATER
from layers.kinds.supporting import ADMIN_DIVISION, LAKE, RIVER
from layers.kinds.tasks import WORKS

HELD_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reserve_fishing_ban": (PROTECTED_WATER.id,),
        "black_odorous_water": (RIVER.id, LAKE.id),
        "green_factories": (ENTERPRISE.id,),
        "leading_farm_firms": (ENTERPRISE.id,),
        "coal_power_projects": (ENTERPRISE.id,),
        "incinerator_denitration": (ENTERPRISE.id,),
        "beautiful_villages": (ADMIN_DIVISION.id,),
        "leisure_villages": (ADMIN_DIVISION.id,),
        "forest_villages": (ADMIN_DIVISION.id,),
        "forest_towns": (ADMIN_DIVISION.id,),
        "rail_service": (ADMIN_DIVISION.id,),
        "village_transport": (ADMIN_DIVISION.id,),
        "gas_supply": (ADMIN_DIVISION.id,),
        "waste_sorting_coverage": (ADMIN_DIVISION.id,),
    }
)
"""By subject the kinds of layer that may hold it, beside the general one of works and tasks."""


def kinds_holding(subject: str) -> tuple[str, ...]:
    return (WORKS.id, *HELD_BY.get(subject, ()))


def subjects_of_kind(kind: str, among: tuple[str, ...]) -> list[str]:
    """The subjects of these that a layer of this kind may hold."""
    return [one for one in among if kind in kinds_holding(one)]
