"""What the interface answers of the chiefs of waters."""

from __future__ import annotations

from webmap.edge.answers import Answer


class ChiefAnswer(Answer):
    """Who is in charge of a water or a reach of it. key: of its feature, where one is named."""

    water: str
    reach: str | None
    key: str | None
    level: str
    level_title: str
    division: str | None
    division_title: str | None
    post: str
    unit: str | None


class WaterThere(Answer):
    layer: str
    key: str
    name: str | None
    distance_m: float
    chiefs: list[ChiefAnswer]
    answering_unit: str | None


class ChiefsAnswer(Answer):
    """The whole list."""

    chiefs: list[ChiefAnswer]


class WatersAnswer(Answer):
    """Of a place the waters there."""

    waters: list[WaterThere]
