"""Ground that is known to lie right: what an upload is compared with."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import shapely

from geo.crs import transform as crs
from geo.words import Text

NAMES_TOLD = 4
_NAMELESS = Text("已知边界", "the known boundary")
_NAMED = Text("“{name}”", "'{name}'")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A district's boundary. `shape` is a (multi)polygon in EPSG:4490, x = longitude.

    `name` is shown beside a finding. `features` are single features of the same ground by name or
    code, in EPSG:4490: what has the same name in an upload should lie in the same place.
    """

    shape: shapely.Geometry
    name: str = ""
    features: Mapping[str, shapely.Geometry] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def title(self) -> Text:
        """How a finding calls it."""
        return _NAMED.format(name=self.name) if self.name else _NAMELESS

    def as_json(self) -> dict[str, Any]:
        """Plain values for another process."""
        return {
            "shape": _packed(self.shape),
            "name": self.name,
            "features": {name: _packed(shape) for name, shape in self.features.items()},
        }


def boundary_of(frame: gpd.GeoDataFrame, *, name: str = "") -> Boundary | None:
    """The boundary that a layer of divisions makes; its `name` and `code` columns tell features.

    Any CRS; raises `no-crs`. None when the layer holds no polygon.
    """
    shapes = crs.to_geographic(frame.geometry).make_valid().to_numpy()
    polygons = shapely.get_dimensions(shapes) == 2
    if not polygons.any():
        return None
    named: dict[str, shapely.Geometry] = {}
    for column in ("name", "code"):
        if column in frame.columns:
            pairs = zip(frame[column][polygons], shapes[polygons], strict=True)
            named |= {str(key).strip(): shape for key, shape in pairs if isinstance(key, str)}
    return Boundary(shapely.union_all(shapes[polygons]), name, MappingProxyType(named))


def merged(boundaries: Sequence[Boundary]) -> Boundary | None:
    """All the ground of several boundaries, told by all their names; None where there are none.

    Of two features of one name the one of the earlier boundary stays.
    """
    if len(boundaries) < 2:
        return boundaries[0] if boundaries else None
    features = {name: shape for one in reversed(boundaries) for name, shape in one.features.items()}
    names = [one.name for one in boundaries if one.name]
    more = "…" if len(names) > NAMES_TOLD else ""
    return Boundary(
        shapely.union_all([one.shape for one in boundaries]),
        "、".join(names[:NAMES_TOLD]) + more,
        MappingProxyType(features),
    )


def boundary_from_json(data: Mapping[str, Any]) -> Boundary:
    """What `Boundary.as_json` gave."""
    features = {name: _unpacked(shape) for name, shape in data["features"].items()}
    return Boundary(_unpacked(data["shape"]), data["name"], MappingProxyType(features))


def _packed(shape: shapely.Geometry) -> str:
    return base64.b64encode(shapely.to_wkb(shape)).decode("ascii")


def _unpacked(text: str) -> shapely.Geometry:
    return shapely.from_wkb(base64.b64decode(text))
