"""What the pages of layers show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.words import Text
from layers.catalogue import SECRECY_GRADES, VersionRef
from layers.jobs import Job
from layers.kinds import Kind
from webmap.accounts.view_models import NamedAccounts
from webmap.edge.addresses import map_of_layers
from webmap.exports.view_models import ExportForm
from webmap.layers.confirmed import ConfirmedBlock
from webmap.layers.held import HeldBlock
from webmap.map.map_layers import LayerGroup
from webmap.map.raster_view_models import RasterBlock
from webmap.versions.view_models import History


@dataclass(frozen=True, slots=True)
class DemonstrationView:
    """`demonstration.html`; `words` are those of its script."""

    job: Job
    problem: dict[str, Any] | None
    words: dict[str, str]
    section: str = ""


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
    held: HeldBlock | None = None
    small_map: dict[str, Any] | None = None
    confirmed: ConfirmedBlock | None = None
    section: str = "layers"

    @property
    def grades(self) -> dict[str, Text]:
        return SECRECY_GRADES

    @property
    def map_url(self) -> str:
        return map_of_layers([self.live.layer_id])
