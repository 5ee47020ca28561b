"""Who asks, and whether he may: every address is closed unless its view is marked.

A view is marked `open_to_all`, or `requires` a permission of the one table. The guard runs before
every view; an address whose view has no mark is refused, whoever asks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, Response, current_app, g, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.commit_cache import Unwritten
from projects.accounts import sessions, tokens
from projects.accounts.accounts import AccountInfo
from projects.accounts.permissions import NEVER_BY_TOKEN, PERMISSIONS, forbidden
from projects.accounts.scopes import SCOPES, WHOLE, permits
from projects.work.asker import Asker, nobody, sender
from projects.work.services import Services
from webmap.edge import limits
from webmap.edge.asked import LARGEST_BODY
from webmap.edge.errors import (
    CSRF_FAILED,
    NOT_SIGNED_IN,
    PASSWORD_MUST_CHANGE,
    TOKEN_CANNOT,
    TOKEN_OUT_OF_SCOPE,
    TOKEN_REFUSED,
    VIEW_UNMARKED,
)
from webmap.edge.parameters import check_parameters

log = logging.getLogger("ecoatlas.web")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN, PASSWORD = "/sign-in", "/account/password"
# Where a token counts: what scripts and desktop programs ask for.
TOKEN_PATHS = ("/api/", "/tiles/", "/ogc", "/layers/")
# Desktop programs keep an address and lose a header: there it may carry the token.
TOKEN_IN_ADDRESS, TOKEN_PARAMETER = "/ogc", "token"
# What is counted, by whom it is asked; a view that is asked for again and again is `uncounted`.
COUNTED = ("/api/", "/ogc")
# Tiles say themselves how long they are kept; static files are everybody's.
KEPT = ("/tiles/", "/static/")
OPEN = ""
UNWRITTEN = "ecoatlas_unwritten"
ANONYMOUS = "anonymous"

View = TypeVar("View", bound=Callable[..., Any])
Answer = TypeVar("Answer")
csrf = CSRFProtect()


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a signed-in browser: the token of its session."""

    def __init__(self, token: str, account: AccountInfo) -> None:
        self.token, self.account = token, account

    def get_id(self) -> str:
        return self.token


def open_to_all(view: View) -> View:
    """Mark a view as answering everybody, signed in or not."""
    view.ecoatlas_needs = OPEN  # type: ignore[attr-defined]
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Mark a view as answering those who have the permission."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no permission {permission} is declared")

    def mark(view: View) -> View:
        view.ecoatlas_needs = permission  # type: ignore[attr-defined]
        return view

    return mark


def uncounted(view: View) -> View:
    """Mark a view as one that a map asks for by the hundred."""
    view.ecoatlas_uncounted = True  # type: ignore[attr-defined]
    return view


def takes_up_to(size: int, media: str | None = None) -> Callable[[View], View]:
    """Mark a view as taking a body of up to `size` bytes, where others take a megabyte; with a
    media type the body is the file itself."""

    def mark(view: View) -> View:
        view.ecoatlas_largest_body = size  # type: ignore[attr-defined]
        if media is not None:
            view.ecoatlas_takes = media  # type: ignore[attr-defined]
        return view

    return mark


def needs(view: Callable[..., Any]) -> str | None:
    """The permission a view is marked with, OPEN, or None where it has no mark."""
    return getattr(view, "ecoatlas_needs", None)


def asker() -> Asker:
    """Whoever sends this request; found out once. Raises `token-refused`."""
    if "asker" not in g:
        g.asker = _asker()
    return g.asker  # type: ignore[no-any-return]


def settle() -> None:
    """Before a page says what went wrong: if it cannot be known who asks, it is nobody."""
    try:
        asker()
    except Exception:
        # The database itself may be what went wrong; the page is needed all the more.
        g.asker = nobody(Actor(ANONYMOUS, address()))


def actor() -> Actor:
    """Who acts, for the audit log."""
    return asker().actor


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or "-"


def office() -> Services:
    """What this application works with, before anybody's sight limits it."""
    found: Services = current_app.extensions["ecoatlas"]
    return found


def unwritten(key: tuple[Hashable, ...], find: Callable[[], Answer]) -> Answer:
    """What `find` says, or said a moment ago of the same key when nobody has written since."""
    kept: Unwritten = current_app.extensions[UNWRITTEN]
    return kept.answer(key, find)


def _asker() -> Asker:
    given = _in_address()
    if request.headers.get("Authorization"):
        given.append(_presented_token())
    if given:
        return _by_token(given)
    user = current_user._get_current_object()
    account = user.account if isinstance(user, SignedIn) else None
    return _sender(account, account.role if account else None, by_token=False)


def _sender(
    account: AccountInfo | None, role: str | None, *, by_token: bool, scope: str = WHOLE
) -> Asker:
    who = Actor(account.name if account else ANONYMOUS, address())

    def read() -> Asker:
        with office().database.reading() as reading:
            return sender(reading, account, role, who, by_token=by_token, scope=scope)

    return unwritten(("asker", account, role, who, by_token, scope), read)


def _presented_token() -> str:
    """The token of `Bearer TOKEN`, or of `Basic NAME:TOKEN`, which desktop programs send."""
    given = request.authorization
    if given is None or given.type not in ("bearer", "basic"):
        raise EcoAtlasError(TOKEN_REFUSED)
    token = given.token if given.type == "bearer" else given.password
    if not token or not token.startswith(tokens.START):
        raise EcoAtlasError(TOKEN_REFUSED)
    return str(token)


def _in_address() -> list[str]:
    here = request.path.startswith(TOKEN_IN_ADDRESS)
    return request.args.getlist(TOKEN_PARAMETER) if here else []


def _by_token(given: Sequence[str]) -> Asker:
    """Whose token it is; of two that differ nobody's."""
    token, *others = dict.fromkeys(given)
    if others:
        raise EcoAtlasError(TOKEN_REFUSED)
    database = office().database
    with database.reading() as reading:
        found = tokens.find_token(reading, token)
    if found is None or not request.path.startswith(TOKEN_PATHS):
        raise EcoAtlasError(TOKEN_REFUSED)
    if found.note:
        note_seen(lambda writing: tokens.touch_token(writing, token, address()))
    return _sender(found.account, found.role, by_token=True, scope=found.scope)


def note_seen(touch: Callable[[Session], object]) -> None:
    """Note when somebody was seen last; a full disk is no reason to show him nothing."""
    try:
        with office().database.transaction() as writing:
            touch(writing)
    except SQLAlchemyError:
        log.warning("when somebody was seen last could not be noted", exc_info=True)


def load_session(token: str) -> SignedIn | None:
    """The account behind a session cookie; None when the session is over."""
    return unwritten(("session", token), lambda: _load_session(token))


def _load_session(token: str) -> SignedIn | None:
    services = office()
    limits = services.settings.session_idle_minutes, services.settings.session_hours
    with services.database.reading() as reading:
        found = sessions.find_session(reading, token, idle_minutes=limits[0], hours=limits[1])
    if found is None:
        return None
    account, note = found
    if note:
        note_seen(lambda writing: sessions.touch_session(writing, token))
    return SignedIn(token, account)


def guard() -> AnyResponse | None:
    """Refuse, or lead to the sign-in page, or let the view answer."""
    if request.routing_exception is not None or request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    if request.path.startswith(COUNTED) and not getattr(view, "ecoatlas_uncounted", False):
        limits.check_api(address(), _known_name())
    request.max_content_length = getattr(view, "ecoatlas_largest_body", LARGEST_BODY)
    needed = needs(view)
    if needed is None:
        raise EcoAtlasError(VIEW_UNMARKED, endpoint=request.endpoint)
    if needed != OPEN:
        answer = _admit(needed)
        if answer is not None:
            return answer
    if request.method in SAFE:
        check_parameters(view)
    else:
        _check_origin()
        if needed == OPEN or not asker().by_token:
            _check_form_token()
    return None


def _known_name() -> str | None:
    """Whose request it is; None also where the token is refused, which is said later."""
    try:
        account = asker().account
    except EcoAtlasError:
        return None
    return account.name if account else None


def _admit(permission: str) -> AnyResponse | None:
    who = asker()
    if who.account is not None and who.account.must_change and not who.by_token:
        return _to_password() if request.path != PASSWORD else None
    if who.may(permission):
        return None
    if who.by_token and permission in NEVER_BY_TOKEN:
        raise EcoAtlasError(TOKEN_CANNOT, permission=PERMISSIONS[permission].title)
    if not permits(who.scope, permission):
        said, scope = PERMISSIONS[permission].title, SCOPES[who.scope].title
        raise EcoAtlasError(TOKEN_OUT_OF_SCOPE, permission=said, scope=scope)
    if who.account is not None:
        raise forbidden(permission)
    if wants_json():
        raise EcoAtlasError(NOT_SIGNED_IN)
    return redirect(sign_in_address(), 303)


def _to_password() -> AnyResponse:
    if wants_json():
        raise EcoAtlasError(PASSWORD_MUST_CHANGE)
    return redirect(PASSWORD, 303)


def sign_in_address() -> str:
    """The sign-in page, with the way back to what was asked for."""
    asked = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return f"{SIGN_IN}?next={quote(asked, safe='/')}"


def wants_json() -> bool:
    """Whether the asker reads problem details rather than pages."""
    if request.path.startswith(("/api/", "/tiles/", "/ogc", "/healthz")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _check_origin() -> None:
    """A change comes from a page of ours or from a program, never from another site's page.

    Browsers also say `null` where somebody has told them to hide where they are; the token of the
    form decides then.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise EcoAtlasError(CSRF_FAILED)
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and origin != f"{request.scheme}://{request.host}":
        raise EcoAtlasError(CSRF_FAILED)


def _check_form_token() -> None:
    """The cookie alone changes nothing: a change carries the token of one of our forms."""
    try:
        csrf.protect()
    except CSRFError:
        raise EcoAtlasError(CSRF_FAILED) from None


def close_caches(response: Response) -> Response:
    """What was made for somebody who is signed in is kept by no cache."""
    who: Asker | None = g.get("asker")
    if who is not None and who.account is not None and not request.path.startswith(KEPT):
        response.headers["Cache-Control"] = "no-store"
    return response


def forget_asker() -> None:
    """After signing in or out: who asks is found out anew."""
    g.pop("asker", None)
    session.modified = True


def install(app: Flask) -> None:
    # Tokens of forms live as long as the session they belong to; the guard above calls the check.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    manager = LoginManager(app)
    manager.session_protection = None  # the server's own session says all that counts
    manager.user_loader(load_session)
    app.before_request(guard)
    app.after_request(close_caches)
