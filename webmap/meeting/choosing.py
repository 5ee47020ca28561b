"""What somebody takes along of the map: which theme and layers, and what stays out and why.

Everything is read with the sight of the asker, no more closed than the grade he has confirmed: what
is above it is neither drawn nor counted nor named in a card, but told as left out. Shapes are not
read here: features are counted by what is on record of them.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo.errors import EcoAtlasError
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.kinds import THEMES
from layers.kinds.rasters import is_raster
from layers.kinds.required import MONITORING_SECTION
from layers.storage.outlines import METRES_OF_A_DEGREE, count_inside
from layers.storage.store import Store
from layers.system.china_time import today
from layers.system.row_access import highest_grade
from projects.accounts.profile import OfficeProfile, office_profile
from projects.printed_maps.graticule import Grid
from projects.work.services import Services
from webmap.map.district import district_title
from webmap.map.map_layers import Bounds, MapLayer, bounds_of, map_layers
from webmap.map.map_options import district_of
from webmap.map.theme_list import PROJECTS, ThemeList, theme_list, theme_title
from webmap.meeting.errors import (
    MONTH_OF_ANOTHER_THEME,
    MONTH_WITHOUT_READINGS,
    NOTHING_TO_TAKE,
    SECRECY_ASKED,
)
from webmap.meeting.styles import AS_AT_FIRST, LayerStyle, Styles, as_chosen, layer_styles
from webmap.meeting.words import SAID
from webmap.water.months import month_of_sections

MOST_FEATURES = 5_000
"""Of one layer, that are drawn."""
MOST_CARDS = 300
"""Features of the file that a click tells everything of."""
PIXELS_ACROSS = 16_000
"""The window on a screen of 2,000 pixels, looked at eight times as large: no finer is kept."""
STEPS_M = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
MOST_SOURCES = 4
MONTHS_NAMED = 6
SECTIONS = str(MONITORING_SECTION.theme)
"""The theme whose layers are coloured by the class of a month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which theme (None: the first that has something), which window, up to which grade, how the
    map looked, which grid on paper, whether a basemap was shown, which never goes in, and of the
    theme of sections which month (None: the newest)."""

    theme: str | None = None
    bounds: Bounds | None = None
    grade: str | None = None
    styles: Styles = AS_AT_FIRST
    grid: Grid = "km"
    on_basemap: bool = False
    month: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About(ABC):
    """What is told of a file, before it is made and in it."""

    theme: str
    theme_title: Text
    asked: Asked
    layers: tuple[MapLayer, ...]
    left_out: tuple[Text, ...]
    office: OfficeProfile
    district: Text | None
    made_by: str
    styles: Mapping[str, LayerStyle] = field(default_factory=dict)
    versions: tuple[Text, ...] = ()
    """Those that are shown and not live."""
    month: Mapping[str, Any] | None = None
    """The month of sections in their theme, as `month_of_sections` answers."""
    made_on: dt.date = field(default_factory=today)

    @property
    @abstractmethod
    def outlines_said(self) -> Text:
        """How far what is drawn may lie from what is exact."""

    @property
    def secrecy(self) -> str:
        """The grade of the file: of the most closed layer inside."""
        return highest_grade(one.version.secrecy for one in self.layers)

    @property
    def dates(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of the data."""
        found = [one.date for one in self.layers if one.date]
        return (min(found), max(found)) if found else None

    @property
    def sources(self) -> tuple[str, ...]:
        leading = [one for one in self.layers if one.kind.on_map.leads]
        found = (one.source for one in (*leading, *reversed(self.layers)) if one.source)
        return tuple(dict.fromkeys(found))[:MOST_SOURCES]

    @property
    def bounds(self) -> Bounds:
        found = self.asked.bounds or district_of(self.layers) or bounds_of(self.layers)
        if found is None:
            raise RuntimeError("a file without layers was to be made")
        return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """What may go in: `counts` of features in the window, by layer of `layers`. `services` see no
    more than was confirmed; `listing` of projects is there already where they are the theme."""

    services: Services
    theme: str
    asked: Asked
    layers: tuple[MapLayer, ...]
    counts: Mapping[str, int]
    tolerance_m: float
    left_out: tuple[Text, ...]
    places: frozenset[str]
    listing: ThemeList | None
    versions: tuple[Text, ...] = ()
    month: Mapping[str, Any] | None = None

    def about(self, layers: Sequence[MapLayer], without: Sequence[Text], by: str) -> dict[str, Any]:
        """The values of `About`; raises `map-nothing-inside` where no layer is of the theme."""
        title = theme_title(self.theme)
        if not any(not _is_ground_shown(one) or one.id in self.places for one in layers):
            why = listed(self.left_out, between=BETWEEN_CLAUSES) if self.left_out else ""
            raise EcoAtlasError(NOTHING_TO_TAKE, theme=title, why=why)
        with self.services.reading() as session:
            office = office_profile(session)
        styles, missing = layer_styles(self.services, layers, self.asked.styles)
        return {
            "theme": self.theme,
            "theme_title": title,
            "asked": replace(self.asked, theme=self.theme),
            "layers": tuple(layers),
            "left_out": (*self.left_out, *missing, *without),
            "styles": styles,
            "versions": self.versions,
            "month": self.month,
            "office": office,
            "district": district_title(self.services),
            "made_by": by,
        }


Answers = Callable[..., Any]
"""How `find(services, *asked)` is answered: anew, or with what was answered since somebody wrote
last (`webmap.edge.rendering.answered`)."""


def anew(services: Services, find: Callable[..., Any], *asked: object) -> Any:
    return find(services, *asked)


def choose(services: Services, asked: Asked, answers: Answers = anew) -> Chosen:
    """Raises `map-secrecy-asked` where layers are above public and no grade was confirmed,
    `unknown-theme`, `map-month-theme`, `map-month-empty`, `water-month-invalid`."""
    every = answers(services, map_layers)
    theme = asked.theme or first_theme(every)
    theme_title(theme)
    candidates = wanted_layers(every, theme, _places(_projects(services, theme, answers)))
    if asked.grade is None:
        _refuse_unasked(candidates)
    allowed = services.seen_by(services.sight.up_to(asked.grade or "public"))
    listing = _projects(allowed, theme, answers)
    places = _places(listing)
    every, told, missing = as_chosen(allowed, answers(allowed, map_layers), asked.styles)
    wanted = wanted_layers(every, theme, places)
    counts, left_out = _counted(services.store, wanted, asked.bounds)
    window = asked.bounds or district_of(wanted)
    inside = {one.id for one in wanted}
    hidden = [one for one in candidates if one.id not in inside]
    own = [title for title, layer in told if layer in inside]
    return Chosen(
        services=allowed,
        theme=theme,
        asked=asked,
        layers=tuple(one for one in wanted if one.id in counts),
        counts=counts,
        tolerance_m=_tolerance_m(window) if window else STEPS_M[0],
        left_out=(*(_too_secret(one) for one in hidden), *missing, *left_out, *_basemap(asked)),
        versions=tuple(own),
        places=places,
        listing=listing,
        month=_month(allowed, theme, asked.month, answers),
    )


def _month(
    services: Services, theme: str, month: str | None, answers: Answers
) -> Mapping[str, Any] | None:
    """None of other themes, and where nothing was ever measured."""
    if theme != SECTIONS:
        if month is not None:
            own, other = theme_title(SECTIONS), theme_title(theme)
            raise EcoAtlasError(MONTH_OF_ANOTHER_THEME, own=own, theme=other, id=SECTIONS)
        return None
    found: dict[str, Any] = answers(services, month_of_sections, month)
    if month is not None and not found["sections"]:
        known = listed([Text(one, one) for one in found["months"][-MONTHS_NAMED:]])
        raise EcoAtlasError(MONTH_WITHOUT_READINGS, month=month, known=known)
    return found if found["sections"] else None


def first_theme(layers: Sequence[MapLayer]) -> str:
    """The theme that the map opens with."""
    led = {one.kind.theme for one in layers if one.kind.on_map.leads}
    return next((theme for theme in THEMES if theme in led), next(iter(THEMES)))


def wanted_layers(
    layers: Sequence[MapLayer], theme: str, places: Collection[str]
) -> list[MapLayer]:
    """Layers of the theme and the ground below it, in drawing order."""
    return [
        one
        for one in layers
        if one.kind.theme == theme or one.id in places or _is_ground_shown(one)
    ]


def _is_ground_shown(layer: MapLayer) -> bool:
    place = layer.kind.on_map
    return place.ground is not None and place.shown_at_first


def _projects(services: Services, theme: str, answers: Answers) -> ThemeList | None:
    """The list whose rows say which layers belong to the theme; of other themes kinds do."""
    return answers(services, theme_list, theme) if theme == PROJECTS else None


def _places(listing: ThemeList | None) -> frozenset[str]:
    """Layers that projects of the list are built on."""
    rows = listing.rows if listing else ()
    return frozenset(layer for row in rows for layer, _ in row.places)


def _refuse_unasked(layers: Sequence[MapLayer]) -> None:
    closed = [one for one in layers if one.version.secrecy != "public"]
    if closed:
        raise EcoAtlasError(
            SECRECY_ASKED,
            layers=listed([_too_secret(one) for one in closed], 5),
            grade=highest_grade(one.version.secrecy for one in closed),
        )


def _basemap(asked: Asked) -> tuple[Text, ...]:
    return (SAID["basemap"],) if asked.on_basemap else ()


def _too_secret(layer: MapLayer) -> Text:
    return SAID["more_secret"].format(title=layer.title, grade=layer.secrecy)


def _counted(
    store: Store, layers: Sequence[MapLayer], bounds: Bounds | None
) -> tuple[dict[str, int], list[Text]]:
    """How many features there are of each layer that can be taken; the others in words."""
    found, left_out = {}, []
    for layer in layers:
        if is_raster(layer.kind):
            left_out.append(SAID["raster"].format(title=layer.title))
            continue
        count = count_inside(store, layer.version, bounds)
        if count > MOST_FEATURES:
            said = {"title": layer.title, "count": count, "most": MOST_FEATURES}
            left_out.append(SAID["too_many"].format(**said))
        elif count:
            found[layer.id] = count
    return found, left_out


def _tolerance_m(bounds: Bounds) -> float:
    """The next of the steps, so that what is said of it is exact."""
    west, south, east, north = bounds
    across = max(east - west, north - south) * METRES_OF_A_DEGREE
    return next(step for step in STEPS_M if step * PIXELS_ACROSS >= across or step == STEPS_M[-1])


def carded(
    layers: Sequence[MapLayer], counts: Mapping[str, int]
) -> tuple[list[MapLayer], list[Text]]:
    """Layers of whose features everything is told, and the others: they are too many together."""
    left, told, without = MOST_CARDS, [], []
    leading = sorted(
        layers, key=lambda one: (not one.kind.on_map.leads, not one.kind.on_map.shown_at_first)
    )
    for layer in leading:
        count = counts[layer.id]
        if count > left:
            without.append(SAID["no_cards"].format(title=layer.title))
            continue
        left -= count
        told.append(layer)
    return told, without
