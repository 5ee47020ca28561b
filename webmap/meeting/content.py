"""What goes into a file for a meeting: a theme, its layers, lists and cards, as far as it may.

Everything is read with the sight of the asker, no more closed than the grade he has confirmed: what
is above it is neither drawn nor counted nor named in a card, but told as left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geo.errors import EcoAtlasError
from geo.figures.said import grouped
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.catalogue import highest_grade
from layers.kinds import THEMES
from layers.kinds.rasters import is_raster
from layers.storage.outlines import (
    METRES_OF_A_DEGREE,
    Outlines,
    count_inside,
    no_more_than,
    read_outlines,
)
from layers.storage.remembered import RememberedStore
from layers.system.china_time import today
from layers.system.pinyin import initials
from projects.accounts.profile import OfficeProfile, office_profile
from projects.work.services import Services
from webmap.edge.titles import titles_of
from webmap.map.district import district_title
from webmap.map.features import feature_cards
from webmap.map.map_layers import Bounds, MapLayer, bounds_of, map_layers
from webmap.map.map_options import district_of
from webmap.map.theme_list import PROJECTS, PROJECTS_TITLE, ThemeList, theme_list
from webmap.meeting.errors import NOTHING_TO_TAKE, SECRECY_ASKED
from webmap.meeting.words import SAID
from webmap.metrics.map_cards import map_cards

MOST_FEATURES = 5_000
"""Of one layer, that are drawn."""
MOST_CARDS = 300
"""Features of the file that a click tells everything of."""
MOST_CORNERS = 120_000
PIXELS_ACROSS = 16_000
"""The window on a screen of 2,000 pixels, looked at eight times as large: no finer is kept."""
STEPS_M = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
MOST_SOURCES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Which theme (None: the first that has something), which window, up to which grade."""

    theme: str | None = None
    bounds: Bounds | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """`outlines` by layer; `answers` are what the map asks the service for, by address."""

    theme: str
    theme_title: Text
    asked: Asked
    layers: tuple[MapLayer, ...]
    outlines: dict[str, Outlines]
    bounds: Bounds
    listing: ThemeList
    answers: dict[str, Any]
    left_out: tuple[Text, ...]
    office: OfficeProfile
    district: Text | None
    made_by: str
    made_on: dt.date = field(default_factory=today)

    @property
    def secrecy(self) -> str:
        """The grade of the file: of the most closed layer inside."""
        return highest_grade(one.version.secrecy for one in self.layers)

    @property
    def features(self) -> int:
        return sum(len(one.frame) for one in self.outlines.values())

    @property
    def tolerance_m(self) -> float:
        return max(one.tolerance_m for one in self.outlines.values())

    @property
    def tolerance_said(self) -> Text:
        metres = f"{grouped(self.tolerance_m)} m"
        return Text(metres, metres)

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


def first_theme(layers: Sequence[MapLayer]) -> str:
    """The theme that the map opens with."""
    led = {one.kind.theme for one in layers if one.kind.on_map.leads}
    return next((theme for theme in THEMES if theme in led), next(iter(THEMES)))


def wanted_layers(layers: Sequence[MapLayer], theme: str, places: set[str]) -> list[MapLayer]:
    """Layers of the theme and the ground below it, in drawing order."""
    return [
        one
        for one in layers
        if one.kind.theme == theme or one.id in places or _is_ground_shown(one)
    ]


def _is_ground_shown(layer: MapLayer) -> bool:
    place = layer.kind.on_map
    return place.ground is not None and place.shown_at_first


def gather(services: Services, asked: Asked, made_by: str, *, with_answers: bool = True) -> Content:
    """What goes into the file; with_answers: what scripts ask for too, which paper does without.

    Raises `map-secrecy-asked` where layers are above public and no grade was confirmed,
    `map-nothing-inside`, `unknown-theme`.
    """
    every = map_layers(services)
    theme = asked.theme or first_theme(every)
    candidates = wanted_layers(every, theme, _places(theme_list(services, theme)))
    if asked.grade is None:
        _refuse_unasked(candidates)
    allowed = replace(
        services.seen_by(services.sight.up_to(asked.grade or "public")),
        store=RememberedStore(services.store),
    )
    seen = map_layers(allowed)
    listing = theme_list(allowed, theme)
    places = _places(listing)
    wanted = wanted_layers(seen, theme, places)
    outlines, left_out = _outlines(allowed, wanted, asked.bounds)
    hidden = [one for one in candidates if one not in wanted]
    left_out = [*(_too_secret(one) for one in hidden), *left_out]
    title = PROJECTS_TITLE if theme == PROJECTS else THEMES[theme].title
    layers = [one for one in wanted if one.id in outlines]
    if not any(not _is_ground_shown(one) or one.id in places for one in layers):
        why = listed(left_out, between=BETWEEN_CLAUSES) if left_out else ""
        raise EcoAtlasError(NOTHING_TO_TAKE, theme=title, why=why)
    carded, without = _carded(layers, outlines)
    answers = _answers(allowed, theme, listing, layers, outlines, carded) if with_answers else {}
    with allowed.reading() as session:
        office = office_profile(session)
    return Content(
        theme=theme,
        theme_title=title,
        asked=replace(asked, theme=theme),
        layers=tuple(layers),
        outlines=outlines,
        bounds=asked.bounds or district_of(layers) or _around(layers),
        listing=listing,
        answers=answers,
        left_out=(*left_out, *without),
        office=office,
        district=district_title(allowed),
        made_by=made_by,
    )


def _places(listing: ThemeList) -> set[str]:
    """Layers that projects of the list are built on."""
    return {layer for row in listing.rows for layer, _ in row.places}


def _refuse_unasked(layers: Sequence[MapLayer]) -> None:
    closed = [one for one in layers if one.version.secrecy != "public"]
    if closed:
        raise EcoAtlasError(
            SECRECY_ASKED,
            layers=listed([_too_secret(one) for one in closed], 5),
            grade=highest_grade(one.version.secrecy for one in closed),
        )


def _too_secret(layer: MapLayer) -> Text:
    return SAID["more_secret"].format(title=layer.title, grade=layer.secrecy)


def _around(layers: Sequence[MapLayer]) -> Bounds:
    found = bounds_of(layers)
    if found is None:
        raise RuntimeError("a file without layers was to be made")
    return found


def _outlines(
    services: Services, layers: Sequence[MapLayer], bounds: Bounds | None
) -> tuple[dict[str, Outlines], list[Text]]:
    """Of the layers that can be taken; the others in words."""
    window = bounds or district_of(layers)
    tolerance_m = _tolerance_m(window) if window else STEPS_M[0]
    found, left_out = [], []
    for layer in layers:
        if is_raster(layer.kind):
            left_out.append(SAID["raster"].format(title=layer.title))
            continue
        count = count_inside(services.store, layer.version, bounds)
        if count > MOST_FEATURES:
            said = {"title": layer.title, "count": count, "most": MOST_FEATURES}
            left_out.append(SAID["too_many"].format(**said))
        elif count:
            columns = [one for one in ("name", layer.kind.class_field) if one]
            found.append(read_outlines(services.store, layer.version, bounds, columns, tolerance_m))
    drawn = no_more_than(MOST_CORNERS, [one for one in found if len(one.frame)])
    return {one.version.layer_id: one for one in drawn}, left_out


def _tolerance_m(bounds: Bounds) -> float:
    """The next of the steps, so that what is said of it is exact."""
    west, south, east, north = bounds
    across = max(east - west, north - south) * METRES_OF_A_DEGREE
    return next(step for step in STEPS_M if step * PIXELS_ACROSS >= across or step == STEPS_M[-1])


def _answers(
    services: Services,
    theme: str,
    listing: ThemeList,
    layers: Sequence[MapLayer],
    outlines: dict[str, Outlines],
    carded: Sequence[MapLayer],
) -> dict[str, Any]:
    """What the scripts ask for."""
    keys = {one: set(_keys(outlines[one])) for one in outlines}
    answers: dict[str, Any] = {
        f"themes/{theme}": _only(listing, keys).as_dict(),
        "metrics/cards": {"cards": map_cards(services, names=False, titles=titles_of(services))},
    }
    for layer in carded:
        with services.reading() as session:
            own = sorted(keys[layer.id])
            for card in feature_cards(session, services.store, layer.version, own):
                address = f"layers/{layer.id}/features/{card.key}"
                answers[address] = card.as_dict() | {"link_url": None}
    answers["names"] = list(_names(layers, outlines))
    return answers


def _carded(
    layers: Sequence[MapLayer], outlines: dict[str, Outlines]
) -> tuple[list[MapLayer], list[Text]]:
    """Layers of whose features everything is told, and the others: they are too many together."""
    left, told, without = MOST_CARDS, [], []
    leading = sorted(
        layers, key=lambda one: (not one.kind.on_map.leads, not one.kind.on_map.shown_at_first)
    )
    for layer in leading:
        count = len(outlines[layer.id].frame)
        if count > left:
            without.append(SAID["no_cards"].format(title=layer.title))
            continue
        left -= count
        told.append(layer)
    return told, without


def _names(layers: Sequence[MapLayer], outlines: dict[str, Outlines]) -> Iterator[dict[str, Any]]:
    """What the search box of the file finds: name, key and the initials of the pinyin."""
    for layer in reversed(layers):
        frame, field = outlines[layer.id].frame, layer.version.key_field
        names = frame["name"] if "name" in frame else frame[field]
        for key, name in zip(frame[field].astype(str), names, strict=True):
            text = str(name) if isinstance(name, str) and name.strip() else key
            yield {
                "type": "feature",
                "name": text,
                "about": Text(f"{layer.title.zh} · {key}", f"{layer.title.en} · {key}"),
                "layer": layer.id,
                "key": key,
                "sought": f"{text} {key} {initials(text)}".lower(),
            }


def _keys(outlines: Outlines) -> Iterator[str]:
    return (str(key) for key in outlines.frame[outlines.version.key_field])


def _only(listing: ThemeList, keys: dict[str, set[str]]) -> ThemeList:
    """The rows of features that are inside."""
    rows = tuple(row for row in listing.rows if row.layer is None or _is_in(row, keys))
    return replace(listing, rows=rows, total=len(rows), behind=sum(one.behind for one in rows))


def _is_in(row: Any, keys: dict[str, set[str]]) -> bool:
    return row.key in keys.get(row.layer or "", ())
