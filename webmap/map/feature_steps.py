"""A feature through the versions of its layer, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.errors import EcoAtlasError
from layers.catalogue import versions
from layers.kinds import get_kind
from layers.versions.feature_history import FeatureStep, feature_history
from projects.work.services import Services
from webmap.edge.errors import FEATURE_NOT_FOUND
from webmap.edge.json_answer import moment
from webmap.map.features import value_said


@dataclass(frozen=True, slots=True)
class ToldStep:
    step: FeatureStep

    def as_dict(self) -> dict[str, Any]:
        version = self.step.version
        dated = version.description.date
        return {
            "version": version.number,
            "live": version.live,
            "at": moment(version.created_at),
            "date": dated.isoformat() if dated else None,
            "step": self.step.step,
            "moved": self.step.moved,
            "fields": [self._field(name, *values) for name, values in self.step.fields.items()],
        }

    def _field(self, name: str, before: Any, after: Any) -> dict[str, Any]:
        kind = get_kind(self.step.version.kind)
        (title, old), (_, new) = (value_said(kind, name, one) for one in (before, after))
        return {"name": name, "title": title, "before": old, "after": new}


def steps_of(services: Services, layer: str, key: str) -> list[ToldStep]:
    """The newest first; raises `unknown-layer` or `feature-not-found`."""
    with services.reading() as session:
        every = versions(session, layer)
    steps = feature_history(services.store, every, key)
    if not steps:
        raise EcoAtlasError(FEATURE_NOT_FOUND, layer=layer, key=key)
    return [ToldStep(one) for one in steps]
