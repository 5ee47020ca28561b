"""Layers in the sentences of a result by their titles; results name them by id, which stays.

A title may be changed, so it is no part of a stored result; it is put in where the result is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import LANGUAGES, Language, Text
from layers.catalogue import Layer

VERSION = Text("{title}（第 {number} 版）", "{title} (version {number})")
MENTIONED = re.compile(
    r"(?<![A-Za-z0-9_@-])(?P<layer>[A-Za-z0-9_-]+)@(?P<number>\d+)(?![\w@])|“(?P<quoted>[\w-]+)”"
)


def titles_of(session: Session, layers: list[str]) -> dict[str, Text]:
    """The titles of layers by id, in one query; of one that is gone there is none."""
    query = select(Layer.id, Layer.title_zh, Layer.title_en).where(Layer.id.in_(layers))
    return {id_: Text(zh, en) for id_, zh, en in session.execute(query)}


def titled(said: Text, titles: Mapping[str, Text]) -> Text:
    """The sentence with `zones@2` and `“zones”` as the title of the layer, where it has one."""
    zh, en = (_titled(said.in_(one), titles, one) for one in LANGUAGES)
    return Text(zh, en)


def _titled(said: str, titles: Mapping[str, Text], language: Language) -> str:
    def name(found: re.Match[str]) -> str:
        title = titles.get(found["layer"] or found["quoted"])
        if title is None:
            return found[0]
        if found["layer"]:
            return VERSION.format(title=title, number=found["number"]).in_(language)
        return f"“{title.in_(language)}”"

    return MENTIONED.sub(name, said)
