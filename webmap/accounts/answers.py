"""What the interface answers of accounts and tokens."""

from __future__ import annotations

from webmap.edge.answers import Answer


class MeAnswer(Answer):
    """name, role: null for somebody who has not signed in. scope: what of it a token is for."""

    name: str | None
    role: str | None
    by_token: bool
    scope: str
    permissions: list[str]


class TokenAnswer(Answer):
    """A token without its secret; moments as ISO 8601 with their zone."""

    id: int
    title: str
    prefix: str
    role: str
    scope: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    last_used_at: str | None
    last_used_from: str | None


class TokensAnswer(Answer):
    tokens: list[TokenAnswer]


class NewTokenAnswer(TokenAnswer):
    """token: the secret, this once."""

    token: str


class AccountAnswer(Answer):
    name: str
    display_name: str
    post: str
    role: str
    disabled: bool
    must_change: bool
    last_sign_in_at: str | None
    created_at: str


class AccountsAnswer(Answer):
    accounts: list[AccountAnswer]


class NewAccountAnswer(AccountAnswer):
    """password: good for one sign-in, this once."""

    password: str
