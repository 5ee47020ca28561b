"""Results kept by the hash of everything they depend on, in a mapping that the caller owns."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

# Goes up with every change of the engine that can change a figure.
ENGINE_VERSION = 6


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
class Sums:
    """Of a region: m² of it, m² of it under the cover, and m² of all polygons in it one by one."""

    area_m2: float
    covered_m2: float
    piled_m2: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Two keys lead to a result: region and whole cover (cheap: the caller knows the hash of the
    cover), and region and the polygons near it (finds it again after a change elsewhere).
    """

    cache: MutableMapping[str, ZoneCoverage] | None
    epsg: int
    cover_key: str | None

    def get(self, key: str | None) -> Sums | None:
        if self.cache is None or key is None:
            return None
        zone, pile = self.cache.get(key), self.cache.get(_of_pile(key))
        if zone is None or pile is None:
            return None
        return Sums(zone.area_m2, zone.covered_m2, pile.area_m2)

    def put(self, key: str | None, sums: Sums | None) -> None:
        if self.cache is not None and key is not None and sums is not None:
            self.cache[key] = ZoneCoverage(sums.area_m2, sums.covered_m2)
            self.cache[_of_pile(key)] = ZoneCoverage(sums.piled_m2, sums.covered_m2)

    def keys_by_cover(self, kind: str, regions: Sequence[bytes]) -> list[str | None]:
        """regions: hashes of all that they depend on."""
        if self.cache is None or self.cover_key is None:
            return [None] * len(regions)
        cover = b"whole cover/" + self.cover_key.encode()
        return [self._hashed(kind, region, cover) for region in regions]

    def keys_by_polygons(
        self, kind: str, regions: Sequence[bytes], polygons: Sequence[bytes | None]
    ) -> list[str | None]:
        """polygons: hashes of those near each region, in the order of the cover; None where they
        are not known."""
        return [
            self._hashed(kind, region, b"polygons/" + near) if near else None
            for region, near in zip(regions, polygons, strict=True)
        ]

    def _hashed(self, kind: str, region: bytes, cover: bytes) -> str:
        digest = hashlib.sha256(f"coverage/{ENGINE_VERSION}/{kind}/{self.epsg}/".encode())
        digest.update(region)
        digest.update(cover)
        return digest.hexdigest()


def hashes(regions: Sequence[bytes]) -> list[bytes]:
    """Of each region, by what it depends on."""
    return [hashlib.sha256(region).digest() for region in regions]


def _of_pile(key: str) -> str:
    return hashlib.sha256(f"{key}/pile".encode()).hexdigest()
