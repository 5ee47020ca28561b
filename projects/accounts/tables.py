"""Tables of accounts. Secrets are kept as hashes only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from layers.catalogue import layers_in
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from layers.system.row_access import limit

ROLE_CHECK = "role IN ('viewer', 'unit', 'editor', 'reviewer', 'admin')"


class Account(Base):
    """Somebody who may sign in under `name`; an account is disabled, never deleted."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(ROLE_CHECK, name="role_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    # What stands beside the name where it is signed, such as 科长; empty where nobody has said.
    post: Mapped[str] = mapped_column(String(100), default="", server_default="")
    role: Mapped[str] = mapped_column(String(20))
    # Code of the unit of the register that somebody works in: its projects are his own.
    unit_code: Mapped[str | None] = mapped_column(String(40), default=None)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    # A password that somebody else has made: it must be changed at the first sign-in, and in time.
    must_change: Mapped[bool] = mapped_column(default=True)
    password_expires_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    disabled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    last_sign_in_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)


class AccountSession(Base):
    """One signed-in browser; the cookie holds the token, the table its SHA-256."""

    __tablename__ = "account_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    origin: Mapped[str] = mapped_column(String(100))
    browser: Mapped[str | None] = mapped_column(String(200), default=None)


class ApiToken(Base):
    """A token for scripts and desktop programs; shown once, kept as its SHA-256."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint(ROLE_CHECK, name="role_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(20), default="role", server_default="role")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    last_used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    last_used_from: Mapped[str | None] = mapped_column(String(100), default=None)


class KnownAddress(Base):
    """An address from which an account has signed in: strangers cannot lock it out there."""

    __tablename__ = "account_known_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)


class LayerGrant(Base):
    """An account that is named for a layer, and so sees it where its grade is restricted."""

    __tablename__ = "layer_grant"

    layer_id: Mapped[str] = mapped_column(
        ForeignKey("layer.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)


# Who is named for a layer that is not seen would tell that there is one.
limit(
    LayerGrant,
    lambda sight, name, _dialect: LayerGrant.layer_id.in_(
        layers_in(sight, name, LayerGrant.layer_id)
    ),
)


class OfficeOption(Base):
    """Something the administrator has decided for the office, such as viewing without sign-in."""

    __tablename__ = "office_option"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON_VALUE)
