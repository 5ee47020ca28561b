"""What the interface answers of changes."""

from __future__ import annotations

from webmap.edge.answers import Answer


class LayerChange(Answer):
    """version, features: of the live version; `…_before`: of the one before, null of a new one."""

    layer: str
    title: str
    at: str
    version: int
    version_before: int | None
    features: int
    features_before: int | None
    new_versions: int
    rolled_back: bool


class ProjectChange(Answer):
    """name: null of a project that is gone. version: after the newest change."""

    code: str
    name: str | None
    at: str
    version: int
    actions: list[str]


class TargetChange(Answer):
    """values: how many cells changed; unit, period, action: of the newest."""

    target: str
    at: str
    values: int
    unit: str
    period: str
    action: str


class FigureChange(Answer):
    """purpose: a target, else a metric. text: what the figure says."""

    purpose: str
    action: str
    at: str
    run: int
    text: str | None
    before: str | None
    statement: str | None


class ChangesAnswer(Answer):
    """until: from when to ask next. complete: whether every change is listed; where not, `counted`
    says how many there are of each."""

    since: str
    until: str
    complete: bool
    counted: dict[str, int]
    layers: list[LayerChange]
    projects: list[ProjectChange]
    targets: list[TargetChange]
    figures: list[FigureChange]
