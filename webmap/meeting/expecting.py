"""What the file would be, told before it is made: its lines, and about how large.

Neither shapes nor cards are read: the page without features is written, and what its features will
add is reckoned from their number, the corners and the columns that are on record of the contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from geo.figures.said import file_size
from geo.words import Language, Text
from layers.storage.outlines import expected_corners, no_outlines
from layers.storage.store import Store
from projects.records.model.tables import ProjectLink
from projects.work.services import Services
from webmap.map.map_layers import MapLayer
from webmap.map.theme_list import ROWS_SHOWN, ThemeList
from webmap.meeting.choosing import About, Answers, Asked, Chosen, anew, carded, choose
from webmap.meeting.content import MOST_CORNERS, Content, metres_said
from webmap.meeting.file import write_page
from webmap.meeting.words import SAID

# As measured on files: of what scripts read, in the place that it has in the page.
BYTES_OF_A_FEATURE, BYTES_OF_A_CORNER, BYTES_OF_A_NAME, BYTES_OF_A_ROW = 100, 12, 220, 450
BYTES_OF_A_CARD, BYTES_OF_A_VALUE, BYTES_OF_A_LINK = 400, 220, 800
BYTES_OF_FIGURES = 10_000
ROUNDED = -4
"""To ten thousand bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(About):
    """`corners`: before outlines are simplified, about."""

    features: int
    corners: int
    tolerance_m: float
    added_bytes: int

    @property
    def outlines_said(self) -> Text:
        """Where outlines are simplified further, so that all fit, only the file knows how far."""
        if self.corners > MOST_CORNERS:
            return SAID["simplified_further"]
        return SAID["simplified"].format(far=metres_said(self.tolerance_m))


def expect(services: Services, asked: Asked, made_by: str, answers: Answers = anew) -> Expected:
    """Raises what `choose` raises, and `map-nothing-inside`."""
    chosen = choose(services, asked, answers)
    told, without = carded(chosen.layers, chosen.counts)
    corners = sum(_corners(services.store, chosen, one) for one in chosen.layers)
    return Expected(
        **chosen.about(chosen.layers, without, made_by),
        features=sum(chosen.counts.values()),
        corners=corners,
        tolerance_m=chosen.tolerance_m,
        added_bytes=_drawn(chosen, min(corners, MOST_CORNERS)) + _told(chosen, told),
    )


def expected_size(found: Expected, language: Language) -> str:
    """Of the page, no finer than it is known."""
    bare = len(write_page(_empty(found), language).encode())
    return file_size(round(bare + found.added_bytes, ROUNDED))


def _corners(store: Store, chosen: Chosen, layer: MapLayer) -> int:
    """Of the features in the window, as if all of the layer had as many."""
    ref = layer.version
    return round(expected_corners(store, ref) * chosen.counts[layer.id] / max(ref.features, 1))


def _drawn(chosen: Chosen, corners: int) -> int:
    features = sum(chosen.counts.values())
    leading = [one for one in chosen.layers if one.kind.on_map.leads]
    rows = sum(chosen.counts[one.id] for one in leading if one.kind.theme == chosen.theme)
    listed = len(chosen.listing.rows) if chosen.listing else min(rows, ROWS_SHOWN)
    return (
        features * (BYTES_OF_A_FEATURE + BYTES_OF_A_NAME)
        + corners * BYTES_OF_A_CORNER
        + listed * BYTES_OF_A_ROW
        + BYTES_OF_FIGURES
    )


def _told(chosen: Chosen, told: Sequence[MapLayer]) -> int:
    """Cards, with what is told of the projects of their features."""
    store, found = chosen.services.store, 0
    links = _links(chosen, [one.id for one in told])
    for layer in told:
        count, ref = chosen.counts[layer.id], layer.version
        card = BYTES_OF_A_CARD + BYTES_OF_A_VALUE * len(store.columns(ref.sha256))
        of_all = links.get(ref.layer_id, 0) / max(ref.features, 1)
        found += round(count * (card + of_all * BYTES_OF_A_LINK))
    return found


def _links(chosen: Chosen, layers: Sequence[str]) -> dict[str, int]:
    """How many projects are built on features of each layer, one for each feature of theirs."""
    query = (
        select(ProjectLink.layer_id, func.count())
        .where(ProjectLink.layer_id.in_(layers))
        .group_by(ProjectLink.layer_id)
    )
    with chosen.services.reading() as session:
        return dict(session.execute(query).all())


def _empty(found: Expected) -> Content:
    """The same without features and what is told of them."""
    about: dict[str, Any] = {name: getattr(found, name) for name in About.__dataclass_fields__}
    nothing = {one.id: no_outlines(one.version, found.tolerance_m) for one in found.layers}
    listing = ThemeList(found.theme, 0, 0, ())
    return Content(**about, outlines=nothing, listing=listing, answers={})
