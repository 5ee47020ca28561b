"""Search over features, layers, figures, projects, clauses and units, by name or code; a section of
water with a month, a point, and the corners of a site as they are pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from unicodedata import category
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.figures.said import degrees, place
from geo.words import LANGUAGES, Text
from layers.catalogue import live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.search import Asked, Hit, find
from layers.system.pinyin import initials, sound, spelled
from projects.metrics.declaration import Metric
from projects.metrics.registry import METRICS
from projects.records.queries.naming import (
    Named,
    all_names,
    clauses_named,
    projects_named,
    units_named,
)
from projects.sites.errors import SITE_NOT_UNDERSTOOD
from projects.sites.pasted import places_of, read_pasted
from projects.standing.figures import standing
from projects.work.services import Services
from webmap.edge.addresses import map_address, project_address

LIMIT = 12
LEAST_INITIALS = 2
# Of full pinyin: two syllables at least, and so many features with their initials are read.
LEAST_SPELLED, MOST_SPELLED = 4, 200
# Degrees of a point in China have as many.
LEAST_DIGITS = 5
MOST_PLACES = 3
# A letter or two are in many titles of figures and layers.
LEAST_CALLED, MOST_CALLED = 2, 4
# Corners stand on lines of their own, or apart by semicolons where a box has one line.
APART = re.compile(r"\s*[;；\n]\s*")
LEAST_CORNERS = 2
# 2024-06, 2024.6, 2024年6月 at the end.
MONTH = re.compile(r"\s*(20\d\d)\s*[-年./]\s*(1[0-2]|0?[1-9])\s*月?\s*$")
PLACE_ZOOM, PLACE_DIGITS = 15, 5
CLAUSE = Text("工作事项", "Clause")
PROJECT = Text("项目", "Project")
UNIT = Text("单位", "Unit")
NO_FIGURE = Text("还没有现行数字", "no figure stands yet")
LAYER = Text("图层 · {count} 个要素", "Layer · {count:feature|features}")
SITE = Text("研判这处用地（{count} 个点）", "Check this site ({count:point|points})")
OF_MONTH = Text("{about} · {month} 的水质", "{about} · water quality of {month}")
# As `Hit.rank`: begins with what was asked, holds it, sounds like it at the beginning, or at all.
BEGINS, HOLDS, SOUNDS_FIRST, SOUNDS = range(4)

sounding = lru_cache(maxsize=50_000)(initials)


@dataclass(frozen=True, slots=True)
class Found:
    type: str
    name: Text
    about: Text
    url: str
    rank: int
    layer: str | None = None
    key: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "name": self.name,
            "about": self.about,
            "url": self.url,
            "layer": self.layer,
            "key": self.key,
        }


def search(services: Services, text: str, limit: int = LIMIT) -> list[Found]:
    """A point or a site that was typed, or a section with a month; else the best answers first:
    names that begin with the text, names that hold each of its words, and then those whose Chinese
    has these initials of pinyin; where nothing has, those that sound as it is spelled."""
    # Marks that nobody sees come along from documents.
    plain = "".join(one for one in text if category(one) != "Cf" or one == "\n")
    asked = Asked.of(plain)
    if not asked.words:
        return []
    typed = _typed(plain) if sum(one.isdigit() for one in plain) >= LEAST_DIGITS else []
    if typed:
        return typed
    with services.reading() as session:
        return _in_month(session, plain, limit) or _named(session, asked, limit)


def _named(session: Session, asked: Asked, limit: int) -> list[Found]:
    features = [_feature(hit) for hit in find(session, asked, limit)]
    others = [*_written(session, asked, limit), *_called(session, asked)]
    if len(others) < limit and any(map(_may_sound, asked.words)):
        known = {one.url for one in others}
        others += [one for one in _sounding(session, asked) if one.url not in known]
    if not features and not others:
        return _spelled(session, "".join(asked.words), limit)
    return sorted([*features, *others], key=lambda found: found.rank)[:limit]


def _in_month(session: Session, text: str, limit: int) -> list[Found]:
    """Sections of water by their name with a month behind it: each on the map of that month."""
    said = MONTH.search(text)
    asked = Asked.of(text[: said.start()]) if said else None
    if said is None or asked is None or not asked.words:
        return []
    layers = {one.layer_id for one in live_versions(session, MONITORING_SECTION.id)}
    month = f"{said[1]}-{int(said[2]):02}"
    of = urlencode({"theme": MONITORING_SECTION.theme, "month": month})
    return [
        replace(
            one,
            url=f"{one.url}&{of}",
            about=OF_MONTH.format(about=one.about, month=month),
        )
        for one in _named(session, asked, limit)
        if one.layer in layers
    ]


def _typed(text: str) -> list[Found]:
    """A point, each way that it can be read; or a site by its corners."""
    places = list(_places(text))
    lines = [one for one in APART.split(text.strip()) if one]
    if places or len(lines) < LEAST_CORNERS:
        return places
    found = _site(lines)
    return [found] if found else []


def _site(lines: Sequence[str]) -> Found | None:
    """What is to be checked; where numbers leave something open, the page of sites asks. None
    of what are no points."""
    try:
        about = read_pasted("\n".join(lines)).origin
    except EcoAtlasError as error:
        if error.code == SITE_NOT_UNDERSTOOD.code:
            return None
        about = error.message
    url = f"/sites?{urlencode({'place': ';'.join(lines)})}"
    return Found("site", SITE.format(count=len(lines)), about, url, BEGINS)


def _places(text: str) -> Iterator[Found]:
    """A point that was typed, in each system that its numbers could be of."""
    for lon, lat, read_as in places_of(text)[:MOST_PLACES]:
        url = f"/#{PLACE_ZOOM}/{degrees(lat, PLACE_DIGITS)}/{degrees(lon, PLACE_DIGITS)}"
        yield Found("place", place(lon, lat, PLACE_DIGITS), read_as, url, BEGINS)


def _feature(hit: Hit) -> Found:
    ref = hit.version
    about = Text(f"{ref.title.zh} · {hit.key}", f"{ref.title.en} · {hit.key}")
    url = map_address(ref.layer_id, hit.key)
    return Found("feature", Text(hit.name, hit.name), about, url, hit.rank, ref.layer_id, hit.key)


def _spelled(session: Session, word: str, limit: int) -> list[Found]:
    """What sounds like a word of full pinyin, `caidian` as 蔡甸: found by the initials, which are
    indexed, and then read whole."""
    if len(word) < LEAST_SPELLED or not (word.isascii() and word.isalpha()):
        return []
    found: dict[str, Found] = {}
    for said in spelled(word):
        asked = Asked.of(said)
        near = [_feature(hit) for hit in find(session, asked, MOST_SPELLED)] if asked.words else []
        for one in [*near, *_sounding(session, asked)]:
            if word in sound(one.name.zh).replace(" ", ""):
                found.setdefault(one.url, one)
    return sorted(found.values(), key=lambda one: one.rank)[:limit]


def _written(session: Session, asked: Asked, limit: int) -> Iterator[Found]:
    for one in projects_named(session, asked.words, limit):
        yield _project(one, _rank(one, asked))
    for one in clauses_named(session, asked.words, limit):
        yield _clause(one, _rank(one, asked))
    for one in units_named(session, asked.words, limit):
        yield _unit(one, _rank(one, asked))


def _called(session: Session, asked: Asked) -> list[Found]:
    """Figures and layers by their titles; a figure also by what its summary says it is about."""
    if any(len(word) < LEAST_CALLED for word in asked.words):
        return []
    layers = [
        Found("layer", one.title, LAYER.format(count=one.features), f"/layers/{one.layer_id}", rank)
        for one in live_versions(session)
        if (rank := _says(one.title, asked)) is not None
    ]
    figures = [
        _figure(session, metric, rank)
        for metric in METRICS.values()
        if (rank := _says(metric.title, asked, metric.summary)) is not None
    ]
    figures.sort(key=lambda one: one.rank)
    return [*figures[:MOST_CALLED], *layers[:MOST_CALLED]]


def _says(title: Text, asked: Asked, about: Text | None = None) -> int | None:
    """How well a title answers; None where a word is in neither title nor `about`."""
    ranks = []
    for lang in LANGUAGES:
        named = title.in_(lang).casefold()
        whole = f"{named} {about.in_(lang).casefold()}" if about else named
        if all(word in named for word in asked.words):
            ranks.append(BEGINS if named.startswith(asked.words[0]) else HOLDS)
        elif all(word in whole for word in asked.words):
            ranks.append(SOUNDS_FIRST)
    return min(ranks, default=None)


def _figure(session: Session, metric: Metric, rank: int) -> Found:
    """Leads to the rows of the result that stands, else to the metric."""
    stands = next(iter(standing(session).of_metric(metric.id)), None)
    url = f"/metrics/runs/{stands.run_id}#rows" if stands else f"/metrics/{metric.id}"
    head = next(one.title for one in metric.total if one.name == metric.headline)
    text = stands.text if stands else None
    about = Text(f"{head.zh} {text.zh}", f"{head.en} {text.en}") if text else NO_FIGURE
    return Found("figure", metric.title, about, url, rank)


def _sounding(session: Session, asked: Asked) -> Iterator[Found]:
    projects, clauses = all_names(session)
    for make, named in ((_project, projects), (_clause, clauses)):
        for one in named:
            sound = sounding(one.name.zh)
            if all(_may_sound(word) and word in sound for word in asked.words):
                yield make(one, SOUNDS_FIRST if sound.startswith(asked.words[0]) else SOUNDS)


def _project(one: Named, rank: int) -> Found:
    about = Text(f"{PROJECT.zh} · {one.code}", f"{PROJECT.en} · {one.code}")
    return Found("project", one.name, about, project_address(one.code), rank)


def _clause(one: Named, rank: int) -> Found:
    about = Text(f"{CLAUSE.zh} · {one.code}", f"{CLAUSE.en} · {one.code}")
    return Found("clause", one.name, about, f"/policy/{one.code}", rank)


def _unit(one: Named, rank: int) -> Found:
    about = Text(f"{UNIT.zh} · {one.code}", f"{UNIT.en} · {one.code}")
    return Found("unit", one.name, about, f"/units/{quote(one.code, safe='')}", rank)


def _may_sound(word: str) -> bool:
    """One letter would find half of everything."""
    return len(word) >= LEAST_INITIALS and word.isascii()


def _rank(one: Named, asked: Asked) -> int:
    texts = (one.code, one.name.zh, one.name.en)
    begins = any(text.casefold().startswith(asked.words[0]) for text in texts)
    return BEGINS if begins else HOLDS
