"""The families of metrics in the order of the page: a closed list, each metric names one."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text


@dataclass(frozen=True, slots=True)
class Family:
    """Metrics that belong together on the page.

    folder: one beside this module, in which metrics are looked for. A metric says itself which
    family it is of, wherever it stands. theme: the theme of the map whose figures they are.
    """

    id: str
    title: Text
    folder: str
    theme: str | None = None


SPONGE = Family("sponge", Text("海绵城市", "Sponge city"), "sponge", theme="sponge")
SEWAGE = Family("sewage", Text("污水收集与处理", "Sewage"), "sewage", theme="sewage")
CORRIDOR = Family(
    "corridor",
    Text("廊道、斑块与绿地", "Corridors, patches and green land"),
    "corridors",
    theme="corridor",
)
PROTECTED_WATERS = Family(
    "water", Text("保护水体与禁限区", "Protected waters and bans"), "waters", theme="protection"
)
TASKS = Family("tasks", Text("工程与任务", "Works and tasks"), "works")
OTHER = Family("other", Text("其他", "Others"), "general")
FAMILIES = (SPONGE, SEWAGE, CORRIDOR, PROTECTED_WATERS, TASKS, OTHER)
