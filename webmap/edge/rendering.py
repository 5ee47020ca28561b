"""Templates: strict, escaped, with the words of one language; each page gets one dataclass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from flask import Flask, Response, current_app, render_template
from jinja2 import StrictUndefined

from geo.figures.said import grouped, part
from geo.figures.units import UNITS
from geo.figures.writing import write
from geo.words import Text
from layers.storage.raster_store import holds_raster
from layers.system.china_time import minute
from projects.policy.units import unit_text
from projects.work.services import Services
from webmap.edge import access
from webmap.edge.file_answers import is_tried
from webmap.edge.language import language
from webmap.edge.wording import SENDING, Wording, in_one

WORDS = "ecoatlas.words"
Answer = TypeVar("Answer")


def services() -> Services:
    """What the answers to this request are read from, limited to what its sender may see."""
    found: Services = current_app.extensions["ecoatlas"]
    limited = found.seen_by(access.asker().sight)
    return limited.tried(begun) if (begun := is_tried()) else limited


def seen(find: Callable[..., Answer], *asked: Hashable) -> Answer:
    """What `find` answers of what the asker may see, or has answered since somebody wrote last.

    Many ask for the same: the answer is handed to several of them, so nobody changes it.
    """
    return answered(services(), find, *asked)


def answered(limited: Services, find: Callable[..., Answer], *asked: Hashable) -> Answer:
    """The same of what the sight of these services may see."""
    return access.unwritten((find, limited.sight, *asked), lambda: find(limited, *asked))


def page(template: str, view: Any) -> str:
    """Render `template` with its dataclass as `view` and the wording as `words`."""
    words = Wording(current_app.extensions[WORDS], language())
    return render_template(template, view=view, words=words)


def figure(value: float | None, unit: str, *, exact: bool = False) -> str:
    """A figure in the unit of this id, as it is written everywhere."""
    return write(value, UNITS[unit], language(), exact=exact)


def day(moment: dt.date | dt.datetime | None) -> str:
    """The day; a moment with its minute, in the time of China."""
    if moment is None:
        return "—"
    if isinstance(moment, dt.datetime):
        return minute(moment)
    return moment.isoformat()


def keep_private(response: Response) -> Response:
    """What was made for one person is not handed to another out of some store of answers."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def install(app: Flask, words: Mapping[str, Text], **globals_: Any) -> None:
    """Templates with the wording of all pages, and what every page may ask for by name."""
    app.extensions[WORDS] = words
    app.after_request(keep_private)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        figure=figure, percent=part, grouped=grouped, day=day, unit=unit_text
    )
    app.jinja_env.tests["raster"] = holds_raster
    app.jinja_env.globals.update(globals_, sending_words=lambda: in_one(SENDING, language()))
