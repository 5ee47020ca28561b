"""Which corridors of a layer are looked at: all, those under way, or those that are completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.words import Text
from layers.kinds.codes import CORRIDOR_STATUS
from layers.kinds.model import titles_of
from layers.kinds.supporting import RIVER, RIVER_BANK
from layers.kinds.tasks import SHORELINE, WORKS
from projects.metrics.declaration import Choice, Given, Parameter, Role
from projects.metrics.results import listed, note, text_or_none

UNKNOWN = "unknown"
COMPLETED, BUILDING, PLANNED = "completed", "building", "planned"
ORDER = (COMPLETED, UNKNOWN, BUILDING, PLANNED)
"""The first keeps a place that several claim: what is completed, then what may be."""
NO_STATUS = Text("{count} 条廊道没有建设状态", "corridors without a status ({count})")
NAMES = titles_of(CORRIDOR_STATUS) | {UNKNOWN: Text("状态不明", "no status")}
STAGES = {
    "completed": (COMPLETED,),
    "under_way": (COMPLETED, BUILDING),
    "all": ORDER,
}

STAGE = Parameter(
    "stage",
    Text("建设阶段", "Stage"),
    Text("计算哪些建设状态的廊道。", "Corridors of which status are looked at."),
    "choice",
    origin=Text("只看建成的廊道", "completed corridors only"),
    default="completed",
    choices=(
        Choice("completed", Text("建成", "completed")),
        Choice("under_way", Text("建成和在建", "completed and under construction")),
        Choice("all", Text("全部（含规划和状态不明）", "all, planned and unknown ones too")),
    ),
)
BANKS = Role(
    "banks",
    Text("岸线", "Bank lines"),
    Text("参照的岸线或河道中心线。", "Bank lines or centre lines of the rivers."),
    geometry=("line",),
    kinds=(RIVER_BANK.id, RIVER.id, SHORELINE.id, WORKS.id),
)


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
