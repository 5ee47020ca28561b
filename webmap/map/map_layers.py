"""The layers as the map shows them: live versions with address, style, legend and origin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pmtiles.tile import deserialize_header

from geo.words import Text
from layers.catalogue import SECRECY_GRADES, VersionRef, live_versions
from layers.kinds import KIND_GROUPS, KINDS, Ground, Kind, LegendEntry, Pattern, Shape
from layers.kinds.rasters import is_raster
from layers.storage.raster_store import raster_facts
from layers.storage.sketches import CORNERS_OF_A_SKETCH, is_sketched
from layers.storage.store import TILES, Store
from projects.work.services import Services

HEADER_BYTES = 127
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer of the map; `bounds` is west, south, east, north in degrees (EPSG:4490)."""

    version: VersionRef
    kind: Kind
    zooms: tuple[int, int] | None
    thinned: Mapping[int, float] = field(default_factory=dict)
    """By zoom of the tiles, which share of the features is drawn, where it is not all of them."""
    sketched: bool = False
    """Whether its outlines are sketches, shown as dots."""
    classes: tuple[LegendEntry, ...] = ()
    """Of a raster: what its cells hold, the largest class first."""

    @property
    def id(self) -> str:
        return self.version.layer_id

    @property
    def title(self) -> Text:
        return self.version.title

    @property
    def url(self) -> str:
        return f"/tiles/{self.id}/{self.version.number}.pmtiles"

    @property
    def bounds(self) -> Bounds:
        return self.version.bbox

    @property
    def date(self) -> dt.date | None:
        return self.version.description.date

    @property
    def source(self) -> str | None:
        return self.version.description.source

    @property
    def secrecy(self) -> Text:
        return SECRECY_GRADES[self.version.secrecy]

    @property
    def legend(self) -> list[LegendEntry]:
        """Its lines; ground is one line in the look that it has on the map."""
        ground = self.kind.on_map.ground
        if ground is None:
            return list(self.classes) or self.kind.legend()
        shape: Shape = "area" if ground.filled else "line"
        return [LegendEntry(self.kind.title, ground.colour, _ground_pattern(ground), shape)]

    def as_dict(self) -> dict[str, object]:
        """For JSON; wordings stay in both languages until an edge chooses."""
        ref, about = self.version, self.version.description
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind.id,
            "kind_title": self.kind.title,
            "group": self.kind.group,
            "version": ref.number,
            "sha256": ref.sha256,
            "features": ref.features,
            "bounds": list(self.bounds),
            "date": about.date.isoformat() if about.date else None,
            "source": about.source,
            "licence": about.licence,
            "secrecy": ref.secrecy,
            "tiles": self._tiles(),
            **self.kind.map_facts(),
            "style": style_values(self.kind)
            | {"sketch_corners": CORNERS_OF_A_SKETCH if self.sketched else 0},
            "legend": [legend_values(entry) for entry in self.legend],
        }

    def _tiles(self) -> dict[str, object] | None:
        if is_raster(self.kind):
            url = f"/tiles/{self.id}/{self.version.number}/{{z}}/{{x}}/{{y}}.png"
            return {"url": url, "raster": True}
        if self.zooms is None:
            return None
        zooms = {"min_zoom": self.zooms[0], "max_zoom": self.zooms[1]}
        return {"url": self.url, **zooms, "drawn_shares": dict(self.thinned)}


@dataclass(frozen=True, slots=True)
class LayerGroup:
    id: str
    title: Text
    layers: tuple[MapLayer, ...]


def map_layers(services: Services) -> list[MapLayer]:
    """Live layers of known kinds, in drawing order."""
    with services.reading() as session:
        versions = [ref for ref in live_versions(session) if ref.kind in KINDS]
    layers = [map_layer(services.store, ref) for ref in versions]
    return sorted(layers, key=lambda layer: (layer.kind.on_map.place, layer.id))


def map_layer(store: Store, ref: VersionRef) -> MapLayer:
    """A version of a known kind; raises what the store raises where its content is damaged."""
    kind = KINDS[ref.kind]
    if is_raster(kind):
        return MapLayer(ref, kind, None, classes=tuple(raster_legend(store, ref)))
    zooms = tile_zooms(store, ref)
    thinned = dict(drawn_shares(store, ref.sha256)) if zooms else {}
    ground = kind.on_map.ground
    sketched = ground is not None and ground.dots and is_sketched(store, ref.sha256)
    return MapLayer(ref, kind, zooms, thinned, sketched)


def raster_legend(store: Store, ref: VersionRef) -> Iterator[LegendEntry]:
    """A line for each class that a raster has."""
    facts = raster_facts(store, ref.sha256)
    for row in facts.classes:
        one = facts.legend.named(row.value)
        yield LegendEntry(one.title, one.colour, "solid", "area", str(row.value))


def grouped(layers: Iterable[MapLayer]) -> list[LayerGroup]:
    """Layers by group of kinds in the order of the switch; what is drawn on top comes first."""
    by_group: dict[str, list[MapLayer]] = {group: [] for group in KIND_GROUPS}
    for layer in reversed(list(layers)):
        by_group.setdefault(layer.kind.group, []).append(layer)
    return [
        LayerGroup(group, KIND_GROUPS[group], tuple(members))
        for group, members in by_group.items()
        if members
    ]


def bounds_of(layers: Iterable[MapLayer]) -> Bounds | None:
    """The window that shows all layers, None without any."""
    boxes = [layer.bounds for layer in layers]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def tile_zooms(store: Store, ref: VersionRef) -> tuple[int, int] | None:
    """First and last zoom of the version's tiles, None while it has none."""
    if TILES not in store.files(ref.sha256):
        return None
    return _zooms(store, ref.sha256)


@lru_cache(maxsize=2048)
def _zooms(store: Store, sha256: str) -> tuple[int, int]:
    """Read once: tiles never change."""
    with store.open_tiles(sha256) as archive:
        facts = deserialize_header(archive.read(HEADER_BYTES))
    return int(facts["min_zoom"]), int(facts["max_zoom"])


@lru_cache(maxsize=2048)
def drawn_shares(store: Store, sha256: str) -> tuple[tuple[int, float], ...]:
    """Zooms at which tiles leave features out, and the share that they draw; tiles never change."""
    report = store.tile_report(sha256) or {}
    features = report.get("features") or 1
    thinned = report.get("thinned", {})
    return tuple((int(zoom), 1 - missing / features) for zoom, missing in thinned.items())


def _ground_pattern(ground: Ground) -> Pattern:
    return "solid" if ground.filled else "dashed"


def style_values(kind: Kind) -> dict[str, object]:
    """How the map draws the kind: ground in one pale colour, whatever classes it has."""
    ground = kind.on_map.ground
    own = kind.style
    if ground is not None:
        own = replace(
            own,
            colour=ground.colour,
            fill_opacity=1.0 if ground.filled else 0.0,
            pattern=_ground_pattern(ground),
            by_code={},
        )
    classes = {
        value: {"colour": style.colour, "pattern": style.pattern}
        for value, style in own.by_code.items()
    }
    return {
        "colour": own.colour,
        "fill_opacity": own.fill_opacity,
        "weight": own.weight,
        "shape": own.shape,
        "pattern": own.pattern,
        "geometry": list(kind.geometry),
        "class_field": None if ground else kind.class_field,
        "ground": ground is not None,
        "classes": classes,
    }


def legend_values(entry: LegendEntry) -> dict[str, object]:
    return {
        "label": entry.label,
        "value": entry.value,
        "colour": entry.colour,
        "pattern": entry.pattern,
        "shape": entry.shape,
    }
