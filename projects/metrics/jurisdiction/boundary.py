"""Where the divisions of a target are drawn: features of a layer of administrative divisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.words import Text, listed
from layers.catalogue import VersionRef
from projects.metrics.jurisdiction.districts import DISTRICTS
from projects.policy.divisions import division_text, is_part_of

if TYPE_CHECKING:
    import geopandas as gpd

    from layers.storage.store import Store


Box = tuple[float, float, float, float]
LAYERS_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """A division as a layer has it; `box` is west, south, east, north in EPSG:4490."""

    key: str
    code: str
    box: Box


@dataclass(frozen=True, slots=True)
class Boundary:
    """The features of a layer that together are the ground of a jurisdiction."""

    version: VersionRef
    keys: tuple[str, ...]
    box: Box

    def ground(self, store: Store) -> gpd.GeoDataFrame:
        """Their shapes in EPSG:4490."""
        every = divisions_in(store, self.version)
        return every[every["key"].isin(self.keys)].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose a target is. Without `boundary` nobody can say what lies in it; `missing` are the
    divisions that no layer draws. `located`: whether what is measured has a place at all."""

    divisions: tuple[str, ...]
    boundary: Boundary | None = None
    missing: tuple[str, ...] = ()
    located: bool = True

    @property
    def name(self) -> Text:
        return names_of(self.divisions)


def names_of(divisions: Iterable[str]) -> Text:
    return listed([division_text(code) for code in divisions])


def jurisdiction_of(
    store: Store, layers: Sequence[VersionRef], divisions: Collection[str]
) -> Jurisdiction:
    """The boundary of all these divisions in one of the layers.

    A layer that draws every division itself goes before one that has only their parts; of equal
    ones the first. The parts of a city stand for it where all of its districts are there; whether
    all townships of a district are there nobody can say, so they never do.
    """
    codes = tuple(divisions)
    found: list[tuple[bool, Boundary]] = []
    missing = codes
    for layer in layers:
        drawn = _drawn(store, layer.sha256, layer.key_field)
        of_code = {code: _drawing(code, drawn) for code in codes}
        lacking = tuple(code for code, features in of_code.items() if not features)
        if lacking:
            missing = min(missing, lacking, key=len)
            continue
        features = [one for every in of_code.values() for one in every]
        parts = not all(any(_same(one.code, code) for one in features) for code in codes)
        found.append((parts, Boundary(layer, _keys(features), _box(features))))
    if not found:
        return Jurisdiction(codes, missing=missing)
    return Jurisdiction(codes, min(found, key=lambda one: one[0])[1])


def _drawing(code: str, drawn: Sequence[Drawn]) -> list[Drawn]:
    """The features that are the division, or all of its districts; none where it is not there."""
    whole = [one for one in drawn if _same(one.code, code)]
    if whole:
        return whole
    districts = [_drawing(part, drawn) for part in DISTRICTS.get(code, ())]
    return [one for part in districts for one in part] if all(districts) else []


def _same(code: str, other: str) -> bool:
    """Whether two codes are one division: 4201, 420100 and 420100000000 are."""
    return is_part_of(code, other) and is_part_of(other, code)


def _keys(features: Iterable[Drawn]) -> tuple[str, ...]:
    return tuple(sorted({one.key for one in features}))


def _box(features: Iterable[Drawn]) -> Box:
    wests, souths, easts, norths = zip(*(one.box for one in features), strict=True)
    return (min(wests), min(souths), max(easts), max(norths))


def divisions_in(store: Store, layer: VersionRef) -> gpd.GeoDataFrame:
    """`key`, `code`, `name` and shape (EPSG:4490) of every division of a layer."""
    there = store.columns(layer.sha256)
    wanted = [name for name in dict.fromkeys((layer.key_field, "code", "name")) if name in there]
    frame = store.frame(layer.sha256, columns=wanted)
    frame["key"] = frame[layer.key_field].astype(str)
    for name, instead in (("code", "key"), ("name", "key")):
        if name not in frame:
            frame[name] = frame[instead]
    return frame[["key", "code", "name", frame.geometry.name]]


@lru_cache(maxsize=LAYERS_REMEMBERED)
def _drawn(store: Store, sha256: str, key_field: str) -> tuple[Drawn, ...]:
    """What a stored content draws: it never changes, so it is read once."""
    there = store.columns(sha256)
    code = "code" if "code" in there else key_field
    frame = store.frame(sha256, columns=list(dict.fromkeys((key_field, code))))
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    rows = zip(frame[key_field], frame[code], frame.bounds.to_numpy().tolist(), strict=True)
    return tuple(Drawn(str(key), str(one).strip(), tuple(box)) for key, one, box in rows)
