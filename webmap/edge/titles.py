"""Layers and sheets on pages by their titles; ids and versions stay in what scripts read."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import Layer
from projects.metrics.titled import titled
from projects.sheets import SHEET_KINDS
from projects.sheets.tables import Sheet
from projects.work.services import Services
from webmap.edge.language import language
from webmap.edge.rendering import seen


def layer_titles() -> Mapping[str, Text]:
    """The titles of the layers that the asker may see, and of the sheets, by id. Two queries, after
    somebody has written."""
    return seen(titles_of)


def titles_of(services: Services) -> Mapping[str, Text]:
    """The same, wherever it is asked."""
    shipped = {one.id: one.title for one in SHEET_KINDS.values()}
    with services.reading() as session:
        return shipped | _rows(session, Sheet) | _rows(session, Layer)


def _rows(session: Session, of: type[Layer | Sheet]) -> dict[str, Text]:
    query = select(of.id, of.title_zh, of.title_en)
    return {id_: Text(zh, en) for id_, zh, en in session.execute(query)}


def plain(text: str) -> Text:
    return Text(text, text)


def by_title(inputs: str) -> str:
    """`zones@2 · rain@1` with titles and numbers of versions, in the language of the page."""
    return titled(plain(inputs), layer_titles()).in_(language())


def layer_title(layer: str) -> str:
    """The title of a layer; its id where there is none."""
    found = layer_titles().get(layer)
    return layer if found is None else found.in_(language())


def install(app: Flask) -> None:
    app.jinja_env.filters.update(by_title=by_title, layer_title=layer_title)
