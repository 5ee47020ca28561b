"""One feature through the versions of its layer: when it came, what changed, whether it is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layers.catalogue import VersionRef
from layers.storage.feature import plain_values
from layers.storage.store import Store

MOST_VERSIONS = 8
"""So many of the newest versions are looked at: each is a file that is read."""


@dataclass(frozen=True, slots=True)
class FeatureStep:
    """What a version made of the feature.

    step: "added", "changed" or "removed"; "first" is how the oldest version that was looked at has
    it. fields: what differs, by name, before and after. moved: whether its shape is another.
    """

    version: VersionRef
    step: str
    fields: Mapping[str, tuple[Any, Any]]
    moved: bool = False


def feature_history(store: Store, versions: Sequence[VersionRef], key: str) -> list[FeatureStep]:
    """The steps of a feature, the newest first; `versions` of its layer, the newest first.

    At most `MOST_VERSIONS` files are read; versions that left the feature as it was are no step.
    """
    steps: list[FeatureStep] = []
    before: tuple[Mapping[str, Any], bytes] | None = None
    for place, version in enumerate(reversed(versions[:MOST_VERSIONS])):
        now = _in_version(store, version, key)
        if place == 0 and now is not None:
            steps.append(FeatureStep(version, "first", {}))
        elif step := _step(version, before, now):
            steps.append(step)
        before = now
    return steps[::-1]


def _in_version(
    store: Store, version: VersionRef, key: str
) -> tuple[Mapping[str, Any], bytes] | None:
    frame = store.features(version.sha256, version.key_field, [key])
    if frame.empty:
        return None
    shape = frame.geometry.iloc[0]
    # The same ring may begin at another corner: that is no change.
    return plain_values(frame.iloc[0]), shape.normalize().wkb if shape is not None else b""


def _step(
    version: VersionRef,
    before: tuple[Mapping[str, Any], bytes] | None,
    now: tuple[Mapping[str, Any], bytes] | None,
) -> FeatureStep | None:
    if now is None:
        return FeatureStep(version, "removed", {}) if before else None
    if before is None:
        return FeatureStep(version, "added", {})
    (old, old_shape), (new, new_shape) = before, now
    differ = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    if not differ and old_shape == new_shape:
        return None
    fields = {name: (old.get(name), new.get(name)) for name in differ}
    return FeatureStep(version, "changed", fields, moved=old_shape != new_shape)
