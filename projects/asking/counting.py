"""What of one layer lies in an area: number, ground or length inside it, by class.

Ground is found by the metric of coverage itself, length by what measures lengths by class: the
figures of an area are those that a layer with this area as its zone gets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import EcoAtlasError
from geo.lines.lengths import length_by_class
from geo.measure.ellipsoid import area_m2, length_m
from geo.overlay.around import grown
from geo.overlay.bands import within_distance
from geo.overlay.inside import features_inside
from geo.patches.clipped_lines import lines_inside
from geo.plane.shapes import Floats
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import Kind, get_kind
from layers.storage.outlines import Bounds, count_inside
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from projects.asking.area import Area
from projects.metrics.declaration import Given
from projects.metrics.general.coverage_metric import COVERAGE
from projects.metrics.results import area, length, text_or_none

TOUCHES_M2 = 1.0
"""Ground that a neighbour shares by the last digits of its border."""
UNCLASSED = Text("未分类", "unclassed")
IS_RASTER = Text(
    "栅格图层不在这里统计，请用“指标”", "a raster is not counted here; use the metrics"
)
TOO_MANY = Text(
    "附近的要素超过 {limit} 个，没有逐个统计；请缩小范围或用“指标”",
    "over {limit:feature|features} near it, not counted; make it smaller or use the metrics",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A feature in the area. area_m2 or length_m: of it inside (all of it where features were
    chosen themselves); distance_m: to what is asked about, where a distance is."""

    key: str
    name: str | None
    code: str | None
    area_m2: float | None = None
    length_m: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class OfClass:
    code: str | None
    title: Text
    number: int
    area_m2: float | None
    length_m: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """One layer. area_m2: ground under its polygons, each place once, `share` of the area, and
    overlap_removed_m2 what they lie on top of each other; length_m: of its lines, each place once.
    `problem`: why it was not counted."""

    version: VersionRef
    members: tuple[Member, ...] = ()
    area_m2: float | None = None
    share: float | None = None
    overlap_removed_m2: float | None = None
    length_m: float | None = None
    classes: tuple[OfClass, ...] = ()
    problem: Text | None = None

    @property
    def kind(self) -> Kind:
        return get_kind(self.version.kind)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Ground and length of some features together, each place once."""

    area_m2: float | None = None
    share: float | None = None
    overlap_m2: float | None = None
    length_m: float | None = None


def count_in(store: Store, version: VersionRef, where: Area, most: int) -> Counted:
    """One layer in an area; its content is read once, near the area, or not at all.

    A layer that cannot be counted says why; the others are counted all the same.
    """
    if holds_raster(version):
        return Counted(version, problem=IS_RASTER)
    try:
        found = _read(store, version, where, most)
        return Counted(version, problem=TOO_MANY.format(limit=most)) if found is None else found
    except EcoAtlasError as error:
        return Counted(version, problem=error.message)


def _read(store: Store, version: VersionRef, where: Area, most: int) -> Counted | None:
    """None where there are more than `most` near the area."""
    kind = get_kind(version.kind)
    there = store.columns(version.sha256)
    asked = [version.key_field, "name", *([kind.class_field] if kind.class_field else [])]
    wanted = [name for name in dict.fromkeys(asked) if name in there]
    if where.picked is not None:
        keys = where.picked[version.layer_id]
        frame = store.features(version.sha256, version.key_field, keys)
    else:
        box = _window(where)
        if version.features > most and count_inside(store, version, box) > most:
            return None
        frame = store.frame(version.sha256, bbox=box, columns=wanted)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    frame = frame.sort_values(version.key_field, ignore_index=True)
    return _counted(version, kind, frame, where)


def _window(where: Area) -> Bounds:
    """The bounds of the area, with room for sides that are straight in the plane."""
    if where.ground is None:
        raise ValueError("what was chosen itself has no window")
    west, south, east, north = where.ground.bounds
    return grown((west, south, east, north), max(TOUCHES_M2, 0.02 * (where.within_m or 0)) + 100)


def _counted(version: VersionRef, kind: Kind, frame: gpd.GeoDataFrame, where: Area) -> Counted:
    inside = _members_of(frame, where)
    frame = frame.iloc[inside.rows].reset_index(drop=True)
    codes = _codes(frame, kind)
    names = frame["name"] if "name" in frame else [None] * len(frame)
    rows = zip(frame[version.key_field], names, codes, strict=True)
    members = [
        Member(
            str(key),
            text_or_none(name),
            code,
            _of(inside.area_m2, at),
            _of(inside.length_m, at),
            None if inside.distance_m is None else length(inside.distance_m[at]),
        )
        for at, (key, name, code) in enumerate(rows)
    ]
    whole = _sizes(frame, where)
    return Counted(
        version,
        tuple(sorted(members, key=_order)),
        whole.area_m2,
        whole.share,
        whole.overlap_m2,
        whole.length_m,
        tuple(_by_class(kind, frame, codes, where, whole)),
    )


def _order(one: Member) -> tuple[Any, ...]:
    """The nearest first, then the largest."""
    return one.distance_m or 0.0, -(one.area_m2 or one.length_m or 0.0), one.key


@dataclass(frozen=True, slots=True)
class _Inside:
    """Rows that are in the area, with what of each is; nan where a feature has no such measure."""

    rows: np.typing.NDArray[np.intp]
    area_m2: Floats
    length_m: Floats
    distance_m: Floats | None = None


def _of(values: Floats, at: int) -> float | None:
    return None if np.isnan(values[at]) else area(float(values[at]))


def _members_of(frame: gpd.GeoDataFrame, where: Area) -> _Inside:
    dimensions = shapely.get_dimensions(frame.geometry.to_numpy())
    ground, along = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    areal, linear = np.flatnonzero(dimensions == 2), np.flatnonzero(dimensions == 1)
    if where.picked is not None:
        ground[areal] = area_m2(frame.geometry.iloc[areal])
        along[linear] = length_m(frame.geometry.iloc[linear])
        return _Inside(np.arange(len(frame)), ground, along)
    found = features_inside(frame, where.frame, tolerance_m2=TOUCHES_M2)
    ground[areal] = 0.0
    shared = np.isin(found.feature, areal)
    ground[found.feature[shared]] = found.area_m2[shared]
    if len(linear):
        parts = lines_inside(frame.iloc[linear], where.frame)
        along[linear] = length_m(parts)
    distance = None
    rows = found.feature
    if where.source is not None and where.within_m:
        near = within_distance(frame, where.source, where.within_m)
        rows, distance = np.flatnonzero(near.within), near.distance_m
    kept = np.unique(rows)
    return _Inside(kept, ground[kept], along[kept], None if distance is None else distance[kept])


def _codes(frame: gpd.GeoDataFrame, kind: Kind) -> list[str | None]:
    if not kind.class_field or kind.class_field not in frame:
        return [None] * len(frame)
    return [text_or_none(one) for one in frame[kind.class_field]]


def _by_class(
    kind: Kind, frame: gpd.GeoDataFrame, codes: Sequence[str | None], where: Area, whole: Sizes
) -> Iterator[OfClass]:
    """Each class that is there, in the order of the legend; each place once within a class.

    whole: of all of them, which is that of the class where there is but one.
    """
    field = kind.field(kind.class_field) if kind.class_field else None
    if field is None:
        return
    order = [code.value for code in field.codes]
    there = sorted(set(codes), key=lambda one: (order.index(one) if one in order else 99, str(one)))
    for code in there:
        mine = np.array([one == code for one in codes])
        sizes = whole if mine.all() else _sizes(frame[mine], where)
        known = field.code(code) if code is not None else None
        title = known.title if known else Text(code, code) if code else UNCLASSED
        yield OfClass(code, title, int(mine.sum()), sizes.area_m2, sizes.length_m)


def _sizes(frame: gpd.GeoDataFrame, where: Area) -> Sizes:
    dimensions = shapely.get_dimensions(frame.geometry.to_numpy())
    areal, linear = frame[dimensions == 2], frame[dimensions == 1]
    long = None
    if len(linear):
        lines = linear.geometry
        parts = lines if where.picked is not None else lines_inside(linear, where.frame)
        long = length(length_by_class(parts, ["all"] * len(parts), ["all"]).total_m)
    if not len(areal):
        return Sizes(length_m=long)
    if where.picked is not None:
        # Features are the ground themselves: what they cover of it is all, each place once.
        figures = _covered(areal, areal)
        return Sizes(figures["area_m2"], None, figures["overlap_removed_m2"], long)
    figures = _covered(where.frame, areal)
    return Sizes(figures["covered_m2"], figures["share"], figures["overlap_removed_m2"], long)


def _covered(zones: gpd.GeoDataFrame, cover: gpd.GeoDataFrame) -> dict[str, Any]:
    named = zones.assign(key=[str(at) for at in range(len(zones))], name=None)
    given = Given(
        frames={"zones": named, "cover": cover},
        layers={"zones": "", "cover": ""},
        hashes={"cover": ""},
        parameters={},
    )
    figures: dict[str, Any] = COVERAGE.compute(given).figures["total"]
    return figures
