"""The session cookie: signed with the office's secret key, closed to scripts and other sites."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from layers.settings import Settings

KEY_BYTES = 32
NAME, NAME_OVER_TLS = "ecoatlas", "__Host-ecoatlas"


class SessionCookie(SecureCookieSessionInterface):
    """Over TLS the cookie is Secure and bound to this very host by its name."""

    def get_cookie_name(self, app: Flask) -> str:
        del app
        return NAME_OVER_TLS if request.is_secure else NAME

    def get_cookie_secure(self, app: Flask) -> bool:
        del app
        return request.is_secure


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: the setting, or one made once and kept in the data folder."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = settings.resolved_home / "secret-key"
    if not path.exists():
        _make_key(path)
    return path.read_text(encoding="ascii").strip()


def _make_key(path: Path) -> None:
    """Written beside and linked into place: of two processes that start at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES))
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def install(app: Flask, settings: Settings) -> None:
    app.session_interface = SessionCookie()
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
