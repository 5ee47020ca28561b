"""Connectivity of patches as a graph: components, α β γ, IIC, PC, EC and what each patch adds.

Formulas and sources: components after Pascual-Hortal and Saura (2006); α = (L − V + p) ÷ (2V − 5),
β = L ÷ V, γ = L ÷ 3(V − 2) for V ≥ 3 patches, L links, p components (α and γ are shares of the most
that a planar graph can hold; a graph by distance need not be planar, and they may pass 1);
IIC = Σ aᵢaⱼ ÷ (1 + nlᵢⱼ) ÷ A_L² and PC = Σ aᵢaⱼp*ᵢⱼ ÷ A_L² with p = exp(−k·d) (Saura and
Pascual-Hortal 2007), EC = √Σ (Saura et al. 2011), importance dX = (X − X without) ÷ X · 100 in its
parts intra, flux and connector (Saura and Rubio 2010). Sums run over ordered pairs and i = j.

Figures are to be compared only when d, k and A_L are the same; every result carries them. Nothing
here says that an animal goes that way.

How importance is found: the best paths that avoid one patch, for each patch, by Floyd and Warshall
with divide and conquer (all patches of the other half are let through before a half is split), in
n³ log n instead of n⁴; component by component. 1,000 patches in one component take about a minute
on one core, and eight times as long for twice as many; above 2,000 it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log, sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd

from geo.errors import EcoAtlasError, declare
from geo.overlay.bands import refuse_not_positive
from geo.patches.patches import Links
from geo.plane.groups import groups
from geo.plane.shapes import Floats, Positions
from geo.words import Text

MOST_PATCHES = 2000
Progress = Callable[[int, int], None]

TOO_MANY_PATCHES = declare(
    "too-many-patches",
    "error",
    Text(
        "共有 {count} 个斑块，连通性指数最多计算 {most} 个。",
        "There are {count:patch|patches}; connectivity indices are computed for at most {most}.",
    ),
    Text(
        "请舍去很小的斑块、合并相邻斑块，或分区计算。",
        "Leave out very small patches, merge neighbours, or compute the area in parts.",
    ),
)
LANDSCAPE_SMALLER = declare(
    "landscape-smaller-than-patches",
    "error",
    Text(
        "景观总面积 A_L（{landscape} m²）小于斑块面积之和（{patches} m²）。",
        "The area of the landscape A_L ({landscape} m²) is less than that of its patches"
        " ({patches} m²).",
    ),
    Text(
        "请填写包含全部斑块的研究范围面积，单位 m²。",
        "Give the area of a study region that holds all patches, in m².",
    ),
)
PROBABILITY_OUT_OF_RANGE = declare(
    "probability-out-of-range",
    "error",
    Text(
        "概率须大于 0 且小于 1，现为 {value}。",
        "A probability lies between 0 and 1, both excluded; it is {value}.",
    ),
    Text("常用 0.5 或 0.05。", "Usual are 0.5 and 0.05."),
)


@dataclass(frozen=True, slots=True)
class Structure:
    """component: (n,) number of the component of each patch, from 0. slc_m2, msc_m2: area of the
    largest component and mean area of all; alpha, gamma: None below 3 patches, beta without any."""

    components: int
    links: int
    slc_m2: float
    msc_m2: float
    alpha: float | None
    beta: float | None
    gamma: float | None
    component: Positions


def structure(area_m2: Floats, links: Links) -> Structure:
    """Figures of the graph of patches (n,) whose links are those given (`links(..., d)`)."""
    v, found = len(area_m2), len(links)
    component = groups(v, links.i, links.j)
    sizes = np.bincount(component, weights=area_m2)
    p = len(sizes)
    planar = v >= 3
    return Structure(
        components=p,
        links=found,
        slc_m2=float(sizes.max(initial=0.0)),
        msc_m2=float(sizes.mean()) if p else 0.0,
        alpha=(found - v + p) / (2 * v - 5) if planar else None,
        beta=found / v if v else None,
        gamma=found / (3 * (v - 2)) if planar else None,
        component=component,
    )


@dataclass(frozen=True, slots=True)
class Index:
    """IIC or PC with what it was computed with.

    value: 0 … 1; ec_m2: area of one patch as connected; threshold_m: d for IIC, k_per_m for PC.
    importance: one row a patch in percent of the value: `total` = `intra` + `flux` + `connector`;
    None when it was not asked for.
    """

    name: Literal["IIC", "PC"]
    value: float
    ec_m2: float
    landscape_m2: float
    threshold_m: float | None
    k_per_m: float | None
    importance: pd.DataFrame | None


def decay_per_m(distance_m: float, probability: float = 0.5) -> float:
    """k of p = exp(−k·d), so that a patch at `distance_m` is reached with `probability`.

    Raises `distance-not-positive`, `probability-out-of-range`.
    """
    refuse_not_positive(distance_m)
    if not 0 < probability < 1:
        raise EcoAtlasError(PROBABILITY_OUT_OF_RANGE, value=probability)
    return -log(probability) / distance_m


def integral_index(
    area_m2: Floats,
    links: Links,
    *,
    threshold_m: float,
    landscape_m2: float,
    importance: bool = True,
    progress: Progress | None = None,
) -> Index:
    """IIC of patches (n,) with the links that are at most `threshold_m` long.

    progress(done, patches). Raises `too-many-patches`, `landscape-smaller-than-patches`,
    `distance-not-positive`.
    """
    refuse_not_positive(threshold_m)
    _refuse(area_m2, landscape_m2)
    near = links.distance_m <= threshold_m
    i, j = links.i[near], links.j[near]
    graph = _Graph(area_m2, i, j, np.ones(len(i), dtype=np.float32), _HOPS)
    total, table = graph.measured(importance, progress)
    value = total / landscape_m2**2
    return Index("IIC", value, sqrt(total), landscape_m2, threshold_m, None, table)


def probability_index(
    area_m2: Floats,
    links: Links,
    *,
    k_per_m: float,
    landscape_m2: float,
    importance: bool = True,
    progress: Progress | None = None,
) -> Index:
    """PC of patches (n,) with p = exp(−k·d) on the links given, 0 on all others.

    A limit on the links (`links(..., within_m)`) cuts off what is less probable than
    exp(−k·within_m) in one step; it changes the value and belongs beside it. progress(done,
    patches). Raises `too-many-patches`, `landscape-smaller-than-patches`, `distance-not-positive`
    for a k that is none.
    """
    refuse_not_positive(k_per_m)
    _refuse(area_m2, landscape_m2)
    graph = _Graph(area_m2, links.i, links.j, np.exp(-k_per_m * links.distance_m), _PROBABLE)
    total, table = graph.measured(importance, progress)
    value = total / landscape_m2**2
    return Index("PC", value, sqrt(total), landscape_m2, None, k_per_m, table)


def _refuse(area_m2: Floats, landscape_m2: float) -> None:
    if len(area_m2) > MOST_PATCHES:
        raise EcoAtlasError(TOO_MANY_PATCHES, count=len(area_m2), most=MOST_PATCHES)
    patches_m2 = float(area_m2.sum())
    if not landscape_m2 > 0 or landscape_m2 < patches_m2 * (1 - 1e-9):
        landscape, patches = round(landscape_m2, 1), round(patches_m2, 1)
        raise EcoAtlasError(LANDSCAPE_SMALLER, landscape=landscape, patches=patches)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a matrix of best paths holds, how a path goes on through a patch, what it counts."""

    apart: float
    same: float
    through: Callable[[Any, int, Any], None]
    worth: Callable[[Any], Any]


def _fewer_hops(best: Any, k: int, spare: Any) -> None:
    np.add(best[:, k, None], best[k], out=spare)
    np.minimum(best, spare, out=best)


def _more_probable(best: Any, k: int, spare: Any) -> None:
    np.multiply(best[:, k, None], best[k], out=spare)
    np.maximum(best, spare, out=best)


_HOPS = _Rule(np.inf, 0.0, _fewer_hops, lambda hops: 1 / (1 + hops.astype(np.float64)))
_PROBABLE = _Rule(0.0, 1.0, _more_probable, lambda probability: probability)


@dataclass(frozen=True, slots=True)
class _Graph:
    area: Floats
    i: Positions
    j: Positions
    weight: Any
    rule: _Rule

    def measured(
        self, importance: bool, progress: Progress | None
    ) -> tuple[float, pd.DataFrame | None]:
        """Σ aᵢaⱼ·worth over all pairs, and the importance of each patch."""
        count = len(self.area)
        component = groups(count, self.i, self.j)
        reached, left, done = np.zeros(count), np.zeros(count), 0
        for each in range(component.max(initial=-1) + 1):
            patches = np.flatnonzero(component == each)
            paths = _Paths.of(self._direct(patches, component), self.area[patches], self.rule)
            reached[patches] = paths.reached()
            if not importance:
                continue
            for k, rest in paths.without_each():
                left[patches[k]] = float(self.area[patches] @ reached[patches]) - rest
                done += 1
                if progress:
                    progress(done, count)
        total = float(self.area @ reached)
        return total, self._table(total, reached, left) if importance else None

    def _direct(self, patches: Positions, component: Positions) -> Any:
        """Links between the patches of one component as a matrix."""
        number = np.full(len(self.area), -1, dtype=np.intp)
        number[patches] = np.arange(len(patches))
        inside = component[self.i] == component[patches[0]]
        i, j = number[self.i[inside]], number[self.j[inside]]
        shape = (len(patches), len(patches))
        direct = np.full(shape, self.rule.apart, dtype=self.weight.dtype)
        direct[i, j] = direct[j, i] = self.weight[inside]
        np.fill_diagonal(direct, self.rule.same)
        return direct

    def _table(self, total: float, reached: Floats, lost: Floats) -> pd.DataFrame:
        scale = 100 / total if total else 0.0
        flux = 2 * self.area * (reached - self.area)
        parts = {"total": lost, "intra": self.area**2, "flux": flux}
        table = pd.DataFrame({name: amount * scale for name, amount in parts.items()})
        connector = table["total"] - table["intra"] - table["flux"]
        table["connector"] = connector.clip(lower=0.0)
        return table


@dataclass(frozen=True, slots=True)
class _Paths:
    """One component: links as a matrix, areas, and a matrix to compute in."""

    direct: Any
    area: Floats
    rule: _Rule
    spare: Any

    @classmethod
    def of(cls, direct: Any, area: Floats, rule: _Rule) -> _Paths:
        return cls(direct, area, rule, np.empty_like(direct))

    def through(self, best: Any, patches: Positions) -> Any:
        """The best paths when they may also lead through these patches."""
        further = best.copy()
        for k in patches.tolist():
            self.rule.through(further, k, self.spare)
        return further

    def reached(self) -> Floats:
        """For each patch Σ area of the others by the worth of the way to them, itself included."""
        best = self.through(self.direct, np.arange(len(self.area)))
        reached: Floats = self.rule.worth(best) @ self.area
        return reached

    def without_each(self) -> Iterator[tuple[int, float]]:
        """For each patch Σ aᵢaⱼ·worth over all pairs when it is gone."""
        for k, best in self._avoiding(self.direct, np.arange(len(self.area))):
            rest = self.area.copy()
            rest[k] = 0.0
            yield k, float(rest @ (self.rule.worth(best) @ rest))

    def _avoiding(self, best: Any, avoided: Positions) -> Iterator[tuple[int, Any]]:
        """For each patch of `avoided` the best paths that do not lead through it. `best` holds the
        paths through all patches but these."""
        if len(avoided) == 1:
            yield int(avoided[0]), best
            return
        first, second = np.array_split(avoided, 2)
        yield from self._avoiding(self.through(best, second), first)
        yield from self._avoiding(self.through(best, first), second)
