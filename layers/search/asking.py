"""Asking the search index: the best few answers of what a session may see, in a few statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session, defer

from layers.catalogue import Layer, Version, VersionRef, reference
from layers.search.tables import ENTRIES_OF_ONE, SearchContent
from layers.search.words import Asked, Part

Rank = list[tuple[Part, ...]]
Range = tuple[int, int]

IN_SQLITE = """
SELECT e.id, e.key, e.name
FROM json_each(:ranges) AS r
CROSS JOIN search_gram AS g
JOIN search_entry AS e ON e.id = g.rowid
WHERE g.search_gram MATCH :asked
AND g.rowid BETWEEN json_extract(r.value, '$[0]') AND json_extract(r.value, '$[1]')
LIMIT :most
"""
# What many features hold is found among the first of them: the index would bring all of them.
FIRST = 1000
FIRST_IN_POSTGRESQL = """
SELECT e.id, e.key, e.name
FROM (
    SELECT f.* FROM unnest(CAST(:lows AS bigint[]), CAST(:highs AS bigint[])) AS r(low, high)
    CROSS JOIN LATERAL (
        SELECT * FROM search_entry AS s WHERE s.id BETWEEN r.low AND r.high
        ORDER BY s.id LIMIT :first
    ) AS f
    LIMIT :first
) AS e
WHERE {alike} ORDER BY e.id LIMIT :most
"""
# Rows come in the order in which they lie, and no more are read than are wanted.
IN_POSTGRESQL = """
SELECT e.id, e.key, e.name
FROM search_gram AS g
CROSS JOIN LATERAL (SELECT * FROM search_entry AS s WHERE s.id = g.id OFFSET 0) AS e
WHERE {held} AND g.id / :each = ANY(CAST(:contents AS bigint[])) AND {alike}
LIMIT :most
"""
# PostgreSQL guesses that grams are found in different rows, and goes through all rows instead.
BY_INDEX = "SET LOCAL enable_seqscan = {}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A feature of a version that is live; `rank` is 0 for the best answers."""

    version: VersionRef
    key: str
    name: str
    rank: int


def find(session: Session, asked: Asked, most: int) -> list[Hit]:
    """The best answers among the live versions that the session is shown, `most` at most.

    While a version is being indexed, the one before it answers in its place.
    """
    ranks = asked.ranked()
    contents = _contents(session) if ranks else {}
    if not contents:
        return []
    ranges = _ranges(session, contents)
    with _by_index(session):
        return list(_hits(session, ranks, contents, ranges, most).values())[:most]


def _hits(
    session: Session,
    ranks: Sequence[Rank],
    contents: dict[int, list[VersionRef]],
    ranges: Sequence[Range],
    most: int,
) -> dict[tuple[int, str], Hit]:
    """Rank by rank until there are enough; each feature of a layer under its best rank."""
    found: dict[tuple[int, str], Hit] = {}
    for rank, conditions in enumerate(ranks):
        for row in _rows(session, conditions, ranges, most):
            for version in contents[row.id // ENTRIES_OF_ONE]:
                name = row.key if row.name is None else row.name
                hit = Hit(version, row.key, name, rank)
                found.setdefault((row.id, version.layer_id), hit)
        if len(found) >= most:
            break
    return found


@contextmanager
def _by_index(session: Session) -> Iterator[None]:
    here = session.get_bind().dialect.name == "postgresql"
    if here:
        session.execute(text(BY_INDEX.format("off")))
    yield
    if here:
        session.execute(text(BY_INDEX.format("on")))


def _contents(session: Session) -> dict[int, list[VersionRef]]:
    """By number of the content: the versions that answer for their layers."""
    query = (
        select(Layer, Version, SearchContent.id)
        .join(Version, Version.layer_id == Layer.id)
        .join(SearchContent, SearchContent.sha256 == Version.sha256)
        .where(Layer.live_version.is_not(None), SearchContent.complete)
        .options(defer(Version.manifest))
        .order_by(Layer.id, (Version.number == Layer.live_version).desc(), Version.number.desc())
    )
    answering: dict[str, tuple[VersionRef, int]] = {}
    for layer, version, content in session.execute(query):
        answering.setdefault(layer.id, (reference(layer, version), content))
    found: dict[int, list[VersionRef]] = {}
    for ref, content in answering.values():
        found.setdefault(content, []).append(ref)
    return found


def _ranges(session: Session, wanted: dict[int, list[VersionRef]]) -> list[Range]:
    """Numbers of the entries that may be found; contents that follow each other are one range."""
    ranges: list[Range] = []
    joins = False
    for content in session.scalars(select(SearchContent.id).order_by(SearchContent.id)):
        if content in wanted:
            low = content * ENTRIES_OF_ONE
            begins = ranges.pop()[0] if joins else low
            ranges.append((begins, low + ENTRIES_OF_ONE - 1))
        joins = content in wanted
    return ranges


def _rows(
    session: Session, conditions: Rank, ranges: Sequence[Range], most: int
) -> Sequence[Row[Any]]:
    if session.get_bind().dialect.name == "sqlite":
        values = {"ranges": json.dumps(ranges), "asked": _matching(conditions), "most": most}
        return session.execute(text(IN_SQLITE), values).all()
    return _in_postgresql(session, conditions, ranges, most)


def _in_postgresql(
    session: Session, conditions: Rank, ranges: Sequence[Range], most: int
) -> Sequence[Row[Any]]:
    held, alike, values = _holding(conditions)
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    values |= {"lows": lows, "highs": highs, "first": FIRST, "most": most}
    found = session.execute(text(FIRST_IN_POSTGRESQL.format(alike=alike)), values).all()
    if len(found) >= most:
        return found
    contents = [
        number // ENTRIES_OF_ONE
        for low, high in ranges
        for number in range(low, high, ENTRIES_OF_ONE)
    ]
    query = text(IN_POSTGRESQL.format(held=held, alike=alike))
    rows = session.execute(query, values | {"each": ENTRIES_OF_ONE, "contents": contents}).all()
    return sorted(rows, key=lambda row: row.id)


def _matching(conditions: Rank) -> str:
    """The question in the language of FTS5; pairs hold no quotation mark."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(part.grams)}"' for part in parts) + ")"
        for parts in conditions
    )


def _holding(conditions: Rank) -> tuple[str, str, dict[str, Any]]:
    """The question as conditions of PostgreSQL: rows that may fit by their grams, and of these the
    texts that do."""
    values: dict[str, Any] = {}

    def held(part: Part) -> str:
        name = f"grams_{len(values)}"
        values[name] = part.numbers
        return f"g.grams @> CAST(:{name} AS integer[])"

    def alike(part: Part) -> str:
        name = f"like_{len(values)}"
        values[name] = _like(part)
        return f"e.{'sound' if part.heard else 'words'} LIKE :{name}"

    def all_of(one: Callable[[Part], str]) -> str:
        return " AND ".join(f"({' OR '.join(map(one, parts))})" for parts in conditions)

    return all_of(held), all_of(alike), values


def _like(part: Part) -> str:
    text_ = part.text
    for sign in "\\%_":
        text_ = text_.replace(sign, f"\\{sign}")
    return f"%{text_}%"
