"""Sponge coverage: the share of the built-up area that meets the sponge-city requirement.

The verdict of a zone comes from its assessment (GB/T 51345-2018), never from the projects in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd

from geo.coverage.sharing import Source
from geo.errors import EcoAtlasError
from geo.figures.units import SQUARE_METRES
from geo.figures.writing import written
from geo.parting.by_place import Parted, parted
from geo.parting.second_method import raster_areas
from geo.words import Text
from layers.kinds.required import SPONGE_ZONE
from projects.metrics.declaration import Computed, Given, Progress
from projects.metrics.errors import UNKNOWN_VERDICT
from projects.metrics.results import (
    add_up,
    area,
    area_amount,
    listed,
    note,
    overlap,
    ratio,
    share,
    text_or_none,
)
from projects.metrics.sponge.capture import (
    capture_notes,
    capture_ratios,
    capture_total,
    ratio_or_none,
)
from projects.metrics.sponge.ledger import ledger_notes, ledger_rows
from projects.metrics.sponge.places import outside_note, place_rows
from projects.metrics.sponge.second_method import cross_check, second_rows
from projects.metrics.targets import target_block
from projects.metrics.unknown import Span, judged_over

MET, NOT_MET, NOT_ASSESSED = "met", "not_met", "not_assessed"
WORST_FIRST = (NOT_MET, NOT_ASSESSED, MET)
"""A failed assessment is a finding, a missing one is none: so failed is the worse of the two."""


def compute(given: Given) -> Computed:
    """Four parts of the dissolved built-up area, and what is needed to trust them."""
    zones, built_up = given.frames["zones"], built_up_of(given)
    verdicts, notes = read_verdicts(zones, given.layers["zones"])
    parts = parted(
        built_up,
        zones,
        verdicts,
        WORST_FIRST,
        places=given.frames.get("districts"),
        cache=given.cache,
        region_key=given.hashes["built_up"],
        progress=_half(given, 0),
        spread=given.spread,
    )
    pairs, shapes = ledger_rows(zones, verdicts, WORST_FIRST, parts)
    cell_m = given.parameters["cell_m"]
    second = raster_areas(
        built_up,
        zones,
        verdicts,
        WORST_FIRST,
        cell_m,
        progress=_half(given, 1),
        spread=given.spread,
    )
    capture = capture_ratios(zones, parts.zone_m2)
    check = cross_check(parts, second, cell_m)
    districts, outside = _districts(given, parts)
    result = {
        "total": _total(parts) | _second_total(check) | capture_total(capture),
        "bounds": _bounds(parts),
        "zones": _zones(zones, verdicts, parts),
        "target": _target(given, parts),
        "districts": districts,
        "conflicts": pairs,
        "cross_check": check,
        "second_method": second_rows(parts, second),
        "notes": [
            *notes,
            *ledger_notes(pairs, parts),
            *_no_zone(parts),
            *outside,
            *capture_notes(capture),
        ],
    }
    return Computed(result, {"conflicts": shapes}, way=parts.method)


def built_up_of(given: Given) -> Source | gpd.GeoDataFrame:
    return given.sources["built_up"] if "built_up" in given.sources else given.frames["built_up"]


def _half(given: Given, half: int) -> Progress:
    """Progress of the first or the second method, each of which is half of the work."""

    def tell(done: int, of: int) -> None:
        given.step(half * of + done, 2 * of)

    return tell


def read_verdicts(zones: gpd.GeoDataFrame, layer_id: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The verdict of each zone; an empty one is not assessed, and is said so.

    Raises `unknown-verdict` for any other word.
    """
    written = [text_or_none(verdict) for verdict in zones["verdict"]]
    unknown = [i for i, verdict in enumerate(written) if verdict not in (None, *WORST_FIRST)]
    if unknown:
        raise _unknown_verdict(zones, [str(written[i]) for i in unknown], unknown, layer_id)
    empty = [key for key, verdict in zip(zones["key"], written, strict=True) if verdict is None]
    return [verdict or NOT_ASSESSED for verdict in written], _empty_note(empty)


def _unknown_verdict(
    zones: gpd.GeoDataFrame, words: Sequence[str], rows: Sequence[int], layer_id: str
) -> EcoAtlasError:
    field = SPONGE_ZONE.field("verdict")
    titles = [code.title for code in field.codes] if field else []
    return EcoAtlasError(
        UNKNOWN_VERDICT,
        layer=layer_id,
        keys=listed(zones["key"].iloc[rows]),
        field=field.title if field else "verdict",
        values=listed(dict.fromkeys(words)),
        choices=listed(titles),
    )


def _empty_note(keys: Sequence[str]) -> list[dict[str, Any]]:
    if not keys:
        return []
    return [
        note(
            "verdict-empty",
            "{count} 个分区没有填写评估结论，按未评估计：{keys}。",
            "{count:zone|zones} {count:~has|have} no verdict and {count:~counts|count} as not "
            "assessed: {keys}.",
            count=len(keys),
            keys=listed(keys),
        )
    ]


def _total(parts: Parted) -> dict[str, Any]:
    four = {f"{one}_m2": parts.class_m2[one] for one in (MET, NOT_MET, NOT_ASSESSED)}
    return {
        "built_up_m2": area(parts.region_m2),
        **add_up("built_up_m2", parts.region_m2, four | {"no_zone_m2": parts.rest_m2}),
        "overlap_removed_m2": _overlap_removed(parts),
        "share": share(parts.class_m2[MET], parts.region_m2),
        "built_up_overlap_m2": overlap(parts.region_overlap_m2, parts.region_m2),
    }


def _overlap_removed(parts: Parted) -> float:
    """What a sum over the zones would count again: Σ area(zone ∩ built-up) less their union."""
    summed = float(parts.zone_region_m2.sum())
    return overlap(summed - sum(parts.class_m2.values()), summed)


def _bounds(parts: Parted) -> dict[str, Any]:
    """What the share is at least (met only) and could be at most: also what nobody assessed, in a
    zone or in none."""
    at_most = parts.class_m2[MET] + parts.class_m2[NOT_ASSESSED] + parts.rest_m2
    return {
        "lower": share(parts.class_m2[MET], parts.region_m2),
        "upper": share(at_most, parts.region_m2),
    }


def _second_total(check: dict[str, Any]) -> dict[str, Any]:
    return {
        "second_share": check["share"],
        "second_difference_points": check["difference_points"],
    }


def _districts(given: Given, parts: Parted) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    places = given.frames.get("districts")
    return ([], []) if places is None else (place_rows(places, parts), outside_note(parts))


def _zones(zones: gpd.GeoDataFrame, verdicts: Sequence[str], parts: Parted) -> list[dict[str, Any]]:
    """`counted_m2` is what remains of a zone's built-up area after overlaps were decided."""
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "area_m2": area(whole),
            "built_up_m2": area(built),
            "met_m2": area(counted) if verdict == MET else 0.0,
            "counted_m2": area(counted),
            "verdict": verdict,
            "capture_actual": ratio_or_none(actual),
            "capture_target": ratio_or_none(wanted),
        }
        for key, name, whole, built, counted, verdict, actual, wanted in zip(
            zones["key"],
            zones["name"],
            parts.zone_m2,
            parts.zone_region_m2,
            parts.zone_counted_m2,
            verdicts,
            zones["capture_actual"],
            zones["capture_target"],
            strict=True,
        )
    ]


def _target(given: Given, parts: Parted) -> dict[str, Any] | None:
    if given.target is None:
        return None
    met, open_ = parts.class_m2[MET], parts.class_m2[NOT_ASSESSED] + parts.rest_m2
    unknown = tuple(
        said.format(area=written(m2, SQUARE_METRES).text)
        for said, m2 in ((UNASSESSED, parts.class_m2[NOT_ASSESSED]), (NO_ZONE, parts.rest_m2))
        if overlap(m2, parts.region_m2)
    )
    span = Span(ratio(met, parts.region_m2), ratio(met + open_, parts.region_m2), unknown)
    return judged_over(given.target, target_block(given.target, met, parts.region_m2), span)


UNASSESSED = Text("有 {area} 建成区未评估", "built-up area that is not assessed ({area})")
NO_ZONE = Text("有 {area} 建成区不在任何排水分区内", "built-up area in no drainage zone ({area})")


def _no_zone(parts: Parted) -> list[dict[str, Any]]:
    if parts.rest_m2 <= 0:
        return []
    return [
        note(
            "no-zone",
            "建成区有 {area_m2} 不在任何排水分区内，没有评估，不计入达标面积。",
            "{area_m2} of the built-up area lie in no drainage zone; nobody assessed them, "
            "and they do not count as met.",
            area_m2=area_amount(parts.rest_m2),
        )
    ]
