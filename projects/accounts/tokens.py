"""API tokens for scripts and desktop programs: shown once, kept as SHA-256, expiring."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.database import now as current_time
from projects.accounts.accounts import AccountInfo, info
from projects.accounts.errors import TOKEN_DAYS, TOKEN_ROLE, TOKEN_SCOPE, TOKEN_TITLE, UNKNOWN_TOKEN
from projects.accounts.names import said, shown
from projects.accounts.permissions import ROLES, lesser
from projects.accounts.scopes import SCOPES, WHOLE, fits_role
from projects.accounts.sessions import SEEN_EVERY_S, TOKEN_BYTES, hash_of
from projects.accounts.tables import Account, ApiToken

START = "eco_"
SHOWN = 10
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token as its owner sees it; `prefix` are its first letters."""

    id: int
    title: str
    prefix: str
    role: str
    scope: str
    created_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    last_used_at: dt.datetime | None
    last_used_from: str | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token, shown this once."""

    token: str = field(repr=False)
    info: TokenInfo


def make_token(
    session: Session,
    account: AccountInfo,
    title: str,
    role: str,
    days: int,
    by: Actor | None,
    scope: str = WHOLE,
) -> NewToken:
    """A token that may do what `role` may, and of that what `scope` is for, for some days.

    Raises `token-role`, `token-scope-unknown`, `token-days` or `token-title-missing`.
    """
    if role not in ROLES or lesser(role, account.role) != role:
        raise EcoAtlasError(TOKEN_ROLE, role=said(role))
    if scope not in SCOPES or not fits_role(SCOPES[scope], role):
        raise EcoAtlasError(TOKEN_SCOPE, scope=said(scope), choices=", ".join(SCOPES))
    if not 1 <= days <= MOST_DAYS:
        raise EcoAtlasError(TOKEN_DAYS, most=MOST_DAYS)
    if not shown(title):
        raise EcoAtlasError(TOKEN_TITLE)
    token = START + secrets.token_urlsafe(TOKEN_BYTES)
    row = ApiToken(
        account_id=account.id,
        title=shown(title),
        prefix=token[:SHOWN],
        token_hash=hash_of(token),
        role=role,
        scope=scope,
        expires_at=current_time() + dt.timedelta(days=days),
    )
    session.add(row)
    session.flush()
    details = {"title": row.title, "role": role, "scope": scope, "days": days, "prefix": row.prefix}
    record(session, by, "token-made", account.name, details=details)
    return NewToken(token, _info(row))


@dataclass(frozen=True, slots=True)
class FoundToken:
    """Whose it is, the role that counts now, and whether the use is to be noted (`touch_token`)."""

    account: AccountInfo
    role: str
    scope: str
    note: bool


def find_token(session: Session, token: str, now: dt.datetime | None = None) -> FoundToken | None:
    """The token as it counts now.

    The role is what both the token's and the account's role may do. None for a token that is
    unknown, revoked or expired, and for a disabled account.
    """
    moment = now or current_time()
    query = select(ApiToken, Account).join(Account, Account.id == ApiToken.account_id)
    found = session.execute(query.where(ApiToken.token_hash == hash_of(token))).first()
    if found is None:
        return None
    row, account = found
    if row.revoked_at or row.expires_at <= moment or account.disabled_at:
        return None
    role = lesser(row.role, account.role)
    if role is None:
        return None
    used = row.last_used_at
    note = used is None or moment - used > dt.timedelta(seconds=SEEN_EVERY_S)
    return FoundToken(info(account), role, row.scope, note)


def touch_token(session: Session, token: str, origin: str, now: dt.datetime | None = None) -> None:
    """Note when and from where a token was used."""
    row = session.scalar(select(ApiToken).where(ApiToken.token_hash == hash_of(token)))
    if row is not None:
        row.last_used_at, row.last_used_from = now or current_time(), origin[:100]


def list_tokens(session: Session, account_id: int) -> list[TokenInfo]:
    """The tokens of an account, the latest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return [_info(row) for row in session.scalars(query.order_by(ApiToken.id.desc()))]


def revoke_token(session: Session, token_id: int, account_id: int, by: Actor | None) -> TokenInfo:
    """End a token of this account; raises `unknown-token`, also for one of somebody else's."""
    row = session.get(ApiToken, token_id)
    if row is None or row.account_id != account_id:
        raise EcoAtlasError(UNKNOWN_TOKEN)
    if row.revoked_at is None:
        row.revoked_at = current_time()
        owner = session.get_one(Account, account_id).name
        details = {"title": row.title, "prefix": row.prefix}
        record(session, by, "token-revoked", owner, details=details)
    return _info(row)


def owner_of(session: Session, token_id: int) -> AccountInfo:
    """Whose token it is; raises `unknown-token`."""
    query = select(Account).join(ApiToken, ApiToken.account_id == Account.id)
    row = session.scalar(query.where(ApiToken.id == token_id))
    if row is None:
        raise EcoAtlasError(UNKNOWN_TOKEN)
    return info(row)


def _info(row: ApiToken) -> TokenInfo:
    return TokenInfo(
        row.id,
        row.title,
        row.prefix,
        row.role,
        row.scope,
        row.created_at,
        row.expires_at,
        row.revoked_at,
        row.last_used_at,
        row.last_used_from,
    )
