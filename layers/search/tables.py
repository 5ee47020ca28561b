"""The tables of the search index: which contents are in it, and what their features are called.

Beside them lies `search_gram`, the index proper, which no class stands for: a full-text table of
SQLite (FTS5), and a table with an inverted index (GIN) in PostgreSQL. Contents are named by hash,
as everything that is kept of them is; who may see a content is asked of the catalogue.
"""

from __future__ import annotations

from sqlalchemy import DDL, BigInteger, Integer, String, event
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import Base

# The numbers of a content's entries follow each other, so that one range holds all of them.
ENTRIES_OF_ONE = 2**32
GRAMS, GRAMS_INDEX = "search_gram", "ix_search_gram_grams"
TAKEN_OUT = -1
# It keeps no text of its own. Pairs of characters hold no blank, and no sign of ASCII but letters
# and digits.
MADE = {
    "sqlite": ("CREATE VIRTUAL TABLE search_gram USING fts5(grams, content='', tokenize='ascii')",),
    "postgresql": (
        "CREATE TABLE search_gram (id BIGINT PRIMARY KEY, grams INTEGER[] NOT NULL)",
        "CREATE INDEX ix_search_gram_grams ON search_gram USING gin (grams)",
    ),
}


class SearchContent(Base):
    """A content of which the first `entries` features are in the index; it is asked for when it is
    `complete`. `entries` is -1 while it is being taken out."""

    __tablename__ = "search_content"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    entries: Mapped[int] = mapped_column(default=0)
    complete: Mapped[bool] = mapped_column(default=False, index=True)


class SearchEntry(Base):
    """A feature: its key and name as they are shown, and as they are compared."""

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    key: Mapped[str]
    name: Mapped[str | None]
    words: Mapped[str]
    sound: Mapped[str | None]


def is_index(name: str) -> bool:
    """Whether a table of the database belongs to the index that no class stands for."""
    return name == GRAMS or name.startswith(f"{GRAMS}_")


for _dialect, _statements in MADE.items():
    for _statement in _statements:
        made = DDL(_statement)  # type: ignore[no-untyped-call]
        made = made.execute_if(dialect=_dialect)
        event.listen(SearchEntry.__table__, "after_create", made)
