"""Whether the office can compute a metric, and how each spatial check of the register stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds import KINDS
from projects.metrics.checks.register_checks import CheckStatus, check_status, wait_title
from projects.metrics.declaration import Metric, Role, SheetRole, kinds_for
from projects.metrics.registry import METRICS
from projects.sheets import SheetInfo, get_sheet_kind, list_sheets


@dataclass(frozen=True, slots=True)
class Need:
    """A layer or a sheet that a metric takes, and what of it the office has."""

    role: Role | SheetRole
    layers: Sequence[VersionRef] = ()
    sheets: Sequence[SheetInfo] = ()

    @property
    def met(self) -> bool:
        return bool(self.layers or self.sheets)

    @property
    def lacking(self) -> bool:
        """Whether nothing can be computed without it."""
        return not self.met and not self.role.optional

    @property
    def kinds(self) -> tuple[Text, ...]:
        """The kinds that may take the role; nothing where every kind may."""
        if isinstance(self.role, SheetRole):
            return (get_sheet_kind(self.role.kind).title,)
        return tuple(map(kind_title, self.role.kinds))


def needs_of(session: Session, metric: Metric) -> list[Need]:
    """What a metric takes, in declared order, with the live layers and present sheets that fit."""
    live = live_versions(session)
    needs = [Need(role, layers=fitting(live, role)) for role in metric.inputs]
    for role in metric.sheets:
        needs.append(Need(role, sheets=list_sheets(session, role.kind)))
    return needs


def fitting(live: Iterable[VersionRef], role: Role) -> list[VersionRef]:
    allowed = kinds_for(role)
    return [one for one in live if one.kind in allowed]


@dataclass(frozen=True, slots=True)
class CheckStanding:
    """How a spatial check stands: the metrics that compute it, and the kinds of layer it awaits."""

    code: str
    metrics: tuple[Metric, ...]
    awaits: tuple[Text, ...]

    @property
    def ready(self) -> bool:
        return bool(self.metrics) and not self.awaits


def standings(session: Session, codes: Collection[str]) -> dict[str, CheckStanding]:
    """By code. Of several metrics those that can be computed count first."""
    there = {one.kind for one in live_versions(session)}
    return {one.code: _standing(one, there) for one in check_status(session, codes)}


def _standing(found: CheckStatus, there: set[str]) -> CheckStanding:
    """Nothing is awaited for what is only shown, nor a layer that is there without a metric."""
    waits = [one for one in found.waits_for if not there & set(one.kinds)]
    awaits = () if found.state == "shown" else tuple(dict.fromkeys(map(wait_title, waits)))
    return CheckStanding(found.code, tuple(METRICS[one] for one in found.metrics), awaits)


def kind_title(kind: str) -> Text:
    """What a kind of layer is called, also where this version does not declare it."""
    return KINDS[kind].title if kind in KINDS else Text(kind, kind)
