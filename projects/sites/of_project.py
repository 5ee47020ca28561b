"""What stands on the ground of a project: the shapes of its features, and what hits them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.catalogue import live_versions
from layers.storage.store import Store
from projects.metrics.declaration import Metric
from projects.metrics.drawing import Drawn, draw_frame
from projects.metrics.hits.hits import TABLE, Hit, hits_of
from projects.metrics.kept import get_runs
from projects.metrics.results import text_or_none
from projects.records.changes.records import get_project
from projects.records.model.tables import ProjectLink
from projects.standing.figures import standing

Place = tuple[str, str]
"""A feature: the id of its layer, and its key."""


GROUNDS: Mapping[str, str] = {"zone": "zones", "bank": "banks", "redline": "redlines"}
"""Columns of hits that name the feature whose rule hits, with the role of its layer."""


@dataclass(frozen=True, slots=True)
class StandingHits:
    """The hits of a run that stands on features of a project, each with the features it touches:
    what is hit, or the ground whose rule hits it."""

    run_id: int
    metric: Metric
    hits: Sequence[tuple[Hit, Sequence[Place]]]


def drawn_features(session: Session, store: Store, code: str, layer: str) -> Drawn:
    """The features of a project in a layer as its live version has them; none where it has none.

    Raises `unknown-project`.
    """
    get_project(session, code)
    of_layer = (ProjectLink.project_code == code, ProjectLink.layer_id == layer)
    keys = list(session.scalars(select(ProjectLink.feature_key).where(*of_layer)))
    version = next((one for one in live_versions(session) if one.layer_id == layer), None)
    if version is None or not keys:
        return Drawn((), 0, False)
    frame = store.features(version.sha256, version.key_field, keys)
    frame = frame.set_index(frame[version.key_field].astype(str))
    frame = frame[~frame.geometry.is_empty & frame.geometry.notna()]
    names = frame["name"] if "name" in frame else frame[version.key_field]
    about = {
        key: {"key": key, "name": text_or_none(name), "value": None} for key, name in names.items()
    }
    return draw_frame(frame, about)


def standing_hits(session: Session, places: Collection[Place]) -> list[StandingHits]:
    """The hits of the figures that stand on these features; of each run that has looked at their
    layers, also where it hit none of them.

    A result is read only if it looked at one of the layers; a query for each such figure.
    """
    layers = {layer for layer, _ in places}
    figures = [
        one
        for one in standing(session).figures.values()
        if one.run.metric.table(TABLE) and layers & {_layer(said) for said in one.run.layers}
    ]
    runs = get_runs(session, [one.run_id for one in figures])
    return [
        StandingHits(
            number,
            figure.run.metric,
            [
                (hit, touched)
                for hit in hits_of(session, runs[number])
                if (touched := [one for one in _places(hit, figure.run.by_role) if one in places])
            ],
        )
        for figure in sorted(figures, key=lambda one: one.run.metric.place)
        if (number := figure.run_id) in runs
    ]


def _places(hit: Hit, by_role: Mapping[str, str]) -> list[Place]:
    """The features of which a hit tells."""
    grounds = [
        (by_role[role], str(hit.row[column]))
        for column, role in GROUNDS.items()
        if role in by_role and hit.row.get(column)
    ]
    return [(hit.row["layer"], hit.row["feature"]), *grounds]


def _layer(said: str) -> str:
    return said.partition("@")[0]
