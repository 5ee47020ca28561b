"""The language of a request: `?lang=` first and remembered in a cookie, Chinese by default."""

from __future__ import annotations

from flask import Flask, Response, g, request

from geo.words import LANGUAGES, Language, Text

COOKIE = "ecoatlas_lang"
YEAR_S = 365 * 24 * 3600


def language() -> Language:
    """The language of this request."""
    if "language" not in g:
        g.language = _known(request.args.get("lang")) or _known(request.cookies.get(COOKIE)) or "zh"
    return g.language  # type: ignore[no-any-return]


def _known(asked: str | None) -> Language | None:
    return next((known for known in LANGUAGES if known == asked), None)


def say(text: Text | str | None) -> str:
    """The wording in the language of this request; what has no language stays, nothing is empty."""
    return text.in_(language()) if isinstance(text, Text) else text or ""


def _remember(response: Response) -> Response:
    asked = _known(request.args.get("lang"))
    if asked and request.cookies.get(COOKIE) != asked:
        response.set_cookie(COOKIE, asked, max_age=YEAR_S, samesite="Lax", httponly=True)
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
        response.headers.setdefault("Content-Language", "zh-CN" if language() == "zh" else "en")
    return response


def other_language_url() -> str:
    """The address of this page in the other language."""
    other = "en" if language() == "zh" else "zh"
    query = {**request.args.to_dict(), "lang": other}
    return f"{request.path}?" + "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in query.items())


def _quoted(part: str) -> str:
    from urllib.parse import quote

    return quote(part, safe="")


def install(app: Flask) -> None:
    app.after_request(_remember)
    app.jinja_env.filters["say"] = say
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["other_language_url"] = other_language_url
