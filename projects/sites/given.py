"""Sites that stand somewhere already: in a file, or as the features that a project is built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.catalogue import resolve
from layers.reading.files import read_shapes
from layers.reading.limits import Limits
from layers.settings import Settings
from layers.storage.store import Store
from projects.records.records import features_of_project, get_project
from projects.sites.asked import used_version
from projects.sites.errors import SITE_PROJECT_NOWHERE
from projects.sites.limits import place_limits_on
from projects.sites.site import MOST_SHAPES, Planned, Site, one_shape

SECONDS = 60
"""Far more than a few shapes take, far less than whoever waits for an answer does."""
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

    Raises what stands in the way of the file, and the refusals of `one_shape`.
    """
    limits = Limits.of(settings)
    table = read_shapes(
        path,
        most_features=MOST_SHAPES,
        limits=replace(limits, seconds=min(limits.seconds, SECONDS)),
        crs=crs or None,
        district=(settings.district_lon, settings.district_lat),
    )
    shape = one_shape(table.shapes[slice(None)], most_area_m2)
    return Site(name, shape, planned, FROM_FILE.format(file=path.name[:80]))


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
