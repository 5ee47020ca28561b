"""The families of metrics in the order of the page: a closed list, each metric names one."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text


@dataclass(frozen=True, slots=True)
class Family:
    """Metrics that belong together."""

    id: str
    title: Text


SPONGE = Family("sponge", Text("海绵城市", "Sponge city"))
SEWAGE = Family("sewage", Text("污水收集与处理", "Sewage"))
CORRIDOR = Family("corridor", Text("廊道与斑块", "Corridors and patches"))
PROTECTED_WATERS = Family("water", Text("保护水体与禁限区", "Protected waters and bans"))
TASKS = Family("tasks", Text("工程与任务", "Works and tasks"))
OTHER = Family("other", Text("其他", "Others"))
FAMILIES = (SPONGE, SEWAGE, CORRIDOR, PROTECTED_WATERS, TASKS, OTHER)
