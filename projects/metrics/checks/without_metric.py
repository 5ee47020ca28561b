"""What the checks that no metric computes wait for, exactly: form, kind, geometry, fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.words import Text
from layers.kinds import GEOMETRY_FAMILIES, GeometryFamily
from layers.kinds.supporting import BUILT_UP_AREA

Form = Literal["layer", "series", "records", "raster"]
FORMS: dict[str, Text] = {
    "layer": Text("图层", "layer"),
    "series": Text("数据序列", "series"),
    "records": Text("项目台账", "project records"),
    "raster": Text("栅格", "raster"),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """Data that has to be there. kinds: any of them will do, a name that `layers.kinds` does not
    hold is a kind still to be declared; fields: canonical names, of a series its columns."""

    form: Form
    what: Text
    kinds: tuple[str, ...] = ()
    geometry: tuple[GeometryFamily, ...] = ()
    fields: tuple[str, ...] = ()


def _areas(zh: str, en: str, kind: str, *fields: str) -> Wait:
    return Wait("layer", Text(zh, en), (kind,), ("polygon",), ("code", *fields))


WAITING: dict[str, tuple[Wait, ...]] = {
    "SC-SERVICE-ISO": (
        Wait(
            "layer",
            Text("设施", "facilities"),
            ("facility",),
            ("point", "polygon"),
            ("code", "type"),
        ),
        Wait(
            "layer",
            Text("路网（含通行速度）", "roads with their speed"),
            ("road",),
            ("line",),
            ("code", "speed_km_h"),
        ),
        Wait(
            "raster",
            Text("人口格网", "population grid"),
            fields=("population",),
        ),
    ),
    "SC-BUILTUP-PROJECTS": (
        _areas("城市建成区", "built-up area", BUILT_UP_AREA.id),
        _areas("高污染项目", "polluting projects", "polluting_project", "built_on"),
    ),
    "SC-STEEP-CROPLAND": (
        Wait("raster", Text("坡度", "slopes"), fields=("slope_deg",)),
        _areas("耕地", "cropland", "cropland"),
    ),
    "SC-PLOT-USE": (_areas("名录地块", "listed plots", "listed_plot", "use", "safe"),),
    "SC-PROTECTED-AREAS": (
        _areas("各类保护地", "protected areas of every kind", "protected_area", "type"),
        _areas("项目用地", "sites of projects", "project_site"),
    ),
    "SC-FARMLAND": (
        _areas("永久基本农田", "permanent basic farmland", "basic_farmland"),
        _areas("项目用地", "sites of projects", "project_site"),
    ),
}
"""By code of the register, where no metric computes the check."""

SHOWN_ONLY: dict[str, Wait] = {
    "SC-INVENTORY": Wait(
        "layer",
        Text("任一图层（只展示和列表，不作数值核验）", "any layer: shown and listed, no number"),
        geometry=GEOMETRY_FAMILIES,
    )
}
"""Checks that are no computation: what they show needs no metric."""
