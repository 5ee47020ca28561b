"""Asking the search index: the best few answers of what a session may see, in a few statements."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
IN_POSTGRESQL = """
SELECT f.id, f.key, f.name
FROM unnest(CAST(:lows AS bigint[]), CAST(:highs AS bigint[])) AS r(low, high)
CROSS JOIN LATERAL (
    SELECT e.id, e.key, e.name FROM search_gram AS g JOIN search_entry AS e ON e.id = g.id
    WHERE g.id BETWEEN r.low AND r.high AND {condition}
    ORDER BY g.id LIMIT :most
) AS f
LIMIT :most
"""


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
    ranges, found = _ranges(session, contents), dict[tuple[int, str], Hit]()
    for rank, conditions in enumerate(ranks):
        for row in _rows(session, conditions, ranges, most):
            for version in contents[row.id // ENTRIES_OF_ONE]:
                name = row.key if row.name is None else row.name
                hit = Hit(version, row.key, name, rank)
                found.setdefault((row.id, version.layer_id), hit)
        if len(found) >= most:
            break
    return list(found.values())[:most]


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
    condition, values = _holding(conditions)
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    query = text(IN_POSTGRESQL.format(condition=condition))
    # How many rows have a pair decides how they are best found: planned for this one.
    session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    return session.execute(query, values | {"lows": lows, "highs": highs, "most": most}).all()


def _matching(conditions: Rank) -> str:
    """The question in the language of FTS5; pairs hold no quotation mark."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(part.grams)}"' for part in parts) + ")"
        for parts in conditions
    )


def _holding(conditions: Rank) -> tuple[str, dict[str, Any]]:
    """The question as a condition of PostgreSQL: rows with all pairs, and of these the texts in
    which they stand one after the other."""
    values: dict[str, Any] = {}

    def one(part: Part) -> str:
        number = len(values) // 2
        values[f"grams_{number}"] = list(dict.fromkeys(part.grams))
        values[f"like_{number}"] = _like(part)
        column = "sound" if part.heard else "words"
        return f"(g.grams @> CAST(:grams_{number} AS text[]) AND e.{column} LIKE :like_{number})"

    return " AND ".join("(" + " OR ".join(map(one, parts)) + ")" for parts in conditions), values


def _like(part: Part) -> str:
    text_ = part.text
    for sign in "\\%_":
        text_ = text_.replace(sign, f"\\{sign}")
    return f"%{text_}%"
