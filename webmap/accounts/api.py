"""Accounts and tokens in the JSON interface."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from projects.accounts import accounts, tokens
from projects.accounts.accounts import AccountInfo, NewAccount
from projects.accounts.permissions import PERMISSIONS
from projects.accounts.scopes import WHOLE
from projects.accounts.tokens import TokenInfo
from webmap.accounts.answers import (
    AccountAnswer,
    AccountsAnswer,
    MeAnswer,
    NewAccountAnswer,
    NewTokenAnswer,
    TokenAnswer,
    TokensAnswer,
)
from webmap.edge.access import actor, asker, open_to_all, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.openapi import answers
from webmap.edge.rendering import services

blueprint = Blueprint("api_accounts", __name__, url_prefix=PREFIX)

Short = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(max_length=100)]


class TokenBody(BaseModel):
    title: Short
    role: Short
    days: Annotated[int, Field(strict=True)] = 90
    scope: Short = WHOLE


class NewAccountBody(BaseModel):
    name: Short
    role: Short
    display_name: Short | None = None
    post: Line = ""


class AccountBody(BaseModel):
    role: Short | None = None
    display_name: Short | None = None
    post: Line | None = None
    disabled: Annotated[bool, Field(strict=True)] | None = None


@blueprint.get("/me")
@open_to_all
@answers(MeAnswer)
def me() -> Response:
    """Who asks, and what that person may do."""
    who = asker()
    return answer(
        {
            "name": who.account.name if who.account else None,
            "role": who.role,
            "by_token": who.by_token,
            "scope": who.scope,
            "permissions": [name for name in PERMISSIONS if who.may(name)],
        }
    )


@blueprint.get("/tokens")
@requires("own_account")
@answers(TokensAnswer)
def own_tokens() -> Response:
    """One's own tokens, without their secret."""
    with services().reading() as session:
        found = tokens.list_tokens(session, _own().id)
    return answer({"tokens": [_token(one) for one in found]})


@blueprint.post("/tokens")
@requires("own_account")
@takes(TokenBody)
@answers(NewTokenAnswer)
def new_token(asked: TokenBody) -> tuple[Response, int]:
    """A token of one's own; the answer holds it this once."""
    with services().transaction() as session:
        made = tokens.make_token(
            session, _own(), asked.title, asked.role, asked.days, actor(), asked.scope
        )
    return answer(_token(made.info) | {"token": made.token}), 201


@blueprint.delete("/tokens/<int:token_id>")
@requires("own_account")
@answers(TokenAnswer)
def revoke_token(token_id: int) -> Response:
    """Let a token of one's own count no longer."""
    with services().transaction() as session:
        return answer(_token(tokens.revoke_token(session, token_id, _own().id, actor())))


@blueprint.get("/accounts")
@requires("manage_accounts")
@answers(AccountsAnswer)
def account_list() -> Response:
    """Every account."""
    with services().reading() as session:
        found = accounts.list_accounts(session)
    return answer({"accounts": [_account(one) for one in found]})


@blueprint.post("/accounts")
@requires("manage_accounts")
@takes(NewAccountBody)
@answers(NewAccountAnswer)
def new_account(asked: NewAccountBody) -> tuple[Response, int]:
    """An account; the answer holds its one-time password this once."""
    with services().transaction() as session:
        made = accounts.add_account(
            session,
            asked.name,
            asked.role,
            display_name=asked.display_name,
            post=asked.post,
            by=actor(),
        )
    return answer(_with_password(made)), 201


@blueprint.patch("/accounts/<name>")
@requires("manage_accounts")
@takes(AccountBody)
@answers(AccountAnswer)
def change_account(asked: AccountBody, name: str) -> Response:
    """Change the given fields of an account; `disabled` shuts it, or opens it again."""
    by = actor()
    with services().transaction() as session:
        if asked.role is not None:
            accounts.set_role(session, name, asked.role, by)
        if asked.display_name is not None:
            accounts.set_display_name(session, name, asked.display_name, by)
        if asked.post is not None:
            accounts.set_post(session, name, asked.post, by)
        if asked.disabled is not None:
            (accounts.disable if asked.disabled else accounts.enable)(session, name, by)
        return answer(_account(accounts.get_account(session, name)))


@blueprint.post("/accounts/<name>/password")
@requires("manage_accounts")
@answers(NewAccountAnswer)
def reset_password(name: str) -> Response:
    """A new one-time password, which the answer holds this once."""
    with services().transaction() as session:
        return answer(_with_password(accounts.reset_password(session, name, actor())))


def _own() -> AccountInfo:
    account = asker().account
    assert account is not None  # noqa: S101 - the guard lets nobody else come this far
    return account


def _with_password(made: NewAccount) -> dict[str, Any]:
    return _account(made.account) | {"password": made.password}


def _account(account: AccountInfo) -> dict[str, Any]:
    return {
        "name": account.name,
        "display_name": account.display_name,
        "post": account.post,
        "role": account.role,
        "disabled": account.disabled,
        "must_change": account.must_change,
        "last_sign_in_at": moment(account.last_sign_in_at),
        "created_at": moment(account.created_at),
    }


def _token(token: TokenInfo) -> dict[str, Any]:
    return {
        "id": token.id,
        "title": token.title,
        "prefix": token.prefix,
        "role": token.role,
        "scope": token.scope,
        "created_at": moment(token.created_at),
        "expires_at": moment(token.expires_at),
        "revoked_at": moment(token.revoked_at),
        "last_used_at": moment(token.last_used_at),
        "last_used_from": token.last_used_from,
    }
