"""Search over the features of the live layers, projects, clauses and units, by name or code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import category
from urllib.parse import quote

from sqlalchemy.orm import Session

from geo.figures.said import degrees, place
from geo.words import Text
from layers.search import Asked, Hit, find
from layers.system.pinyin import initials, sound, spelled
from projects.records.naming import (
    Named,
    all_names,
    clauses_named,
    projects_named,
    units_named,
)
from projects.sites.pasted import places_of
from projects.work.services import Services
from webmap.edge.addresses import map_address, project_address

LIMIT = 12
LEAST_INITIALS = 2
# Of full pinyin: two syllables at least, and so many features with their initials are read.
LEAST_SPELLED, MOST_SPELLED = 4, 200
# Degrees of a point in China have as many.
LEAST_DIGITS = 5
MOST_PLACES = 3
PLACE_ZOOM, PLACE_DIGITS = 15, 5
CLAUSE = Text("工作事项", "Clause")
PROJECT = Text("项目", "Project")
UNIT = Text("单位", "Unit")
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
    """A point that was typed; else the best answers first: names that begin with the text, names
    that hold each of its words, and then those whose Chinese has these initials of pinyin; where
    nothing has, those that sound as it is spelled."""
    # Marks that nobody sees come along from documents.
    asked = Asked.of("".join(one for one in text if category(one) != "Cf"))
    if not asked.words:
        return []
    places = list(_places(text)) if sum(one.isdigit() for one in text) >= LEAST_DIGITS else []
    if places:
        return places
    with services.reading() as session:
        features = [_feature(hit) for hit in find(session, asked, limit)]
        others = list(_written(session, asked, limit))
        if len(others) < limit and any(map(_may_sound, asked.words)):
            known = {one.url for one in others}
            others += [one for one in _sounding(session, asked) if one.url not in known]
        if not features and not others:
            return _spelled(session, "".join(asked.words), limit)
    return sorted([*features, *others], key=lambda found: found.rank)[:limit]


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
