"""The kinds of project that the plans order, as records and rules name them."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Text

PROJECT_KINDS: Mapping[str, Text] = {
    "sponge": Text("海绵城市", "Sponge city"),
    "sewage": Text("污水收集处理", "Sewage"),
    "water": Text("水环境治理", "Water quality"),
    "corridor": Text("生态廊道", "Ecological corridor"),
    "shoreline": Text("岸线整治", "Shoreline"),
    "source": Text("水源保护", "Water source"),
    "restoration": Text("生态修复", "Restoration"),
    "forest": Text("造林绿化", "Forest"),
    "farming": Text("农业面源", "Farming"),
    "waste": Text("固废处置", "Waste"),
    "carbon": Text("节能降碳", "Energy and carbon"),
    "monitoring": Text("监测能力", "Monitoring"),
    "other": Text("其他", "Other"),
}
