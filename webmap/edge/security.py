"""Headers of every answer, a content policy with a nonce, and the names we answer to.

A page of another site can have its own host name point at this machine and then read our answers
as its own. So a request must name us by address, as localhost, by the machine's name, or by a name
that the operator has set.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
import socket
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.routing import IntegerConverter, Map

from geo.errors import EcoAtlasError
from projects.work.services import Services
from webmap.edge.errors import BAD_REQUEST, UNKNOWN_HOST

LARGEST_NUMBER = 2**31 - 1
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)
POLICY = (
    "default-src 'none'",
    "script-src 'self' 'nonce-{nonce}'",
    "style-src 'self' 'nonce-{nonce}'",
    "img-src 'self'{pictures}",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def nonce() -> str:
    """The nonce of this request; every inline script or style of its page carries it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def open_for_pictures(origins: Iterable[str]) -> None:
    """Let this page, and no other, show pictures of these hosts: those an administrator entered."""
    found = list(origins)
    if not all(ORIGIN.fullmatch(one) for one in found):
        raise ValueError(f"no origins of pictures: {found}")
    g.pictures_of = found


def close_page(response: Response) -> Response:
    pictures = "".join(f" {one}" for one in g.get("pictures_of", ()))
    policy = "; ".join(POLICY).format(nonce=nonce(), pictures=pictures)
    response.headers["Content-Security-Policy"] = policy
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def is_known_host(host: str, names: Collection[str]) -> bool:
    """Whether a Host header (`name` or `name:port`) is an address or one of the names."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return False
    return name in names or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def own_names(trusted_hosts: str) -> frozenset[str]:
    """Names of this machine and those of the setting, which separates them by commas."""
    given = {name.strip().lower() for name in trusted_hosts.split(",")} - {""}
    return frozenset({"localhost", socket.gethostname().lower(), *given})


def is_plain(path: str, values: Iterable[str]) -> bool:
    """Whether nothing in an address is a trick: no id holds a control character, no text a NUL.

    PostgreSQL stores no NUL, and an answer's headers no line break.
    """
    return CONTROL.search(path) is None and not any("\x00" in value for value in values)


class SmallNumber(IntegerConverter):
    """A number in an address: larger ones fit no column and name nothing."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST_NUMBER, **options})


def install(app: Flask) -> None:
    services: Services = app.extensions["ecoatlas"]
    names = own_names(services.settings.trusted_hosts)

    @app.before_request
    def check_address() -> None:
        if not is_known_host(request.host, names):
            raise EcoAtlasError(UNKNOWN_HOST)
        given = (text for pair in request.args.items(multi=True) for text in pair)
        if not is_plain(request.path, given):
            raise EcoAtlasError(BAD_REQUEST)

    app.url_map.converters["int"] = SmallNumber
    app.after_request(close_page)
    app.jinja_env.globals["nonce"] = nonce
