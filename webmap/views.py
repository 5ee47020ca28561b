"""One dataclass for each template: what a page shows, and nothing else reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import Kind
from layers.kinds.codes import VERDICTS
from projects.metrics import Metric
from projects.record_fields import StatusCode
from webmap.answers.cards import ProjectCard
from webmap.answers.figures import RunCard
from webmap.answers.map_layers import LayerGroup
from webmap.answers.policy import DocumentSection, ItemCard
from webmap.answers.projects import ProjectDetail
from webmap.map_page import MapParts
from webmap.views_accounts import NamedAccounts

VERDICT_TITLES = {code.value: code.title for code in VERDICTS}


@dataclass(frozen=True, slots=True)
class MapView:
    """`map.html`"""

    parts: MapParts
    words: dict[str, str]
    empty: bool
    section: str = "map"


@dataclass(frozen=True, slots=True)
class LayersView:
    """`layers.html`"""

    groups: list[LayerGroup]
    section: str = "layers"


@dataclass(frozen=True, slots=True)
class LayerView:
    """`layer.html`"""

    kind: Kind
    live: VersionRef
    versions: list[VersionRef]
    named: NamedAccounts | None = None
    note: Text | None = None
    section: str = "layers"


@dataclass(frozen=True, slots=True)
class ProjectsView:
    """`projects.html`"""

    projects: list[ProjectCard]
    statuses: tuple[StatusCode, ...]
    asked_text: str
    asked_status: str
    section: str = "projects"

    @property
    def filtered(self) -> bool:
        return bool(self.asked_text or self.asked_status)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """`project.html`"""

    project: ProjectDetail
    section: str = "projects"


@dataclass(frozen=True, slots=True)
class PolicyView:
    """`policy.html`"""

    documents: list[DocumentSection]
    section: str = "policy"


@dataclass(frozen=True, slots=True)
class ItemView:
    """`policy_item.html`"""

    item: ItemCard
    section: str = "policy"


@dataclass(frozen=True, slots=True)
class MetricsView:
    """`metrics.html`"""

    metrics: list[Metric]
    runs: list[RunCard]
    section: str = "metrics"


@dataclass(frozen=True, slots=True)
class RunView:
    """`metric_run.html`"""

    card: RunCard
    total: dict[str, Any]
    zones: list[dict[str, Any]]
    section: str = "metrics"

    @staticmethod
    def column_text(name: str, value: Any) -> str | Text:
        """A figure of the result as the page writes it: areas in km², shares in percent."""
        if name == "verdict":
            return VERDICT_TITLES.get(value, Text("—", "—"))
        if value is None:
            return "—"
        if name.endswith("_m2"):
            return f"{value / 1e6:,.4f} km²"
        return f"{value * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class ErrorView:
    """`error.html`"""

    status: int
    code: str
    message: Text
    fix: Text
    reference: str | None
    section: str = ""
