"""One dataclass for each template: what a page shows, and nothing else reaches it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import Text
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.kinds import Kind
from projects.records.fields import StatusCode
from webmap.accounts.view_models import NamedAccounts
from webmap.exports.view_models import ExportForm
from webmap.map.map_layers import LayerGroup
from webmap.map.map_page import MapParts
from webmap.map.raster_view_models import RasterBlock
from webmap.policy.cards import ProjectCard
from webmap.policy.policy import DocumentSection, ItemCard
from webmap.projects.projects import ProjectDetail
from webmap.versions.view_models import History


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
    raster: RasterBlock | None = None
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
class ErrorView:
    """`error.html`"""

    status: int
    code: str
    message: Text
    fix: Text
    reference: str | None
    section: str = ""
