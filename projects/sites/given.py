"""Sites that stand somewhere already: in a file, or as the features that a project is built on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, listed
from layers.catalogue import resolve
from layers.reading.files import read_shapes
from layers.reading.limits import Limits
from layers.settings import Settings
from layers.storage.store import Store
from projects.records.changes.records import features_of_project, get_project
from projects.sites.asked import used_version
from projects.sites.errors import SITE_FILE_LARGE, SITE_GUESSED, SITE_PROJECT_NOWHERE
from projects.sites.limits import place_limits_on
from projects.sites.site import MOST_SHAPES, Planned, Site, one_shape

SECONDS = 60
"""Far more than a few shapes take, far less than whoever waits for an answer does."""
LARGEST_FILE = 20 * 2**20
"""Bytes; a few shapes take a thousandth of it."""
FROM_FILE = Text("文件“{file}”", "file “{file}”")
FROM_PROJECT = Text("项目 {code} 关联的要素：{features}", "features of project {code}: {features}")
NAMES_SHOWN = 5


def site_of_file(
    path: Path,
    name: str,
    settings: Settings,
    planned: Planned,
    crs: str | None = None,
    *,
    most_area_m2: float,
) -> Site:
    """The site in a file of any format that the reading room reads, in its child process.

    Raises `site-file-large`, `site-shape-guessed`, what stands in the way of the file, and the
    refusals of `one_shape`.
    """
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        size, most = path.stat().st_size // 2**20, LARGEST_FILE // 2**20
        raise EcoAtlasError(SITE_FILE_LARGE, file=path.name[:80], size=size, most=most)
    limits = Limits.of(settings)
    table, found = read_shapes(
        path,
        most_features=MOST_SHAPES,
        limits=replace(limits, seconds=min(limits.seconds, SECONDS)),
        crs=crs or None,
        district=(settings.district_lon, settings.district_lat),
    )
    _refuse_guessed(path.name[:80], found)
    shape = one_shape(table.shapes[slice(None)], most_area_m2)
    return Site(name, shape, planned, FROM_FILE.format(file=path.name[:80]))


def _refuse_guessed(file: str, found: Sequence[Problem]) -> None:
    """Repairs of a layer are looked at on the map; of a site only the answer is seen."""
    guessed = tuple(one for one in found if _is_other_ground(one))
    if guessed:
        raise EcoAtlasError(SITE_GUESSED, problems=guessed, file=file, first=guessed[0].message)


def _is_other_ground(problem: Problem) -> bool:
    """Whether a repair moved more than a ten thousandth of the area, and a square metre."""
    if problem.code != "geometry-repaired":
        return False
    before, after = problem.values["before_m2"], problem.values["after_m2"]
    return bool(abs(after - before) > max(1, after * 1e-4))


def site_of_project(session: Session, store: Store, code: str, planned: Planned) -> Site:
    """The site of the features that a project is linked to, as far as the session sees them.

    Raises `unknown-project`, `site-project-nowhere` and the refusals of `one_shape`.
    """
    project = get_project(session, code)
    by_layer: dict[str, list[str]] = {}
    for link in features_of_project(session, code):
        by_layer.setdefault(link.layer_id, []).append(link.feature_key)
    shapes: list[shapely.Geometry] = []
    used: list[Mapping[str, Any]] = []
    named: list[str] = []
    for layer, keys in by_layer.items():
        version = resolve(session, layer)
        found = store.features(version.sha256, version.key_field, keys)
        shapes += list(found.geometry)
        named += [f"{layer}/{key}" for key in found[version.key_field].astype(str)]
        used.append(used_version(version))
    if not shapes:
        raise EcoAtlasError(SITE_PROJECT_NOWHERE, code=code)
    if planned.started_on is None and project.start_date is not None:
        planned = replace(planned, started_on=project.start_date.isoformat())
    origin = FROM_PROJECT.format(code=code, features=listed(named, NAMES_SHOWN))
    shape = one_shape(shapes, place_limits_on(session).site_area_m2)
    return Site(project.name, shape, planned, origin, code, tuple(used))
