"""Readings typed on a grid: the page, and what it saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from layers.catalogue import live_versions
from layers.system.china_time import today
from layers.system.scratch import kept_folder
from projects.water.items import Item, items_now
from projects.water.measured import MEASURED, PLANT, Of, code_of
from projects.water.readings import Asked
from projects.water.sections import Section, sections_of
from projects.water.typed import FIRST_ROW, TypedRow, keep_typed, kept_in
from webmap.edge.access import actor, requires
from webmap.edge.asked import read, takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.edge.wording import NO_ANSWER, in_one
from webmap.readings.answers import TypedAnswer
from webmap.readings.words import TYPED

blueprint = Blueprint("typed_readings", __name__)
MOST_ROWS = 1000
PLANT_ITEMS = ("COD", "BOD5", "SS", "TN", "NH3-N", "TP", "pH", "temp", "in_COD", "in_BOD5")
"""What a grid of plants begins with."""
LENGTH_OF_MONTH = len("2026-10")
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2}( \d{2}:\d{2})?)?$")]
Key = Annotated[str, Field(max_length=100)]


class GridAsked(BaseModel):
    """Which sections, which items, when; nothing means this month and the items that classes
    need."""

    time: Moment | None = None
    layer: Key = ""
    of: Of = "sections"
    items: Annotated[list[Key], Field(max_length=100)] = []
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class ReadingRow(BaseModel):
    """A row of the grid: cells by item, as they were typed."""

    section: Key
    time: Moment
    row: Annotated[int, Field(ge=FIRST_ROW, le=MOST_ROWS + FIRST_ROW)]
    version: int = 0
    cells: dict[Key, Annotated[str, Field(max_length=80)]]


class RowsBody(BaseModel):
    """status: `looked` says that values far above what is found were looked at."""

    rows: Annotated[list[ReadingRow], Field(min_length=1, max_length=MOST_ROWS)]
    status: Literal["taken", "looked"] = "taken"
    reason: Annotated[str, Field(max_length=500)] | None = None


@dataclass(frozen=True, slots=True)
class TypedView:
    """`readings_grid.html`"""

    time: str
    layer: str
    of: Of
    layers: list[str]
    sections: list[Section]
    items: list[Item]
    every: list[Item]
    kept: dict[str, int]
    page: int = 1
    pages: int = 1
    first_row: int = FIRST_ROW
    section: str = "readings"

    def page_url(self, page: int) -> str:
        """The same grid of the sections that follow."""
        items = [("items", one.id) for one in self.items]
        asked = [("time", self.time), ("layer", self.layer), *items, ("page", str(page))]
        return f"/water/readings/grid?{urlencode(asked)}"

    @property
    def script_words(self) -> dict[str, str]:
        """What the script of the grid says."""
        return in_one(TYPED | NO_ANSWER, language())


@blueprint.get("/water/readings/grid")
@requires("keep_readings")
@asks(GridAsked)
def grid() -> Response:
    given: dict[str, Any] = {n: v for n, v in request.args.items() if n != "lang" and v}
    asked = read(GridAsked, {**given, "items": [v for v in request.args.getlist("items") if v]})
    office = services()
    with office.reading() as session:
        layers = [one.layer_id for one in live_versions(session, MEASURED[asked.of].kind)]
        every = items_now(session, asked.of)
        usual = every.needed or PLANT_ITEMS
        chosen = [one for one in every.values() if one.id in (asked.items or usual)]
        found = sections_of(session, office.store, asked.layer or None, asked.of)
        time = asked.time or today().strftime("%Y-%m")
        placed = [one for one in found if one.layer]
        pages = max(-(-len(placed) // MOST_ROWS), 1)
        at = min(asked.page, pages)
        view = TypedView(
            time,
            asked.layer,
            asked.of,
            layers,
            placed[(at - 1) * MOST_ROWS : at * MOST_ROWS],
            chosen,
            list(every.values()),
            kept_in(session, time[:LENGTH_OF_MONTH]),
            at,
            pages,
        )
        return private(page("readings_grid.html", view))


@blueprint.put(f"{PREFIX}/water/readings/grid")
@requires("keep_readings")
@takes(RowsBody)
@answers(TypedAnswer)
def typed(asked: RowsBody) -> Response:
    """Keep what was typed as a batch; all of it or nothing."""
    office = services()
    of: Of = "plants" if asked.rows[0].section.startswith(PLANT) else "sections"
    with kept_folder(office.settings.scratch) as folder, office.transaction() as session:
        done = keep_typed(
            session, office.store, folder,
            [TypedRow(one.row, code_of(one.section), one.time, one.cells) for one in asked.rows],
            Asked(standard_units=True, accepted=asked.status == "looked", of=of), actor(),
            (asked.reason or "").strip() or None,
        )  # fmt: skip
        told = {"batch": done.batch.id, "count": done.batch.values}
    kept = [{"section": one.section, "time": one.time, "version": 0, "status": "taken"}
            for one in asked.rows]  # fmt: skip
    return answer({**told, "values": kept})
