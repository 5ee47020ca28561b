"""Whether the office can judge a target now: a metric of its subject, its boundary, its data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds.supporting import ADMIN_DIVISION
from layers.storage.store import Store
from projects.holdings.vouching import holdings
from projects.metrics.checks.register_checks import wait_title, waits_of
from projects.metrics.declaration import Metric, kinds_for
from projects.metrics.jurisdiction.boundary import (
    Boundary,
    Jurisdiction,
    jurisdiction_of,
    names_of,
)
from projects.metrics.jurisdiction.reach import reaches
from projects.metrics.registry import METRICS
from projects.metrics.subjects import is_general
from projects.metrics.targets import judges
from projects.policy.subjects import SUBJECTS
from projects.policy.tables import PolicyTarget

State = Literal["ready", "waiting", "no_metric"]
STATES: Mapping[State, Text] = {
    "ready": Text("可以计算", "can be computed"),
    "waiting": Text("缺数据", "lacks data"),
    "no_metric": Text("没有指标核算", "no metric judges it"),
}
OF_SUBJECT = Text(
    "“{subject}”的数据，并有图层内容声明", "data on “{subject}”, with a declaration that it is that"
)
BOUNDARY_OF = Text("{name}的边界", "the boundary of {name}")
IN_PLACE = Text("{name}的{what}", "{what} of {name}")


@dataclass(frozen=True, slots=True)
class TargetReadiness:
    """How a target stands: the metrics of its subject, and what the one that lacks least awaits."""

    target: str
    state: State
    metrics: tuple[Metric, ...] = ()
    awaits: tuple[Text, ...] = ()

    @property
    def state_text(self) -> Text:
        return STATES[self.state]

    @property
    def ready(self) -> bool:
        return self.state == "ready"


def readiness_of_targets(
    session: Session, store: Store, targets: Iterable[PolicyTarget]
) -> dict[str, TargetReadiness]:
    """By id whether the live layers would give the right verdict on each target.

    Ready is one only where a metric measures its subject, the boundary of its divisions is there,
    and layers of the kinds that the metric takes reach into it. What a layer of works holds nobody
    can see: a target that a general measure judges waits for its own data by name until a live
    layer that reaches into its place is declared to hold it. Asks for the live layers once, for
    what they hold once, and for the sheets once a metric.
    """
    office = _Office(session, store, live_versions(session))
    return {one.id: office.readiness(one) for one in targets}


def _held(session: Session, live: Sequence[VersionRef]) -> dict[str, list[VersionRef]]:
    """The live layers that are declared to hold data on a subject, by the subject."""
    by_version = {(one.layer_id, one.number): one for one in live}
    found: dict[str, list[VersionRef]] = defaultdict(list)
    for one in holdings(session):
        version = by_version.get((one.layer_id, one.number))
        if version is not None:
            found[one.subject].append(version)
    return found


class _Office:
    """What is there, looked at once for all targets."""

    def __init__(self, session: Session, store: Store, live: Sequence[VersionRef]) -> None:
        self.session, self.store, self.live = session, store, live
        self.places: dict[tuple[str, ...], Jurisdiction] = {}
        self.lacks: dict[str, tuple[Text, ...]] = {}
        self.held = _held(session, live)

    def readiness(self, target: PolicyTarget) -> TargetReadiness:
        found = tuple(one for one in METRICS.values() if judges(one, target))
        if not found:
            return TargetReadiness(target.id, "no_metric")
        awaits = min((tuple(self._awaits(one, target)) for one in found), key=len)
        return TargetReadiness(target.id, "waiting" if awaits else "ready", found, awaits)

    def _awaits(self, metric: Metric, target: PolicyTarget) -> Iterator[Text]:
        held = self.held.get(target.subject, [])
        if is_general(metric) and not held:
            yield OF_SUBJECT.format(subject=SUBJECTS[target.subject].title)
        elif not is_general(metric):
            yield from self._lacking(metric)
        if all(role.within == "beside" for role in metric.inputs):
            return
        place = self._place(tuple(target.divisions))
        if place.boundary is None:
            yield BOUNDARY_OF.format(name=names_of(place.missing))
        elif not is_general(metric):
            yield from self._elsewhere(metric, place, place.boundary)
        elif held and not any(reaches(self.store, one, place.boundary) for one in held):
            what = OF_SUBJECT.format(subject=SUBJECTS[target.subject].title)
            yield IN_PLACE.format(name=place.name, what=what)

    def _lacking(self, metric: Metric) -> tuple[Text, ...]:
        if metric.id not in self.lacks:
            there = {one.kind for one in self.live}
            waits = waits_of(self.session, metric, there)
            self.lacks[metric.id] = tuple(dict.fromkeys(map(wait_title, waits)))
        return self.lacks[metric.id]

    def _elsewhere(self, metric: Metric, place: Jurisdiction, boundary: Boundary) -> Iterator[Text]:
        """Inputs of which there are layers, but none that reaches into the place."""
        for role in metric.inputs:
            if role.within == "beside" or role.optional:
                continue
            fitting = [one for one in self.live if one.kind in kinds_for(role)]
            if fitting and not any(reaches(self.store, one, boundary) for one in fitting):
                yield IN_PLACE.format(name=place.name, what=role.title)

    def _place(self, divisions: tuple[str, ...]) -> Jurisdiction:
        if divisions not in self.places:
            layers = [one for one in self.live if one.kind == ADMIN_DIVISION.id]
            self.places[divisions] = jurisdiction_of(self.store, layers, divisions)
        return self.places[divisions]
