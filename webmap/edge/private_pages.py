"""What the pages of accounts share: kept by no cache, and a note of what was just done."""

from __future__ import annotations

from flask import Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from geo.words import Text
from projects.accounts.accounts import AccountInfo
from webmap.accounts.words import NOTES
from webmap.edge.access import asker


def private(body: str, status: int = 200) -> Response:
    """A page that no cache keeps: it belongs to one person, and may show something once."""
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def see(address: str, done: str) -> AnyResponse:
    """Go on to the page that shows the result; the address carries the name of a note."""
    page, mark, place = address.partition("#")
    return redirect(f"{page}?done={done}{mark}{place}", 303)


def note() -> Text | None:
    """What was done on the page before this one."""
    return NOTES.get(request.args.get("done", "")) if request.method == "GET" else None


def signed_in() -> AccountInfo:
    """The account of whoever asks; the guard lets nobody else come this far."""
    account = asker().account
    if account is None:
        raise RuntimeError("a page of an account was reached without one")
    return account
