"""What a metric is, declared once: command line, form, docs and statement derive from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd

from geo.coverage import ZoneCoverage
from geo.words import Text
from layers.kinds import GeometryFamily
from projects.metrics.targets import Target

Progress = Callable[[int, int], None]
MEASURED_ON = "CGCS2000 ellipsoid"


@dataclass(frozen=True, slots=True)
class Role:
    """A layer the metric needs; `kinds` empty means every kind that has this geometry."""

    name: str
    title: Text
    summary: Text
    geometry: GeometryFamily = "polygon"
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number within limits, or the id of a policy target that `spatial_check` verifies."""

    name: str
    title: Text
    summary: Text
    type: Literal["number", "target"]
    origin: Text
    required: bool = False
    default: float | str | None = None
    unit: Text | None = None
    low: float = 0.0
    high: float = 0.0
    spatial_check: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of the result."""

    name: str
    title: Text
    unit: Text


@dataclass(frozen=True, slots=True)
class Given:
    """What a computation gets: frames in EPSG:4490 with `key`, `name`, the fields of the role."""

    frames: Mapping[str, gpd.GeoDataFrame]
    layers: Mapping[str, str]  # layer id by role, for messages
    hashes: Mapping[str, str]  # sha256 of the version by role
    parameters: Mapping[str, Any]
    target: Target | None = None
    cache: MutableMapping[str, ZoneCoverage] | None = None
    progress: Progress | None = None

    def step(self, done: int, of: int) -> None:
        if self.progress is not None:
            self.progress(done, of)


@dataclass(frozen=True, slots=True)
class Metric:
    """Raise `version` whenever the same inputs may give other figures."""

    id: str
    version: int
    title: Text
    summary: Text
    formula: Text
    source: Text
    unit: Text
    inputs: tuple[Role, ...]
    parameters: tuple[Parameter, ...]
    total: tuple[Column, ...]
    zones: tuple[Column, ...]
    nulls: Text
    compute: Callable[[Given], dict[str, Any]] = field(repr=False)

    def role(self, name: str) -> Role | None:
        return next((role for role in self.inputs if role.name == name), None)

    def parameter(self, name: str) -> Parameter | None:
        return next((one for one in self.parameters if one.name == name), None)


SQUARE_METRES = Text("平方米", "m²")
RATIO = Text("比值（0–1）", "ratio (0–1)")
NO_UNIT = Text("—", "—")
