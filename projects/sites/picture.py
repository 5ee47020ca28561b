"""The map of a site check: the site, what its rows name, and rivers and boundaries around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely
from sqlalchemy.orm import Session

from geo.crs.transform import CGCS2000, plane_epsg, to_geographic
from geo.errors import EcoAtlasError
from geo.words import Language
from layers.catalogue import VersionRef, resolve
from layers.kinds import KINDS
from layers.kinds.supporting import ADMIN_DIVISION, LAKE, RIVER
from layers.storage.store import Store
from projects.sites import words
from projects.sites.keeping import Kept
from projects.statements.picture.drawing import drawn_as
from projects.statements.picture.frame import View, furnish
from projects.statements.picture.looks import BOUNDARY
from projects.statements.picture.looks import RIVER as RIVER_LOOK
from projects.statements.picture.scene import Drawn, Key, Look, Scene

AROUND_M = 1_500.0
"""Ground that is shown beside a site, however small it is."""
MOST_DRAWN = 2_000
SITE_LOOK = Look(None, stroke="#c2185b", width_px=3.0)
SITE_DOT = Look("#c2185b", stroke="#ffffff", width_px=1.5)
OUTLINE_PX = 0.9
PLACES = {RIVER.id: 0, LAKE.id: 1, ADMIN_DIVISION.id: 9}


@dataclass(frozen=True, slots=True)
class _Around:
    """Versions that took part, with the keys that rows name in each."""

    version: VersionRef
    keys: frozenset[str]


def draw(session: Session, store: Store, kept: Kept, language: Language) -> Scene | None:
    """The scene of a check; None where the site lies in no zone of China.

    Versions that the session does not see are left out; nothing hidden is drawn.
    """
    shape = gpd.GeoSeries([kept.site.shape], crs=CGCS2000)
    try:
        epsg = plane_epsg(shape)
    except EcoAtlasError:
        return None
    site = shape.to_crs(epsg)
    view = View.around([gpd.GeoDataFrame(geometry=site.buffer(_margin(site)))], epsg)
    around = _versions(session, kept)
    drawn = [part for one in around for part in _layer(store, one, view, language)]
    look = SITE_DOT if shapely.get_dimensions(kept.site.shape) == 0 else SITE_LOOK
    mine = list(drawn_as(list(site), look, words.HERE.in_(language), view))
    parts = [part for part, _ in (*drawn, *mine)]
    keys = [key for _, key in (*mine, *reversed(drawn))]
    return furnish(view, kept.site.name, parts, keys, (), language)


def _margin(site: gpd.GeoSeries) -> float:
    west, south, east, north = site.total_bounds
    return max(AROUND_M, 0.6 * float(max(east - west, north - south)))


def _versions(session: Session, kept: Kept) -> Sequence[_Around]:
    """Waters below everything, boundaries above."""
    named: dict[str, set[str]] = {}
    for row in kept.rows:
        if row["layer"] and row["feature"]:
            named.setdefault(row["layer"], set()).add(row["feature"])
    found = []
    for one in kept.result["layers"]:
        version = resolve(session, f"{one['layer']}@{one['version']}")
        found.append(_Around(version, frozenset(named.get(one["layer"], ()))))
    return sorted(found, key=lambda one: (PLACES.get(one.version.kind, 5), one.version.layer_id))


def _layer(
    store: Store, around: _Around, view: View, language: Language
) -> Iterator[tuple[Drawn, Key]]:
    version = around.version
    corners = gpd.GeoSeries([view.box], crs=view.epsg)
    west, south, east, north = to_geographic(corners).total_bounds
    frame = store.frame(
        version.sha256, bbox=(west, south, east, north), columns=[version.key_field]
    )
    ground = version.kind in (RIVER.id, LAKE.id, ADMIN_DIVISION.id)
    if not ground:
        frame = frame[frame[version.key_field].astype(str).isin(around.keys)]
    if not len(frame) or len(frame) > MOST_DRAWN:
        return
    plane = frame.to_crs(view.epsg)
    seen = plane[plane.intersects(view.box)].geometry.simplify(view.metres_per_px * 0.4)
    clipped = [one for one in shapely.intersection(seen.to_numpy(), view.box) if not one.is_empty]
    if version.kind == ADMIN_DIVISION.id:
        # Cut, an area would be drawn with the frame of the map as its border.
        clipped = list(seen)
    yield from drawn_as(clipped, _look(version), version.title.in_(language), view)


def _look(version: VersionRef) -> Look:
    if version.kind in (RIVER.id, LAKE.id):
        return RIVER_LOOK
    if version.kind == ADMIN_DIVISION.id:
        return BOUNDARY
    colour = KINDS[version.kind].style.colour if version.kind in KINDS else "#8b7f68"
    return Look(colour, "hatched", colour, OUTLINE_PX)
