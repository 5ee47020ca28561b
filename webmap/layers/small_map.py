"""The small map on the page of a layer: the layer over the ground that the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import in_language
from layers.catalogue import VersionRef, live_versions
from layers.kinds import KINDS
from webmap.edge.language import language
from webmap.edge.rendering import services
from webmap.map.map_layers import MapLayer, map_layer


def small_map(session: Session, live: VersionRef) -> dict[str, Any] | None:
    """For the script of the map, in drawing order; None where the layer has no tiles of its own."""
    own = list(_with_tiles([live]))
    if not own:
        return None
    others = [one for one in live_versions(session) if one.layer_id != live.layer_id]
    under = _with_tiles([one for one in others if _is_ground(one)])
    drawn = [_drawn(one) for one in (*under, *own)]
    said: dict[str, Any] = in_language({"bounds": list(live.bbox), "layers": drawn}, language())
    return said


def _is_ground(ref: VersionRef) -> bool:
    return ref.kind in KINDS and KINDS[ref.kind].on_map.ground is not None


def _with_tiles(refs: list[VersionRef]) -> Iterator[MapLayer]:
    """Those that can be drawn: a content that cannot be read leaves the page without its map."""
    for ref in refs:
        try:
            layer = map_layer(services().store, ref)
        except EcoAtlasError:
            continue
        if layer.zooms:
            yield layer


def _drawn(layer: MapLayer) -> dict[str, Any]:
    said = layer.as_dict()
    return {name: said[name] for name in ("id", "tiles", "style", "legend")}
