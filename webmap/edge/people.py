"""Persons on pages: the one way from the name of an account to what is written of him."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from geo.words import Text
from projects.accounts.people import named, people
from projects.work.services import Services
from webmap.edge.language import language
from webmap.edge.rendering import seen


def person(account: str | None) -> str:
    """Name and post of an account in the language of the page; what is no account, such as the
    command line, as it is."""
    return person_words(account).in_(language())


def person_words(account: str | None) -> Text:
    """The same in both languages, on pages and in answers of the interface."""
    return named(account, seen(_people) if account else {})


def everybody() -> Mapping[str, Text]:
    """Every account as a person, for a page that names many."""
    return seen(_people)


def _people(services: Services) -> Mapping[str, Text]:
    """Read anew only after somebody has written."""
    with services.reading() as session:
        return people(session)


def install(app: Flask) -> None:
    app.jinja_env.filters["person"] = person
