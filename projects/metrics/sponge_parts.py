"""Sponge coverage: the share of the built-up area that meets the sponge-city requirement.

The verdict of a zone comes from its assessment (GB/T 51345-2018), never from the projects in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.errors import EcoAtlasError
from geo.measure import area_m2
from geo.partition import PartitionResult, partition_region
from geo.raster_coverage import raster_areas
from geo.words import Text
from layers.kinds import get_kind
from projects.metrics.declaration import Computed, Given
from projects.metrics.errors import UNKNOWN_VERDICT
from projects.metrics.results import area, listed, note, overlap, share, text_or_none
from projects.metrics.targets import target_block

MET, NOT_MET, NOT_ASSESSED = "met", "not_met", "not_assessed"
WORST_FIRST = (NOT_MET, NOT_ASSESSED, MET)
"""A failed assessment is a finding, a missing one is none: so failed is the worse of the two."""
STEPS = 3
SLIVER_M2 = 1.0
"""Pairs that share less are counted in a note instead of listed: edges drawn twice do that."""


def compute(given: Given) -> Computed:
    """Four parts of the dissolved built-up area, and what is needed to trust them."""
    zones, built_up = given.frames["zones"], given.frames["built_up"]
    verdicts, notes = read_verdicts(zones, given.layers["zones"])
    given.step(0, STEPS)
    parts = partition_region(built_up, zones, verdicts, WORST_FIRST)
    given.step(1, STEPS)
    second = raster_areas(built_up, zones, verdicts, WORST_FIRST, cell_m=given.parameters["cell_m"])
    given.step(2, STEPS)
    result = {
        "total": _total(parts),
        "bounds": _bounds(parts),
        "zones": _zones(zones, verdicts, parts),
        "target": _target(given, parts),
        "conflicts": _conflicts(zones, parts),
        "cross_check": _cross_check(parts, second, given.parameters["cell_m"]),
        "notes": notes + _notes(parts),
    }
    given.step(STEPS, STEPS)
    return Computed(result)


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
    field = get_kind("sponge_zone").field("verdict")
    titles = [code.title for code in field.codes] if field else []
    return EcoAtlasError(
        UNKNOWN_VERDICT,
        layer=layer_id,
        keys=listed(zones["key"].iloc[rows]),
        field=field.title if field else "verdict",
        values=listed(dict.fromkeys(words)),
        choices=Text("、".join(t.zh for t in titles), ", ".join(t.en for t in titles)),
    )


def _empty_note(keys: Sequence[str]) -> list[dict[str, Any]]:
    if not keys:
        return []
    return [
        note(
            "verdict-empty",
            "{count} 个分区没有填写评估结论，按未评估计：{keys}。",
            "{count} zones have no verdict and count as not assessed: {keys}.",
            count=len(keys),
            keys=listed(keys),
        )
    ]


def _total(parts: PartitionResult) -> dict[str, Any]:
    return {
        "built_up_m2": area(parts.region_m2),
        "met_m2": area(parts.class_m2[MET]),
        "not_met_m2": area(parts.class_m2[NOT_MET]),
        "not_assessed_m2": area(parts.class_m2[NOT_ASSESSED]),
        "no_zone_m2": area(parts.rest_m2),
        "overlap_removed_m2": _overlap_removed(parts),
        "share": share(parts.class_m2[MET], parts.region_m2),
        "built_up_overlap_m2": overlap(parts.region_overlap_m2, parts.region_m2),
    }


def _overlap_removed(parts: PartitionResult) -> float:
    """What a sum over the zones would count again: Σ area(zone ∩ built-up) less their union."""
    summed = float(parts.zone_region_m2.sum())
    return overlap(summed - sum(parts.class_m2.values()), summed)


def _bounds(parts: PartitionResult) -> dict[str, Any]:
    """What the share is at least (met only) and could be at most (also what nobody assessed)."""
    at_most = parts.class_m2[MET] + parts.class_m2[NOT_ASSESSED]
    return {
        "lower": share(parts.class_m2[MET], parts.region_m2),
        "upper": share(at_most, parts.region_m2),
    }


def _zones(
    zones: gpd.GeoDataFrame, verdicts: Sequence[str], parts: PartitionResult
) -> list[dict[str, Any]]:
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
        }
        for key, name, whole, built, counted, verdict in zip(
            zones["key"],
            zones["name"],
            area_m2(zones.geometry),
            parts.zone_region_m2,
            parts.zone_counted_m2,
            verdicts,
            strict=True,
        )
    ]


def _target(given: Given, parts: PartitionResult) -> dict[str, Any] | None:
    if given.target is None:
        return None
    return target_block(given.target, parts.class_m2[MET], parts.region_m2)


def _conflicts(zones: gpd.GeoDataFrame, parts: PartitionResult) -> list[dict[str, Any]]:
    """Pairs of zones with different verdicts that overlap, the largest first."""
    keys = zones["key"].to_list()
    # By name, so that another order of columns changes nothing.
    columns = ["i", "j", "class_i", "class_j", "counted", "area_m2"]
    found = [
        {
            "zones": [keys[i], keys[j]],
            "verdicts": [class_i, class_j],
            "counted": counted,
            "area_m2": area(area_m2),
        }
        for i, j, class_i, class_j, counted, area_m2 in parts.conflicts[columns].to_numpy()
        if area_m2 >= SLIVER_M2
    ]
    return sorted(found, key=lambda pair: (-pair["area_m2"], pair["zones"]))


def _cross_check(
    parts: PartitionResult, second: Mapping[str, float], cell_m: float
) -> dict[str, Any]:
    """The same parts by counting cells, and how far its share is from ours in percentage points."""
    first_share = share(parts.class_m2[MET], parts.region_m2)
    second_share = share(second[MET], second["region"])
    return {
        "method": "raster",
        "cell_m": cell_m,
        "built_up_m2": area(second["region"]),
        "met_m2": area(second[MET]),
        "not_met_m2": area(second[NOT_MET]),
        "not_assessed_m2": area(second[NOT_ASSESSED]),
        "no_zone_m2": area(second["rest"]),
        "share": second_share,
        "difference_points": _points(first_share, second_share),
    }


def _points(first: float | None, second: float | None) -> float | None:
    """Percentage points from the first share to the second."""
    return None if first is None or second is None else round((second - first) * 100, 9) + 0.0


def _notes(parts: PartitionResult) -> list[dict[str, Any]]:
    notes = _overlap_notes(parts.conflicts["area_m2"])
    if parts.rest_m2 > 0:
        notes.append(
            note(
                "no-zone",
                "建成区有 {area_m2:,.0f} 平方米不在任何排水分区内，不计入达标面积。",
                "{area_m2:,.0f} m² of the built-up area lie in no drainage zone and do not "
                "count as met.",
                area_m2=area(parts.rest_m2),
            )
        )
    return notes


def _overlap_notes(areas_m2: pd.Series[float]) -> list[dict[str, Any]]:
    drawn, slivers = areas_m2[areas_m2 >= SLIVER_M2], areas_m2[areas_m2 < SLIVER_M2]
    notes = []
    if len(drawn):
        notes.append(
            note(
                "verdicts-overlap",
                "{count} 对结论不同的分区相互重叠，重叠处按较差的结论计。",
                "{count} pairs of zones with different verdicts overlap; the worse verdict "
                "counts there.",
                count=len(drawn),
            )
        )
    if slivers.sum() >= SLIVER_M2:
        notes.append(
            note(
                "slivers",
                "另有 {count} 对结论不同的分区因绘图误差重叠不足 1 平方米，"
                "合计 {area_m2:,.2f} 平方米，未逐对列出，同样按较差的结论计。",
                "{count} more pairs overlap by less than 1 m² each, {area_m2:,.2f} m² together: "
                "edges drawn twice. They are not listed; the worse verdict counts there too.",
                count=len(slivers),
                area_m2=area(slivers.sum()),
            )
        )
    return notes
