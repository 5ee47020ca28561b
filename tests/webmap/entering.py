"""Signed in without the form: tests of a browser that are about something else bring the cookie."""

from __future__ import annotations

from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext

from tests.webmap.conftest import sign_in
from webmap.edge.cookies import NAME


def cookie_of(app: Flask, base: str, name: str, password: str) -> Any:
    """What a browser has for the address after this account has signed in there."""
    client = app.test_client()
    assert sign_in(client, name, password).status_code == 303
    kept = client.get_cookie(NAME)
    assert kept is not None
    return {"name": NAME, "value": kept.value, "url": base}


def bring_in(context: BrowserContext, app: Flask, base: str, name: str, password: str) -> None:
    """From now on the windows of this context are those of this account."""
    context.add_cookies([cookie_of(app, base, name, password)])
