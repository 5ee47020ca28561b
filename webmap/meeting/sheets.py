"""The same content on paper: a sheet as PDF or PNG."""

from __future__ import annotations

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

ON_PAPER = ("office", "dates", "sources", "window", "versions", "left_out", "made")
LATE, OTHER = "late", "other"
LINKED = (
    LegendEntry(MAP["linked_late"], "#e0582b", "crossed", "area", LATE),
    LegendEntry(MAP["linked"], "#0b6e6e", "solid", "area", OTHER),
)
"""As the scripts of the map draw what projects are built on."""


def write_sheet(content: Content, suffix: str, size: Size, language: Language) -> bytes:
    """The bytes of a `pdf` or `png`; raises what `lay_out` raises, `statement-no-font`."""
    linked = _linked(content)
    shown = [one for one in content.layers if one.id in linked or _is_shown(one)]
    layers = [sheet_layer(content, one, linked.get(one.id)) for one in shown]
    scene = lay_out(layers, content.bounds, _block(content), size, language, content.asked.grid)
    return sheet_pdf(scene, size, language) if suffix == "pdf" else as_png(scene)


def _is_shown(layer: MapLayer) -> bool:
    """What would cover or crowd others is not on paper, as it is not when the map is opened."""
    return layer.kind.on_map.shown_at_first


def sheet_layer(content: Content, layer: MapLayer, codes: dict[str, str] | None) -> SheetLayer:
    """A layer as the sheet draws it; `codes` of what projects are built on."""
    outlines = content.outlines[layer.id]
    frame, key = outlines.frame, outlines.version.key_field
    style = content.styles.get(layer.id, LayerStyle())
    if codes is not None:
        frame = frame[frame[key].astype(str).isin(list(codes))]
    return SheetLayer(
        title=_title(layer, style),
        kind=layer.kind,
        key_field=key,
        frame=frame,
        entries=style.entries(layer) if codes is None else LINKED,
        codes=style.codes if codes is None else codes,
        sketched=layer.sketched,
        opacity=style.opacity,
        named=style.named,
        filled=None if style.classes is None else SHARE_OF_CLASSES,
    )


def _title(layer: MapLayer, style: LayerStyle) -> Text:
    """Above the classes of a field stands which field it is."""
    if style.classes is None:
        return layer.title
    return OF_FIELD.format(title=layer.title, field=style.classes["title"])


def _linked(content: Content) -> dict[str, dict[str, str]]:
    """By layer and key whether the project of a feature is late, in the theme of projects."""
    found: dict[str, dict[str, str]] = {}
    for row in content.listing.rows:
        for layer, key in row.places:
            keys = found.setdefault(layer, {})
            keys[key] = LATE if row.behind or keys.get(key) == LATE else OTHER
    return found


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
