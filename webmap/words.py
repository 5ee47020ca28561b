"""The wording of pages, both languages side by side; `Wording` gives one language of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.words import Text
from webmap.accounts.words import ACCOUNTS
from webmap.asking.words import ASKING
from webmap.basemaps.words import BASEMAPS
from webmap.chiefs.words import CHIEFS
from webmap.edge.shell_words import PAGES
from webmap.exports.words import EXPORTS
from webmap.hits.words import HITS
from webmap.map.raster_words import RASTER
from webmap.map.words import MAP
from webmap.meeting.words import MEETING
from webmap.metrics.standing_words import STANDING
from webmap.metrics.words import METRICS
from webmap.policy.words import STATES_WORDS
from webmap.projects.bulk_words import PROJECT_BULK
from webmap.projects.dashboard_words import DASHBOARD
from webmap.projects.form_words import PROJECT_FORMS
from webmap.projects.link_words import PROJECT_LINKS
from webmap.projects.list_words import PROJECT_LISTS
from webmap.projects.pool_words import PROJECT_POOL
from webmap.projects.unit_words import UNITS
from webmap.projects.words import PROJECTS
from webmap.readings.words import READINGS
from webmap.recent.words import RECENT
from webmap.rounds.words import ROUNDS
from webmap.sheets.words import SHEETS
from webmap.sites.words import SITES
from webmap.statements.verify_words import VERIFY
from webmap.statements.words import STATEMENTS
from webmap.table.words import TABLE
from webmap.targets.words import TARGETS
from webmap.uploads.words import UPLOADS
from webmap.versions.held_words import LAYER_CONTENT
from webmap.versions.words import VERSIONS
from webmap.viewing.words import VIEWING
from webmap.water.words import WATER

ROOMS = (
    PAGES,
    DASHBOARD,
    PROJECTS,
    PROJECT_FORMS,
    PROJECT_LISTS,
    PROJECT_BULK,
    PROJECT_LINKS,
    PROJECT_POOL,
    UNITS,
    MAP,
    ACCOUNTS,
    BASEMAPS,
    TABLE,
    UPLOADS,
    VERSIONS,
    EXPORTS,
    SHEETS,
    METRICS,
    STANDING,
    STATEMENTS,
    HITS,
    READINGS,
    RECENT,
    ROUNDS,
    TARGETS,
    VERIFY,
    RASTER,
    STATES_WORDS,
    CHIEFS,
    MEETING,
    SITES,
    ASKING,
    WATER,
    VIEWING,
    LAYER_CONTENT,
)


def _together(rooms: Iterable[Mapping[str, Text]]) -> dict[str, Text]:
    """One table of all rooms; a name that two of them use would say the wrong thing in one."""
    made: dict[str, Text] = {}
    for room in rooms:
        if twice := [name for name, text in room.items() if made.get(name, text) != text]:
            raise ValueError(f"declared by two rooms: {', '.join(twice)}")
        made.update(room)
    return made


WORDS: Mapping[str, Text] = _together(ROOMS)
