"""Search over the features of the live layers, the projects and the clauses, by name or code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds import KINDS
from layers.storage.store import Store
from layers.system.pinyin import initials
from projects.policy.register import items
from projects.records.records import list_projects
from projects.work.services import Services
from webmap.edge.addresses import map_address, project_address

LIMIT = 12
LEAST_INITIALS = 2
CLAUSE = Text("工作事项", "Clause")
PROJECT = Text("项目", "Project")


@dataclass(frozen=True, slots=True)
class Found:
    type: str
    name: Text
    about: Text
    url: str
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


@dataclass(frozen=True, slots=True)
class IndexedFeature:
    key: str
    name: str
    text: str
    sound: str


def search(services: Services, asked: str, limit: int = LIMIT) -> list[Found]:
    """The best answers first: names that begin with the text, names that hold it, and then those
    whose Chinese has these initials of pinyin."""
    text = asked.strip().casefold()
    if not text:
        return []
    with services.reading() as session:
        versions = [ref for ref in live_versions(session) if ref.kind in KINDS]
        projects = [_project(p.code, p.name) for p in list_projects(session)]
        clauses = [_clause(item.id, item.title) for item in items(session)]
    features = [found for ref in versions for found in _features(services.store, ref, text)]
    matching = [found for found in (*projects, *clauses) if _holds(found, text)]
    ranked = sorted([*features, *matching], key=lambda found: _rank(found, text))
    return ranked[:limit]


def _features(store: Store, ref: VersionRef, text: str) -> Iterator[Found]:
    for one in _index(store, ref.sha256, ref.key_field):
        if text in one.text or _sounds(one.sound, text):
            about = Text(f"{ref.title.zh} · {one.key}", f"{ref.title.en} · {one.key}")
            url = map_address(ref.layer_id, one.key)
            name = Text(one.name, one.name)
            yield Found("feature", name, about, url, ref.layer_id, one.key)


@lru_cache(maxsize=64)
def _index(store: Store, sha256: str, key_field: str) -> tuple[IndexedFeature, ...]:
    """Keys and names of a version; a content never changes, so neither does this."""
    columns = [name for name in store.columns(sha256) if name in (key_field, "name", "code")]
    table = store.attributes(sha256, columns)
    keys = table[key_field].astype(str)
    names = table["name"].where(table["name"].notna(), keys) if "name" in table else keys
    texts = table.astype(str).agg(" ".join, axis=1).str.casefold()
    names = names.astype(str)
    return tuple(map(IndexedFeature, keys, names, texts, names.map(initials)))


def _project(code: str, name: str) -> Found:
    about = Text(f"{PROJECT.zh} · {code}", f"{PROJECT.en} · {code}")
    return Found("project", Text(name, name), about, project_address(code))


def _clause(item_id: str, title: Text) -> Found:
    about = Text(f"{CLAUSE.zh} · {item_id}", f"{CLAUSE.en} · {item_id}")
    return Found("clause", title, about, f"/policy/{item_id}")


def _holds(found: Found, text: str) -> bool:
    return _written(found, text) or _sounds(initials(found.name.zh), text)


def _written(found: Found, text: str) -> bool:
    words = (found.name.zh, found.name.en, found.about.zh)
    return any(text in one.casefold() for one in words)


def _sounds(sound: str, text: str) -> bool:
    """Whether a name has these initials; one letter would find half of everything."""
    return len(text) >= LEAST_INITIALS and text.isascii() and text in sound


def _rank(found: Found, text: str) -> int:
    names = (found.name.zh, found.name.en, found.key or "")
    if any(name.casefold().startswith(text) for name in names):
        return 0
    if _written(found, text):
        return 1
    return 2 if initials(found.name.zh).startswith(text) else 3
