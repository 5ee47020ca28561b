"""How the map looked that is taken along: what its address says of order, opacity, names, classes
of a field and versions (`static/js/viewing/address.js`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args
from urllib.parse import unquote

from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from geo.words import Language, Text, in_language
from layers.catalogue import resolve
from layers.kinds import LegendEntry
from layers.storage.classing import ClassMethod
from projects.work.services import Services
from webmap.map.map_layers import MapLayer, map_layer
from webmap.viewing.classes import field_classes

METHODS: dict[str, ClassMethod] = {one: one for one in get_args(ClassMethod)}
COUNT = 5
SHARE_OF_CLASSES = 0.75
"""Opacity of areas that have classes of a field, as the scripts of the map draw them."""
OTHER_VERSION = Text(
    "“{title}”第 {number} 版（现行第 {live} 版）", "“{title}” version {number} ({live} is live)"
)
NO_CLASSES = Text("“{title}”按类着色：{why}", "“{title}” by classes: {why}")
NO_VERSION = Text("“{title}”第 {number} 版：{why}", "“{title}” version {number}: {why}")
Written = Annotated[str, Field(max_length=2000)]


class StylesAsked(BaseModel):
    """As the map writes it into its address; `OPTIONS` are the same at the command line."""

    op: Written = ""
    order: Written = ""
    bare: Written = ""
    look: Written = ""
    ver: Written = ""


OPTIONS = {
    "op": "opacity",
    "order": "order",
    "bare": "no-names",
    "look": "look",
    "ver": "layer-version",
}
PARTS = {"op": 2, "order": 1, "bare": 1, "look": 4, "ver": 2}
"""Parts of each of the values, which commas part: the layer, then what is said of it."""
FEWEST, MOST = 2, 7
"""Classes of a number."""


@dataclass(frozen=True, slots=True)
class Look:
    """Classes of a field in the place of those of the kind."""

    field: str
    method: ClassMethod
    count: int


@dataclass(frozen=True, slots=True)
class Styles:
    """By layer what was chosen; nothing of it where the map is as it was at first."""

    opacity: Mapping[str, float] = field(default_factory=dict)
    order: Sequence[str] = ()
    bare: frozenset[str] = frozenset()
    looks: Mapping[str, Look] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)


AS_AT_FIRST = Styles()


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """Of one layer: `classes` are what `field_classes` answers."""

    opacity: float = 1.0
    named: bool = True
    classes: Mapping[str, Any] | None = None
    growing: bool = False
    """Whether the classes are ranges of a number."""

    @property
    def codes(self) -> dict[str, str] | None:
        """The class of each feature, by key."""
        if self.classes is None:
            return None
        return {key: one["value"] for one in self.classes["classes"] for key in one["keys"]}

    def entries(self, layer: MapLayer) -> list[LegendEntry]:
        if self.classes is None:
            return layer.legend
        shape = layer.kind.style.shape
        return [
            LegendEntry(one["label"], one["colour"], one["pattern"], shape, one["value"])
            for one in self.classes["classes"]
        ]

    def values(
        self, layer: MapLayer, drawn: Mapping[str, Any], language: Language
    ) -> dict[str, Any]:
        """What the scripts of the map get beside what a layer has without (`drawn`)."""
        found: dict[str, Any] = {"opacity": self.opacity, "unlabelled": not self.named}
        if self.classes is None:
            return found
        looks = self.classes["classes"]
        areal = layer.kind.geometry[0] == "polygon"
        style = drawn["style"] | {
            "class_field": "key",
            "class_of": [[key, one["value"]] for one in looks for key in one["keys"]],
            "classes": {
                one["value"]: {"colour": one["colour"], "pattern": one["pattern"]} for one in looks
            },
            "fill_opacity": SHARE_OF_CLASSES if areal else 1.0,
        }
        shape = layer.kind.style.shape
        legend = [
            {name: one[name] for name in ("label", "value", "colour", "pattern")} | {"shape": shape}
            for one in looks
        ]
        told = {"style": style, "legend": legend, "class_title": self.classes["title"]}
        said: dict[str, Any] = in_language(told, language)
        return found | said


def styles_of(asked: StylesAsked) -> Styles:
    """What cannot be read is as it was at first, as on the map."""
    return Styles(
        opacity={one[0]: min(1.0, max(0.0, _number(one[1]) / 100)) for one in _parts(asked, "op")},
        order=tuple(one[0] for one in _parts(asked, "order")),
        bare=frozenset(one[0] for one in _parts(asked, "bare")),
        looks={
            one[0]: Look(one[1], METHODS[one[2]], int(_number(one[3])) or COUNT)
            for one in _parts(asked, "look")
            if one[2] in METHODS
        },
        versions={one[0]: int(_number(one[1])) for one in _parts(asked, "ver")},
    )


def unread(asked: StylesAsked) -> Iterator[tuple[str, str]]:
    """What a person wrote and the map would pass over: the option and the part of it."""
    for name, option in OPTIONS.items():
        for written in filter(None, getattr(asked, name).split(",")):
            parts = [unquote(one) for one in written.split(":")]
            if len(parts) != PARTS[name] or not all(parts) or not _fits(name, parts):
                yield option, written


def _fits(name: str, parts: Sequence[str]) -> bool:
    if name == "op":
        return _whole(parts[1]) and _number(parts[1]) <= 100
    if name == "ver":
        return _number(parts[1]) > 0
    return name != "look" or (parts[2] in METHODS and FEWEST <= _number(parts[3]) <= MOST)


def layers_told(asked: StylesAsked) -> list[tuple[str, str]]:
    """The layers that something is said of, with the option that says it."""
    return [(OPTIONS[name], one[0]) for name in OPTIONS for one in _parts(asked, name)]


def _parts(asked: StylesAsked, name: str) -> list[list[str]]:
    values = getattr(asked, name).split(",")
    found = ([unquote(part) for part in one.split(":")] for one in values if one)
    return [one for one in found if len(one) == PARTS[name]]


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _number(text: str) -> float:
    return float(text) if _whole(text) else 0.0


def as_chosen(
    services: Services, layers: Sequence[MapLayer], styles: Styles
) -> tuple[list[MapLayer], list[tuple[Text, str]], list[Text]]:
    """The layers in the order and the versions that were chosen, in drawing order; of versions that
    are not live what is told, with the layer; what could not be had and why."""
    found, told, missing = [], [], []
    for layer in layers:
        number = styles.versions.get(layer.id, layer.version.number)
        if number != layer.version.number:
            said = {"title": layer.title, "number": number}
            try:
                with services.reading() as session:
                    other = resolve(session, f"{layer.id}@{number}")
            except EcoAtlasError as error:
                missing.append(NO_VERSION.format(why=error.message, **said))
            else:
                shown = OTHER_VERSION.format(live=layer.version.number, **said)
                told.append((shown, layer.id))
                layer = map_layer(services.store, other)
        found.append(layer)
    places = {one: at for at, one in enumerate(styles.order)}
    first = {one.id: at for at, one in enumerate(found)}
    found.sort(key=lambda one: places.get(one.id, first[one.id]))
    return found, told, missing


def layer_styles(
    services: Services, layers: Sequence[MapLayer], styles: Styles
) -> tuple[dict[str, LayerStyle], list[Text]]:
    """By layer; ground keeps its one colour. And what could not be had, and why."""
    found, missing = {}, []
    for layer in layers:
        look, classes = styles.looks.get(layer.id), None
        growing = look is not None and look.method != "category"
        if look is not None and layer.kind.on_map.ground is None:
            label = layer.version.label
            try:
                classes = field_classes(services, label, look.field, look.method, look.count)
            except EcoAtlasError as error:
                missing.append(NO_CLASSES.format(title=layer.title, why=error.message))
        opacity = styles.opacity.get(layer.id, 1.0)
        found[layer.id] = LayerStyle(opacity, layer.id not in styles.bare, classes, growing)
    return found, missing
