"""What the interface answers of layers, features, themes and of a search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webmap.chiefs.answers import ChiefAnswer
from webmap.edge.answers import Answer
from webmap.policy.answers import ClauseAnswer, ProjectLine


class ClassLook(Answer):
    colour: str
    pattern: str


class StyleAnswer(Answer):
    """How the map draws a kind; classes: by the code of `class_field`. sketch_corners: an outline
    of no more corners is a sketch, 0 where there is none."""

    colour: str
    fill_opacity: float
    weight: float
    shape: str
    pattern: str
    geometry: list[str]
    class_field: str | None
    ground: bool
    classes: dict[str, ClassLook]
    sketch_corners: int


class LegendLine(Answer):
    label: str
    value: str | None
    colour: str
    pattern: str
    shape: str


class RasterTiles(Answer):
    """Pictures by zoom and place."""

    url: str
    raster: Literal[True]


class VectorTiles(Answer):
    """One archive of PMTiles. drawn_shares: by zoom the share of the features that is drawn, where
    it is not all of them."""

    url: str
    min_zoom: int
    max_zoom: int
    drawn_shares: dict[str, float]


class LabelLook(Answer):
    rank: int
    from_zoom: int
    colour: str
    prominent: bool


class GroundLook(Answer):
    colour: str
    filled: bool
    dots: bool


class LayerAnswer(Answer):
    """A layer in its live version. bounds: west, south, east, north in degrees (EPSG:4490).

    date: the day of the data. tiles: null where there are none yet.
    """

    id: str
    title: str
    kind: str
    kind_title: str
    group: str
    version: int
    sha256: str
    features: int
    bounds: list[float]
    date: str | None
    source: str | None
    licence: str | None
    secrecy: str
    tiles: VectorTiles | RasterTiles | None
    shown_at_first: bool
    label: LabelLook | None
    known_ground: bool
    theme: str | None
    ground: GroundLook | None
    leads: bool
    style: StyleAnswer
    legend: list[LegendLine]


class LayersAnswer(Answer):
    layers: list[LayerAnswer]


class FeatureLayer(Answer):
    """Of which version a feature is, and where that comes from."""

    id: str
    title: str
    kind: str
    kind_title: str
    version: int
    date: str | None
    source: str | None
    licence: str | None
    secrecy: str


class ChipAnswer(Answer):
    label: str
    colour: str
    pattern: str


class AttributeAnswer(Answer):
    """text: as it is written, null where nothing is known. from_data: not measured by us."""

    name: str
    title: str
    text: str | None
    unit: str | None
    numeric: bool
    from_data: bool
    declared: bool


class FeatureAnswer(Answer):
    """bounds: west, south, east, north in degrees (EPSG:4490). gap: how much is wanting."""

    layer: FeatureLayer
    key: str
    name: str
    bounds: list[float]
    chips: list[ChipAnswer]
    responsible_unit: str | None
    gap: str | None
    attributes: list[AttributeAnswer]
    projects: list[ProjectLine]
    clauses: list[ClauseAnswer]
    chiefs: list[ChiefAnswer]
    answering_unit: str | None
    link_url: str | None


class FieldStep(Answer):
    name: str
    title: str
    before: str | None
    after: str | None


class FeatureStepAnswer(Answer):
    """What a version made of a feature; at: when it came in, date: the day of its data."""

    version: int
    live: bool
    at: str
    date: str | None
    step: str
    moved: bool
    fields: list[FieldStep]


class FeatureSteps(Answer):
    steps: list[FeatureStepAnswer]


class ThemeProject(ProjectLine):
    """over: nothing is due any more."""

    late: bool
    over: bool


class ThemeFeature(Answer):
    """A feature of a theme, or a project with the places on which it is built (layer and key)."""

    layer: str | None
    key: str | None
    name: str
    class_: str | None = Field(alias="class")
    size: str | None
    behind: bool
    outside: bool
    gap: str | None
    projects: list[ThemeProject]
    units: list[str]
    places: list[list[str]]


class ThemeAnswer(Answer):
    """total: of how many features `rows` are the first."""

    theme: str
    total: int
    behind: int
    size_title: str | None
    behind_text: str | None
    notes: list[str]
    rows: list[ThemeFeature]


class FoundAnswer(Answer):
    """layer, key: of a feature."""

    type: str
    name: str
    about: str
    url: str
    layer: str | None
    key: str | None


class SearchAnswer(Answer):
    results: list[FoundAnswer]
