"""Warnings of a year: what they are computed from, and how far those of each layer are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from layers.catalogue import live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.storage.store import Store
from projects.metrics.hits.hits import hits_of
from projects.metrics.kept import MetricRun, get_runs
from projects.metrics.tables import MetricRunRow
from projects.metrics.waters.section_warnings_metric import SECTION_WARNINGS
from projects.sections.keeping import keep_months, keep_odd

RUNS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Warned:
    """A layer of sections with its newest warnings of a year; without `run` nobody has looked."""

    layer: str
    title: Text
    run: MetricRun | None
    hits: int
    still_open: int


def kept_inputs(
    session: Session, store: Store, layer: str, year: int, by: Actor
) -> Mapping[str, str]:
    """What warnings of a layer are computed from: readings as they are now, kept as sheets.

    Raises `water-year-empty`.
    """
    months, odd = keep_months(session, store, year, by), keep_odd(session, store, year, by)
    return {
        "places": layer,
        "months": f"{months.id}@{months.number}",
        "odd": f"{odd.id}@{odd.number}",
    }


def section_layers(session: Session) -> Sequence[str]:
    return [one.layer_id for one in live_versions(session, MONITORING_SECTION.id)]


def warned_layers(session: Session, year: int) -> Sequence[Warned]:
    """Every layer of sections that is seen, with the newest run of the year."""
    newest = _newest_runs(session, year)
    runs = get_runs(session, newest.values())
    return [
        _warned(session, one.layer_id, one.title, runs.get(newest.get(one.layer_id, 0)))
        for one in live_versions(session, MONITORING_SECTION.id)
    ]


def _newest_runs(session: Session, year: int) -> dict[str, int]:
    """The id of the newest run by layer, without reading what was found."""
    query = select(MetricRunRow.id, MetricRunRow.inputs, MetricRunRow.parameters)
    of_warnings = query.where(MetricRunRow.metric == SECTION_WARNINGS.id)
    found: dict[str, int] = {}
    newest_first = of_warnings.order_by(MetricRunRow.id.desc()).limit(RUNS_LOOKED_AT)
    for run, inputs, parameters in session.execute(newest_first):
        if parameters["year"] == year:
            (layer,) = (one["layer"] for one in inputs if one["role"] == "places")
            found.setdefault(layer, run)
    return found


def _warned(session: Session, layer: str, title: Text, run: MetricRun | None) -> Warned:
    found = [] if run is None else hits_of(session, run)
    return Warned(layer, title, run, len(found), sum(one.decision == "open" for one in found))
