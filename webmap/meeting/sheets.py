"""The same content on paper: a sheet as PDF or PNG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.words import Language, Text
from layers.catalogue import SECRECY_GRADES
from layers.kinds import LegendEntry
from projects.printed_maps.portable import sheet_pdf
from projects.printed_maps.shapes import SheetLayer
from projects.printed_maps.sheet import Size, TitleBlock, lay_out
from projects.statements.picture.raster import as_png
from webmap.map.map_layers import MapLayer
from webmap.map.words import MAP
from webmap.meeting.content import Content
from webmap.meeting.file import title_block
from webmap.meeting.styles import SHARE_OF_CLASSES, LayerStyle
from webmap.meeting.words import OF_FIELD, SAID
from webmap.water.months import WORDS as GRADED

ON_PAPER = ("office", "dates", "month", "sources", "window", "versions", "left_out", "made")
LATE, OTHER = "late", "other"
LINKED = (
    LegendEntry(MAP["linked_late"], "#e0582b", "crossed", "area", LATE),
    LegendEntry(MAP["linked"], "#0b6e6e", "solid", "area", OTHER),
)
"""As the scripts of the map draw what projects are built on."""
UNMEASURED = "#8a9099"
VERDICTS = {True: GRADED["graded_met"], False: GRADED["graded_missed"], None: None}
GRADE = Text("{label}，{met}", "{label}, {met}")


@dataclass(frozen=True, slots=True)
class Told:
    """Classes of features that no field of a layer has: by key, with the lines of their legend."""

    title: Text | None
    """What the classes are; None where their legend is that of several layers."""
    codes: Mapping[str, str]
    entries: Sequence[LegendEntry]


def write_sheet(content: Content, suffix: str, size: Size, language: Language) -> bytes:
    """The bytes of a `pdf` or `png`; raises what `lay_out` raises, `statement-no-font`."""
    told = _linked(content) | graded(content)
    shown = [one for one in content.layers if one.id in told or _is_shown(one)]
    layers = [sheet_layer(content, one, told.get(one.id)) for one in shown]
    scene = lay_out(layers, content.bounds, _block(content), size, language, content.asked.grid)
    return sheet_pdf(scene, size, language) if suffix == "pdf" else as_png(scene, rare=True)


def _is_shown(layer: MapLayer) -> bool:
    """What would cover or crowd others is not on paper, as it is not when the map is opened."""
    return layer.kind.on_map.shown_at_first


def sheet_layer(content: Content, layer: MapLayer, told: Told | None) -> SheetLayer:
    """A layer as the sheet draws it, in classes that are `told` of it where there are some."""
    outlines = content.outlines[layer.id]
    frame, key = outlines.frame, outlines.version.key_field
    style = content.styles.get(layer.id, LayerStyle())
    if told is not None and told.title is None:
        frame = frame[frame[key].astype(str).isin(list(told.codes))]
    return SheetLayer(
        title=_title(layer, style, told),
        kind=layer.kind,
        key_field=key,
        frame=frame,
        entries=style.entries(layer) if told is None else told.entries,
        codes=style.codes if told is None else told.codes,
        sketched=layer.sketched,
        opacity=style.opacity,
        named=style.named,
        filled=None if style.classes is None else SHARE_OF_CLASSES,
        growing=style.growing and told is None,
        joint=told is not None and told.title is None,
    )


def _title(layer: MapLayer, style: LayerStyle, told: Told | None) -> Text:
    """Above classes stands what they are of."""
    field = layer.kind.field(layer.kind.class_field) if layer.kind.class_field else None
    own = field.title if field else None
    classes = told.title if told else style.classes["title"] if style.classes else own
    return OF_FIELD.format(title=layer.title, field=classes) if classes else layer.title


def _linked(content: Content) -> dict[str, Told]:
    """By layer and key whether the project of a feature is late, in the theme of projects."""
    found: dict[str, dict[str, str]] = {}
    for row in content.listing.rows:
        for layer, key in row.places:
            keys = found.setdefault(layer, {})
            keys[key] = LATE if row.behind or keys.get(key) == LATE else OTHER
    return {layer: Told(None, keys, LINKED) for layer, keys in found.items()}


def graded(content: Content) -> dict[str, Told]:
    """Class and verdict of the month, in the theme of sections; layers of others keep theirs."""
    if content.month is None or not content.month["sections"]:
        return {}
    title = GRADED["graded_month"].format(month=content.month["month"])
    found: dict[str, dict[str, str]] = {}
    for one in content.month["sections"]:
        found.setdefault(one["layer"], {})[one["key"]] = f"{one['class']} {one['met']}"
    seen = {code for keys in found.values() for code in keys.values()}
    entries = [one for one in _grades(content.month["classes"]) if one.value in seen]
    return {layer: Told(title, keys, entries) for layer, keys in found.items()}


def _grades(classes: Sequence[Mapping[str, Any]]) -> Iterator[LegendEntry]:
    """Every class with each verdict, from the best on, and what was not measured."""
    for one in classes:
        for met, said in VERDICTS.items():
            label = GRADE.format(label=one["label"], met=said) if said else one["label"]
            yield LegendEntry(label, one["colour"], "solid", "circle", f"{one['class']} {met}")
    for met in VERDICTS:
        yield LegendEntry(GRADED["graded_none"], UNMEASURED, "outlined", "circle", f"None {met}")


def _block(content: Content) -> TitleBlock:
    said = {title.zh: (title, text) for title, text in title_block(content)}
    names = [SAID[name].zh for name in ON_PAPER]
    place: Text | None = content.district
    return TitleBlock(
        place=place,
        theme=content.theme_title,
        lines=[said[name] for name in names if name in said],
        secrecy=SECRECY_GRADES[content.secrecy],
        review=SAID["review_note"],
    )
