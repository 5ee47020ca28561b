"""Which corridors of a layer are looked at: all, those under way, or those that are completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.words import Text
from projects.metrics.corridors.stage_columns import UNKNOWN
from projects.metrics.declaration import Given
from projects.metrics.results import listed, note, text_or_none

COMPLETED, BUILDING, PLANNED = "completed", "building", "planned"


ORDER = (COMPLETED, UNKNOWN, BUILDING, PLANNED)


"""The first keeps a place that several claim: what is completed, then what may be."""


NO_STATUS = Text("{count} 条廊道没有建设状态", "corridors without a status ({count})")


STAGES = {
    "completed": (COMPLETED,),
    "under_way": (COMPLETED, BUILDING),
    "all": ORDER,
}


@dataclass(frozen=True, slots=True)
class Corridors:
    """frame: the corridors of the stage, index 0 … n−1; status: (n,); left_out: how many others
    the layer has; unknown: keys of the corridors without a status, in the frame or not."""

    frame: gpd.GeoDataFrame
    status: list[str]
    left_out: int
    unknown: list[str]


def corridors_of(given: Given, stage: str) -> Corridors:
    """The corridors of the layer that are in this stage."""
    whole = given.frames["corridors"]
    status = [_status(value) for value in whole["status"]]
    kept = np.array([one in STAGES[stage] for one in status], dtype=bool)
    frame = whole[kept].reset_index(drop=True)
    of_kept = [one for one, there in zip(status, kept, strict=True) if there]
    unknown = [key for key, one in zip(whole["key"], status, strict=True) if one == UNKNOWN]
    return Corridors(frame, of_kept, len(whole) - len(frame), unknown)


def apart_from_unknown(
    given: Given, chosen: Corridors
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The corridors of the stage without those that say no status, and with all of them."""
    whole = given.frames["corridors"]
    open_ = whole["key"].isin(chosen.unknown)
    of_stage = whole["key"].isin(chosen.frame["key"])
    without, beside = of_stage & ~open_, of_stage | open_
    return whole[without].reset_index(drop=True), whole[beside].reset_index(drop=True)


def _status(value: Any) -> str:
    text = text_or_none(value)
    return text if text in (COMPLETED, BUILDING, PLANNED) else UNKNOWN


def stage_notes(found: Corridors) -> list[dict[str, Any]]:
    """What was not looked at, or has no status."""
    notes = []
    if found.left_out:
        notes.append(
            note(
                "corridors-left-out",
                "有 {count} 条廊道不属于所选建设阶段，未计算。",
                "{count:corridor|corridors} {count:~is|are} not of the chosen stage and "
                "{count:~was|were} left out.",
                count=found.left_out,
            )
        )
    if found.unknown:
        notes.append(
            note(
                "corridor-status-empty",
                "有 {count} 条廊道没有建设状态：{keys}。",
                "{count:corridor|corridors} {count:~has|have} no status: {keys}.",
                count=len(found.unknown),
                keys=listed(found.unknown),
            )
        )
    return notes
