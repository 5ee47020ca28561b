"""Connectivity of habitat patches: components, graph indices, IIC, PC, importance of each patch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.errors import EcoAtlasError, declare
from geo.figures.units import METRES, PER_METRE
from geo.patches.connectivity import (
    MOST_PATCHES,
    TOO_MANY_PATCHES,
    Index,
    Structure,
    decay_per_m,
    integral_index,
    probability_index,
    structure,
)
from geo.patches.patches import Links, Patches, links, patches
from geo.words import Text
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import (
    Amount,
    area,
    area_amount,
    length,
    listed_zh,
    note,
    text_or_none,
)

FIGURES = 12


"""Significant digits of an index: IIC of small patches in a large landscape may be 1e-9."""


LANDSCAPE_ASKED = declare(
    "connectivity-landscape-asked",
    "error",
    Text(
        "景观总面积 A_L 要给出一次：研究范围图层或面积数值，二者取一。",
        "The area of the landscape A_L is needed once: as a layer of the study region or a number.",
    ),
    Text(
        "请给出 --landscape 图层，或填写 --landscape-m2；不要两个都给。",
        "Give either the layer --landscape or the number --landscape-m2.",
    ),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """d, k and A_L: what two results must share to be compared."""

    threshold_m: float
    k_per_m: float
    landscape_m2: float
    limit_m: float


def compute(given: Given) -> Computed:
    """Raises `connectivity-landscape-asked`, and `too-many-patches` before anything is measured."""
    frame = given.frames["patches"]
    of = _large_enough(patches(frame), given.parameters["least_m2"])
    if len(of) > MOST_PATCHES:
        raise EcoAtlasError(TOO_MANY_PATCHES, count=len(of), most=MOST_PATCHES)
    setting = _setting(given)
    every = links(of, max(setting.limit_m, setting.threshold_m))
    near = _at_most(every, setting.threshold_m)
    graph = structure(of.area_m2, near)
    iic, pc = _indices(of, every, setting, given)
    rows = _rows(frame, of, graph, iic, pc)
    result = {
        "total": _total(of, graph, iic, pc, setting, given),
        "patches": rows,
        "notes": _notes(setting),
    }
    keys = [row["key"] for row in rows]
    shapes = of.geographic().to_numpy() if len(of) else []
    return Computed(result, {"patches": gpd.GeoSeries(shapes, index=keys, crs=4490)})


def _large_enough(of: Patches, least_m2: float) -> Patches:
    kept = np.flatnonzero(of.area_m2 >= least_m2)
    rows = tuple(of.rows[k] for k in kept)
    return Patches(of.shape[kept], of.area_m2[kept], rows, of.epsg)


def _setting(given: Given) -> Setting:
    parameters = given.parameters
    landscape, stated = given.frames.get("landscape"), parameters["landscape_m2"]
    if (landscape is None) == (stated is None):
        raise EcoAtlasError(LANDSCAPE_ASKED)
    area_l = stated if landscape is None else float(patches(landscape).area_m2.sum())
    threshold = parameters["threshold_m"]
    limit = np.inf if parameters["limit_m"] is None else parameters["limit_m"]
    return Setting(threshold, decay_per_m(threshold, parameters["probability"]), area_l, limit)


def _at_most(every: Links, within_m: float) -> Links:
    near = every.distance_m <= within_m
    return Links(every.i[near], every.j[near], every.distance_m[near])


def _indices(of: Patches, every: Links, setting: Setting, given: Given) -> tuple[Index, Index]:
    count = len(of)
    iic = integral_index(
        of.area_m2,
        every,
        threshold_m=setting.threshold_m,
        landscape_m2=setting.landscape_m2,
        progress=lambda done, _: given.step(done, 2 * count),
    )
    pc = probability_index(
        of.area_m2,
        _at_most(every, setting.limit_m),
        k_per_m=setting.k_per_m,
        landscape_m2=setting.landscape_m2,
        progress=lambda done, _: given.step(count + done, 2 * count),
    )
    return iic, pc


def _total(
    of: Patches, graph: Structure, iic: Index, pc: Index, setting: Setting, given: Given
) -> dict[str, Any]:
    return {
        "patches": len(of),
        "patches_m2": area(of.area_m2.sum()),
        "components": graph.components,
        "links": graph.links,
        "slc_m2": area(graph.slc_m2),
        "msc_m2": area(graph.msc_m2),
        "alpha": _figure(graph.alpha),
        "beta": _figure(graph.beta),
        "gamma": _figure(graph.gamma),
        "iic": _figure(iic.value),
        "iic_ec_m2": area(iic.ec_m2),
        "pc": _figure(pc.value),
        "pc_ec_m2": area(pc.ec_m2),
        "threshold_m": length(setting.threshold_m),
        "probability": given.parameters["probability"],
        "k_per_m": _figure(setting.k_per_m),
        "landscape_m2": area(setting.landscape_m2),
        "limit_m": given.parameters["limit_m"],
    }


def _figure(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{FIGURES}g}") + 0.0


def _rows(
    frame: gpd.GeoDataFrame, of: Patches, graph: Structure, iic: Index, pc: Index
) -> list[dict[str, Any]]:
    parts = [_parts("iic", iic), _parts("pc", pc)]
    return [
        {
            "key": f"P{k + 1}",
            "name": _named(frame, of.rows[k]),
            "area_m2": area(of.area_m2[k]),
            "component": int(graph.component[k]) + 1,
            **parts[0][k],
            **parts[1][k],
        }
        for k in range(len(of))
    ]


def _named(frame: gpd.GeoDataFrame, rows: tuple[int, ...]) -> str:
    """The features that the patch is made of."""
    return listed_zh((text_or_none(frame["name"].iloc[k]) or frame["key"].iloc[k] for k in rows), 3)


def _parts(name: str, index: Index) -> list[Mapping[str, float]]:
    """Importance of each patch in percent of the index, and its three parts."""
    table = index.importance
    if table is None:
        return []
    return [
        {f"d_{name}": _percent(row["total"])}
        | {f"d_{name}_{part}": _percent(row[part]) for part in ("intra", "flux", "connector")}
        for row in table.to_dict("records")
    ]


def _percent(value: float) -> float:
    return round(float(value), 9) + 0.0


def _notes(setting: Setting) -> list[dict[str, Any]]:
    return [
        note(
            "compare-same-d-k-al",
            "d = {threshold_m}，k = {k_per_m}，A_L = {landscape_m2}；"
            "只有三者都相同的结果可以比较。",
            "d = {threshold_m}, k = {k_per_m}, A_L = {landscape_m2}; compare "
            "results with the same three only.",
            threshold_m=Amount(setting.threshold_m, METRES, exact=True),
            k_per_m=Amount(_figure(setting.k_per_m), PER_METRE),
            landscape_m2=area_amount(setting.landscape_m2),
        ),
        note(
            "structure-not-function",
            "指数只描述斑块的空间结构，不能据此断言生态功能或物种迁移。",
            "The indices describe how patches lie; they say nothing of ecological function or of "
            "animals that move.",
        ),
    ]
