"""What the interface answers for drawing a layer otherwise: by a field, of a version, of a day."""

from __future__ import annotations

from webmap.edge.answers import Answer


class FieldChoice(Answer):
    """methods: how its values can be parted into classes."""

    name: str
    title: str
    methods: list[str]


class VersionChoice(Answer):
    version: int
    live: bool
    features: int
    day: str
    dated: bool
    min_zoom: int
    max_zoom: int


class LayerChoices(Answer):
    """since: the field that tells from which day on a feature is there."""

    fields: list[FieldChoice]
    versions: list[VersionChoice]
    since: str | None


class BasemapAnswer(Answer):
    id: str
    title: str
    attribution: str
    templates: list[str]
    servers: str
    source: str
    grid: str
    zooms: list[int]
    opacity: float


class ViewingAnswer(Answer):
    """layers: by their id."""

    words: dict[str, str]
    layers: dict[str, LayerChoices]
    basemaps: list[BasemapAnswer]
    months: list[str]
    today: str


class ClassOfField(Answer):
    """keys: of the features in it."""

    value: str
    label: str
    colour: str
    pattern: str
    keys: list[str]


class ClassesAnswer(Answer):
    layer: str
    version: int
    field: str
    title: str
    sources: list[str]
    classes: list[ClassOfField]


class DaysAnswer(Answer):
    """days: by day as it is written (2021, 2021-03 or 2021-03-05) the keys of the features."""

    layer: str
    version: int
    field: str
    days: dict[str, list[str]]
