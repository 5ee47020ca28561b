"""The account menu of every page: who asks, where they may go, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, request

from geo.words import Text

SIGN_IN = "/sign-in"


@dataclass(frozen=True, slots=True)
class MenuLink:
    section: str
    address: str
    label: Text


@dataclass(frozen=True, slots=True)
class Me:
    """What the top bar knows of whoever asks; `sign_in_url` leads back to this page."""

    display_name: str | None
    role: Text | None
    links: tuple[MenuLink, ...]
    sign_in_url: str | None
    may_view: bool

    @property
    def signed_in(self) -> bool:
        return self.display_name is not None


def whoami() -> Me:
    """The top bar's view of whoever asks."""
    return Me(None, None, (), sign_in_url(), may_view=True)


def sign_in_url() -> str | None:
    """The sign-in page, with the way back to this one; none on the sign-in page itself."""
    if request.path == SIGN_IN:
        return None
    asked = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return f"{SIGN_IN}?next={quote(asked, safe='/')}"


def install(app: Flask) -> None:
    app.jinja_env.globals["whoami"] = whoami
