"""Delegated signing: who may sign for whom, until when and why; on a page and in the interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import minute, today
from projects.accounts import accounts
from projects.statements.delegating import (
    Delegation,
    delegate,
    end_delegation,
    list_delegations,
)
from webmap.accounts import signing_in
from webmap.accounts.form_faults import form_again
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import Nothing, form, read, takes
from webmap.edge.forms import Form
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private, see, signed_in
from webmap.edge.rendering import page, services
from webmap.statements.answers import DelegationAnswer, DelegationsAnswer
from webmap.statements.pages import About, asked
from webmap.statements.told import delegation_json
from webmap.statements.words import NOTES

blueprint = Blueprint("delegations", __name__)
ADDRESS = "/statements/delegations"
KEPT = ("to", "first_day", "last_day", "reason")
FIELDS = {
    "unknown-account": "to",
    "delegation-unfit": "to",
    "delegation-period": "last_day",
    "statement-reason-missing": "reason",
    "statement-text-too-long": "reason",
    "password-wrong": "password",
    "too-many-attempts": "password",
}


class NewDelegation(BaseModel):
    to: Annotated[str, Field(max_length=64)]
    first_day: dt.date
    last_day: dt.date
    reason: Annotated[str, Field(max_length=20_000)] = ""
    account: Annotated[str, Field(max_length=64)] = ""  # for the browser's own store of passwords
    password: Annotated[str, Field(max_length=500)] = ""


@dataclass(frozen=True, slots=True)
class DelegationsView:
    """`delegations.html`: `may` says whether whoever asks delegates and ends."""

    delegations: Sequence[Delegation]
    may: bool
    account: str
    form: Form
    note: Text | None = None
    section: str = "metrics"

    @staticmethod
    def holds(one: Delegation) -> bool:
        return one.holds(today())

    @staticmethod
    def minute(moment: dt.datetime) -> str:
        return minute(moment)


@blueprint.get(ADDRESS)
@requires("run_metrics")
@asks(About)
def delegations() -> Response:
    given = {"first_day": today().isoformat()}
    return _page(Form("delegate", given), note=NOTES.get(read(About, asked()).done))


def _page(shown: Form, status: int = 200, note: Text | None = None) -> Response:
    with services().reading() as session:
        found = list_delegations(session)
    may, name = asker().may("sign_statements"), signed_in().name
    view = DelegationsView(found, may, name, shown, note)
    return private(page("delegations.html", view), status)


@blueprint.post(ADDRESS)
@requires("sign_statements")
def new_delegation() -> AnyResponse:
    """Delegate signing; the password is asked for, as for signing itself."""
    try:
        _delegate(form(NewDelegation))
    except EcoAtlasError as error:
        return _page(form_again("delegate", error, KEPT, FIELDS), error.status)
    return see(ADDRESS, "delegated")


def _delegate(given: NewDelegation) -> Delegation:
    account = signing_in.confirm(signed_in(), given.password, "delegate", given.to)
    with services().transaction() as session:
        who = accounts.require_unchanged(session, account)
        period = given.first_day, given.last_day
        return delegate(session, who, given.to, *period, given.reason, actor())


@blueprint.post(f"{ADDRESS}/<int:number>/end")
@requires("sign_statements")
def end(number: int) -> AnyResponse:
    form(Nothing)
    with services().transaction() as session:
        end_delegation(session, number, signed_in(), actor())
    return see(ADDRESS, "delegation-ended")


# the same for programs


@blueprint.get(f"{PREFIX}{ADDRESS}")
@requires("run_metrics")
@answers(DelegationsAnswer)
def api_delegations() -> Response:
    """Every delegation of signing."""
    with services().reading() as session:
        found = list_delegations(session)
    return answer({"delegations": [delegation_json(one) for one in found]})


@blueprint.post(f"{PREFIX}{ADDRESS}")
@requires("sign_statements")
@takes(NewDelegation)
@answers(DelegationAnswer)
def api_new_delegation(given: NewDelegation) -> Response:
    """Delegate signing to another account for a time."""
    made = _delegate(given)
    response = answer(delegation_json(made))
    response.status_code = 201
    return response


@blueprint.post(f"{PREFIX}{ADDRESS}/<int:number>/end")
@requires("sign_statements")
@takes(Nothing)
@answers(DelegationAnswer)
def api_end(_: Nothing, number: int) -> Response:
    """End a delegation before its time."""
    with services().transaction() as session:
        ended = end_delegation(session, number, signed_in(), actor())
    return answer(delegation_json(ended))
