"""The wording of pages, both languages side by side; `Wording` gives one language of it."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Language, Text
from webmap.accounts.words import ACCOUNTS
from webmap.edge.shell_words import PAGES
from webmap.exports.words import EXPORTS
from webmap.hits.words import HITS
from webmap.map.raster_words import RASTER
from webmap.map.words import MAP
from webmap.metrics.words import JOB, METRICS, RUN_MAP
from webmap.sheets.words import SHEETS
from webmap.statements.verify_words import VERIFY
from webmap.statements.words import STATEMENTS
from webmap.table.words import TABLE
from webmap.uploads.words import UPLOADS
from webmap.versions.words import VERSIONS

ROOMS = (
    PAGES,
    MAP,
    ACCOUNTS,
    TABLE,
    UPLOADS,
    VERSIONS,
    EXPORTS,
    SHEETS,
    METRICS,
    STATEMENTS,
    HITS,
    VERIFY,
    RASTER,
)
WORDS: Mapping[str, Text] = {name: text for room in ROOMS for name, text in room.items()}


class Wording:
    """`words.layers` in a template; a name that is not declared is a fault, not an empty place."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __getattr__(self, name: str) -> str:
        if name not in WORDS:
            raise AttributeError(f"no wording declared for {name}")
        return WORDS[name].in_(self._language)


def map_words(language: Language) -> dict[str, str]:
    """What the scripts of the map page say."""
    return {name: text.in_(language) for name, text in MAP.items()}


# What every script says when the server does not answer.
NO_ANSWER = ("no_connection", "no_connection_fix", "no_answer")


def upload_words(language: Language) -> dict[str, str]:
    """What the scripts of the pages of uploads say."""
    said = UPLOADS | {name: MAP[name] for name in NO_ANSWER}
    return {name: text.in_(language) for name, text in said.items()}


def metric_words(language: Language) -> dict[str, str]:
    """What the scripts of a computation and of the map of its result say."""
    said = JOB | RUN_MAP | {name: MAP[name] for name in NO_ANSWER}
    return {name: text.in_(language) for name, text in said.items()}
