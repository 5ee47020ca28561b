"""Use cases of accounts. They take a session, record what they did, flush and never commit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.database import now as current_time
from projects.accounts import passwords
from projects.accounts.errors import (
    ACCOUNT_NAME_TAKEN,
    ACCOUNT_WITHOUT_UNIT,
    LAST_ADMIN,
    OLD_PASSWORD_WRONG,
    PASSWORD_EXPIRED,
    PASSWORD_UNCHANGED,
    SIGN_IN_FAILED,
    UNKNOWN_ACCOUNT,
    UNKNOWN_ROLE,
)
from projects.accounts.inserting import insert_unless_there
from projects.accounts.names import checked, known_form, said, shown
from projects.accounts.names import folded as folded
from projects.accounts.permissions import OF_ONE_UNIT, ROLES
from projects.accounts.tables import Account, AccountSession, ApiToken, KnownAddress
from projects.units.register import get_unit

ONE_TIME_DAYS = 7
KNOWN_DAYS = 30
FIRST_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """An account, free of the session and of its hash."""

    id: int
    name: str
    display_name: str
    post: str
    role: str
    unit: str | None
    must_change: bool
    disabled: bool
    password_changed_at: dt.datetime
    password_expires_at: dt.datetime | None
    last_sign_in_at: dt.datetime | None
    created_at: dt.datetime
    created_by: str | None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account with its one-time password, which is shown once and kept nowhere."""

    account: AccountInfo
    password: str | None = field(repr=False)


def info(row: Account) -> AccountInfo:
    return AccountInfo(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        post=row.post,
        role=row.role,
        unit=row.unit_code,
        must_change=row.must_change,
        disabled=row.disabled_at is not None,
        password_changed_at=row.password_changed_at,
        password_expires_at=row.password_expires_at,
        last_sign_in_at=row.last_sign_in_at,
        created_at=row.created_at,
        created_by=row.created_by,
    )


def add_account(
    session: Session,
    name: str,
    role: str,
    *,
    display_name: str | None = None,
    post: str = "",
    unit: str = "",
    password: str | None = None,
    must_change: bool | None = None,
    by: Actor | None,
) -> NewAccount:
    """Add an account; without a password it gets a random one for the first sign-in.

    unit: a unit of the register, as people write it. Raises `account-name-…`,
    `unknown-account-role`, `account-without-unit`, `unit-unknown` or `password-too-…`.
    """
    kept, seen = checked(name), shown(display_name or "") or shown(name)
    _check_role(role)
    belongs_to = _unit(session, role, unit)
    if password is not None:
        passwords.check_policy(password, name=kept, display_name=seen)
    once = passwords.random_password() if password is None else None
    row = Account(
        name=kept,
        display_name=seen,
        post=shown(post),
        role=role,
        unit_code=belongs_to,
        password_hash=passwords.hashed(password or once or ""),
        created_by=by.name if by else None,
    )
    _one_time(row, must_change if must_change is not None else once is not None)
    if not insert_unless_there(session, row):
        raise EcoAtlasError(ACCOUNT_NAME_TAKEN, name=kept)
    details = {"role": role, "display_name": seen} | ({"post": row.post} if row.post else {})
    details |= {"unit": belongs_to} if belongs_to else {}
    record(session, by, "account-added", kept, details=details)
    return NewAccount(info(row), once)


def _one_time(row: Account, must_change: bool) -> None:
    row.must_change = must_change
    until = current_time() + dt.timedelta(days=ONE_TIME_DAYS)
    row.password_expires_at = until if must_change else None


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise EcoAtlasError(UNKNOWN_ROLE, role=said(role), choices=", ".join(ROLES))


def _unit(session: Session, role: str, written: str) -> str | None:
    """The code of a unit; a reporter has one."""
    if not shown(written):
        if role == OF_ONE_UNIT:
            raise EcoAtlasError(ACCOUNT_WITHOUT_UNIT)
        return None
    return get_unit(session, written).code


def list_accounts(session: Session) -> list[AccountInfo]:
    """Every account by name."""
    return [info(row) for row in session.scalars(select(Account).order_by(Account.name))]


def get_account(session: Session, name: str) -> AccountInfo:
    """The account; raises `unknown-account`."""
    return info(row_of(session, name))


def row_of(session: Session, name: str) -> Account:
    row = _find(session, name)
    if row is None:
        raise EcoAtlasError(UNKNOWN_ACCOUNT, name=said(name))
    return row


def _find(session: Session, name: str) -> Account | None:
    kept = known_form(name)
    return None if kept is None else session.scalar(select(Account).where(Account.name == kept))


def set_role(
    session: Session, name: str, role: str, by: Actor | None, *, unit: str | None = None
) -> AccountInfo:
    """Give the account another role, and the unit that it belongs to (None: the one it has).

    Raises `unknown-account-role`, `last-admin`, `account-without-unit`, `unit-unknown`.
    """
    row = row_of(session, name)
    _check_role(role)
    belongs_to = _unit(session, role, (row.unit_code or "") if unit is None else unit)
    if belongs_to != row.unit_code:
        sides = {"before": {"unit": row.unit_code}, "after": {"unit": belongs_to}}
        row.unit_code = belongs_to
        record(session, by, "account-changed", row.name, details=sides)
    if role != row.role:
        if role != "admin":
            _keep_an_admin(session, row)
        before, row.role = row.role, role
        details = {"before": {"role": before}, "after": {"role": role}}
        record(session, by, "role-changed", row.name, details=details)
    return info(row)


def set_display_name(
    session: Session, name: str, display_name: str, by: Actor | None
) -> AccountInfo:
    """Change the name that people see."""
    row, seen = row_of(session, name), shown(display_name)
    if seen and seen != row.display_name:
        before, row.display_name = row.display_name, seen
        details = {"before": {"display_name": before}, "after": {"display_name": seen}}
        record(session, by, "account-changed", row.name, details=details)
    return info(row)


def set_post(session: Session, name: str, post: str, by: Actor | None) -> AccountInfo:
    """Change the post that stands beside the name; empty takes it away."""
    row, said_as = row_of(session, name), shown(post)
    if said_as != row.post:
        before, row.post = row.post, said_as
        details = {"before": {"post": before}, "after": {"post": said_as}}
        record(session, by, "account-changed", row.name, details=details)
    return info(row)


def reset_password(session: Session, name: str, by: Actor | None) -> NewAccount:
    """A new random one-time password; every session and every token of the account ends."""
    row, once = row_of(session, name), passwords.random_password()
    row.password_hash, row.password_changed_at = passwords.hashed(once), current_time()
    _one_time(row, True)
    _end_sessions(session, row.id)
    ended = _end_tokens(session, row.id)
    record(session, by, "password-reset", row.name, details={"tokens_ended": ended})
    return NewAccount(info(row), once)


def change_password(
    session: Session,
    account_id: int,
    old: str,
    new: str,
    by: Actor | None,
    *,
    keep_session: str | None = None,
) -> AccountInfo:
    """Change one's own password; every other session (by token hash) of the account ends.

    Raises `old-password-wrong`, `password-unchanged` or `password-too-…`.
    """
    row = session.get_one(Account, account_id)
    if not passwords.fits(row.password_hash, old):
        raise EcoAtlasError(OLD_PASSWORD_WRONG)
    if passwords.normalized(new) == passwords.normalized(old):
        raise EcoAtlasError(PASSWORD_UNCHANGED)
    passwords.check_policy(new, name=row.name, display_name=row.display_name)
    row.password_hash, row.password_changed_at = passwords.hashed(new), current_time()
    _one_time(row, False)
    _end_sessions(session, row.id, keep_session)
    record(session, by, "password-changed", row.name)
    return info(row)


def disable(session: Session, name: str, by: Actor | None) -> AccountInfo:
    """Nobody can sign in with it any more, its sessions end; raises `last-admin`."""
    row = row_of(session, name)
    if row.disabled_at is None:
        _keep_an_admin(session, row)
        row.disabled_at = current_time()
        _end_sessions(session, row.id)
        record(session, by, "account-disabled", row.name)
    return info(row)


def enable(session: Session, name: str, by: Actor | None) -> AccountInfo:
    """Let it sign in again, with the password it had."""
    row = row_of(session, name)
    if row.disabled_at is not None:
        row.disabled_at = None
        record(session, by, "account-enabled", row.name)
    return info(row)


def _keep_an_admin(session: Session, row: Account) -> None:
    # Locked, because two administrators may be disabling each other at this moment.
    working = select(Account.id).where(Account.role == "admin", Account.disabled_at.is_(None))
    if list(session.scalars(working.order_by(Account.id).with_for_update())) == [row.id]:
        raise EcoAtlasError(LAST_ADMIN, name=row.name)


def _end_sessions(session: Session, account_id: int, keep: str | None = None) -> None:
    query = select(AccountSession).where(AccountSession.account_id == account_id)
    for one in session.scalars(query):
        if one.token_hash != keep:
            session.delete(one)
    session.flush()


def _end_tokens(session: Session, account_id: int) -> int:
    """How many tokens were ended: whoever had the password may have made one."""
    live = ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None)
    rows = session.scalars(select(ApiToken).where(*live)).all()
    for row in rows:
        row.revoked_at = current_time()
    session.flush()
    return len(rows)


def sign_in(
    session: Session, name: str, password: str, *, now: dt.datetime | None = None
) -> AccountInfo:
    """`recognise` and `note_sign_in` in one transaction."""
    moment = now or current_time()
    return note_sign_in(session, recognise(session, name, password, now=moment), password, moment)


def recognise(
    session: Session, name: str, password: str, *, now: dt.datetime | None = None
) -> AccountInfo:
    """The account of this name and password; writes nothing, so that guessing locks nothing.

    Raises `sign-in-failed` alike, and after the same time, for an unknown name, a wrong password
    and a disabled account; `password-expired` for a right one-time password that is too old.
    """
    row = _find(session, name)
    right = passwords.fits(row.password_hash if row else None, password)
    if row is None or not right or row.disabled_at is not None:
        raise EcoAtlasError(SIGN_IN_FAILED)
    expires = row.password_expires_at
    if expires is not None and expires <= (now or current_time()):
        raise EcoAtlasError(PASSWORD_EXPIRED)
    return info(row)


def note_sign_in(
    session: Session, recognised: AccountInfo, password: str, now: dt.datetime | None = None
) -> AccountInfo:
    """Note that the account signs in; its hash is renewed where that is due.

    Raises `sign-in-failed` when it was disabled, or its password changed, since `recognise`.
    """
    row = _unchanged(session, recognised)
    if passwords.is_outdated(row.password_hash):
        row.password_hash = passwords.hashed(password)
    row.last_sign_in_at = now or current_time()
    session.flush()
    return info(row)


def require_unchanged(session: Session, recognised: AccountInfo) -> AccountInfo:
    """The account as it is now, for a step that a password was asked for.

    Raises `sign-in-failed` when it was disabled, or its password changed, since `recognise`.
    """
    return info(_unchanged(session, recognised))


def _unchanged(session: Session, recognised: AccountInfo) -> Account:
    query = select(Account).where(Account.id == recognised.id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    changed = row.password_changed_at != recognised.password_changed_at
    if changed or row.disabled_at is not None:
        raise EcoAtlasError(SIGN_IN_FAILED)
    return row


def remember_address(
    session: Session, account_id: int, address: str, now: dt.datetime | None = None
) -> None:
    """Note that the account has signed in from there, and forget from where it no longer does."""
    moment = now or current_time()
    old = KnownAddress.last_at < moment - dt.timedelta(days=KNOWN_DAYS)
    session.execute(delete(KnownAddress).where(KnownAddress.account_id == account_id, old))
    row = KnownAddress(account_id=account_id, address=address[:100], last_at=moment)
    if not insert_unless_there(session, row):
        session.get_one(KnownAddress, (account_id, address[:100])).last_at = moment
        session.flush()


def knows_address(
    session: Session, name: str, address: str, now: dt.datetime | None = None
) -> bool:
    """Whether the account has signed in from there within the last month."""
    since = (now or current_time()) - dt.timedelta(days=KNOWN_DAYS)
    query = (
        select(KnownAddress.address)
        .join(Account, Account.id == KnownAddress.account_id)
        .where(Account.name == (known_form(name) or ""))
        .where(KnownAddress.address == address[:100], KnownAddress.last_at >= since)
    )
    return session.scalar(query) is not None


def has_accounts(session: Session) -> bool:
    return session.scalar(select(Account.id).limit(1)) is not None


def first_admin(session: Session, by: Actor | None) -> NewAccount | None:
    """The administrator of a new office; None where there is any account."""
    if has_accounts(session):
        return None
    try:
        return add_account(session, FIRST_ADMIN, "admin", by=by)
    except EcoAtlasError:
        return None  # another process of this office was a moment faster
