"""Roles and words that metrics of corridors by stage share."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import CORRIDOR_STATUS
from layers.kinds.model import titles_of
from layers.kinds.supporting import RIVER, RIVER_BANK
from layers.kinds.tasks import SHORELINE, WORKS
from projects.metrics.declaration import Choice, Parameter, Role

UNKNOWN = "unknown"


NAMES = titles_of(CORRIDOR_STATUS) | {UNKNOWN: Text("状态不明", "no status")}


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
