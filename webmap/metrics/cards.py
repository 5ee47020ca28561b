"""Stored runs of metrics as cards and pages show them; nothing is computed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import day
from projects.holdings.vouching import Holding
from projects.metrics.aging import Aged, aged
from projects.metrics.dating import days_of_data, early
from projects.metrics.declaration import Metric
from projects.metrics.figured import Reading, texts_of
from projects.metrics.held import declarations_of
from projects.metrics.kept import MetricRun, get_run
from projects.metrics.newer import newer_versions
from projects.metrics.outdated import NotVouched, outdated, outdated_note
from projects.metrics.registry import get_metric
from projects.metrics.summary import headline_of
from projects.policy.tables import PolicyTarget
from projects.standing.figures import Standing, StandingFigure, standing
from projects.standing.lists import ListedRun, listed_runs
from projects.work.asker import Asker
from projects.work.services import Services
from webmap.edge.errors import RUN_NOT_FOUND
from webmap.edge.rendering import answered
from webmap.metrics.standing import Mark, figure_json, mark_of, sees_every_run

# Parts of the built-up area have colours of their own; others take what follows.
PART_CLASSES = ("met", "not_met", "not_assessed", "no_zone")


def part_look(column: str, place: int) -> str:
    """The name of the look of a part of a bar."""
    name = column.removesuffix("_m2")
    return name if name in PART_CLASSES else f"part-{place}"


BY_DATA = Text("（按 {year} 年数据）", " (data of {year})")


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run with its metric and its result, parsed once, and what has come after its rules."""

    run: MetricRun
    metric: Metric
    result: dict[str, Any]
    aged: Aged = field(default_factory=Aged)
    stands: StandingFigure | None = None
    stood: bool = False
    outdated: NotVouched | None = None
    """Why nobody vouches for it as it is, where that is so."""

    newer: Sequence[Text] = ()
    """Layers that have a newer version than the one it was computed on."""
    declared: Sequence[Holding] = ()
    """The declarations of what its layers hold that its verdict rests on."""
    early: Text | None = None
    """That its data are older than the year of its target."""
    by_data: Text | None = None
    """The same beside the verdict, which is not one of the target's year."""
    confirmed: Sequence[Text] = ()
    """That its layers were found still right on a later day."""

    @classmethod
    def of(cls, session: Session, run: MetricRun, found: Standing) -> RunCard:
        stands, stood = found.of_run(run.id), run.id in found.once
        metric, result = get_metric(run.metric), run.result
        year = (result.get("target") or {}).get("year")
        days = days_of_data(session, [run]) if result.get("target") else None
        of = days.of(run) if days else None
        old = early(of, year)
        target = session.get(PolicyTarget, run.parameters.get("target") or "")
        over = outdated(session, run, target, lambda: result)
        return cls(
            run, metric, result, aged(session, run), stands, stood, over,
            newer_versions(session, run.inputs), declarations_of(session, run.inputs),
            old, BY_DATA.format(year=of.year) if old and of else None,
            days.confirmed(run) if days else (),
        )  # fmt: skip

    @property
    def mark(self) -> Mark:
        return mark_of(self.stands, stood=self.stood)

    @property
    def url(self) -> str:
        return f"/metrics/runs/{self.run.id}"

    @property
    def created_at(self) -> dt.datetime:
        return self.run.created_at

    @property
    def created_on(self) -> str:
        return day(self.run.created_at).isoformat()

    @property
    def inputs(self) -> str:
        layers = [f"{one['layer']}@{one['version']}" for one in self.run.inputs]
        sheets = [f"{one['sheet']}@{one['version']}" for one in self.result.get("sheets", ())]
        return " · ".join(layers + sheets)

    @property
    def reading(self) -> Reading:
        return Reading.of(self.result)

    @property
    def share(self) -> float | None:
        share = self.result["total"].get("share")
        return None if share is None else float(share)

    @property
    def headline(self) -> str | None:
        """The column of the total that stands first."""
        named = headline_of(self.metric, self.result)
        return None if named is None else str(named[0])

    @property
    def met(self) -> bool | None:
        """The verdict; none where an earlier rule gave it, for today's may be another one."""
        return None if self.outdated else self.reading.target.get("met")

    @property
    def notes(self) -> list[Text]:
        """What the reader has to know: newer layers, what has come after the rules, then what the
        result says."""
        own = [Text(note["zh"], note["en"]) for note in self.result.get("notes", [])]
        return [*self.newer, *filter(None, [self.early]), *self.confirmed, *self.aged.said, *own]

    def as_dict(self) -> dict[str, Any]:
        """The stored result stays as it is under `result`; `text` has its figures as written."""
        run = self.run
        return {
            "id": run.id,
            "url": self.url,
            "metric": run.metric,
            "metric_title": self.metric.title,
            "metric_version": run.metric_version,
            "input_hash": run.input_hash,
            "created_at": run.created_at.isoformat(),
            "created_on": self.created_on,
            "by": run.by,
            "standing": self.stands and figure_json(self.stands, names=False),
            "trial": self.stands is None and not self.stood,
            "notes": [*filter(None, [self.outdated]), *self.notes],
            "warnings": [*map(outdated_note, filter(None, [self.outdated])), *self.aged.notes],
            "result": self.result,
            "text": texts_of(self.metric, self.result),
        }


def what_stands(services: Services) -> Standing:
    """As `standing`, in a session of its own: what pages of figures ask first."""
    with services.reading() as session:
        return standing(session)


def standing_run(services: Services, metric_id: str) -> RunCard | None:
    """The run that stands for a metric, for the first of its targets; raises `unknown-metric`."""
    metric = get_metric(metric_id)
    with services.reading() as session:
        found = standing(session)
        first = next(iter(found.of_metric(metric.id)), None)
        run = get_run(session, first.run_id) if first else None
        return RunCard.of(session, run, found) if run else None


def stored_run(services: Services, run_id: int) -> RunCard:
    """One stored run; raises `run-not-found`."""
    with services.reading() as session:
        run = get_run(session, run_id)
        if run is None:
            raise EcoAtlasError(RUN_NOT_FOUND, run=run_id)
        return RunCard.of(session, run, answered(services, what_stands))


def run_list(
    services: Services, asker: Asker, metric_id: str | None = None, limit: int = 30
) -> tuple[Standing, list[ListedRun]]:
    """What stands, and the runs that the asker's lists show, the latest first.

    Results are not read.
    """
    every = sees_every_run(asker)
    found = answered(services, what_stands)
    with services.reading() as session:
        return found, listed_runs(session, found, asker.name, metric_id, limit, every=every)
