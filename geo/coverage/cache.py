"""Results kept by the hash of everything they depend on, in a mapping that the caller owns."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

import shapely

from geo.plane.arrays import Geometries, Pairs, Polygons

# Goes up with every change of the engine that can change a figure.
ENGINE_VERSION = 3


@dataclass(frozen=True, slots=True)
class ZoneCoverage:
    """Ellipsoidal area of a zone and of its part under the cover, in m²."""

    area_m2: float
    covered_m2: float

    @property
    def share(self) -> float:
        """Covered ÷ area, 0–1; 0 for a zone without area."""
        return self.covered_m2 / self.area_m2 if self.area_m2 else 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Two keys lead to a result: region and whole cover (cheap: the caller knows the hash of the
    cover), and region and the polygons that meet it (finds it again after a change elsewhere).
    """

    cache: MutableMapping[str, ZoneCoverage] | None
    epsg: int
    cover_key: str | None

    def get(self, key: str | None) -> ZoneCoverage | None:
        return None if self.cache is None or key is None else self.cache.get(key)

    def put(self, key: str | None, result: ZoneCoverage | None) -> None:
        if self.cache is not None and key is not None and result is not None:
            self.cache[key] = result

    def key_of_cover(self, kind: str) -> str | None:
        """For a figure of the cover alone."""
        return self._hashed(kind, b"", self._cover()) if self._knows_cover() else None

    def keys_by_cover(self, kind: str, regions: Geometries) -> list[str | None]:
        if not self._knows_cover():
            return [None] * len(regions)
        return [self._hashed(kind, region, self._cover()) for region in shapely.to_wkb(regions)]

    def keys_by_polygons(
        self, kind: str, regions: Geometries, polygons: Polygons, pairs: Pairs
    ) -> list[str | None]:
        """The order of the polygons does not matter."""
        if self.cache is None:
            return [None] * len(regions)
        forms: Any = shapely.to_wkb(polygons.geometries)
        starts = pairs.starts(len(regions))
        return [
            self._hashed(kind, region, *sorted(forms[pairs.polygon[starts[i] : starts[i + 1]]]))
            for i, region in enumerate(shapely.to_wkb(regions))
        ]

    def _knows_cover(self) -> bool:
        return self.cache is not None and self.cover_key is not None

    def _cover(self) -> bytes:
        return b"whole cover/" + str(self.cover_key).encode()

    def _hashed(self, kind: str, region: bytes, *cover: bytes) -> str:
        digest = hashlib.sha256(f"coverage/{ENGINE_VERSION}/{kind}/{self.epsg}/".encode())
        digest.update(b"%d/" % len(region))
        digest.update(region)
        digest.update(b"".join(cover))
        return digest.hexdigest()
