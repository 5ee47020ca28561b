"""One dataclass for each template: what a page shows, and nothing else reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.words import Text
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.kinds import Kind
from projects.metrics import Column, Metric
from projects.metrics.declaration import COUNT, NO_UNIT, RATIO, SQUARE_METRES, Table
from projects.record_fields import StatusCode
from webmap.answers.cards import ProjectCard
from webmap.answers.figures import RunCard
from webmap.answers.map_layers import LayerGroup
from webmap.answers.policy import DocumentSection, ItemCard
from webmap.answers.projects import ProjectDetail
from webmap.map_page import MapParts
from webmap.views_accounts import NamedAccounts
from webmap.views_exports import ExportForm
from webmap.views_versions import History

# From here on areas read better in km².
LARGE_M2 = 10_000.0


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
    history: History
    export: ExportForm | None
    named: NamedAccounts | None = None
    note: Text | None = None
    section: str = "layers"

    @property
    def grades(self) -> dict[str, Text]:
        return SECRECY_GRADES


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
    section: str = "metrics"

    @property
    def total(self) -> dict[str, Any]:
        return dict(self.card.run.result["total"])

    def rows(self, table: Table) -> list[dict[str, Any]]:
        return list(self.card.run.result.get(table.name) or [])

    @staticmethod
    def text(column: Column, value: Any) -> str | Text:
        """A figure of the result as the page writes it: large areas in km², shares in percent."""
        if value is None:
            return "—"
        if column.type == "code":
            return column.codes.get(str(value), Text(str(value), str(value)))
        if column.type == "text":
            return str(value)
        if column.unit == SQUARE_METRES and abs(value) >= LARGE_M2:
            return f"{value / 1e6:,.4f} km²"
        if column.unit == RATIO:
            return f"{value * 100:.2f}%"
        number = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
        if column.unit in (NO_UNIT, COUNT):
            return number
        return Text(f"{number} {column.unit.zh}", f"{number} {column.unit.en}")


@dataclass(frozen=True, slots=True)
class ErrorView:
    """`error.html`"""

    status: int
    code: str
    message: Text
    fix: Text
    reference: str | None
    section: str = ""
