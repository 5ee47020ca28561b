"""What a layer is counted in: its features, or the classes of a raster."""

from __future__ import annotations

from collections.abc import Sequence

from geo.words import Text
from layers.kinds import KINDS
from layers.kinds.rasters import RASTER, is_raster
from webmap.map.words import MAP


def counted(kind: str, count: object) -> Text:
    """“12 个要素”, or “5 个类别” of a raster; `kind` is the identifier of a kind."""
    raster = kind in KINDS and is_raster(KINDS[kind])
    return MAP["class_count" if raster else "feature_count"].format(count=count)


def counted_of(geometry_types: Sequence[str], count: object) -> Text:
    """The same of a layer in a file that is checked, whose kind may not be known."""
    raster = [one.lower() for one in geometry_types] == [RASTER]
    return MAP["class_count" if raster else "feature_count"].format(count=count)
