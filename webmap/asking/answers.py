"""What the interface answers of what lies at a place, of rules there, and of a path measured."""

from __future__ import annotations

from pydantic import Field

from webmap.chiefs.answers import ChiefAnswer
from webmap.edge.answers import Answer, Geometry


class SizedAnswer(Answer):
    """On the ellipsoid; size: as it is written."""

    area_m2: float | None
    length_m: float | None
    size: str | None


class ClassThere(SizedAnswer):
    class_: str | None = Field(alias="class")
    title: str
    number: int


class BuiltOn(Answer):
    code: str
    name: str
    unit: str | None


class FeatureThere(SizedAnswer):
    key: str
    name: str
    class_: str | None = Field(alias="class")
    distance_m: float | None
    distance: str | None
    projects: list[BuiltOn]


class LayerThere(SizedAnswer):
    """share: of the place that is covered, 0 to 1. features: the first of `number`."""

    layer: str
    version: int
    title: str
    kind: str
    kind_title: str
    secrecy: str
    number: int
    number_text: str
    share: float | None
    share_text: str | None
    overlap_removed_m2: float | None
    classes: list[ClassThere]
    features: list[FeatureThere]
    problem: str | None


class ChargeThere(Answer):
    layer: str
    key: str
    name: str
    distance_m: float | None
    distance: str | None
    chiefs: list[ChiefAnswer]
    answering_unit: str | None


class AreaAnswer(Answer):
    """bounds: west, south, east, north in degrees; shape: GeoJSON in EPSG:4490, null of a choice
    that has no ground of its own. empty: titles of the layers of which nothing lies there."""

    said: str
    sentence: str
    number: int
    area_m2: float | None
    area: str | None
    bounds: list[float] | None
    shape: Geometry | None
    layers: list[LayerThere]
    chiefs: list[ChargeThere]
    empty: list[str]
    notes: list[str]


class RuleThere(Answer):
    check: str
    verdict: str
    verdict_title: str
    about: str | None
    why: str
    layer: str | None
    key: str | None
    name: str | None


class RulesAnswer(Answer):
    sentence: str
    notes: list[str]
    rows: list[RuleThere]


class WrittenPlace(Answer):
    title: str
    text: str


class MeasuredAnswer(Answer):
    """On the ellipsoid; area and perimeter of three places or more. crossing: the ring crosses
    itself and has no area. written: the last place in every way of writing it."""

    length_m: float
    length: str
    area_m2: float | None
    area: str | None
    perimeter_m: float | None
    perimeter: str | None
    crossing: bool
    written: list[WrittenPlace]


class MayAnswer(Answer):
    export: bool
    check: bool
    link: bool


class ToolsAnswer(Answer):
    words: dict[str, str]
    most_chosen: int
    may: MayAnswer
