"""What a kind of layer is: its fields, code lists, geometry, style and legend, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from geo.words import Text
from layers.kinds import palette
from layers.kinds.themes import THEMES

GeometryFamily = Literal["polygon", "line", "point", "raster"]
GEOMETRY_FAMILIES: tuple[GeometryFamily, ...] = get_args(GeometryFamily)
FieldType = Literal["text", "number", "integer", "ratio", "date", "code", "boolean"]
Pattern = Literal["solid", "hatched", "crossed", "dotted", "dashed", "outlined"]
Weight = Literal["warning", "info"]
Shape = Literal["area", "line", "circle", "square", "triangle", "diamond"]

# A DBF cuts column names at ten bytes, so every field declares a name that fits.
SHORT_NAME_BYTES = 10


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list, with the words that offices write for it."""

    value: str
    title: Text
    aliases: tuple[str, ...] = ()
    colour: str | None = None
    pattern: Pattern = "solid"


def titles_of(codes: Iterable[Code]) -> dict[str, Text]:
    """The words of every value of a code list, by value."""
    return {code.value: code.title for code in codes}


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical attribute; `aliases` are the names under which it arrives in files."""

    name: str
    title: Text
    type: FieldType = "text"
    required: bool = False
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    short_name: str = ""
    codes: tuple[Code, ...] = ()
    plausible: tuple[float, float] | None = None
    """Lowest and highest value (in `unit`, of dates the year) that needs no second look."""

    def __post_init__(self) -> None:
        short = self.short_name or self.name
        if len(short.encode()) > SHORT_NAME_BYTES or not short.isascii():
            raise ValueError(f"a short name has at most ten ASCII bytes: {short}")
        if (self.type == "code") != bool(self.codes):
            raise ValueError(f"a code field has a code list, and no other has: {self.name}")
        object.__setattr__(self, "short_name", short)

    def code(self, value: str) -> Code | None:
        """The declared code with this canonical value, if there is one."""
        return next((code for code in self.codes if code.value == value), None)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is odd between the features of a kind. None: it is not looked for.

    Overlaps below `overlap_m2` are drawing; so are slivers, parts narrower than `sliver_m`.
    Enclosed gaps up to `gap_m2` are reported. `outside` weighs what lies beyond the district.
    """

    overlap: Weight | None = "warning"
    overlap_m2: float = 1.0
    gap_m2: float | None = None
    sliver_m: float | None = 1.0
    outside: Weight | None = "warning"


@dataclass(frozen=True, slots=True)
class CodeStyle:
    """How one value of the class field is drawn."""

    colour: str
    pattern: Pattern = "solid"


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind is drawn; `by_code` overrides colour and pattern by the class field's value."""

    colour: str
    fill_opacity: float = 0.35
    weight: float = 1.2
    shape: Shape = "area"
    pattern: Pattern = "solid"
    by_code: Mapping[str, CodeStyle] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Label:
    """How the names of the features stand on the map: none over another, lower ranks first.

    Names are shown from the zoom `from_zoom` on. A `prominent` name is larger, and is written also
    where its area is narrower than itself.
    """

    rank: int
    from_zoom: int
    colour: str = palette.INK
    prominent: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """How a kind looks as ground: pale, in one colour, filled or as a line along its edge.

    dots: where a layer has sketches instead of outlines, each is a dot.
    """

    colour: str
    filled: bool = True
    dots: bool = False


@dataclass(frozen=True, slots=True)
class OnMap:
    """Where a kind stands on the map.

    place: what is drawn first lies underneath: base areas, then the areas that are judged, then
    lines and points. Places are ten apart, so that a kind comes between two others without a
    change of theirs. label: None where features have no names.
    shown_at_first: not what would cover or crowd others; it is there to be switched on.
    ground: how it lies under every theme; None: it belongs to the theme of its group.
    leads: whether its features are what the theme lists and judges.
    """

    place: int
    label: Label | None
    shown_at_first: bool = True
    ground: Ground | None = None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the legend; `value` is the class value it stands for, None for the whole kind."""

    label: Text
    colour: str
    pattern: Pattern
    shape: Shape
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of layer, declared once: check, upload form, map, docs and API derive from it."""

    id: str
    title: Text
    group: str
    geometry: tuple[GeometryFamily, ...]
    fields: tuple[Field, ...]
    style: Style
    description: Text
    on_map: OnMap
    class_field: str | None = None
    rules: Rules = Rules()
    since: str | None = None
    """The field of the day from which on a feature is there, for the map of an earlier day."""
    short_of: tuple[str, str] | None = None
    """The fields of what a feature reaches and of what it has to reach, both shares (0-1)."""
    known_ground: bool = False
    """Whether its areas are the ground of the office: what uploads are compared with, the title of
    the district, and the land of the map, which no filter takes away."""

    def field(self, name: str) -> Field | None:
        """The canonical field of this name, if the kind has it."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def required_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.required)

    def style_of(self, value: object) -> CodeStyle:
        """The style of one class value; unknown and empty values fall back to the kind's own."""
        own = CodeStyle(self.style.colour, self.style.pattern)
        return self.style.by_code.get(str(value), own)

    def legend(self) -> list[LegendEntry]:
        """Legend lines: one for each styled class value, or one for the whole kind."""
        codes = self._class_codes()
        if not codes:
            own = self.style
            return [LegendEntry(self.title, own.colour, own.pattern, own.shape)]
        return [self._legend_entry(code) for code in codes]

    def map_facts(self) -> dict[str, object]:
        """What the map's scripts take from the kind besides style and legend, as JSON."""
        place = self.on_map
        return {
            "shown_at_first": place.shown_at_first,
            "label": asdict(place.label) if place.label else None,
            "known_ground": self.known_ground,
            "theme": self.theme,
            "ground": asdict(place.ground) if place.ground else None,
            "leads": place.leads,
        }

    @property
    def theme(self) -> str | None:
        """The theme in which it stands in colour; None for what is ground under all of them."""
        return self.group if self.on_map.ground is None and self.group in THEMES else None

    def _legend_entry(self, code: Code) -> LegendEntry:
        style = self.style_of(code.value)
        return LegendEntry(code.title, style.colour, style.pattern, self.style.shape, code.value)

    def _class_codes(self) -> list[Code]:
        classes = self.field(self.class_field) if self.class_field else None
        codes = classes.codes if classes else ()
        return [code for code in codes if code.value in self.style.by_code]


def styles_of(codes: tuple[Code, ...]) -> Mapping[str, CodeStyle]:
    """The `by_code` table of a style, taken from the colours of a code list."""
    return MappingProxyType(
        {code.value: CodeStyle(code.colour, code.pattern) for code in codes if code.colour}
    )
