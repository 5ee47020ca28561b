"""The name of the district, from its own layers."""

from __future__ import annotations

import re

from geo.words import Text
from layers.catalogue import live_versions
from layers.kinds import KNOWN_GROUND, get_kind
from projects.work.services import Services


def district_title(services: Services) -> Text | None:
    """The title of the layer of boundaries without the words for boundaries; None without one."""
    with services.reading() as session:
        boundaries = live_versions(session, *KNOWN_GROUND)
    if not boundaries:
        return None
    return without_kind(boundaries[0].title, get_kind(boundaries[0].kind).title)


def without_kind(title: Text, kind: Text) -> Text:
    """`行政区划（汉南区）` names the kind and then the place: the place is what is meant."""
    named = re.fullmatch(rf"{re.escape(kind.zh)}\s*[（(](.+)[)）]", title.zh)
    return Text(named.group(1), title.en) if named else title
