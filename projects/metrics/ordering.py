"""What a run is asked for, checked against the declaration of its metric before it is computed.

With a target it is of a place: the boundary of the division that the target belongs to is an input
as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, live_versions
from layers.kinds.supporting import ADMIN_DIVISION
from layers.system.china_time import today
from projects.metrics.declaration import MEASURED_ON, Metric
from projects.metrics.errors import BOUNDARY_ALONE, BOUNDARY_LACKS
from projects.metrics.held import Held, held_by, terms_declared
from projects.metrics.inputs import read_parameters, resolve_inputs, resolve_sheets
from projects.metrics.jurisdiction.boundary import Jurisdiction, jurisdiction_of, names_of
from projects.metrics.registry import get_metric
from projects.metrics.results import fingerprint
from projects.metrics.roles import BOUNDARY
from projects.metrics.subjects import judged_target
from projects.metrics.targets import Target
from projects.policy.tables import PolicyTarget
from projects.sheets import SheetInfo
from projects.sheets.limits import limits_in_force, shipped_limits
from projects.sheets.rules_judging import AREA_APART, BOUNDARY_LIMITS
from projects.sheets.values import Row

if TYPE_CHECKING:
    from layers.storage.store import Store


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be computed, checked against the declaration of the metric."""

    metric: Metric
    versions: Mapping[str, VersionRef]
    parameters: Mapping[str, Any]
    target: Target | None
    sheets: Mapping[str, SheetInfo]
    place: Jurisdiction | None = None
    """Whose the target is; none without a target, and where it is judged as before."""
    held: Held | None = None
    """What the layers are declared to hold, of a general measure that is to judge."""
    area_apart: float | None = None
    """By which share a boundary may differ from the known area before that is told; none: as
    shipped, and results do not name it, as before it was a rule."""

    @property
    def head(self) -> dict[str, Any]:
        """What every result begins with."""
        head = {
            "metric": self.metric.id,
            "metric_version": self.metric.version,
            "inputs": [self._input(role, version) for role, version in self.versions.items()],
            "parameters": dict(self.parameters),
            "measured_on": MEASURED_ON,
        }
        if self.area_apart is not None:
            head["area_apart"] = self.area_apart
        if self.metric.sheets:
            head["sheets"] = [_sheet(role, sheet) for role, sheet in self.sheets.items()]
        return head

    @property
    def input_hash(self) -> str:
        target = self.target.content() if self.target else None
        return fingerprint(self.head | {"target": target})

    def _input(self, role: str, version: VersionRef) -> dict[str, Any]:
        told = self.held.told if self.held else {}
        return {
            "role": role,
            "layer": version.layer_id,
            "version": version.number,
            "sha256": version.sha256,
            "features": version.features,
            **({"holds": told[role]} if role in told else {}),
        }


def _sheet(role: str, sheet: SheetInfo) -> dict[str, Any]:
    return {
        "role": role,
        "sheet": sheet.id,
        "version": sheet.number,
        "sha256": sheet.sha256,
        "rows": len(sheet.rows),
    }


def place_order(
    session: Session,
    store: Store,
    metric_id: str,
    inputs: Mapping[str, str],
    parameters: Mapping[str, Any],
    *,
    as_before: bool = False,
    as_believed: bool = False,
    area_apart: float | None = None,
) -> Order:
    """Check what was asked; raises what `run_metric` raises before computing.

    as_before: for a target as it was judged before it had a division, to compute again what was
    stored then; as_believed: by what its user said of a layer, before layers were declared;
    area_apart: the limit of boundaries that it was computed by, else the office's of today.
    """
    metric = get_metric(metric_id)
    versions = resolve_inputs(session, metric, inputs)
    if not (as_before or as_believed):
        parameters = {**_declared(session, metric, versions, parameters), **parameters}
    read = read_parameters(metric, parameters)
    sheets = resolve_sheets(session, metric, inputs, versions)
    asked = judged_target(session, metric, read, versions)
    if asked is None:
        _refuse_boundary(versions)
        return Order(metric, versions, read, None, sheets)
    target = Target.of(asked)
    if as_before:
        return Order(metric, versions, read, target.as_before, sheets)
    held = None if as_believed else held_by(session, metric, target, versions, sheets, read)
    place = _place_of(session, store, metric, target, versions)
    if place.boundary is not None:
        versions = {**versions, BOUNDARY.name: place.boundary.version}
    apart = area_apart or _value(limits_in_force(session, BOUNDARY_LIMITS, today()))
    differs = None if apart == area_apart_shipped() else apart
    return Order(metric, versions, read, target, sheets, place, held, differs)


def area_apart_shipped() -> float:
    return _value(shipped_limits(BOUNDARY_LIMITS))


def _value(limits: Mapping[str, Row]) -> float:
    return float(limits[AREA_APART]["value"])


def _declared(
    session: Session,
    metric: Metric,
    versions: Mapping[str, VersionRef],
    parameters: Mapping[str, Any],
) -> dict[str, str]:
    target = session.get(PolicyTarget, str(parameters.get("target") or ""))
    return (
        {} if target is None else terms_declared(session, metric, target.subject, versions.values())
    )


def _refuse_boundary(versions: Mapping[str, VersionRef]) -> None:
    if BOUNDARY.name in versions:
        raise EcoAtlasError(
            BOUNDARY_ALONE, layer=versions[BOUNDARY.name].layer_id, role=BOUNDARY.name
        )


def _place_of(
    session: Session,
    store: Store,
    metric: Metric,
    target: Target,
    versions: Mapping[str, VersionRef],
) -> Jurisdiction:
    """Where the target holds: in the layer that was named, else in the live ones of divisions."""
    if metric.role(BOUNDARY.name) is None:
        return Jurisdiction(target.divisions, located=False)
    named = versions.get(BOUNDARY.name)
    layers = live_versions(session, ADMIN_DIVISION.id) if named is None else [named]
    place = jurisdiction_of(store, layers, target.divisions)
    if named is not None and place.boundary is None:
        raise EcoAtlasError(
            BOUNDARY_LACKS,
            layer=named.layer_id,
            division=names_of(place.missing),
            codes=", ".join(place.missing),
            target=target.id,
            role=BOUNDARY.name,
        )
    return place
