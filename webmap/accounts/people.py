"""Persons on pages: the one way from the name of an account to what is written of him."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, has_request_context

from geo.words import Text
from projects.accounts.people import people
from projects.work.services import Services
from webmap.edge.language import language
from webmap.edge.rendering import seen


def person(account: str | None) -> str:
    """Name and post of an account in the language of the page; what is no account, such as the
    command line, as it is."""
    return person_words(account).in_(language())


def person_words(account: str | None) -> Text:
    if not account:
        return Text(NOBODY, NOBODY)
    if not has_request_context():  # a command tells the account
        return Text(account, account)
    return seen(_people).get(account) or Text(account, account)


def _people(services: Services) -> Mapping[str, Text]:
    """Read anew only after somebody has written."""
    with services.reading() as session:
        return people(session)


NOBODY = "—"


def install(app: Flask) -> None:
    app.jinja_env.filters["person"] = person
