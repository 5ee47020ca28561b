"""What a writer is given: the features, what is said about them, and where they go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from geo.errors import Problem
from geo.words import Text
from layers.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Job:
    """`frame` is in the reference system of the file; `notes` are what was to be said before.

    name: stem of tables and parts inside the file (a layer id). about: origin as plain values, by
    the names of `about.TITLES`. encoding: of a shapefile's text.
    """

    frame: gpd.GeoDataFrame
    name: str
    kind: str
    title: Text
    about: dict[str, Any]
    out: Path
    encoding: str = "UTF-8"
    notes: tuple[Problem, ...] = field(default=())
    progress: Progress = silent

    def to(self, out: Path) -> Job:
        return replace(self, out=out)
