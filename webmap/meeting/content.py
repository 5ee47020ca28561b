"""What goes into a file for a meeting: a theme, its layers, lists and cards, as far as it may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.figures.said import grouped
from geo.words import Text
from layers.storage.outlines import Outlines, no_more_than, read_outlines
from layers.storage.remembered import RememberedStore
from layers.system.pinyin import initials
from projects.work.services import Services
from webmap.edge.titles import titles_of
from webmap.map.features import feature_cards
from webmap.map.map_layers import MapLayer
from webmap.map.theme_list import ThemeList, theme_list
from webmap.meeting.choosing import About, Asked, Chosen, carded, choose
from webmap.meeting.words import SAID
from webmap.metrics.map_cards import map_cards

MOST_CORNERS = 120_000
MONTH = "water/months/newest"
"""What the map asks for the month of sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(About):
    """`outlines` by layer; `answers` are what the map asks the service for, by address."""

    outlines: dict[str, Outlines]
    listing: ThemeList
    answers: dict[str, Any]

    @property
    def features(self) -> int:
        return sum(len(one.frame) for one in self.outlines.values())

    @property
    def tolerance_m(self) -> float:
        return max(one.tolerance_m for one in self.outlines.values())

    @property
    def tolerance_said(self) -> Text:
        return metres_said(self.tolerance_m)

    @property
    def outlines_said(self) -> Text:
        return SAID["simplified"].format(far=self.tolerance_said)


def metres_said(metres: float) -> Text:
    said = f"{grouped(metres)} m"
    return Text(said, said)


def gather(services: Services, asked: Asked, made_by: str, *, with_answers: bool = True) -> Content:
    """What goes into the file; with_answers: what scripts ask for too, which paper does without.

    Raises what `choose` raises, and `map-nothing-inside`.
    """
    chosen = choose(services, asked)
    # Made for this file alone: what is kept by store and content must not keep it.
    reading = replace(chosen.services, store=RememberedStore(services.store))
    outlines = _outlines(reading, chosen)
    layers = [one for one in chosen.layers if one.id in outlines]
    told, without = carded(layers, {one: len(outlines[one].frame) for one in outlines})
    about = chosen.about(layers, without if with_answers else (), made_by)
    listing = chosen.listing or theme_list(chosen.services, chosen.theme)
    answers = (
        _answers(reading, chosen.theme, listing, layers, outlines, told) if with_answers else {}
    )
    about["month"] = _inside(chosen.month, outlines)
    if with_answers and about["month"] is not None:
        answers[MONTH] = about["month"]
    return Content(**about, outlines=outlines, listing=listing, answers=answers)


def _inside(
    month: Mapping[str, Any] | None, outlines: dict[str, Outlines]
) -> Mapping[str, Any] | None:
    """The month of the sections that are inside; nobody chooses another in the file."""
    if month is None:
        return None
    keys = {one: set(_keys(outlines[one])) for one in outlines}
    inside = [one for one in month["sections"] if one["key"] in keys.get(one["layer"], ())]
    return {**month, "months": [month["month"]], "sections": inside}


def _outlines(services: Services, chosen: Chosen) -> dict[str, Outlines]:
    found = []
    for layer in chosen.layers:
        columns = [one for one in ("name", layer.kind.class_field) if one]
        found.append(
            read_outlines(
                services.store, layer.version, chosen.asked.bounds, columns, chosen.tolerance_m
            )
        )
    drawn = no_more_than(MOST_CORNERS, [one for one in found if len(one.frame)])
    return {one.version.layer_id: one for one in drawn}


def _answers(
    services: Services,
    theme: str,
    listing: ThemeList,
    layers: Sequence[MapLayer],
    outlines: dict[str, Outlines],
    told: Sequence[MapLayer],
) -> dict[str, Any]:
    """What the scripts ask for."""
    keys = {one: set(_keys(outlines[one])) for one in outlines}
    answers: dict[str, Any] = {
        f"themes/{theme}": _only(listing, keys).as_dict(),
        "metrics/cards": {"cards": map_cards(services, names=False, titles=titles_of(services))},
    }
    with services.reading() as session:
        for layer in told:
            own = sorted(keys[layer.id])
            for card in feature_cards(session, services.store, layer.version, own):
                address = f"layers/{layer.id}/features/{card.key}"
                answers[address] = card.as_dict() | {"link_url": None}
    answers["names"] = list(_names(layers, outlines))
    return answers


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
