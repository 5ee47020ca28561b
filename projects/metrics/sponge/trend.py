"""The sponge share over the versions of the zones, beside the target line of the rule."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.catalogue import VersionRef, resolve, versions
from layers.storage.store import Store
from layers.system.china_time import day as china_day
from layers.system.database import Database
from projects.metrics.declaration import Progress
from projects.metrics.rules_in_force import Row
from projects.metrics.run import run_metric
from projects.metrics.sponge.share_metric import SPONGE_COVERAGE
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import is_unaltered
from projects.sheets import get_sheet
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_sponge import SPONGE_TARGETS


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The share of one version of the zones. `day`: the date of its data, else of its import.

    `run` is the id of the kept run it is from; without one there is no share yet.
    """

    version: int
    day: dt.date
    live: bool
    share: float | None = None
    met_m2: float | None = None
    built_up_m2: float | None = None
    built_up: str | None = None
    run: int | None = None
    metric_version: int | None = None


@dataclass(frozen=True, slots=True)
class TargetPoint:
    """What was to be reached by the end of a year, and where."""

    year: int
    share: float
    area: str
    level: str
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class Trend:
    """points by version; line by year. `mixed`: shares are of different versions of the built-up
    area, or were computed by different versions of the metric: not one curve."""

    points: Sequence[TrendPoint]
    line: Sequence[TargetPoint]

    @property
    def missing(self) -> list[int]:
        """Versions without a kept run."""
        return [point.version for point in self.points if point.run is None]

    @property
    def mixed(self) -> bool:
        of = {(one.built_up, one.metric_version) for one in self.points if one.run is not None}
        return len(of) > 1


def sponge_trend(session: Session, zones: str, built_up: str) -> Trend:
    """The kept shares of every version of the layer `zones` of `built_up` (`ID`: its latest run,
    `ID@V`: that version only). Nothing is computed.

    Raises `unknown-layer`, `unknown-version`.
    """
    whole = resolve(session, built_up)
    number = whole.number if "@" in built_up else None
    kept = _kept(session, zones, whole.layer_id, number)
    every = sorted(versions(session, zones), key=lambda version: version.number)
    return Trend([_point(version, kept.get(version.number)) for version in every], _line(session))


def complete_trend(
    database: Database,
    store: Store,
    zones: str,
    built_up: str,
    by: Actor | None = None,
    *,
    progress: Progress | None = None,
) -> Trend:
    """The same with every version computed on one version of the built-up area, so that the curve
    shows verdicts and zones only. Raises what `run_metric` raises."""
    with database.reading() as session:
        whole = resolve(session, built_up).label
        every = [version.label for version in versions(session, zones)]
    for done, label in enumerate(every):
        if progress is not None:
            progress(done, len(every))
        run_metric(database, store, SPONGE_COVERAGE.id, {"zones": label, "built_up": whole}, by=by)
    if progress is not None:
        progress(len(every), len(every))
    with database.reading() as session:
        return sponge_trend(session, zones, whole)


def _kept(
    session: Session, zones: str, built_up: str, number: int | None
) -> dict[int, MetricRunRow]:
    """The run of each version of the zones: of the newest metric, and of those the latest."""
    query = (
        select(MetricRunRow)
        .where(MetricRunRow.metric == SPONGE_COVERAGE.id)
        .order_by(MetricRunRow.metric_version, MetricRunRow.id)
    )
    kept = {}
    for row in session.scalars(query):
        inputs = {one["role"]: one for one in row.inputs}
        whole = inputs["built_up"]
        fits = whole["layer"] == built_up and number in (None, whole["version"])
        if fits and inputs["zones"]["layer"] == zones and is_unaltered(row):
            kept[int(inputs["zones"]["version"])] = row
    return kept


def _point(version: VersionRef, row: MetricRunRow | None) -> TrendPoint:
    day = version.description.date or china_day(version.created_at)
    if row is None:
        return TrendPoint(version.number, day, version.live)
    total = json.loads(row.result)["total"]
    whole = next(one for one in row.inputs if one["role"] == "built_up")
    return TrendPoint(
        version=version.number,
        day=day,
        live=version.live,
        share=total["share"],
        met_m2=total["met_m2"],
        built_up_m2=total["built_up_m2"],
        built_up=f"{whole['layer']}@{whole['version']}",
        run=row.id,
        metric_version=row.metric_version,
    )


def _line(session: Session) -> list[TargetPoint]:
    rows: list[Row] = rows_in_force(get_sheet(session, SPONGE_TARGETS.id), None)
    found = [
        TargetPoint(
            int(row["year"]), row["share"], row["area"], row["level"], row["source"], row["basis"]
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.year, one.area))
