"""Signed-in browsers: the cookie holds a random token, the database its SHA-256."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.database import now as current_time
from projects.accounts.accounts import AccountInfo, info
from projects.accounts.errors import UNKNOWN_SESSION
from projects.accounts.tables import Account, AccountSession

TOKEN_BYTES = 32
SEEN_EVERY_S = 60
SHOWN_ID = 16


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session as its owner sees it; `id` is no secret and good for ending it only."""

    id: str
    origin: str
    browser: str | None
    created_at: dt.datetime
    last_seen_at: dt.datetime
    current: bool


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def open_session(
    session: Session,
    account: AccountInfo,
    origin: str,
    browser: str | None,
    now: dt.datetime | None = None,
) -> str:
    """A new session; its token, which is kept nowhere else."""
    token, moment = secrets.token_urlsafe(TOKEN_BYTES), now or current_time()
    session.add(
        AccountSession(
            token_hash=hash_of(token),
            account_id=account.id,
            created_at=moment,
            last_seen_at=moment,
            origin=origin[:100],
            browser=browser[:200] if browser else None,
        )
    )
    session.flush()
    return token


def find_session(
    session: Session,
    token: str,
    *,
    idle_minutes: int,
    hours: int,
    now: dt.datetime | None = None,
) -> tuple[AccountInfo, bool] | None:
    """The account of a session, and whether its last sight should be noted (`touch_session`).

    None when there is no such session, when it is too old or was idle for too long, and when the
    account is disabled. Writes nothing, so that looking at a tile costs no write.
    """
    moment = now or current_time()
    query = select(AccountSession, Account).join(Account, Account.id == AccountSession.account_id)
    found = session.execute(query.where(AccountSession.token_hash == hash_of(token))).first()
    if found is None:
        return None
    row, account = found
    idle = moment - row.last_seen_at > dt.timedelta(minutes=idle_minutes)
    if idle or moment - row.created_at > dt.timedelta(hours=hours) or account.disabled_at:
        return None
    return info(account), moment - row.last_seen_at > dt.timedelta(seconds=SEEN_EVERY_S)


def touch_session(session: Session, token: str, now: dt.datetime | None = None) -> None:
    """Note that the session was seen."""
    row = session.get(AccountSession, hash_of(token))
    if row is not None:
        row.last_seen_at = now or current_time()


def close_session(session: Session, token: str) -> None:
    """End a session by its token."""
    session.execute(delete(AccountSession).where(AccountSession.token_hash == hash_of(token)))


def list_sessions(
    session: Session, account_id: int, current_token: str | None = None
) -> list[SessionInfo]:
    """The sessions of an account, the one seen last first."""
    query = select(AccountSession).where(AccountSession.account_id == account_id)
    rows = session.scalars(query.order_by(AccountSession.last_seen_at.desc()))
    current = hash_of(current_token) if current_token else None
    return [
        SessionInfo(
            row.token_hash[:SHOWN_ID],
            row.origin,
            row.browser,
            row.created_at,
            row.last_seen_at,
            row.token_hash == current,
        )
        for row in rows
    ]


def end_session(session: Session, account_id: int, session_id: str, by: Actor | None) -> None:
    """End a session of this account by its shown id; raises `unknown-session`."""
    query = select(AccountSession).where(AccountSession.account_id == account_id)
    row = next((r for r in session.scalars(query) if r.token_hash[:SHOWN_ID] == session_id), None)
    if row is None:
        raise EcoAtlasError(UNKNOWN_SESSION)
    session.delete(row)
    record(session, by, "session-ended", details={"origin": row.origin})


def drop_old_sessions(session: Session, hours: int, now: dt.datetime | None = None) -> None:
    """Forget sessions that are too old to be of use."""
    before = (now or current_time()) - dt.timedelta(hours=hours)
    session.execute(delete(AccountSession).where(AccountSession.created_at < before))
